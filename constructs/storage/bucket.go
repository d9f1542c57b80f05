// Package storage holds S3 buckets: encrypted, versioned, reached over TLS only,
// without ACLs, and with every kind of public access blocked unless a bucket is
// said to be public.
package storage

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucket"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketlifecycleconfiguration"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketownershipcontrols"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketpolicy"
	sse "github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketserversideencryptionconfiguration"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketversioning"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/node"
)

// BucketProps describe a bucket.
type BucketProps struct {
	// Name of the bucket, unique in all of AWS: 3 to 63 lower-case letters,
	// digits and hyphens. Renaming replaces the bucket.
	Name string
	// KMSKeyARN is the key that encrypts new objects (SSE-KMS, with a bucket
	// key). Not with Public: nobody outside the account may use the key. Default:
	// a key of S3 (SSE-S3).
	KMSKeyARN string
	// ExpireDays deletes objects that many days after they were written; the
	// deleted version is kept for NoncurrentDays more. Default: 0, never.
	ExpireDays int
	// NoncurrentDays is how long overwritten and deleted versions are kept, in
	// days: 1 or more. Default: 90.
	NoncurrentDays int
	// Disposable lets the bucket be destroyed with everything in it
	// (force_destroy). Default: false, Terraform refuses to destroy it
	// (prevent_destroy).
	Disposable bool
	// Statements are added to the bucket's policy, which denies whatever does
	// not come over TLS. They need the ARN of the bucket before it exists:
	// Location.BucketARN(name).
	Statements []identity.Statement
	// Public lets everyone read the objects, not list them, through the bucket's
	// policy. A block of public access on the whole account overrules it. A
	// private bucket behind CloudFront is what serves files today. Default:
	// false, all public access is blocked.
	Public bool
	// CORS lets scripts of web pages of other origins use the bucket, the first
	// rule that matches: at most 100. Default: none.
	CORS []CORSRule
}

// Bucket is a bucket with its settings.
type Bucket struct {
	// Name and ARN of the bucket.
	Name, ARN string
	// Resource is the aws_s3_bucket; nil where the props are invalid.
	Resource s3bucket.S3Bucket

	policyDependencies []cdktf.ITerraformDependable
}

// Validate tells what S3 would refuse.
func (p BucketProps) Validate() error {
	var problems check.Problems
	checkName(&problems, p.Name)
	if p.ExpireDays < 0 {
		problems.Addf("ExpireDays", "%d: 1 or more days, or 0 for never", p.ExpireDays)
	}
	if p.NoncurrentDays < 0 {
		problems.Addf("NoncurrentDays", "%d: 1 or more days, or 0 for the default of %d", p.NoncurrentDays, defaultNoncurrentDays)
	}
	if p.Public && p.KMSKeyARN != "" {
		problems.Addf("Public", "true with KMSKeyARN: who is not signed in cannot use the key, and reads nothing; leave the key out")
	}
	checkCORS(&problems, p.CORS)
	if len(p.Statements) > 0 {
		problems.Join("", identity.Policy{Statements: p.Statements}.Validate())
	}
	return problems.Err()
}

