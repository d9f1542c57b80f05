package monitoring

import (
	"net/mail"
	"regexp"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopic"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopicpolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/snstopicsubscription"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// TopicProps describe the topic of alarms.
type TopicProps struct {
	// Name of the topic, unique in the region: 1 to 256 letters, digits, hyphens
	// and underscores.
	Name string
	// KMSKeyID is the id or ARN of the key that encrypts the topic
	// (kms_master_key_id). Its policy has to let CloudWatch use it, see
	// kms.KeyProps.Alarms; AWS's own key, alias/aws/sns, does not. Default: no
	// encryption at rest.
	KMSKeyID string
	// Emails are subscribed; each has to confirm by mail. Default: none.
	Emails []string
}

// Topic is an SNS topic that CloudWatch alarms of the account publish to.
type Topic struct {
	// ARN of the topic.
	ARN string
	// Resource is the aws_sns_topic; nil where the props are invalid.
	Resource snstopic.SnsTopic

	dependencies []cdktf.ITerraformDependable
}

// awsManagedKey cannot be used here: its policy is AWS's, and it does not let
// CloudWatch in.
const awsManagedKey = "alias/aws/sns"

var topicName = check.TextRule{
	Service: "SNS",
	Max:     naming.MaxTopic,
	Form:    regexp.MustCompile(`^[A-Za-z0-9_-]+$`),
	Allowed: "letters, digits, hyphens and underscores",
}

// Validate tells what SNS would refuse.
func (p TopicProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, topicName)
	if p.KMSKeyID == awsManagedKey {
		problems.Addf("KMSKeyID", "%s: CloudWatch cannot publish to a topic with this key; give one of your own, or none", p.KMSKeyID)
	}
	seen := map[string]bool{}
	for _, email := range p.Emails {
		if address, err := mail.ParseAddress(email); err != nil || address.Address != email {
			problems.Addf("Emails", "%q is not an email address", email)
		}
		if seen[email] {
			problems.Addf("Emails", "%q is given twice", email)
		}
		seen[email] = true
	}
	return problems.Err()
}

// NewTopic adds a topic, its policy and its subscriptions.
func NewTopic(scope constructs.Construct, id string, props TopicProps) *Topic {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Topic{}
	}
	config := &snstopic.SnsTopicConfig{Name: jsii.String(props.Name)}
	if props.KMSKeyID != "" {
		config.KmsMasterKeyId = jsii.String(props.KMSKeyID)
	}
	resource := snstopic.NewSnsTopic(scope, jsii.String("Resource"), config)
	arn := *resource.Arn()
	policy := snstopicpolicy.NewSnsTopicPolicy(scope, jsii.String("policy"), &snstopicpolicy.SnsTopicPolicyConfig{
		Arn:    jsii.String(arn),
		Policy: jsii.String(topicPolicy(identity.LocationOf(scope), arn).JSON()),
	})
	for _, email := range props.Emails {
		snstopicsubscription.NewSnsTopicSubscription(scope, jsii.String("email-"+email), &snstopicsubscription.SnsTopicSubscriptionConfig{
			TopicArn: jsii.String(arn),
			Protocol: jsii.String("email"),
			Endpoint: jsii.String(literal.Escape(email)),
		})
	}
	return &Topic{ARN: arn, Resource: resource, dependencies: []cdktf.ITerraformDependable{policy}}
}

// topicPolicy lets the alarms of this account and region publish, and nobody
// without TLS.
func topicPolicy(location identity.Location, topicARN string) identity.Policy {
	return identity.Policy{Statements: []identity.Statement{
		{
			Sid:        "PublishAlarms",
			Principals: []identity.Principal{{Type: identity.Service, IDs: []string{"cloudwatch.amazonaws.com"}}},
			Actions:    []string{"sns:Publish"},
			Resources:  []string{topicARN},
			Conditions: []identity.Condition{
				identity.SourceAccount(location.AccountID),
				{Operator: "ArnLike", Key: "aws:SourceArn", Values: []string{location.ARN("cloudwatch", "alarm:*")}},
			},
		},
		{
			Sid:        "DenyWithoutTLS",
			Effect:     identity.Deny,
			Principals: []identity.Principal{{Type: identity.AnyPrincipal}},
			Actions:    []string{"sns:Publish"},
			Resources:  []string{topicARN},
			Conditions: []identity.Condition{{Operator: "Bool", Key: "aws:SecureTransport", Values: []string{"false"}}},
		},
	}}
}

// PolicyDependencies is the policy of the topic. Whatever publishes to the
// topic at once depends on it.
func (t *Topic) PolicyDependencies() []cdktf.ITerraformDependable {
	return t.dependencies
}
