package pipeline

import (
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var notificationRule = cloud.Kind{
	Type:   "aws_codestarnotifications_notification_rule",
	Noun:   "CodeStar Notification Rule",
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: ruleTaken}},
	Validate: argument.All(
		argument.Length("name", 1, 64), argument.Match("name", `^[0-9A-Za-z_ -]+$`, ""),
		argument.OneOf("detail_type", "BASIC", "FULL"), argument.OneOf("status", "ENABLED", "DISABLED"),
		argument.ARN("resource"),
	),
	Create: func(c *cloud.Call) error {
		if err := checkEvents(c); err != nil {
			return err
		}
		arn := c.ARN("codestar-notifications", "notificationrule/"+c.NewHex(40))
		c.Object["id"], c.Object["arn"] = arn, arn
		setTargetStatus(c)
		return nil
	},
	Update: func(c *cloud.Call) error {
		setTargetStatus(c)
		return checkEvents(c)
	},
}

// eventServices are those that have events, as their ARNs name them.
var eventServices = []string{"codebuild", "codecommit", "codedeploy", "codepipeline"}

// checkEvents refuses events of another service than the resource's.
func checkEvents(c *cloud.Call) error {
	parts := strings.Split(c.Object.Text("resource"), ":")
	if len(parts) < 6 || !slices.Contains(eventServices, parts[2]) {
		return ruleResource.With(c.Object.Text("resource"))
	}
	for _, event := range c.Object.Texts("event_type_ids") {
		if !strings.HasPrefix(event, parts[2]+"-") {
			return ruleEvent.With(event)
		}
	}
	return nil
}

// setTargetStatus tells which topics can be reached.
func setTargetStatus(c *cloud.Call) {
	for _, target := range c.Object.Blocks("target") {
		status := "ACTIVE"
		if strings.Contains(target.Text("address"), ":sns:") && c.One("aws_sns_topic", "arn", target.Text("address")) == nil {
			status = "UNREACHABLE"
		}
		target.Default("status", status)
	}
}
