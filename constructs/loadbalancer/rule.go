package loadbalancer

import (
	"regexp"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/lblistenerrule"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/node"
)

// RuleProps describe a rule of a listener, which forwards to a target group.
type RuleProps struct {
	// ListenerARN is the listener of the rule.
	ListenerARN string
	// Priority of the rule, unique on the listener: 1 to 50000, the smallest is
	// tried first.
	Priority int
	// Paths that the rule takes, of which one has to match, such as /api/*: at
	// most 128 characters each; * stands for any text, ? for one character.
	// Default: every path.
	Paths []string
	// Hosts that the rule takes, of which one has to match, such as
	// *.example.com: at most 128 characters each. Default: every host. A rule
	// has at least one path or host, and at most five in all.
	Hosts []string
	// TargetGroupARN is where the rule forwards to.
	TargetGroupARN string
	// MovedByCodeDeploy leaves the action of the rule to CodeDeploy once it
	// exists: the next apply would otherwise send the traffic back to a target
	// group whose tasks are gone. Default: false, Terraform keeps the action.
	MovedByCodeDeploy bool
}

// Rule is a rule of a listener.
type Rule struct {
	// ARN of the rule.
	ARN string
	// Resource is the aws_lb_listener_rule; nil where the props are invalid. A
	// service with targets depends on it: ECS refuses a target group that no
	// listener uses.
	Resource lblistenerrule.LbListenerRule
}

// Bounds of a rule.
const (
	maxPriority        = 50000
	maxConditionValues = 5
	maxConditionLength = 128
)

var (
	pathPattern = check.TextRule{
		Service: service,
		Max:     maxConditionLength,
		Form:    regexp.MustCompile(`^[/*][a-zA-Z0-9_\-.$/~"'@:+&*?]*$`),
		Allowed: `a slash or * first, then letters, digits and _-.$/~"'@:+&*?`,
	}
	hostPattern = check.TextRule{
		Service: service,
		Max:     maxConditionLength,
		Form:    regexp.MustCompile(`^[a-zA-Z0-9*?.-]*\.[a-zA-Z]+$`),
		Allowed: "letters, digits and -.*?, with letters alone after the last dot",
	}
)

// Validate tells what Elastic Load Balancing would refuse.
func (p RuleProps) Validate() error {
	var problems check.Problems
	problems.Required("ListenerARN", p.ListenerARN)
	problems.Required("TargetGroupARN", p.TargetGroupARN)
	check.Between(&problems, "Priority", p.Priority, 1, maxPriority)
	switch values := len(p.Paths) + len(p.Hosts); {
	case values == 0:
		problems.Addf("Paths", "none, and no Hosts: a rule has at least one condition, such as the path /*")
	case values > maxConditionValues:
		problems.Addf("Paths", "%d values with Hosts: a rule has at most %d", values, maxConditionValues)
	}
	for _, path := range p.Paths {
		check.Name(&problems, "Paths", path, pathPattern)
	}
	for _, host := range p.Hosts {
		check.Name(&problems, "Hosts", host, hostPattern)
	}
	return problems.Err()
}

// NewRule adds a rule to a listener.
func NewRule(scope constructs.Construct, id string, props RuleProps) *Rule {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Rule{}
	}
	config := &lblistenerrule.LbListenerRuleConfig{
		ListenerArn: jsii.String(props.ListenerARN),
		Priority:    jsii.Number(props.Priority),
		Condition:   conditions(props),
		Action: []*lblistenerrule.LbListenerRuleAction{{
			Type:           jsii.String("forward"),
			TargetGroupArn: jsii.String(props.TargetGroupARN),
		}},
	}
	if props.MovedByCodeDeploy {
		config.Lifecycle = &cdktf.TerraformResourceLifecycle{IgnoreChanges: []string{"action"}}
	}
	resource := lblistenerrule.NewLbListenerRule(scope, jsii.String("Resource"), config)
	return &Rule{ARN: *resource.Arn(), Resource: resource}
}

// conditions are what a request has to meet: one of the paths and one of the
// hosts.
func conditions(props RuleProps) []*lblistenerrule.LbListenerRuleCondition {
	var all []*lblistenerrule.LbListenerRuleCondition
	if len(props.Paths) > 0 {
		all = append(all, &lblistenerrule.LbListenerRuleCondition{
			PathPattern: &lblistenerrule.LbListenerRuleConditionPathPattern{Values: jsii.Strings(props.Paths...)},
		})
	}
	if len(props.Hosts) > 0 {
		hosts := make([]string, len(props.Hosts))
		for i, host := range props.Hosts {
			hosts[i] = host
			if !literal.IsToken(host) {
				hosts[i] = strings.ToLower(host)
			}
		}
		all = append(all, &lblistenerrule.LbListenerRuleCondition{
			HostHeader: &lblistenerrule.LbListenerRuleConditionHostHeader{Values: jsii.Strings(hosts...)},
		})
	}
	return all
}
