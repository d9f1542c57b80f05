package storage

import (
	"slices"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketpublicaccessblock"

	"github.com/berth-iac/berth/constructs/identity"
)

var anyone = []identity.Principal{{Type: identity.AnyPrincipal}}

// bucketPolicy denies whatever does not come over TLS, lets everyone read where
// the bucket is public, and holds the statements of the props.
func bucketPolicy(arn string, props BucketProps) identity.Policy {
	statements := []identity.Statement{{
		Sid:        "TLSOnly",
		Effect:     identity.Deny,
		Principals: anyone,
		Actions:    []string{"s3:*"},
		Resources:  []string{arn, arn + "/*"},
		Conditions: []identity.Condition{{Operator: "Bool", Key: "aws:SecureTransport", Values: []string{"false"}}},
	}}
	if props.Public {
		statements = append(statements, identity.Statement{
			Sid:        "PublicRead",
			Principals: anyone,
			Actions:    []string{"s3:GetObject"},
			Resources:  []string{arn + "/*"},
		})
	}
	return identity.Policy{Statements: slices.Concat(statements, props.Statements)}
}

// blockPublicAccess leaves a public bucket its policy, and no bucket its ACLs.
func blockPublicAccess(scope constructs.Construct, bucket string, public bool) s3bucketpublicaccessblock.S3BucketPublicAccessBlock {
	return s3bucketpublicaccessblock.NewS3BucketPublicAccessBlock(scope, jsii.String("public-access"), &s3bucketpublicaccessblock.S3BucketPublicAccessBlockConfig{
		Bucket:                jsii.String(bucket),
		BlockPublicAcls:       jsii.Bool(true),
		BlockPublicPolicy:     jsii.Bool(!public),
		IgnorePublicAcls:      jsii.Bool(true),
		RestrictPublicBuckets: jsii.Bool(!public),
	})
}
