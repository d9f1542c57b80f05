package observability

import (
	"cmp"
	"encoding/json"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

var rule = cloud.Kind{
	Type: "aws_cloudwatch_event_rule",
	Noun: "EventBridge Rule",
	Validate: argument.All(
		argument.Conflict("name", "name_prefix"),
		argument.Length("name", 1, 64),
		argument.Match("name", `^[0-9A-Za-z_.-]+$`, "must contain only alphanumeric characters, periods, hyphens and underscores"),
		argument.Length("description", 0, 512),
		argument.Length("schedule_expression", 0, 256),
		argument.OneOf("state", "ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"),
		argument.JSON("event_pattern"),
		argument.ARN("role_arn"),
	),
	Create: func(c *cloud.Call) error {
		c.NameFromPrefix("terraform-")
		c.Object.Default("name_prefix", "")
		path := c.Object.Text("name")
		if bus := busOf(c.Object); bus != "default" {
			path = bus + "/" + path
		}
		c.Object["id"] = path
		c.Object["arn"] = c.ARN("events", "rule/"+path)
		return checkEventRule(c)
	},
	Update: checkEventRule,
	Delete: func(c *cloud.Call) error {
		for _, target := range c.Find("aws_cloudwatch_event_target", "rule", c.Object.Text("name")) {
			if busOf(target) == busOf(c.Object) {
				return ruleTargets.With()
			}
		}
		return nil
	},
}

func busOf(object cloud.Attributes) string { return cmp.Or(object.Text("event_bus_name"), "default") }

func checkEventRule(c *cloud.Call) error {
	pattern, expression := c.Object.Text("event_pattern"), c.Object.Text("schedule_expression")
	if pattern == "" && expression == "" {
		return ruleNothing.With()
	}
	if pattern != "" {
		if reason := checkPattern(pattern); reason != "" {
			return rulePattern.With(reason)
		}
	}
	if expression != "" && !isSchedule(expression) {
		return ruleSchedule.With()
	}
	if role := c.Object.Text("role_arn"); role != "" && !identity.Trusts(c, role, "events.amazonaws.com") {
		return at("EventBridge: PutRule", ruleRole).With(role)
	}
	return nil
}

// checkPattern is what is wrong with an event pattern: its leaves are lists.
func checkPattern(text string) string {
	var pattern map[string]any
	if json.Unmarshal([]byte(text), &pattern) != nil {
		return "Filter is not an object"
	}
	if len(pattern) == 0 {
		return "Empty pattern"
	}
	for name, value := range pattern {
		switch value := value.(type) {
		case []any:
		case map[string]any:
			inner, err := json.Marshal(value)
			if err != nil {
				return err.Error()
			}
			if reason := checkPattern(string(inner)); reason != "" {
				return reason
			}
		default:
			return `"` + name + `" must be an object or an array`
		}
	}
	return ""
}

var target = cloud.Kind{
	Type: "aws_cloudwatch_event_target",
	Noun: "EventBridge Target",
	Validate: argument.All(
		argument.Length("target_id", 1, 64),
		argument.Match("target_id", `^[0-9A-Za-z_.-]+$`, "must contain only alphanumeric characters, periods, hyphens and underscores"),
		argument.ARN("arn"), argument.ARN("role_arn"),
		argument.Conflict("input", "input_path"),
		argument.OneOf("ecs_target.launch_type", "EC2", "FARGATE", "EXTERNAL"),
		argument.OneOf("ecs_target.propagate_tags", "TASK_DEFINITION"),
	),
	Create: func(c *cloud.Call) error {
		if c.Object.Text("target_id") == "" {
			c.Object["target_id"] = c.NewName("terraform-")
		}
		path := c.Object.Text("rule") + "-" + c.Object.Text("target_id")
		if bus := busOf(c.Object); bus != "default" {
			path = bus + "-" + path
		}
		c.Object["id"] = path
		others := 0
		for _, other := range c.Find("aws_cloudwatch_event_target", "rule", c.Object.Text("rule")) {
			if busOf(other) == busOf(c.Object) {
				others++
			}
		}
		if others >= 5 {
			return tooManyTargets.With()
		}
		return checkTarget(c)
	},
	Update: checkTarget,
	ImportID: func(object cloud.Attributes) string {
		path := object.Text("rule") + "/" + object.Text("target_id")
		if bus := busOf(object); bus != "default" {
			path = bus + "/" + path
		}
		return path
	},
}

func checkTarget(c *cloud.Call) error {
	name, bus := c.Object.Text("rule"), busOf(c.Object)
	found := false
	for _, rule := range c.Find("aws_cloudwatch_event_rule", "name", name) {
		found = found || busOf(rule) == bus
	}
	if !found {
		return ruleMissing.With(name, bus)
	}
	role := c.Object.Text("role_arn")
	service := strings.Split(c.Object.Text("arn"), ":")[2]
	if role == "" && (service == "ecs" || service == "kinesis" || service == "states" || service == "codepipeline" || service == "codebuild") {
		return targetRole.With(c.Object.Text("target_id"))
	}
	if role != "" && !identity.Trusts(c, role, "events.amazonaws.com") {
		return ruleRole.With(role)
	}
	return nil
}
