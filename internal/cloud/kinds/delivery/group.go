package delivery

import (
	"slices"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

var group = cloud.Kind{
	Type: "aws_codedeploy_deployment_group",
	Noun: "CodeDeploy Deployment Group",
	Validate: argument.All(
		argument.Length("app_name", 0, 100),
		argument.Length("deployment_group_name", 0, 100),
		argument.OneOf("deployment_style.deployment_option", "WITHOUT_TRAFFIC_CONTROL", withControl),
		argument.OneOf("deployment_style.deployment_type", "IN_PLACE", blueGreen),
		argument.OneOf("blue_green_deployment_config.deployment_ready_option.action_on_timeout", "CONTINUE_DEPLOYMENT", "STOP_DEPLOYMENT"),
	),
	Refs: []cloud.Ref{
		{Path: "app_name", To: "aws_codedeploy_app", By: "name", Missing: applicationUnknown},
		{Path: "deployment_config_name", To: "aws_codedeploy_deployment_config", InUse: configurationInUse},
	},
	Unique: []cloud.Unique{{Paths: []string{"app_name", "deployment_group_name"}, Taken: groupTaken}},
	Create: func(c *cloud.Call) error {
		if err := acceptGroup(c); err != nil {
			return err
		}
		c.Object["deployment_group_id"] = c.NewUUID()
		c.Object["id"] = c.Object["deployment_group_id"]
		c.Object["arn"] = c.ARN("codedeploy", "deploymentgroup:"+c.Object.Text("app_name")+"/"+c.Object.Text("deployment_group_name"))
		c.Object["compute_platform"] = platformOf(applicationOf(c))
		return nil
	},
	Update: func(c *cloud.Call) error {
		err := acceptGroup(c)
		if refused, isRefusal := err.(*cloud.Error); isRefusal {
			refused.Refusal.Operation = updateGroup
		}
		return err
	},
	ImportID: func(object cloud.Attributes) string {
		return object.Text("app_name") + ":" + object.Text("deployment_group_name")
	},
}

// How ECS deploys.
const (
	blueGreen   = "BLUE_GREEN"
	withControl = "WITH_TRAFFIC_CONTROL"
)

// mostAlarms are those that a deployment group takes.
const mostAlarms = 10

func applicationOf(c *cloud.Call) cloud.Attributes {
	return c.One("aws_codedeploy_app", "name", c.Object.Text("app_name"))
}

// acceptGroup refuses a deployment group that cannot deploy.
func acceptGroup(c *cloud.Call) error {
	platform := platformOf(applicationOf(c))
	if name := c.Object.Text("deployment_config_name"); name != "" {
		switch found := configurationPlatform(c, name); {
		case found == "":
			return configurationUnknown.With(name)
		case found != platform:
			return platformMismatch.With(name, platform)
		}
	}
	role := c.Object.Text("service_role_arn")
	if !identity.Assumable(c.One("aws_iam_role", "arn", role), "codedeploy.amazonaws.com") {
		return roleNotAssumable.With(role)
	}
	if err := acceptAlarms(c.Object); err != nil {
		return err
	}
	if platform == onECS {
		return acceptECS(c)
	}
	if platform == onServer && c.Object.Has("ecs_service") {
		return serverWithService.With()
	}
	return nil
}

// acceptAlarms refuses alarms and rollbacks that never come.
func acceptAlarms(group cloud.Attributes) error {
	alarms := group.Texts("alarm_configuration.alarms")
	watched := group.Bool("alarm_configuration.enabled")
	events := group.Texts("auto_rollback_configuration.events")
	switch rollback := group.Bool("auto_rollback_configuration.enabled"); {
	case len(alarms) > mostAlarms:
		return tooManyAlarms.With()
	case watched && len(alarms) == 0:
		return alarmsMissing.With()
	case rollback && len(events) == 0:
		return rollbackWithoutEvents.With()
	case rollback && slices.Contains(events, "DEPLOYMENT_STOP_ON_ALARM") && !watched:
		return rollbackWithoutAlarms.With()
	}
	return nil
}

// acceptECS refuses what a blue/green deployment on ECS lacks, or does not take.
func acceptECS(c *cloud.Call) error {
	group := c.Object
	switch {
	case group.Text("deployment_style.deployment_type") != blueGreen || group.Text("deployment_style.deployment_option") != withControl:
		return styleMismatch.With()
	case group.Has("autoscaling_groups") && len(group.Texts("autoscaling_groups")) > 0:
		return withScalingGroups.With()
	case group.Has("ec2_tag_filter") || group.Has("ec2_tag_set"):
		return withTags.With()
	}
	if err := acceptTraffic(group); err != nil {
		return err
	}
	if err := acceptBlueGreen(group); err != nil {
		return err
	}
	return acceptServices(c)
}

// acceptTraffic refuses target groups and listeners that do not make a pair.
func acceptTraffic(group cloud.Attributes) error {
	pair := group.Blocks("load_balancer_info.target_group_pair_info")
	switch {
	case !group.Has("load_balancer_info"):
		return balancerMissing.With()
	case group.Has("load_balancer_info.elb_info"):
		return withClassicBalancer.With("elbInfo")
	case group.Has("load_balancer_info.target_group_info"):
		return withClassicBalancer.With("targetGroupInfo")
	case len(pair) == 0 || len(pair[0].Blocks("target_group")) != 2:
		return pairIncomplete.With()
	case len(pair[0].Texts("prod_traffic_route.listener_arns")) != 1 || len(pair[0].Texts("test_traffic_route.listener_arns")) > 1:
		return oneListener.With()
	}
	return nil
}

// longestWait is two days in minutes.
const longestWait = 2880

func acceptBlueGreen(group cloud.Attributes) error {
	ready := group.Blocks("blue_green_deployment_config.deployment_ready_option")
	const ending = "blue_green_deployment_config.terminate_blue_instances_on_deployment_success"
	switch {
	case !group.Has("blue_green_deployment_config"):
		return blueGreenMissing.With()
	case group.Has("blue_green_deployment_config.green_fleet_provisioning_option"):
		return withFleet.With()
	case len(ready) == 0:
		return readyMissing.With()
	case ready[0].Text("action_on_timeout") != "STOP_DEPLOYMENT" && ready[0].Int("wait_time_in_minutes") > 0:
		return waitWithoutStop.With()
	case group.Text(ending+".action") == "KEEP_ALIVE":
		return blueKept.With()
	case group.Int(ending+".termination_wait_time_in_minutes") > longestWait:
		return terminationTooLate.With()
	}
	return nil
}

// acceptServices refuses a service that CodeDeploy does not find, does not
// control, or controls elsewhere.
func acceptServices(c *cloud.Call) error {
	services := c.Object.Blocks("ecs_service")
	if len(services) == 0 {
		return serviceMissing.With()
	}
	cluster, name := services[0].Text("cluster_name"), services[0].Text("service_name")
	if c.One("aws_ecs_cluster", "name", cluster) == nil {
		return serviceUnknown.With(cluster, name, "Cluster not found.")
	}
	service := c.One("aws_ecs_service", "id", c.ARN("ecs", "service/"+cluster+"/"+name))
	switch {
	case service == nil:
		return serviceUnknown.With(cluster, name, "Service not found.")
	case service.Text("deployment_controller.type") != "CODE_DEPLOY":
		return controllerMismatch.With()
	}
	for _, other := range c.Find("aws_codedeploy_deployment_group", "ecs_service.service_name", name) {
		if other.Text("ecs_service.cluster_name") == cluster && other.Text("id") != c.ID() {
			return serviceTaken.With()
		}
	}
	return nil
}
