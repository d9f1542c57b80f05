package stacks_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/instancetype"
	"github.com/berth-iac/berth/internal/synthtest"
)

// onFargate tells what a task definition is made for.
func onFargate(task *synthtest.Resource) bool {
	return slices.Equal(task.Strings("requires_compatibilities"), []string{"FARGATE"})
}

// Rules 8, 16, 17, 20, 48, 121: what a service has follows from what its task
// runs on and how that is connected.
func TestServicesFitTheirTasks(t *testing.T) {
	found := map[string]int{}
	eachOf(t, everyStack(t), "aws_ecs_service", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		task := referred(t, stack, "aws_ecs_task_definition", r.String("task_definition"))
		mode, fargate, daemon := task.String("network_mode"), onFargate(task), has(r, "scheduling_strategy", "DAEMON")
		found[fmt.Sprintf("fargate %v, %s, daemon %v, blue/green %v", fargate, mode, daemon, isBlueGreen(r))]++

		assert.Assert(t, r.Has("launch_type") != r.Has("capacity_provider_strategy"))
		assert.Equal(t, r.Has("platform_version"), fargate)
		assert.Equal(t, r.Has("network_configuration"), mode == "awsvpc")
		assert.Assert(t, !r.Has("iam_role"))
		assert.Assert(t, dependsOn(r, "aws_ecs_cluster_capacity_providers"))
		if fargate {
			assert.Assert(t, !r.Has("ordered_placement_strategy") && !r.Has("placement_constraints"))
		}
		assert.Equal(t, r.Has("desired_count"), !daemon)
		if daemon {
			assert.Assert(t, has(r, "launch_type", "EC2") && !isBlueGreen(r))
			assert.Assert(t, !r.Has("ordered_placement_strategy") && !r.Has("deployment_maximum_percent"))
			for _, scaled := range stack.All("aws_appautoscaling_target") {
				assert.Assert(t, !strings.Contains(scaled.String("resource_id"), r.Address()+"."), "a daemon is not scaled")
			}
		}
		if r.Has("capacity_provider_strategy") {
			attached := stack.One("aws_ecs_cluster_capacity_providers").Strings("capacity_providers")
			for _, strategy := range r.Get("capacity_provider_strategy").([]any) {
				assert.Assert(t, slices.Contains(attached, strategy.(map[string]any)["capacity_provider"].(string)))
			}
		}
		if r.Has("load_balancer") {
			group := referred(t, stack, "aws_lb_target_group", r.String("load_balancer.0.target_group_arn"))
			assert.Equal(t, group.String("target_type"), map[bool]string{true: "ip", false: "instance"}[mode == "awsvpc"])
		}
	})
	for _, want := range []string{
		"fargate true, awsvpc, daemon false, blue/green true",
		"fargate false, awsvpc, daemon false, blue/green true",
		"fargate false, bridge, daemon false, blue/green true",
		"fargate false, awsvpc, daemon false, blue/green false",
		"fargate false, bridge, daemon false, blue/green false",
		"fargate false, bridge, daemon true, blue/green false",
	} {
		assert.Assert(t, found[want] > 0, "no service of %s among %v", want, found)
	}
}

// Rules 25, 30, 38, 39, 40: what a task asks for is there where it runs.
func TestTasksFitWhatTheyRunOn(t *testing.T) {
	drivers := map[string]int{}
	eachOf(t, everyStack(t), "aws_ecs_task_definition", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		mode, fargate := r.String("network_mode"), onFargate(r)
		if !fargate {
			assert.DeepEqual(t, r.Strings("requires_compatibilities"), []string{"EC2"})
			assert.Assert(t, !r.Has("ephemeral_storage"))
		}
		routers, routed := 0, 0
		for _, c := range containers(t, r) {
			driver := c.LogConfiguration.LogDriver
			drivers[fmt.Sprintf("%s on Fargate %v", driver, fargate)]++
			assert.Assert(t, len(c.Links) == 0 || mode == "bridge")
			for _, p := range c.PortMappings {
				assert.Assert(t, mode == "bridge" || *p.HostPort == p.ContainerPort)
			}
			switch driver {
			case "awslogs":
			case "awsfirelens":
				routed++
			case "fluentd":
				assert.Assert(t, !fargate, "Fargate has no driver fluentd")
				assert.Equal(t, c.LogConfiguration.Options["fluentd-async"], "true", "fluentd may start later")
			default:
				t.Errorf("the log driver %s", driver)
			}
			if c.FirelensConfiguration != nil {
				routers++
				assert.Equal(t, driver, "awslogs", "a router cannot route itself")
				assert.Assert(t, c.Essential)
			}
		}
		assert.Equal(t, routers, min(routed, 1))
		assert.Assert(t, !fargate || mode == "awsvpc")
		if r.Has("volume") {
			for _, v := range r.Get("volume").([]any) {
				_, host := v.(map[string]any)["host_path"]
				assert.Assert(t, !host || !fargate)
			}
		}
	})
	for _, want := range []string{
		"awslogs on Fargate true", "awsfirelens on Fargate true",
		"awslogs on Fargate false", "awsfirelens on Fargate false", "fluentd on Fargate false",
	} {
		assert.Assert(t, drivers[want] > 0, "no %s among %v", want, drivers)
	}
}

