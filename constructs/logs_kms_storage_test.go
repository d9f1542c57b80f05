package constructs_test

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/kms"
	"github.com/berth-iac/berth/constructs/logs"
	"github.com/berth-iac/berth/constructs/storage"
	"github.com/berth-iac/berth/internal/synthtest"
)

func TestLogGroupForgetsAfterAYearUnlessToldOtherwise(t *testing.T) {
	stack := synthtest.NewStack(t)
	key := kms.NewKey(stack, "key", kms.KeyProps{Alias: "acme-dev", Logs: true})
	logs.NewGroup(stack, "default", logs.GroupProps{Name: "/acme/dev/a"})
	logs.NewGroup(stack, "own", logs.GroupProps{Name: "/acme/dev/b", RetentionDays: 7, KMSKeyARN: key.ARN})
	template := synthtest.Synth(t, stack)

	byDefault := template.One("aws_cloudwatch_log_group", "default")
	assert.Equal(t, byDefault.Get("retention_in_days"), 365.0)
	assert.Assert(t, !byDefault.Has("kms_key_id"))
	own := template.One("aws_cloudwatch_log_group", "own")
	assert.Equal(t, own.Get("retention_in_days"), 7.0)
	assert.Equal(t, own.String("kms_key_id"), "${"+template.One("aws_kms_key").Address()+".arn}")
}

func TestKeyRotatesAndCanBeBroughtBack(t *testing.T) {
	stack := synthtest.NewStack(t)
	key := kms.NewKey(stack, "key", kms.KeyProps{Alias: "acme-dev", Description: "Costs ${price}", Logs: true})
	template := synthtest.Synth(t, stack)

	resource := template.One("aws_kms_key")
	assert.Equal(t, resource.Get("enable_key_rotation"), true)
	assert.Equal(t, resource.Get("deletion_window_in_days"), 30.0)
	assert.Equal(t, resource.String("description"), "Costs $${price}")
	assert.Assert(t, strings.Contains(resource.String("policy"), "logs.${data.aws_region.region.name}.${data.aws_partition.partition.dns_suffix}"))
	alias := template.One("aws_kms_alias")
	assert.Equal(t, alias.String("name"), "alias/acme-dev")
	assert.Equal(t, alias.String("target_key_id"), "${"+resource.Address()+".key_id}")
	assert.Assert(t, key.AliasName() != "" && key.ID != key.ARN)
}

func TestBucketIsPrivateEncryptedVersionedAndKept(t *testing.T) {
	stack := synthtest.NewStack(t)
	bucket := storage.NewBucket(stack, "assets", storage.BucketProps{Name: "acme-prod-assets"})
	template := synthtest.Synth(t, stack)

	resource := template.One("aws_s3_bucket")
	assert.Equal(t, resource.Get("force_destroy"), false)
	assert.Equal(t, resource.Get("lifecycle.prevent_destroy"), true)
	for _, inline := range []string{"acl", "versioning", "logging", "lifecycle_rule", "server_side_encryption_configuration", "policy"} {
		assert.Assert(t, !resource.Has(inline), "%s is a resource of its own", inline)
	}
	assert.Equal(t, template.One("aws_s3_bucket_versioning").String("versioning_configuration.status"), "Enabled")
	assert.Equal(t, template.One("aws_s3_bucket_ownership_controls").String("rule.object_ownership"), "BucketOwnerEnforced")
	block := template.One("aws_s3_bucket_public_access_block")
	for _, access := range []string{"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"} {
		assert.Equal(t, block.Get(access), true)
	}
	encryption := template.One("aws_s3_bucket_server_side_encryption_configuration")
	assert.Equal(t, encryption.String("rule.0.apply_server_side_encryption_by_default.sse_algorithm"), "AES256")

	policy := template.One("aws_s3_bucket_policy")
	assert.DeepEqual(t, policy.Strings("depends_on"), []string{block.Address()})
	var document struct{ Statement []map[string]any }
	policy.Document("policy", &document)
	assert.Equal(t, document.Statement[0]["Effect"], "Deny")
	assert.DeepEqual(t, document.Statement[0]["Resource"], []any{"${" + resource.Address() + ".arn}", "${" + resource.Address() + ".arn}/*"})
	assert.Equal(t, len(bucket.PolicyDependencies()), 2)
}

