package storage

import (
	"slices"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

var publicAccessBlock = part("aws_s3_bucket_public_access_block", "S3 Bucket Public Access Block", "S3: PutPublicAccessBlock", unchecked)

const enforced = "BucketOwnerEnforced"

var ownershipControls = part("aws_s3_bucket_ownership_controls", "S3 Bucket Ownership Controls", "S3: PutBucketOwnershipControls",
	func(c *cloud.Call) error {
		set := onBucket(c, "aws_s3_bucket_acl", c.Object.Text("bucket"))
		if c.Object.Text("rule.object_ownership") == enforced && set != nil && set.Text("acl") != "private" {
			return aclBeforeEnforced.With()
		}
		return nil
	},
	argument.OneOf("rule.object_ownership", "BucketOwnerPreferred", "ObjectWriter", enforced),
)

var acl = func() cloud.Kind {
	kind := part("aws_s3_bucket_acl", "S3 Bucket ACL", "S3: PutBucketAcl", checkACL,
		argument.OneOf("acl", "private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control", "log-delivery-write"))
	create := kind.Create
	kind.Create = func(c *cloud.Call) error {
		if err := create(c); err != nil {
			return err
		}
		if canned := c.Object.Text("acl"); canned != "" {
			c.Object["id"] = c.ID() + "," + canned
		}
		return nil
	}
	return kind
}()

func checkACL(c *cloud.Call) error {
	name := c.Object.Text("bucket")
	if !allowsACLs(c, name) {
		return aclUnsupported.With()
	}
	public := slices.Contains([]string{"public-read", "public-read-write", "authenticated-read"}, c.Object.Text("acl"))
	if public && blocked(c, name, "block_public_acls") {
		return aclPublic.With(identity.CallerARN(c.Session), arnOf(c, name))
	}
	return nil
}

// allowsACLs tells whether a bucket has ACLs at all. A new one has not.
func allowsACLs(c *cloud.Call, name string) bool {
	controls := onBucket(c, "aws_s3_bucket_ownership_controls", name)
	return controls != nil && controls.Text("rule.object_ownership") != enforced
}