// A task that takes a port of its instance runs once there.
func TestFixedPortsAreTakenOnce(t *testing.T) {
	found := 0
	eachOf(t, everyStack(t), "aws_ecs_service", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		task := referred(t, stack, "aws_ecs_task_definition", r.String("task_definition"))
		for _, c := range containers(t, task) {
			for _, p := range c.PortMappings {
				if task.String("network_mode") == "bridge" && *p.HostPort != 0 && !has(r, "scheduling_strategy", "DAEMON") {
					found++
					assert.Equal(t, r.String("placement_constraints.0.type"), "distinctInstance")
				}
			}
		}
	})
	assert.Assert(t, found > 0)
}

// Instances have the newest image of their architecture, an encrypted disk, no
// key, and credentials that containers do not reach.
func TestLaunchTemplates(t *testing.T) {
	eachOf(t, everyStack(t), "aws_launch_template", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.NilError(t, instancetype.Check(r.String("instance_type"), strings.Contains(r.String("image_id"), "/arm64/")))
		assert.Assert(t, strings.HasPrefix(r.String("image_id"), "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/"))
		assert.Equal(t, r.String("metadata_options.0.http_tokens"), "required")
		assert.Equal(t, number(t, r, "metadata_options.0.http_put_response_hop_limit"), 1.0)
		assert.Equal(t, r.String("block_device_mappings.0.ebs.0.encrypted"), "true")
		assert.Assert(t, !r.Has("key_name"))
		assert.Assert(t, strings.Contains(r.String("user_data"), stack.One("aws_ecs_cluster").Address()+".name"))
		group := r.Strings("vpc_security_group_ids")[0]
		for _, rule := range stack.All("aws_vpc_security_group_ingress_rule") {
			assert.Assert(t, !has(rule, "security_group_id", group) || rule.Has("referenced_security_group_id"), "%s opens the instances to addresses", rule.ID)
		}
	})
}

// Rules 3, 121: ECS owns the number of instances, and marks their group. The group
// goes with its instances, which are protected and which nobody drains any more.
func TestInstancesFollowTheTasks(t *testing.T) {
	eachOf(t, everyStack(t), "aws_autoscaling_group", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.Assert(t, !r.Has("desired_capacity"))
		assert.Equal(t, r.Get("protect_from_scale_in"), true)
		assert.Equal(t, r.Get("force_delete"), true)
		assert.Equal(t, r.String("instance_refresh.0.preferences.0.scale_in_protected_instances"), "Refresh")
		assert.Assert(t, r.Has("launch_template") != r.Has("mixed_instances_policy"))
		assert.Assert(t, dependsOn(r, "aws_iam_role_policy"))
		tags := map[string]any{}
		for _, tag := range r.Get("tag").([]any) {
			tags[tag.(map[string]any)["key"].(string)] = tag.(map[string]any)["value"]
		}
		assert.Equal(t, tags["AmazonECSManaged"], "true")
		assert.Equal(t, tags["Environment"], stack.environment())

		provider := stack.One("aws_ecs_capacity_provider")
		// Terraform changes the cluster's list before it destroys the provider.
		assert.Equal(t, provider.Get("lifecycle.create_before_destroy"), true)
		for _, path := range []string{"managed_termination_protection", "managed_draining", "managed_scaling.0.status"} {
			assert.Equal(t, provider.String("auto_scaling_group_provider.0."+path), "ENABLED")
		}
	})
}

// EC2 refuses a rule of a security group that is there already.
func TestNoSecurityGroupRuleIsGivenTwice(t *testing.T) {
	for _, stack := range everyStack(t) {
		seen := map[string]string{}
		for _, kind := range []string{"aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"} {
			for _, r := range stack.All(kind) {
				key := kind
				for _, path := range []string{"security_group_id", "referenced_security_group_id", "cidr_ipv4", "prefix_list_id", "ip_protocol", "from_port", "to_port"} {
					if r.Has(path) {
						key += " " + path + " " + r.String(path)
					}
				}
				assert.Equal(t, seen[key], "", "%s: %s is the same rule", stack.name, r.ID)
				seen[key] = r.ID
			}
		}
	}
}
