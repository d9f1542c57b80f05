package observability

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

var plainQueueName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,80}$`)

var queue = cloud.Kind{
	Type: "aws_sqs_queue",
	Noun: "SQS Queue",
	Validate: argument.All(
		argument.Conflict("name", "name_prefix"),
		argument.Conflict("kms_master_key_id", "sqs_managed_sse_enabled"),
		argument.Between("delay_seconds", 0, 900),
		argument.Between("max_message_size", 1024, 262144),
		argument.Between("message_retention_seconds", 60, 1209600),
		argument.Between("receive_wait_time_seconds", 0, 20),
		argument.Between("visibility_timeout_seconds", 0, 43200),
		argument.Between("kms_data_key_reuse_period_seconds", 60, 86400),
		argument.JSON("redrive_policy"), argument.JSON("redrive_allow_policy"), argument.Policy("policy"),
	),
	Create: func(c *cloud.Call) error {
		c.NameFromPrefix("terraform-")
		c.Object.Default("name_prefix", "")
		name := c.Object.Text("name")
		plain, hasSuffix := strings.CutSuffix(name, ".fifo")
		if !plainQueueName.MatchString(plain) || hasSuffix != c.Object.Bool("fifo_queue") {
			return queueName.With(name)
		}
		if there := c.One("aws_sqs_queue", "name", name); there != nil {
			for attribute, shown := range comparedAttributes {
				if there.Text(attribute) != c.Object.Text(attribute) {
					return queueDiffers.With(shown)
				}
			}
		}
		c.Object["url"] = "https://sqs." + c.Region + "." + c.DNSSuffix() + "/" + c.Account + "/" + name
		c.Object["id"], c.Object["arn"] = c.Object["url"], c.ARN("sqs", name)
		c.Object.Default("kms_data_key_reuse_period_seconds", 300)
		c.Object.Default("sqs_managed_sse_enabled", c.Object.Text("kms_master_key_id") == "")
		for _, name := range []string{"deduplication_scope", "fifo_throughput_limit", "policy", "redrive_policy", "redrive_allow_policy"} {
			c.Object.Default(name, "")
		}
		return checkQueue(c)
	},
	Update: checkQueue,
}

// comparedAttributes are those by which SQS tells a queue that is there already
// from the one that is asked for.
var comparedAttributes = map[string]string{
	"delay_seconds": "DelaySeconds", "max_message_size": "MaximumMessageSize", "message_retention_seconds": "MessageRetentionPeriod",
	"receive_wait_time_seconds": "ReceiveMessageWaitTimeSeconds", "visibility_timeout_seconds": "VisibilityTimeout", "kms_master_key_id": "KmsMasterKeyId",
}

func checkQueue(c *cloud.Call) error {
	if text := c.Object.Text("redrive_policy"); text != "" {
		var redrive struct {
			Target string `json:"deadLetterTargetArn"`
		}
		if json.Unmarshal([]byte(text), &redrive) != nil || c.One("aws_sqs_queue", "arn", redrive.Target) == nil {
			return deadLetterMissing.With(text)
		}
	}
	return checkQueuePolicy(c)
}

func checkQueuePolicy(c *cloud.Call) error {
	text := c.Object.Text("policy")
	if text == "" {
		return nil
	}
	document, err := policy.Parse(text)
	if err != nil || policy.Resource(text) != nil {
		return queuePolicyInvalid.With()
	}
	for _, s := range document.Statements {
		if policy.Principals(s, identity.PrincipalExists(c)) != nil {
			return queuePolicyInvalid.With()
		}
	}
	return nil
}

var queuePolicy = cloud.Kind{
	Type:     "aws_sqs_queue_policy",
	Noun:     "SQS Queue Policy",
	Refs:     []cloud.Ref{{Path: "queue_url", To: "aws_sqs_queue", Missing: queueMissing}},
	Validate: argument.Policy("policy"),
	Create: func(c *cloud.Call) error {
		c.Object["id"] = c.Object["queue_url"]
		return checkQueuePolicy(c)
	},
	Update: checkQueuePolicy,
}

var dataQueue = cloud.Data{
	Type: "aws_sqs_queue",
	Read: func(c *cloud.Call) error {
		found := c.One("aws_sqs_queue", "name", c.Object.Text("name"))
		if found == nil {
			return at("SQS: GetQueueUrl", queueMissing).With()
		}
		c.Copy(found, "id", "arn", "url", "tags")
		return nil
	},
}
