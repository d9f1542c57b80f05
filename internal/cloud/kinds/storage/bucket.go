package storage

import (
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var bucket = cloud.Kind{
	Type:   "aws_s3_bucket",
	Noun:   "S3 Bucket",
	Global: true,
	Unique: []cloud.Unique{{Paths: []string{"bucket"}, Taken: bucketTaken}},
	Validate: argument.All(
		argument.Conflict("bucket", "bucket_prefix"),
		argument.Length("bucket", 0, 63),
		argument.Length("bucket_prefix", 0, 63-26),
	),
	Create: func(c *cloud.Call) error {
		if c.Object.Text("bucket") == "" {
			prefix := c.Object.Text("bucket_prefix")
			if prefix == "" {
				prefix = "terraform-"
			}
			c.Object["bucket"] = c.NewName(prefix)
		}
		name := c.Object.Text("bucket")
		if err := checkName(name); err != nil {
			return err
		}
		if err := c.Buckets().CreateBucket(name); err != nil {
			if strings.Contains(err.Error(), "BucketAlready") {
				return bucketTaken.With()
			}
			return err
		}
		c.Object["id"] = name
		c.Object["arn"] = arnOf(c, name)
		c.Object["region"] = c.Region
		c.Object["hosted_zone_id"] = hostedZones[c.Region]
		c.Object["bucket_domain_name"] = name + ".s3." + c.DNSSuffix()
		c.Object["bucket_regional_domain_name"] = name + ".s3." + c.Region + "." + c.DNSSuffix()
		c.Object.Default("bucket_prefix", "")
		c.Object.Default("acceleration_status", "")
		c.Object.Default("object_lock_enabled", false)
		c.Object.Default("request_payer", "BucketOwner")
		c.Object.Default("policy", "")
		return nil
	},
	Read: func(c *cloud.Call) error {
		c.Object["policy"] = c.One("aws_s3_bucket_policy", "bucket", c.ID()).Text("policy")
		return nil
	},
	Delete: func(c *cloud.Call) error {
		name := c.ID()
		keys, err := c.Buckets().Objects(name)
		if err != nil {
			return err
		}
		put := c.Find("aws_s3_object", "bucket", name)
		if len(keys)+len(put) > 0 && !c.Object.Bool("force_destroy") {
			return bucketNotEmpty.With()
		}
		if err := c.Buckets().Empty(name); err != nil {
			return err
		}
		if err := c.Buckets().DeleteBucket(name); err != nil {
			return err
		}
		for _, kind := range ofBuckets {
			for _, part := range c.Find(kind, "bucket", name) {
				c.Drop(kind, c.IDOf(kind, part))
			}
		}
		return nil
	},
}

// ofBuckets are the types of what goes with a bucket.
var ofBuckets = []string{
	"aws_s3_bucket_policy", "aws_s3_bucket_public_access_block", "aws_s3_bucket_ownership_controls", "aws_s3_bucket_acl",
	"aws_s3_bucket_versioning", "aws_s3_bucket_server_side_encryption_configuration", "aws_s3_bucket_lifecycle_configuration",
	"aws_s3_bucket_cors_configuration", "aws_s3_bucket_logging", "aws_s3_bucket_notification", "aws_s3_object",
}

func arnOf(c *cloud.Call, name string) string { return "arn:" + c.Partition + ":s3:::" + name }

var (
	nameLetters = regexp.MustCompile(`^[0-9a-z.-]+$`)
	nameForm    = regexp.MustCompile(`^[0-9a-z]([0-9a-z.-]*[0-9a-z])$`)
	ipAddress   = regexp.MustCompile(`^(\d{1,3}\.){3}\d{1,3}$`)
)

// checkName refuses the names that the provider refuses before it asks S3, and
// then those that S3 refuses.
func checkName(name string) error {
	switch {
	case len(name) < 3 || len(name) > 63:
		return bucketNameLength.With(name)
	case !nameLetters.MatchString(name):
		return bucketNameForm.With(name)
	case !nameForm.MatchString(name), strings.Contains(name, ".."), ipAddress.MatchString(name),
		strings.HasPrefix(name, "xn--"), strings.HasPrefix(name, "sthree-"), strings.HasSuffix(name, "-s3alias"), strings.HasSuffix(name, "--ol-s3"):
		return bucketName.With()
	default:
		return nil
	}
}

// hostedZones are the Route 53 zones of S3's websites, by region.
var hostedZones = map[string]string{
	"ap-northeast-1": "Z2M4EHUR26P7ZW", "ap-northeast-2": "Z3W03O7B5YMIYP", "ap-northeast-3": "Z2YQB5RD63NC85",
	"ap-south-1": "Z11RGJOFQNVJUP", "ap-southeast-1": "Z3O0J2DXBE1FTB", "ap-southeast-2": "Z1WCIGYICN2BYD",
	"ca-central-1": "Z1QDHH18159H29", "eu-central-1": "Z21DNDUVLTQW6Q", "eu-north-1": "Z3BAZG2TWCNX0D",
	"eu-west-1": "Z1BKCTXD74EZPE", "eu-west-2": "Z3GKZC51ZF0DB4", "eu-west-3": "Z3R1K369G5AVDG", "sa-east-1": "Z7KQH4QJS55SO",
	"us-east-1": "Z3AQBSTGFYJSTF", "us-east-2": "Z2O1EMRO9K5GLX", "us-west-1": "Z2F56UZL2M1ACD", "us-west-2": "Z3BJ6K6RIION7M",
}
