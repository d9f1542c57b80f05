package storage

import (
	"crypto/md5"
	"encoding/hex"

	"github.com/berth-iac/berth/internal/cloud"
)

// object is an object that Terraform puts into a bucket. Its content is not
// kept: nothing in the rehearsal reads it.
var object = cloud.Kind{
	Type:   "aws_s3_object",
	Noun:   "S3 Object",
	Global: true,
	Key:    func(object cloud.Attributes) string { return object.Text("bucket") + "/" + object.Text("key") },
	Refs:   []cloud.Ref{{Path: "bucket", To: "aws_s3_bucket", By: "bucket", Missing: at("S3: PutObject", noSuchBucket)}},
	Create: func(c *cloud.Call) error {
		name := c.Object.Text("bucket")
		if canned := c.Object.Text("acl"); canned != "" && canned != "bucket-owner-full-control" && !allowsACLs(c, name) {
			return at("S3: PutObject", aclUnsupported).With()
		}
		c.Object["id"] = c.Object["key"]
		c.Object["arn"] = arnOf(c, name) + "/" + c.Object.Text("key")
		sum := md5.Sum([]byte(c.Object.Text("content") + c.Object.Text("content_base64") + c.Object.Text("source")))
		c.Object.Default("etag", hex.EncodeToString(sum[:]))
		c.Object.Default("content_type", "application/octet-stream")
		c.Object.Default("server_side_encryption", "AES256")
		c.Object.Default("storage_class", "STANDARD")
		c.Object.Default("bucket_key_enabled", false)
		setVersion(c)
		return nil
	},
	Update: func(c *cloud.Call) error {
		setVersion(c)
		return nil
	},
	ImportID: func(object cloud.Attributes) string { return object.Text("bucket") + "/" + object.Text("key") },
}

// setVersion gives a version to what has none yet, in a bucket that keeps them.
func setVersion(c *cloud.Call) {
	if onBucket(c, "aws_s3_bucket_versioning", c.Object.Text("bucket")).Text("versioning_configuration.status") == "Enabled" {
		c.Object.Default("version_id", c.NewHex(32))
	}
	c.Object.Default("version_id", "")
}
