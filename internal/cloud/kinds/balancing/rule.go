package balancing

import (
	"fmt"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

// What a listener allows its rules.
const (
	lastPriority = 50000
	mostValues   = 5
)

var rule = cloud.Kind{
	Type:    "aws_lb_listener_rule",
	Noun:    "ELBv2 Listener Rule",
	Latency: slow,
	Validate: func(in cloud.Attributes) []cloud.Problem {
		problems := checkActions(in, "action")
		if priority := in.Int("priority"); in.Has("priority") && (priority < 1 || priority > lastPriority) {
			problems = append(problems, cloud.Problem{Path: "priority", Message: fmt.Sprintf("expected priority to be in the range (1 - %d), got %d", lastPriority, priority)})
		}
		return problems
	},
	Refs: []cloud.Ref{
		{Path: "listener_arn", To: "aws_lb_listener", By: "arn", Missing: ruleListenerUnknown},
		{Path: "action.target_group_arn", To: "aws_lb_target_group", By: "arn", Missing: ruleGroupUnknown, InUse: targetGroupInUse},
		{Path: "action.forward.target_group.arn", To: "aws_lb_target_group", By: "arn", Missing: ruleGroupUnknown, InUse: targetGroupInUse},
	},
	Unique: []cloud.Unique{{Paths: []string{"listener_arn", "priority"}, Taken: priorityTaken}},
	Create: func(c *cloud.Call) error {
		if err := acceptRule(c); err != nil {
			return err
		}
		listener := c.Object.Text("listener_arn")
		c.Object.Default("priority", nextPriority(c, listener))
		c.Object["arn"] = strings.Replace(listener, ":listener/", ":listener-rule/", 1) + "/" + c.NewHex(16)
		c.Object["id"] = c.Object["arn"]
		return nil
	},
	Update: acceptRule,
	Show:   func(object, state cloud.Attributes) { showActions(object, state, "action") },
}

func acceptRule(c *cloud.Call) error {
	values := 0
	for _, kind := range []string{"host_header", "http_header", "http_request_method", "path_pattern", "source_ip"} {
		values += len(c.Object.Texts("condition." + kind + ".values"))
	}
	if values+len(c.Object.Texts("condition.query_string.value")) > mostValues {
		return tooManyValues.With(mostValues)
	}
	listener := c.One("aws_lb_listener", "arn", c.Object.Text("listener_arn"))
	return acceptActions(c, "action", listener.Text("load_balancer_arn"))
}

// nextPriority is the one after the highest that a listener has.
func nextPriority(c *cloud.Call, listener string) int {
	next := 1
	for _, rule := range c.Find("aws_lb_listener_rule", "listener_arn", listener) {
		next = max(next, rule.Int("priority")+1)
	}
	return next
}
