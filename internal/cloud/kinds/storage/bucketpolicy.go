package storage

import (
	"slices"
	"strings"
	"time"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

var bucketPolicy = func() cloud.Kind {
	kind := part("aws_s3_bucket_policy", "S3 Bucket Policy", "S3: PutBucketPolicy", checkPolicy, argument.Policy("policy"))
	// Access logs are refused until the policy lets them in.
	kind.Latency = 300 * time.Millisecond
	return kind
}()

func checkPolicy(c *cloud.Call) error {
	text, name := c.Object.Text("policy"), c.Object.Text("bucket")
	document, err := policy.Parse(text)
	if err != nil {
		return policySyntax.With()
	}
	if complaint := policy.Resource(text); complaint != nil {
		if complaint.Format == policy.NoPrincipal {
			return policyNoPrincipal.With()
		}
		if complaint.Format == policy.ActionForm {
			return policyAction.With()
		}
		return policySyntax.With()
	}
	for _, s := range document.Statements {
		if policy.Principals(s, identity.PrincipalExists(c)) != nil {
			return policyPrincipal.With()
		}
		if err := checkReach(s, arnOf(c, name)); err != nil {
			return err
		}
	}
	if document.Public() && blocked(c, name, "block_public_policy") {
		return policyPublic.With(identity.CallerARN(c.Session), arnOf(c, name))
	}
	return nil
}

// checkReach refuses a statement about other buckets, and one whose actions
// concern objects while its resources are buckets, or the other way round.
func checkReach(s policy.Statement, bucket string) error {
	onBucket, onObjects := false, false
	for _, resource := range slices.Concat(s.Resource, s.NotResource) {
		of, key, isObject := strings.Cut(resource, "/")
		if resource != "*" && !policy.Matches(of, bucket) && !(isObject && key == "" && of == bucket) {
			return policyResource.With()
		}
		onBucket = onBucket || !isObject
		onObjects = onObjects || isObject || strings.HasSuffix(resource, "*")
	}
	for _, action := range s.Action {
		name, isS3 := strings.CutPrefix(strings.ToLower(action), "s3:")
		switch {
		case action == "*" || strings.Contains(name, "*"):
		case !isS3:
			return policyAction.With()
		case isAboutBuckets(name) && !onBucket, isAboutObjects(name) && !onObjects:
			return policyApplies.With()
		}
	}
	return nil
}

// isAboutBuckets tells whether an action of S3 is done to a bucket.
func isAboutBuckets(action string) bool {
	return strings.Contains(action, "bucket") || strings.HasSuffix(action, "configuration")
}

// isAboutObjects tells whether an action of S3 is done to an object.
func isAboutObjects(action string) bool {
	return !isAboutBuckets(action) && (strings.Contains(action, "object") || action == "abortmultipartupload" || action == "listmultipartuploadparts")
}

// blocked tells whether public access to a bucket is blocked, which it is
// wherever nobody allowed it.
func blocked(c *cloud.Call, name, setting string) bool {
	block := onBucket(c, "aws_s3_bucket_public_access_block", name)
	return block == nil || block.Bool(setting)
}