// NewBucket adds a bucket with its settings, each in a resource of its own:
// settings inside aws_s3_bucket and beside it undo each other.
func NewBucket(scope constructs.Construct, id string, props BucketProps) *Bucket {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Bucket{}
	}
	resource := s3bucket.NewS3Bucket(scope, jsii.String("Resource"), &s3bucket.S3BucketConfig{
		Bucket:       jsii.String(props.Name),
		ForceDestroy: jsii.Bool(props.Disposable),
		Lifecycle:    node.Protect(props.Disposable),
	})
	bucket := &Bucket{Name: *resource.Bucket(), ARN: *resource.Arn(), Resource: resource}

	block := blockPublicAccess(scope, bucket.Name, props.Public)
	// S3 refuses changes of a bucket's access that are made at the same time:
	// one comes after the other.
	policy := s3bucketpolicy.NewS3BucketPolicy(scope, jsii.String("policy"), &s3bucketpolicy.S3BucketPolicyConfig{
		Bucket:    jsii.String(bucket.Name),
		Policy:    jsii.String(bucketPolicy(bucket.ARN, props).JSON()),
		DependsOn: &[]cdktf.ITerraformDependable{block},
	})
	s3bucketownershipcontrols.NewS3BucketOwnershipControls(scope, jsii.String("ownership"), &s3bucketownershipcontrols.S3BucketOwnershipControlsConfig{
		Bucket:    jsii.String(bucket.Name),
		Rule:      &s3bucketownershipcontrols.S3BucketOwnershipControlsRule{ObjectOwnership: jsii.String("BucketOwnerEnforced")},
		DependsOn: &[]cdktf.ITerraformDependable{policy},
	})
	bucket.policyDependencies = []cdktf.ITerraformDependable{policy, block}

	encrypt(scope, bucket.Name, props.KMSKeyARN)
	versioning := s3bucketversioning.NewS3BucketVersioningA(scope, jsii.String("versioning"), &s3bucketversioning.S3BucketVersioningAConfig{
		Bucket:                  jsii.String(bucket.Name),
		VersioningConfiguration: &s3bucketversioning.S3BucketVersioningVersioningConfiguration{Status: jsii.String("Enabled")},
	})
	expire(scope, bucket.Name, props, versioning)
	allowOrigins(scope, bucket.Name, props.CORS)
	return bucket
}

// PolicyDependencies are the bucket's policy and its public access block.
// Whatever an AWS service writes to the bucket on the strength of the policy
// depends on them, such as a load balancer that logs into it.
func (b *Bucket) PolicyDependencies() []cdktf.ITerraformDependable {
	return b.policyDependencies
}

func encrypt(scope constructs.Construct, bucket, keyARN string) {
	byDefault := &sse.S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA{SseAlgorithm: jsii.String("AES256")}
	rule := &sse.S3BucketServerSideEncryptionConfigurationRuleA{ApplyServerSideEncryptionByDefault: byDefault}
	if keyARN != "" {
		byDefault.SseAlgorithm = jsii.String("aws:kms")
		byDefault.KmsMasterKeyId = jsii.String(keyARN)
		rule.BucketKeyEnabled = jsii.Bool(true)
	}
	sse.NewS3BucketServerSideEncryptionConfigurationA(scope, jsii.String("encryption"), &sse.S3BucketServerSideEncryptionConfigurationAConfig{
		Bucket: jsii.String(bucket),
		Rule:   []*sse.S3BucketServerSideEncryptionConfigurationRuleA{rule},
	})
}

const (
	defaultNoncurrentDays = 90
	abandonedUploadDays   = 7
)

// expire deletes what nobody needs: the parts of abandoned uploads, old
// versions, and objects after ExpireDays.
func expire(scope constructs.Construct, bucket string, props BucketProps, versioning cdktf.ITerraformDependable) {
	noncurrent := props.NoncurrentDays
	if noncurrent == 0 {
		noncurrent = defaultNoncurrentDays
	}
	// A delete marker without versions behind it goes by itself where objects
	// expire; S3 refuses to be told so again.
	expiration := &s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleExpiration{ExpiredObjectDeleteMarker: jsii.Bool(true)}
	if props.ExpireDays > 0 {
		expiration = &s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleExpiration{Days: jsii.Number(props.ExpireDays)}
	}
	rule := &s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRule{
		Id:     jsii.String("expire"),
		Status: jsii.String("Enabled"),
		// An empty filter is the whole bucket; a rule without one is deprecated.
		Filter: []*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleFilter{{}},
		AbortIncompleteMultipartUpload: []*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload{{
			DaysAfterInitiation: jsii.Number(abandonedUploadDays),
		}},
		NoncurrentVersionExpiration: []*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration{{
			NoncurrentDays: jsii.Number(noncurrent),
		}},
		Expiration: []*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRuleExpiration{expiration},
	}
	s3bucketlifecycleconfiguration.NewS3BucketLifecycleConfiguration(scope, jsii.String("lifecycle"), &s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationConfig{
		Bucket: jsii.String(bucket),
		Rule:   []*s3bucketlifecycleconfiguration.S3BucketLifecycleConfigurationRule{rule},
		// S3's own default, written out: the API returns it.
		TransitionDefaultMinimumObjectSize: jsii.String("all_storage_classes_128K"),
		DependsOn:                          &[]cdktf.ITerraformDependable{versioning},
	})
}
