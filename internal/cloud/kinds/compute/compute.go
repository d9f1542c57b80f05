// Package compute holds the EC2 instances that ECS runs tasks on: launch
// templates and Auto Scaling groups.
package compute

import (
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/berth-iac/berth/internal/cloud"
)

// Kinds are the kinds of this area.
func Kinds() []cloud.Kind { return []cloud.Kind{launchTemplate, autoScalingGroup} }

// Data are the data sources of this area.
func Data() []cloud.Data { return []cloud.Data{image} }

// templateName is what EC2 takes as the name of a launch template.
var templateName = regexp.MustCompile(`^[a-zA-Z0-9().\-/_]{3,128}$`)

var launchTemplate = cloud.Kind{
	Type: "aws_launch_template",
	Noun: "EC2 Launch Template",
	Refs: []cloud.Ref{
		{Path: "vpc_security_group_ids", To: "aws_security_group", Missing: groupNotFound},
		{Path: "network_interfaces.security_groups", To: "aws_security_group", Missing: groupNotFound},
		{Path: "iam_instance_profile.arn", To: "aws_iam_instance_profile", By: "arn", Missing: profileNotFound},
		{Path: "iam_instance_profile.name", To: "aws_iam_instance_profile", By: "name", Missing: profileNotFound},
	},
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: templateTaken}},
	Create: func(c *cloud.Call) error {
		c.NameFromPrefix("terraform-")
		if !templateName.MatchString(c.Object.Text("name")) {
			return templateNameInvalid.With(c.Object.Text("name"))
		}
		id := c.NewID("lt-")
		c.Object["id"] = id
		c.Object["arn"] = c.ARN("ec2", "launch-template/"+id)
		c.Object["latest_version"] = 1
		c.Object["default_version"] = 1
		return nil
	},
	Update: func(c *cloud.Call) error {
		if c.Object.Has("latest_version") {
			return nil // only the tags have changed
		}
		latest := c.Prior.Int("latest_version") + 1
		c.Object["latest_version"] = latest
		if c.Object.Bool("update_default_version") {
			c.Object["default_version"] = latest
		}
		c.Object.Default("default_version", c.Prior.Int("default_version"))
		return nil
	},
}

var autoScalingGroup = cloud.Kind{
	Type: "aws_autoscaling_group",
	Noun: "Auto Scaling Group",
	Refs: []cloud.Ref{
		{Path: "launch_template.id", To: "aws_launch_template", Missing: templateNotFound, InUse: templateInUse},
		{Path: "mixed_instances_policy.launch_template.launch_template_specification.launch_template_id", To: "aws_launch_template", Missing: templateNotFound, InUse: templateInUse},
		{Path: "vpc_zone_identifier", To: "aws_subnet", Missing: subnetNotFound},
		{Path: "target_group_arns", To: "aws_lb_target_group", By: "arn", Missing: targetGroupNotFound},
	},
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: groupTaken}},
	Create: func(c *cloud.Call) error {
		c.NameFromPrefix("terraform-")
		if err := checkSize(c.Object); err != nil {
			return err
		}
		name := c.Object.Text("name")
		c.Object["id"] = name
		c.Object["arn"] = c.ARN("autoscaling", fmt.Sprintf("autoScalingGroup:%s:autoScalingGroupName/%s", c.NewUUID(), name))
		c.Object["warm_pool_size"] = 0
		c.Object["predicted_capacity"] = 0
		c.Object.Default("desired_capacity", c.Object.Int("min_size"))
		c.Object.Default("default_cooldown", 300)
		c.Object.Default("health_check_type", "EC2")
		c.Object.Default("service_linked_role_arn", c.GlobalARN("iam", "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"))
		for _, set := range []string{"load_balancers", "target_group_arns", "traffic_source"} {
			c.Object.Default(set, []any{})
		}
		c.Object.Default("availability_zones", zonesOf(c))
		return nil
	},
	Update: func(c *cloud.Call) error { return checkSize(c.Object) },
	Delete: func(c *cloud.Call) error {
		if provider := c.One("aws_ecs_capacity_provider", "auto_scaling_group_provider.auto_scaling_group_arn", c.Object.Text("arn")); provider != nil {
			return groupInUse.With(c.ID(), provider.Text("name"))
		}
		return nil
	},
}

func checkSize(group cloud.Attributes) error {
	least, most := group.Int("min_size"), group.Int("max_size")
	if least > most {
		return sizeInvalid.With(least, most)
	}
	if desired := group.Int("desired_capacity"); group.Has("desired_capacity") && (desired < least || desired > most) {
		return desiredInvalid.With(desired, least, most)
	}
	return nil
}

func zonesOf(c *cloud.Call) []any {
	zones := []any{}
	for _, id := range c.Object.Texts("vpc_zone_identifier") {
		zones = append(zones, c.One("aws_subnet", "id", id).Text("availability_zone"))
	}
	return zones
}

var image = cloud.Data{
	Type: "aws_ami",
	Read: func(c *cloud.Call) error {
		arguments, err := json.Marshal(c.Object)
		if err != nil {
			return err
		}
		id := "ami-" + cloud.Hex(string(arguments), 17)
		c.Object["id"] = id
		c.Object["image_id"] = id
		c.Object["arn"] = c.ARN("ec2", "image/"+id)
		return nil
	},
}
