package balancing

import (
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

// logDelivery is the service that writes the logs of load balancers.
const logDelivery = "logdelivery.elasticloadbalancing.amazonaws.com"

// checkLogs refuses logs that cannot be written: Elastic Load Balancing tries
// as soon as they are turned on.
func checkLogs(c *cloud.Call) error {
	for _, kind := range []string{"access_logs", "connection_logs"} {
		for _, logs := range c.Object.Blocks(kind) {
			if bucket := logs.Text("bucket"); logs.Bool("enabled") && !writable(c, bucket, logs.Text("prefix")) {
				return logsDenied.With(bucket)
			}
		}
	}
	return nil
}

// writable tells whether the policy and the encryption of a bucket let a load
// balancer of the account log into it.
func writable(c *cloud.Call, bucket, prefix string) bool {
	if c.One("aws_s3_bucket", "bucket", bucket) == nil {
		return false
	}
	// A key of KMS keeps the delivery out.
	for _, encryption := range c.Find("aws_s3_bucket_server_side_encryption_configuration", "bucket", bucket) {
		if strings.HasPrefix(encryption.Text("rule.apply_server_side_encryption_by_default.sse_algorithm"), "aws:kms") {
			return false
		}
	}
	document, err := policy.Parse(c.One("aws_s3_bucket_policy", "bucket", bucket).Text("policy"))
	if err != nil {
		return false
	}
	key := "AWSLogs/" + c.Account + "/elasticloadbalancing/" + c.Region + "/log.gz"
	if prefix != "" {
		key = prefix + "/" + key
	}
	request := policy.Request{
		Action:   "s3:PutObject",
		Resource: "arn:" + c.Partition + ":s3:::" + bucket + "/" + key,
		Context:  map[string]string{"aws:SecureTransport": "true", "aws:SourceAccount": c.Account},
	}
	request.Service = logDelivery
	if document.Allows(request) {
		return true
	}
	// The account of Elastic Load Balancing, as policies of older regions name it.
	request.Service, request.Account = "", deliveryAccounts[c.Region]
	return request.Account != "" && document.Allows(request)
}

// deliveryAccounts are the accounts of Elastic Load Balancing that deliver logs
// in the regions that were opened before August 2022.
var deliveryAccounts = map[string]string{
	"us-east-1": "127311923021", "us-east-2": "033677994240", "us-west-1": "027434742980", "us-west-2": "797873946194",
	"af-south-1": "098369216593", "ap-east-1": "754344448648", "ap-south-1": "718504428378", "ap-southeast-1": "114774131450",
	"ap-southeast-2": "783225319266", "ap-southeast-3": "589379963580", "ap-northeast-1": "582318560864",
	"ap-northeast-2": "600734575887", "ap-northeast-3": "383597477331", "ca-central-1": "985666609251",
	"eu-central-1": "054676820928", "eu-west-1": "156460612806", "eu-west-2": "652711504416", "eu-west-3": "009996457667",
	"eu-south-1": "635631232127", "eu-north-1": "897822967062", "me-south-1": "076674570225", "sa-east-1": "507241528517",
	"us-gov-west-1": "048591011584", "us-gov-east-1": "190560391635", "cn-north-1": "638102146993", "cn-northwest-1": "037604701340",
}
