package storage

import (
	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

// part is something that is set on a bucket: at most one of a kind, with the
// bucket's name as its id.
func part(kind, noun, operation string, check func(c *cloud.Call) error, checks ...argument.Check) cloud.Kind {
	return cloud.Kind{
		Type:     kind,
		Noun:     noun,
		Global:   true,
		Refs:     []cloud.Ref{{Path: "bucket", To: "aws_s3_bucket", By: "bucket", Missing: at(operation, noSuchBucket)}},
		Validate: argument.All(checks...),
		Create: func(c *cloud.Call) error {
			if err := check(c); err != nil {
				return err
			}
			id := c.Object.Text("bucket")
			if owner := c.Object.Text("expected_bucket_owner"); owner != "" {
				id += "," + owner
			}
			c.Object["id"] = id
			return nil
		},
		Update: check,
	}
}

// unchecked are the settings of which S3 refuses nothing.
func unchecked(*cloud.Call) error { return nil }

// onBucket is what is set on a bucket, or nil.
func onBucket(c *cloud.Call, kind, name string) cloud.Attributes {
	return c.One(kind, "bucket", name)
}
