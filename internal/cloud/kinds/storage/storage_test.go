//go:build rehearsal

package storage

import (
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
)

// contents are the objects in the buckets of a test.
type contents map[string][]string

func (b contents) CreateBucket(name string) error { b[name] = nil; return nil }
func (b contents) DeleteBucket(name string) error { delete(b, name); return nil }
func (b contents) Empty(name string) error        { b[name] = nil; return nil }

func (b contents) Objects(name string) ([]string, error) { return b[name], nil }

const complete = `
data "aws_canonical_user_id" "caller" {}
data "aws_elb_service_account" "region" {}
resource "aws_s3_bucket" "main" {
  bucket        = "main-bucket"
  force_destroy = true
}
resource "aws_s3_bucket" "logs" { bucket_prefix = "logs-" }
resource "aws_s3_bucket_versioning" "main" {
  bucket = aws_s3_bucket.main.bucket
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "main" {
  bucket = aws_s3_bucket.main.bucket
  rule {
    apply_server_side_encryption_by_default { sse_algorithm = "aws:kms" }
    bucket_key_enabled = true
  }
}
resource "aws_s3_bucket_public_access_block" "main" {
  bucket                  = aws_s3_bucket.main.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
resource "aws_s3_bucket_policy" "main" {
  bucket     = aws_s3_bucket.main.bucket
  depends_on = [aws_s3_bucket_public_access_block.main]
  policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Sid       = "TLSOnly", Effect = "Deny", Principal = "*", Action = "s3:*",
    Resource  = [aws_s3_bucket.main.arn, "${aws_s3_bucket.main.arn}/*"],
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  }, {
    Sid       = "AccessLogs", Effect = "Allow", Action = "s3:PutObject", Resource = "${aws_s3_bucket.main.arn}/AWSLogs/*",
    Principal = { AWS = data.aws_elb_service_account.region.arn }
  }] })
}
resource "aws_s3_bucket_ownership_controls" "main" {
  bucket     = aws_s3_bucket.main.bucket
  depends_on = [aws_s3_bucket_policy.main]
  rule { object_ownership = "BucketOwnerEnforced" }
}
resource "aws_s3_bucket_lifecycle_configuration" "main" {
  bucket     = aws_s3_bucket.main.bucket
  depends_on = [aws_s3_bucket_versioning.main]
  rule {
    id     = "expire"
    status = "Enabled"
    filter {}
    expiration { expired_object_delete_marker = true }
    noncurrent_version_expiration { noncurrent_days = DAYS }
    abort_incomplete_multipart_upload { days_after_initiation = 7 }
  }
  rule {
    id     = "move"
    status = "Enabled"
    filter { prefix = "old/" }
    transition {
      days          = 30
      storage_class = "STANDARD_IA"
    }
    expiration { days = 60 }
  }
}
resource "aws_s3_bucket_cors_configuration" "main" {
  bucket = aws_s3_bucket.main.bucket
  cors_rule {
    allowed_methods = ["GET"]
    allowed_origins = ["*"]
  }
}
resource "aws_s3_bucket_logging" "main" {
  bucket        = aws_s3_bucket.main.bucket
  target_bucket = aws_s3_bucket.logs.bucket
  target_prefix = "main/"
}
resource "aws_s3_bucket_notification" "main" {
  bucket = aws_s3_bucket.main.bucket
  queue {
    queue_arn = "arn:aws:sqs:ap-northeast-1:000000000000:queue"
    events    = ["s3:ObjectCreated:*"]
  }
}
resource "aws_s3_bucket_ownership_controls" "logs" {
  bucket = aws_s3_bucket.logs.bucket
  rule { object_ownership = "BucketOwnerPreferred" }
}
resource "aws_s3_bucket_acl" "logs" {
  bucket     = aws_s3_bucket.logs.bucket
  acl        = "log-delivery-write"
  depends_on = [aws_s3_bucket_ownership_controls.logs]
}
resource "aws_s3_object" "main" {
  bucket  = aws_s3_bucket.main.bucket
  key     = "a/b.txt"
  content = "hello"
}
data "aws_s3_bucket" "main" { bucket = aws_s3_bucket.main.bucket }
`

func TestStorage(t *testing.T) {
	buckets := contents{}
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds(), Data: Data(), Buckets: buckets})
	tf.Exists("aws_sqs_queue", queue)
	config := strings.Replace(complete, "DAYS", "30", 1)
	tf.Apply(config)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	_, made := buckets["main-bucket"]
	assert.Assert(t, made)

	// Somebody deletes the policy at the console.
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		c.Drop("aws_s3_bucket_policy", "main-bucket")
		return nil
	}))
	config = strings.Replace(complete, "DAYS", "90", 1)
	tf.Write(config)
	assert.DeepEqual(t, tf.Plan(), map[string]string{
		"aws_s3_bucket_policy.main": "create", "aws_s3_bucket_lifecycle_configuration.main": "update",
	})
	tf.Apply(config)

	buckets["main-bucket"] = []string{"state.json"}
	tf.Destroy()
	assert.Equal(t, len(tf.Left()), 0)
	assert.Equal(t, len(buckets), 0)
}

var queue = cloud.Attributes{
	"id": "queue", "arn": "arn:aws:sqs:ap-northeast-1:000000000000:queue",
	"policy": `{"Statement":{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}}`,
}

func TestRefusals(t *testing.T) {
	buckets := contents{}
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds(), Data: Data(), Buckets: buckets})
	validate := tf.Refused(`resource "aws_s3_bucket_versioning" "v" {
  bucket = "b"
  versioning_configuration { status = "On" }
}`)
	assert.Assert(t, strings.Contains(validate, `expected status to be one of ["Enabled" "Suspended" "Disabled"], got On`), validate)
	plan := tf.Refused(`
data "aws_s3_bucket" "unknown" { bucket = "unknown" }
data "aws_elb_service_account" "new" { region = "ap-south-2" }`)

	tf.Exists("aws_s3_bucket", cloud.Attributes{"id": "taken", "bucket": "taken"})
	apply := tf.Refused(refused)
	update := tf.Refused(strings.Replace(refused, `status = "Enabled" } # then Disabled`, `status = "Disabled" }`, 1))

	buckets["open"] = []string{"state.json"}
	destroy, err := tf.Run("destroy", "-auto-approve")
	assert.Assert(t, err != nil)
	cloudtest.Seen(t, Refusals(), plan, apply, update, destroy)
	assert.Assert(t, slices.Equal(buckets["open"], []string{"state.json"}))
}
