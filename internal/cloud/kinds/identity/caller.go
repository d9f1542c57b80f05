package identity

import (
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

// CallerARN is the ARN of the user who deploys.
func CallerARN(s cloud.Session) string { return s.GlobalARN("iam", "user/rehearsal") }

var callerIdentity = cloud.Data{
	Type: "aws_caller_identity",
	Read: func(c *cloud.Call) error {
		c.Object["id"], c.Object["account_id"] = c.Account, c.Account
		c.Object["arn"] = CallerARN(c.Session)
		c.Object["user_id"] = "AIDAREHEARSAL00000000"
		return nil
	},
}

var partition = cloud.Data{
	Type: "aws_partition",
	Read: func(c *cloud.Call) error {
		suffix := c.DNSSuffix()
		c.Object["id"], c.Object["partition"] = c.Partition, c.Partition
		c.Object["dns_suffix"] = suffix
		labels := strings.Split(suffix, ".")
		for i, j := 0, len(labels)-1; i < j; i, j = i+1, j-1 {
			labels[i], labels[j] = labels[j], labels[i]
		}
		c.Object["reverse_dns_prefix"] = strings.Join(labels, ".")
		return nil
	},
}

// regions are the names of regions, as the console shows them.
var regions = map[string]string{
	"af-south-1": "Africa (Cape Town)", "ap-east-1": "Asia Pacific (Hong Kong)", "ap-northeast-1": "Asia Pacific (Tokyo)",
	"ap-northeast-2": "Asia Pacific (Seoul)", "ap-northeast-3": "Asia Pacific (Osaka)", "ap-south-1": "Asia Pacific (Mumbai)",
	"ap-southeast-1": "Asia Pacific (Singapore)", "ap-southeast-2": "Asia Pacific (Sydney)", "ca-central-1": "Canada (Central)",
	"eu-central-1": "Europe (Frankfurt)", "eu-north-1": "Europe (Stockholm)", "eu-south-1": "Europe (Milan)",
	"eu-west-1": "Europe (Ireland)", "eu-west-2": "Europe (London)", "eu-west-3": "Europe (Paris)",
	"me-south-1": "Middle East (Bahrain)", "sa-east-1": "South America (Sao Paulo)", "us-east-1": "US East (N. Virginia)",
	"us-east-2": "US East (Ohio)", "us-west-1": "US West (N. California)", "us-west-2": "US West (Oregon)",
	"cn-north-1": "China (Beijing)", "cn-northwest-1": "China (Ningxia)",
	"us-gov-east-1": "AWS GovCloud (US-East)", "us-gov-west-1": "AWS GovCloud (US-West)",
}

var region = cloud.Data{
	Type: "aws_region",
	Read: func(c *cloud.Call) error {
		c.Object.Default("name", c.Region)
		name := c.Object.Text("name")
		c.Object["id"] = name
		c.Object["description"] = regions[name]
		c.Object.Default("endpoint", "ec2."+name+"."+c.DNSSuffix())
		return nil
	},
}

var servicePrincipal = cloud.Data{
	Type: "aws_service_principal",
	Read: func(c *cloud.Call) error {
		c.Object.Default("region", c.Region)
		// Nearly all services have one suffix in every partition.
		const suffix = "amazonaws.com"
		service := c.Object.Text("service_name")
		c.Object["suffix"] = suffix
		c.Object["name"] = service + "." + suffix
		c.Object["id"] = service + "." + c.Object.Text("region") + "." + suffix
		return nil
	},
}

var sessionContext = cloud.Data{
	Type: "aws_iam_session_context",
	Read: func(c *cloud.Call) error {
		arn := c.Object.Text("arn")
		c.Object["id"], c.Object["issuer_arn"] = arn, arn
		c.Object["issuer_id"], c.Object["issuer_name"], c.Object["session_name"] = "", "", ""
		assumed, isSession := strings.CutPrefix(arn, "arn:"+c.Partition+":sts::"+c.Account+":assumed-role/")
		if !isSession {
			return nil
		}
		name, session, _ := strings.Cut(assumed, "/")
		found := c.One("aws_iam_role", "name", name)
		if found == nil {
			return roleMissing.With(name)
		}
		c.Object["issuer_arn"], c.Object["issuer_id"] = found["arn"], found["unique_id"]
		c.Object["issuer_name"], c.Object["session_name"] = name, session
		return nil
	},
}
