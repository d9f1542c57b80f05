package observability

import (
	"regexp"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

var logGroupLetters = regexp.MustCompile(`^[.\-_/#A-Za-z0-9]+$`)

var logGroup = cloud.Kind{
	Type:   "aws_cloudwatch_log_group",
	Noun:   "CloudWatch Logs Log Group",
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: logGroupTaken}},
	Validate: argument.All(
		argument.Conflict("name", "name_prefix"),
		argument.Length("name", 1, 512),
		argument.OneOf("log_group_class", "STANDARD", "INFREQUENT_ACCESS", "DELIVERY"),
		argument.OneNumberOf("retention_in_days", 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
		argument.ARN("kms_key_id"),
		func(in cloud.Attributes) []cloud.Problem {
			name := in.Text("name")
			if name == "" || logGroupLetters.MatchString(name) {
				return nil
			}
			return []cloud.Problem{{Path: "name", Message: logGroupName.With("name", name).Error()}}
		},
	),
	Create: func(c *cloud.Call) error {
		c.NameFromPrefix("terraform-")
		c.Object.Default("name_prefix", "")
		name := c.Object.Text("name")
		if len(c.Waiting("aws_cloudwatch_log_group", "name", name)) > 0 {
			return logGroupTaken.With()
		}
		c.Object["id"] = name
		c.Object["arn"] = c.ARN("logs", "log-group:"+name)
		c.Object.Default("log_group_class", "STANDARD")
		return checkKey(c, "CloudWatch Logs: CreateLogGroup")
	},
	Update: func(c *cloud.Call) error {
		if c.Object.Text("kms_key_id") == c.Prior.Text("kms_key_id") {
			return nil
		}
		return checkKey(c, "CloudWatch Logs: AssociateKmsKey")
	},
	Delete: func(c *cloud.Call) error {
		if c.Object.Bool("skip_destroy") {
			c.Keep("aws_cloudwatch_log_group", c.Object)
		}
		return nil
	},
}

// checkKey refuses a key that CloudWatch Logs may not use for the log group.
func checkKey(c *cloud.Call, operation string) error {
	name, arn := c.Object.Text("kms_key_id"), c.Object.Text("arn")
	if name == "" {
		return nil
	}
	key, state := identity.FindKey(c, name)
	allowed := state == identity.KeyEnabled && identity.KeyAllows(key, "logs."+c.Region+"."+c.DNSSuffix(),
		map[string]string{"kms:EncryptionContext:aws:logs:arn": arn, "aws:SourceArn": arn, "aws:SourceAccount": c.Account},
		"kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey")
	if !allowed {
		return at(operation, logGroupKey).With(arn)
	}
	return nil
}

var metricFilter = cloud.Kind{
	Type: "aws_cloudwatch_log_metric_filter",
	Noun: "CloudWatch Logs Metric Filter",
	Key:  inLogGroup,
	Refs: []cloud.Ref{{Path: "log_group_name", To: "aws_cloudwatch_log_group", By: "name", Missing: logGroupMissing}},
	Validate: argument.All(
		argument.Length("name", 1, 512),
		argument.Match("name", `^[^:*]+$`, "isn't a valid log metric name (must not contain colon nor asterisk)"),
		argument.Length("pattern", 0, 1024),
	),
	Create: func(c *cloud.Call) error {
		c.Object["id"] = c.Object["name"]
		return nil
	},
	ImportID: inLogGroup,
}

// inLogGroup is how a filter is told from the others: its name is its log
// group's own.
func inLogGroup(filter cloud.Attributes) string {
	return filter.Text("log_group_name") + ":" + filter.Text("name")
}

var subscriptionFilter = cloud.Kind{
	Type: "aws_cloudwatch_log_subscription_filter",
	Noun: "CloudWatch Logs Subscription Filter",
	Key:  inLogGroup,
	Refs: []cloud.Ref{{
		Path: "log_group_name", To: "aws_cloudwatch_log_group", By: "name",
		Missing: at("CloudWatch Logs: PutSubscriptionFilter", logGroupMissing),
	}},
	Validate: argument.All(
		argument.ARN("destination_arn"),
		argument.Length("filter_pattern", 0, 1024),
		argument.OneOf("distribution", "Random", "ByLogStream"),
	),
	Create: func(c *cloud.Call) error {
		group := c.Object.Text("log_group_name")
		if len(c.Find("aws_cloudwatch_log_subscription_filter", "log_group_name", group)) >= 2 {
			return tooManySubscriptionFilters.With()
		}
		c.Object["id"] = "cwlsf-" + c.NewHex(9)
		c.Object.Default("role_arn", "")
		return nil
	},
	ImportID: func(filter cloud.Attributes) string {
		return filter.Text("log_group_name") + "|" + filter.Text("name")
	},
}

var dataLogGroup = cloud.Data{
	Type: "aws_cloudwatch_log_group",
	Read: func(c *cloud.Call) error {
		found := c.One("aws_cloudwatch_log_group", "name", c.Object.Text("name"))
		if found == nil {
			return cloud.NoMatch("CloudWatch Logs Log Group")
		}
		c.Copy(found, "id", "arn", "kms_key_id", "log_group_class", "retention_in_days", "tags")
		return nil
	},
}
