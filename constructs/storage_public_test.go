package constructs_test

import (
	"testing"
	"time"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/storage"
	"github.com/berth-iac/berth/internal/synthtest"
)

// A public bucket is read by all and listed by none, over TLS, and has no ACLs.
func TestPublicBucketIsOpenedByItsPolicyAlone(t *testing.T) {
	stack := synthtest.NewStack(t)
	storage.NewBucket(stack, "assets", storage.BucketProps{Name: "acme-prod-assets", Public: true})
	template := synthtest.Synth(t, stack)

	block := template.One("aws_s3_bucket_public_access_block")
	for access, blocked := range map[string]bool{
		"block_public_acls": true, "ignore_public_acls": true, "block_public_policy": false, "restrict_public_buckets": false,
	} {
		assert.Equal(t, block.Get(access), blocked, access)
	}
	assert.Equal(t, template.One("aws_s3_bucket_ownership_controls").String("rule.object_ownership"), "BucketOwnerEnforced")
	encryption := template.One("aws_s3_bucket_server_side_encryption_configuration")
	assert.Equal(t, encryption.String("rule.0.apply_server_side_encryption_by_default.sse_algorithm"), "AES256")

	var document struct{ Statement []map[string]any }
	template.One("aws_s3_bucket_policy").Document("policy", &document)
	arn := "${" + template.One("aws_s3_bucket").Address() + ".arn}"
	assert.Equal(t, document.Statement[0]["Sid"], "TLSOnly")
	assert.DeepEqual(t, document.Statement[1:], []map[string]any{{
		"Sid": "PublicRead", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": arn + "/*",
	}})
	assert.Equal(t, len(template.All("aws_s3_bucket_cors_configuration")), 0)
}

func TestBucketCORS(t *testing.T) {
	stack := synthtest.NewStack(t)
	storage.NewBucket(stack, "assets", storage.BucketProps{Name: "acme-prod-assets", CORS: []storage.CORSRule{
		{Origins: []string{"https://example.com"}, Methods: []string{"PUT"}, Headers: []string{"*"}, ExposeHeaders: []string{"ETag"}, MaxAge: 3000 * time.Second},
		{Origins: []string{"*"}},
	}})
	template := synthtest.Synth(t, stack)
	cors := template.One("aws_s3_bucket_cors_configuration")
	assert.Equal(t, cors.String("bucket"), "${"+template.One("aws_s3_bucket").Address()+".bucket}")
	assert.DeepEqual(t, cors.Get("cors_rule"), []any{
		map[string]any{
			"allowed_origins": []any{"https://example.com"}, "allowed_methods": []any{"PUT"}, "allowed_headers": []any{"*"},
			"expose_headers": []any{"ETag"}, "max_age_seconds": 3000.0,
		},
		map[string]any{"allowed_origins": []any{"*"}, "allowed_methods": []any{"GET", "HEAD"}, "max_age_seconds": 0.0},
	})
	assert.Equal(t, template.One("aws_s3_bucket_public_access_block").Get("block_public_policy"), true, "CORS opens nothing")
}
