package observability

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

var topicForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

var topic = cloud.Kind{
	Type:     "aws_sns_topic",
	Noun:     "SNS Topic",
	Validate: argument.All(argument.Conflict("name", "name_prefix"), argument.Policy("policy")),
	Create: func(c *cloud.Call) error {
		c.NameFromPrefix("terraform-")
		c.Object.Default("name_prefix", "")
		name := c.Object.Text("name")
		plain, hasSuffix := strings.CutSuffix(name, ".fifo")
		if !topicForm.MatchString(plain) || hasSuffix != c.Object.Bool("fifo_topic") {
			return topicName.With(name)
		}
		arn := c.ARN("sns", name)
		if there := c.One("aws_sns_topic", "arn", arn); there != nil && !maps.Equal(there.Map("tags_all"), c.Object.Map("tags_all")) {
			return topicTags.With()
		}
		c.Object["id"], c.Object["arn"], c.Object["owner"] = arn, arn, c.Account
		c.Object["beginning_archive_time"] = ""
		c.Object.Default("policy", defaultTopicPolicy(c.Session, arn))
		c.Object.Default("signature_version", 0)
		c.Object.Default("tracing_config", "")
		c.Object.Default("fifo_throughput_scope", "")
		return checkTopicPolicy(c)
	},
	Update: checkTopicPolicy,
	Delete: func(c *cloud.Call) error {
		for _, subscription := range c.Find("aws_sns_topic_subscription", "topic_arn", c.ID()) {
			c.Drop("aws_sns_topic_subscription", subscription.Text("id"))
		}
		return nil
	},
}

// topicActions are all that a topic's policy may be about.
var topicActions = []string{
	"addpermission", "deletetopic", "getdataprotectionpolicy", "gettopicattributes", "listsubscriptionsbytopic", "listtagsforresource",
	"publish", "putdataprotectionpolicy", "receive", "removepermission", "settopicattributes", "subscribe",
}

// defaultTopicPolicy lets the account that owns a topic do everything with it.
func defaultTopicPolicy(s cloud.Session, arn string) string {
	return fmt.Sprintf(`{"Id":"__default_policy_ID","Statement":[{"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],"Condition":{"StringEquals":{"AWS:SourceOwner":"%s"}},"Effect":"Allow","Principal":{"AWS":"*"},"Resource":"%s","Sid":"__default_statement_ID"}],"Version":"2008-10-17"}`,
		s.Account, arn)
}

func checkTopicPolicy(c *cloud.Call) error {
	text := c.Object.Text("policy")
	document, err := policy.Parse(text)
	if err != nil || policy.Resource(text) != nil {
		return topicPolicyInvalid.With()
	}
	for _, s := range document.Statements {
		if policy.Principals(s, identity.PrincipalExists(c)) != nil {
			return topicPolicyPrincipal.With()
		}
		for _, action := range s.Action {
			name, ofSNS := strings.CutPrefix(strings.ToLower(action), "sns:")
			if !ofSNS || !slices.ContainsFunc(topicActions, func(known string) bool { return name != "*" && policy.Matches(name, known) }) {
				return topicPolicyScope.With()
			}
		}
	}
	return nil
}

var topicPolicy = cloud.Kind{
	Type:     "aws_sns_topic_policy",
	Noun:     "SNS Topic Policy",
	Refs:     []cloud.Ref{{Path: "arn", To: "aws_sns_topic", By: "arn", Missing: at("SNS: SetTopicAttributes", topicMissing)}},
	Validate: argument.All(argument.ARN("arn"), argument.Policy("policy")),
	Create: func(c *cloud.Call) error {
		c.Object["id"], c.Object["owner"] = c.Object["arn"], c.Account
		return checkTopicPolicy(c)
	},
	Update: checkTopicPolicy,
}

var (
	emailForm = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	queueForm = regexp.MustCompile(`^arn:[\w-]+:sqs:[a-z0-9-]+:\d{12}:.+$`)
)

var subscription = cloud.Kind{
	Type: "aws_sns_topic_subscription",
	Noun: "SNS Topic Subscription",
	Refs: []cloud.Ref{{Path: "topic_arn", To: "aws_sns_topic", By: "arn", Missing: topicMissing}},
	Validate: argument.All(
		argument.OneOf("protocol", "application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"),
		argument.ARN("topic_arn"), argument.JSON("filter_policy"), argument.JSON("redrive_policy"), argument.JSON("delivery_policy"),
	),
	Create: func(c *cloud.Call) error {
		protocol, endpoint := c.Object.Text("protocol"), c.Object.Text("endpoint")
		isMail := strings.HasPrefix(protocol, "email")
		isWeb := strings.HasPrefix(protocol, "http")
		switch {
		case isMail && !emailForm.MatchString(endpoint):
			return endpointEmail.With()
		case isWeb && !strings.HasPrefix(endpoint, protocol+"://"):
			return endpointProtocol.With()
		case protocol == "sqs" && !queueForm.MatchString(endpoint):
			return endpointQueue.With()
		}
		c.Object["id"] = c.Object.Text("topic_arn") + ":" + c.NewUUID()
		c.Object["arn"], c.Object["owner_id"] = c.Object["id"], c.Account
		// Somebody has to follow the link in the mail, or to answer the request.
		c.Object["pending_confirmation"] = isMail || isWeb && !c.Object.Bool("endpoint_auto_confirms")
		c.Object["confirmation_was_authenticated"] = !isMail && !isWeb
		c.Object.Default("filter_policy_scope", "")
		return nil
	},
}

var dataTopic = cloud.Data{
	Type: "aws_sns_topic",
	Read: func(c *cloud.Call) error {
		found := c.One("aws_sns_topic", "name", c.Object.Text("name"))
		if found == nil {
			return cloud.NoMatch("SNS Topic")
		}
		c.Copy(found, "id", "arn", "tags")
		return nil
	},
}
