package storage

import (
	"slices"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var versioning = part("aws_s3_bucket_versioning", "S3 Bucket Versioning", "S3: PutBucketVersioning",
	func(c *cloud.Call) error {
		const path = "versioning_configuration.status"
		status, before := c.Object.Text(path), c.Prior.Text(path)
		if status == "Disabled" && before != "" && before != status {
			return versioningDisabled.With(before)
		}
		if status == "Suspended" && onBucket(c, "aws_s3_bucket", c.Object.Text("bucket")).Bool("object_lock_enabled") {
			return versioningLocked.With()
		}
		return nil
	},
	argument.OneOf("versioning_configuration.status", "Enabled", "Suspended", "Disabled"),
)

var encryption = part("aws_s3_bucket_server_side_encryption_configuration", "S3 Bucket Server-side Encryption Configuration", "S3: PutBucketEncryption",
	func(c *cloud.Call) error {
		for _, settings := range c.Object.Blocks("rule.apply_server_side_encryption_by_default") {
			if settings.Text("sse_algorithm") == "AES256" && settings.Text("kms_master_key_id") != "" {
				return encryptionKey.With()
			}
		}
		return nil
	},
	argument.OneOf("rule.apply_server_side_encryption_by_default.sse_algorithm", "AES256", "aws:kms", "aws:kms:dsse"),
)

var cors = part("aws_s3_bucket_cors_configuration", "S3 Bucket CORS Configuration", "S3: PutBucketCors",
	func(c *cloud.Call) error {
		for _, method := range c.Object.Texts("cors_rule.allowed_methods") {
			if !slices.Contains([]string{"GET", "PUT", "HEAD", "POST", "DELETE"}, method) {
				return corsMethod.With(method)
			}
		}
		return nil
	},
)

var logging = part("aws_s3_bucket_logging", "S3 Bucket Logging", "S3: PutBucketLogging",
	func(c *cloud.Call) error {
		if onBucket(c, "aws_s3_bucket", c.Object.Text("target_bucket")) == nil {
			return loggingTarget.With()
		}
		return nil
	},
)
