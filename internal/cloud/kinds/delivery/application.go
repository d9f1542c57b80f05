package delivery

import (
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

// The compute platforms.
const (
	onECS    = "ECS"
	onLambda = "Lambda"
	onServer = "Server"
)

var application = cloud.Kind{
	Type: "aws_codedeploy_app",
	Noun: "CodeDeploy Application",
	Validate: argument.All(
		argument.Length("name", 1, 100),
		argument.OneOf("compute_platform", onECS, onLambda, onServer),
	),
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: applicationTaken}},
	Create: func(c *cloud.Call) error {
		name := c.Object.Text("name")
		c.Object["application_id"] = c.NewUUID()
		c.Object["id"] = c.Object.Text("application_id") + ":" + name
		c.Object["arn"] = c.ARN("codedeploy", "application:"+name)
		c.Object["github_account_name"] = ""
		c.Object["linked_to_github"] = false
		return nil
	},
	Delete: func(c *cloud.Call) error {
		for _, group := range c.Find("aws_codedeploy_deployment_group", "app_name", c.Object.Text("name")) {
			c.Drop("aws_codedeploy_deployment_group", group.Text("id"))
		}
		return nil
	},
	ImportID: func(object cloud.Attributes) string { return object.Text("name") },
}

// platformOf is the compute platform of an application or configuration.
func platformOf(object cloud.Attributes) string {
	if platform := object.Text("compute_platform"); platform != "" {
		return platform
	}
	return onServer
}

var configuration = cloud.Kind{
	Type: "aws_codedeploy_deployment_config",
	Noun: "CodeDeploy Deployment Config",
	Validate: argument.All(
		argument.OneOf("compute_platform", onECS, onLambda, onServer),
		argument.OneOf("traffic_routing_config.type", "AllAtOnce", "TimeBasedCanary", "TimeBasedLinear"),
	),
	Unique: []cloud.Unique{{Paths: []string{"deployment_config_name"}, Taken: configurationTaken}},
	Create: func(c *cloud.Call) error {
		name, platform := c.Object.Text("deployment_config_name"), platformOf(c.Object)
		routing := c.Object.Text("traffic_routing_config.type")
		hosts := c.Object.Has("minimum_healthy_hosts")
		switch {
		case strings.HasPrefix(name, predefined):
			return configurationReserved.With(name)
		case platform == onServer && !hosts:
			return hostsMissing.With()
		case platform != onServer && hosts:
			return hostsNotNeeded.With(platform)
		case (routing == "TimeBasedCanary") != c.Object.Has("traffic_routing_config.time_based_canary"),
			(routing == "TimeBasedLinear") != c.Object.Has("traffic_routing_config.time_based_linear"):
			return routingMismatch.With(routing)
		}
		c.Object["id"] = name
		c.Object["deployment_config_id"] = c.NewUUID()
		c.Object["arn"] = c.ARN("codedeploy", "deploymentconfig:"+name)
		return nil
	},
}

// predefined begins the names of AWS's own configurations.
const predefined = "CodeDeployDefault."

// configurationPlatform is the platform of a configuration, or "" where there is
// none.
func configurationPlatform(c *cloud.Call, name string) string {
	if known, found := strings.CutPrefix(name, predefined); found {
		switch {
		case strings.HasPrefix(known, onECS):
			return onECS
		case strings.HasPrefix(known, onLambda):
			return onLambda
		case known == "OneAtATime" || known == "HalfAtATime" || known == "AllAtOnce":
			return onServer
		}
		return ""
	}
	if found := c.One("aws_codedeploy_deployment_config", "deployment_config_name", name); found != nil {
		return platformOf(found)
	}
	return ""
}
