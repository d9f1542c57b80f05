package balancing

import (
	"fmt"

	"github.com/berth-iac/berth/internal/cloud"
)

// groupsOf are the ARNs of the target groups that actions forward to.
func groupsOf(actions []cloud.Attributes) []string {
	var groups []string
	for _, action := range actions {
		groups = append(groups, action.Texts("target_group_arn")...)
		groups = append(groups, action.Texts("forward.target_group.arn")...)
	}
	return groups
}

// actionNeeds is the block that an action of a type has to have.
var actionNeeds = map[string]string{
	"redirect": "redirect", "fixed-response": "fixed_response",
	"authenticate-cognito": "authenticate_cognito", "authenticate-oidc": "authenticate_oidc",
}

// checkActions lists what the provider says of blocks that do not belong to an
// action's type.
func checkActions(in cloud.Attributes, path string) []cloud.Problem {
	var problems []cloud.Problem
	for i, action := range in.Blocks(path) {
		kind := action.Text("type")
		complain := func(name string) {
			problems = append(problems, cloud.Problem{Path: path, Message: fmt.Sprintf(
				`Attribute "%s[%d].%s" cannot be specified when "%[1]s[%[2]d].type" is %[4]q.`, path, i, name, kind)})
		}
		if kind != "" && kind != "forward" {
			for _, name := range []string{"target_group_arn", "forward"} {
				if action.Has(name) {
					complain(name)
				}
			}
		}
		for of, block := range actionNeeds {
			if kind != "" && kind != of && action.Has(block) {
				complain(block)
			}
		}
	}
	return problems
}

// acceptActions refuses actions that the load balancer cannot carry out, and
// numbers the others.
func acceptActions(c *cloud.Call, path, balancer string) error {
	keepForwarding(c, path)
	actions := c.Object.Blocks(path)
	network := c.One("aws_lb", "arn", balancer).Text("vpc_id")
	for i, action := range actions {
		action.Default("order", i+1)
		kind := action.Text("type")
		if block := actionNeeds[kind]; block != "" && !action.Has(block) {
			return actionIncomplete.With(fmt.Sprintf("%s[%d].%s", path, i, block), fmt.Sprintf("%s[%d].type", path, i), kind)
		}
		if kind == "forward" && len(groupsOf(actions[i:i+1])) == 0 {
			return forwardIncomplete.With(fmt.Sprintf("%s[%d]", path, i))
		}
	}
	for _, arn := range groupsOf(actions) {
		group := c.One("aws_lb_target_group", "arn", arn)
		if group.Text("target_type") != "lambda" && group.Text("vpc_id") != network {
			return during(c, path, targetGroupElsewhere).With(arn, balancer)
		}
		if len(balancersOf(c, arn, balancer)) > 0 {
			return during(c, path, targetGroupTaken).With(arn)
		}
	}
	return nil
}

// during is a refusal of actions, by the operation that they were sent with.
func during(c *cloud.Call, path string, refusal cloud.Refusal) cloud.Refusal {
	verb, noun := "Create", "Listener"
	if c.Prior != nil {
		verb = "Modify"
	}
	if path == "action" {
		noun = "Rule"
	}
	refusal.Operation = "Elastic Load Balancing v2: " + verb + noun
	return refusal
}

// balancersOf are the load balancers, but one, that forward to a target group.
func balancersOf(c *cloud.Call, group, but string) []string {
	seen := map[string]bool{but: true, "": true}
	var all []string
	add := func(balancer string) {
		if !seen[balancer] {
			seen[balancer] = true
			all = append(all, balancer)
		}
	}
	for _, path := range []string{"target_group_arn", "forward.target_group.arn"} {
		for _, listener := range c.Find("aws_lb_listener", "default_action."+path, group) {
			add(listener.Text("load_balancer_arn"))
		}
		for _, rule := range c.Find("aws_lb_listener_rule", "action."+path, group) {
			add(c.One("aws_lb_listener", "arn", rule.Text("listener_arn")).Text("load_balancer_arn"))
		}
	}
	return all
}

// keepForwarding leaves an action as the cloud has it where the state tells no
// target group: the provider sends AWS what changes in the configuration only.
func keepForwarding(c *cloud.Call, path string) {
	before := c.Prior.Blocks(path)
	for i, action := range c.Object.Blocks(path) {
		if i < len(before) && action.Text("type") == "forward" && len(groupsOf([]cloud.Attributes{action})) == 0 {
			action["target_group_arn"], action["forward"] = before[i]["target_group_arn"], before[i]["forward"]
		}
	}
}

// showActions writes forward actions as the provider does: by the target
// group's ARN or as a forward block, whichever the state has. A listener that
// forwards to several groups has no ARN to tell.
func showActions(object, state cloud.Attributes, path string) {
	held := state.Blocks(path)
	for i, action := range object.Blocks(path) {
		if action.Text("type") != "forward" {
			continue
		}
		groups := groupsOf([]cloud.Attributes{action})
		imported := i >= len(held)
		if imported || held[i].Has("forward") {
			if !action.Has("forward") {
				action["forward"] = []any{map[string]any{
					"target_group": []any{map[string]any{"arn": groups[0], "weight": 1}},
					"stickiness":   []any{},
				}}
			}
		} else {
			action["forward"] = []any{}
		}
		switch {
		case !imported && held[i].Has("forward") && !held[i].Has("target_group_arn"):
			action["target_group_arn"] = nil
		case len(groups) == 1:
			action["target_group_arn"] = groups[0]
		default:
			action["target_group_arn"] = ""
		}
	}
}