func TestBucketForgetsOldVersionsAndAbandonedUploads(t *testing.T) {
	stack := synthtest.NewStack(t)
	storage.NewBucket(stack, "kept", storage.BucketProps{Name: "acme-prod-kept"})
	storage.NewBucket(stack, "logs", storage.BucketProps{Name: "acme-prod-logs", ExpireDays: 30, NoncurrentDays: 5})
	template := synthtest.Synth(t, stack)

	kept := template.One("aws_s3_bucket_lifecycle_configuration", "kept")
	assert.DeepEqual(t, kept.Strings("depends_on"), []string{template.One("aws_s3_bucket_versioning", "kept").Address()})
	assert.Equal(t, kept.Get("rule.0.abort_incomplete_multipart_upload.0.days_after_initiation"), 7.0)
	assert.Equal(t, kept.Get("rule.0.noncurrent_version_expiration.0.noncurrent_days"), 90.0)
	assert.DeepEqual(t, kept.Get("rule.0.filter"), []any{map[string]any{}})
	assert.DeepEqual(t, kept.Get("rule.0.expiration"), []any{map[string]any{"expired_object_delete_marker": true}})

	logs := template.One("aws_s3_bucket_lifecycle_configuration", "logs")
	assert.DeepEqual(t, logs.Get("rule.0.expiration"), []any{map[string]any{"days": 30.0}})
	assert.Equal(t, logs.Get("rule.0.noncurrent_version_expiration.0.noncurrent_days"), 5.0)
}

func TestDisposableBucketIsDestroyedWithItsObjects(t *testing.T) {
	stack := synthtest.NewStack(t)
	storage.NewBucket(stack, "assets", storage.BucketProps{Name: "acme-dev-assets", Disposable: true})
	resource := synthtest.Synth(t, stack).One("aws_s3_bucket")
	assert.Equal(t, resource.Get("force_destroy"), true)
	assert.Assert(t, !resource.Has("lifecycle"))
}

func TestBucketWithAKeyUsesItOnceABucket(t *testing.T) {
	stack := synthtest.NewStack(t)
	here := identity.LocationOf(stack)
	key := kms.NewKey(stack, "key", kms.KeyProps{Alias: "acme-dev"})
	storage.NewBucket(stack, "assets", storage.BucketProps{
		Name:      "acme-dev-assets-" + here.AccountID,
		KMSKeyARN: key.ARN,
		Statements: []identity.Statement{{
			Sid:        "Writer",
			Principals: []identity.Principal{{Type: identity.Service, IDs: []string{"logging.s3.amazonaws.com"}}},
			Actions:    []string{"s3:PutObject"},
			Resources:  []string{here.BucketARN("acme-dev-assets-" + here.AccountID + "/*")},
		}},
	})
	template := synthtest.Synth(t, stack)

	encryption := template.One("aws_s3_bucket_server_side_encryption_configuration")
	assert.Equal(t, encryption.String("rule.0.apply_server_side_encryption_by_default.sse_algorithm"), "aws:kms")
	assert.Equal(t, encryption.String("rule.0.apply_server_side_encryption_by_default.kms_master_key_id"), "${"+template.One("aws_kms_key").Address()+".arn}")
	assert.Equal(t, encryption.Get("rule.0.bucket_key_enabled"), true)
	var document struct{ Statement []map[string]any }
	template.One("aws_s3_bucket_policy").Document("policy", &document)
	assert.Equal(t, document.Statement[1]["Sid"], "Writer")
}

func TestInvalidLogsKmsAndStorageBuildNothing(t *testing.T) {
	stack := synthtest.NewStack(t)
	logs.NewGroup(stack, "logs", logs.GroupProps{Name: "a b"})
	kms.NewKey(stack, "key", kms.KeyProps{Alias: "aws/x"})
	bucket := storage.NewBucket(stack, "bucket", storage.BucketProps{Name: "Acme"})
	assert.Assert(t, bucket.Resource == nil)
	got := strings.Join(synthtest.Errors(stack), "\n")
	for _, want := range []string{"logs: Name:", "key: Alias:", "bucket: Name:"} {
		assert.Assert(t, strings.Contains(got, want), got)
	}
}
