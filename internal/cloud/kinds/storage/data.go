package storage

import (
	"github.com/berth-iac/berth/internal/cloud"
)

var dataBucket = cloud.Data{
	Type: "aws_s3_bucket",
	Read: func(c *cloud.Call) error {
		name := c.Object.Text("bucket")
		found := onBucket(c, "aws_s3_bucket", name)
		if found == nil {
			return bucketUnknown.With(name)
		}
		c.Copy(found, "id", "arn", "region", "hosted_zone_id", "bucket_domain_name", "bucket_regional_domain_name")
		return nil
	},
}

var canonicalUser = cloud.Data{
	Type: "aws_canonical_user_id",
	Read: func(c *cloud.Call) error {
		c.Object["id"] = cloud.Hex("canonical user "+c.Account, 64)
		c.Object["display_name"] = ""
		return nil
	},
}

// loadBalancerAccounts are the accounts that write the access logs of load
// balancers, in the regions that opened before August 2022.
var loadBalancerAccounts = map[string]string{
	"af-south-1": "098369216593", "ap-east-1": "754344448648", "ap-northeast-1": "582318560864", "ap-northeast-2": "600734575887",
	"ap-northeast-3": "383597477331", "ap-south-1": "718504428378", "ap-southeast-1": "114774131450", "ap-southeast-2": "783225319266",
	"ca-central-1": "985666609251", "eu-central-1": "054676820928", "eu-north-1": "897822967062", "eu-south-1": "635631232127",
	"eu-west-1": "156460612806", "eu-west-2": "652711504416", "eu-west-3": "009996457667", "me-south-1": "076674570225",
	"sa-east-1": "507241528517", "us-east-1": "127311923021", "us-east-2": "033677994240", "us-west-1": "027434742980", "us-west-2": "797873946194",
	"cn-north-1": "638102146993", "cn-northwest-1": "037604701340", "us-gov-east-1": "190560391635", "us-gov-west-1": "048591011584",
}

var loadBalancerAccount = cloud.Data{
	Type: "aws_elb_service_account",
	Read: func(c *cloud.Call) error {
		region := c.Object.Text("region")
		if region == "" {
			region = c.Region
		}
		account := loadBalancerAccounts[region]
		if account == "" {
			return regionWithoutAccount.With(region)
		}
		c.Object["id"] = account
		c.Object["arn"] = "arn:" + c.Partition + ":iam::" + account + ":root"
		return nil
	},
}
