package observability

import (
	"cmp"
	"time"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

var scheduleName = argument.All(
	argument.Conflict("name", "name_prefix"),
	argument.Length("name", 1, 64),
	argument.Match("name", `^[0-9A-Za-z_.-]+$`, "The name must consist of alphanumerics, hyphens, and underscores."),
	argument.Length("name_prefix", 1, 64-26),
)

var schedule = cloud.Kind{
	Type: "aws_scheduler_schedule",
	Noun: "EventBridge Scheduler Schedule",
	Validate: argument.All(
		scheduleName,
		argument.Length("description", 0, 512),
		argument.OneOf("state", "ENABLED", "DISABLED"),
		argument.OneOf("flexible_time_window.mode", "OFF", "FLEXIBLE"),
		argument.Between("flexible_time_window.maximum_window_in_minutes", 1, 1440),
		argument.ARN("target.arn"), argument.ARN("target.role_arn"), argument.ARN("kms_key_arn"),
		argument.Between("target.retry_policy.maximum_event_age_in_seconds", 60, 86400),
		argument.Between("target.retry_policy.maximum_retry_attempts", 0, 185),
		argument.OneOf("target.ecs_parameters.launch_type", "EC2", "FARGATE", "EXTERNAL"),
		argument.Between("target.ecs_parameters.task_count", 1, 10),
	),
	Create: func(c *cloud.Call) error {
		c.NameFromPrefix("terraform-")
		c.Object.Default("name_prefix", "")
		c.Object.Default("group_name", "default")
		group, name := c.Object.Text("group_name"), c.Object.Text("name")
		for _, other := range c.Find("aws_scheduler_schedule", "name", name) {
			if other.Text("group_name") == group {
				return scheduleTaken.With(name)
			}
		}
		if group != "default" && c.One("aws_scheduler_schedule_group", "name", group) == nil {
			return groupMissing.With(group)
		}
		c.Object["id"] = group + "/" + name
		c.Object["arn"] = c.ARN("scheduler", "schedule/"+group+"/"+name)
		return checkSchedule(c, "Scheduler: CreateSchedule")
	},
	Update: func(c *cloud.Call) error { return checkSchedule(c, "Scheduler: UpdateSchedule") },
}

func checkSchedule(c *cloud.Call, operation string) error {
	expression := c.Object.Text("schedule_expression")
	if !isSchedule(expression) && !atForm.MatchString(expression) {
		return at(operation, scheduleExpression).With(expression)
	}
	// The scheduler assumes the role on behalf of the group.
	group := c.ARN("scheduler", "schedule-group/"+cmp.Or(c.Object.Text("group_name"), "default"))
	if !identity.TrustsFor(c, c.Object.Text("target.role_arn"), "scheduler.amazonaws.com", group) {
		return at(operation, scheduleRole).With()
	}
	return nil
}

var scheduleGroup = cloud.Kind{
	Type:     "aws_scheduler_schedule_group",
	Noun:     "EventBridge Scheduler Schedule Group",
	Unique:   []cloud.Unique{{Paths: []string{"name"}, Taken: groupTaken}},
	Validate: scheduleName,
	Create: func(c *cloud.Call) error {
		c.NameFromPrefix("terraform-")
		c.Object.Default("name_prefix", "")
		now := time.Now().UTC().Format(time.RFC3339)
		c.Object["id"] = c.Object["name"]
		c.Object["arn"] = c.ARN("scheduler", "schedule-group/"+c.ID())
		c.Object["state"] = "ACTIVE"
		c.Object["creation_date"], c.Object["last_modification_date"] = now, now
		return nil
	},
	// What is in a group goes with it.
	Delete: func(c *cloud.Call) error {
		for _, schedule := range c.Find("aws_scheduler_schedule", "group_name", c.ID()) {
			c.Drop("aws_scheduler_schedule", schedule.Text("id"))
		}
		return nil
	},
}
