// Package naming builds resource names that fit AWS's limits.
package naming

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// hashLength is the number of hexadecimal digits that keep shortened names
// apart: 24 bits, for a handful of names an account.
const hashLength = 6

// Limits of the names Berth builds, in characters.
const (
	MaxLoadBalancer      = 32  // ELB load balancer and target group names
	MaxRole              = 64  // IAM role names
	MaxReplicationGroup  = 40  // ElastiCache replication group ids
	MaxDBIdentifier      = 63  // RDS instance and cluster identifiers
	MaxBucket            = 63  // S3 bucket names
	MaxDeploymentGroup   = 100 // CodeDeploy application and deployment group names
	MaxPipeline          = 100 // CodePipeline pipeline names
	MaxService           = 255 // ECS cluster, service and task family names
	MaxConnection        = 32  // CodeConnections connection names
	MaxRepository        = 256 // ECR repository names
	MaxTopic             = 256 // SNS topic names
	MaxQueue             = 80  // SQS queue names
	MaxSchedule          = 64  // EventBridge rule and schedule names
	MaxCodeBuildProject  = 150 // CodeBuild project names
	MaxSecurityGroup     = 255 // EC2 security group names
	MaxSecurityGroupText = 255 // EC2 security group descriptions
)

// Fit joins parts with hyphens. A name longer than limit is cut in its middle
// parts and marked with a hash of the whole, so that two long names that differ
// anywhere stay different; the last part is kept whole, since it tells the
// purpose (-blue, -green).
func Fit(limit int, parts ...string) string {
	name := Join(parts...)
	if len(name) <= limit {
		return name
	}
	suffix := parts[len(parts)-1]
	hash := Hash(name)
	room := limit - len(suffix) - len(hash) - 2
	if len(parts) == 1 || room < 1 {
		return strings.TrimRight(name[:limit-len(hash)-1], "-") + "-" + hash
	}
	stem := strings.TrimRight(Join(parts[:len(parts)-1]...)[:room], "-")
	return Join(stem, hash, suffix)
}

// Join joins the parts that are not empty with hyphens.
func Join(parts ...string) string {
	kept := make([]string, 0, len(parts))
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "-")
}

// Hash is a short stable mark of a string.
func Hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])[:hashLength]
}
