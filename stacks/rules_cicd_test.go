package stacks_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/synthtest"
)

// Rules 65-76.
func TestDeploymentGroups(t *testing.T) {
	each(t, "aws_codedeploy_app", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		assert.Equal(t, r.String("compute_platform"), "ECS")
	})
	each(t, "aws_codedeploy_deployment_group", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.Equal(t, r.String("deployment_config_name"),
			map[string]string{"dev-cicd": "CodeDeployDefault.ECSAllAtOnce", "prod-cicd": "CodeDeployDefault.ECSCanary10Percent5Minutes"}[stack.name])
		assert.Equal(t, r.String("deployment_style.0.deployment_type"), "BLUE_GREEN")
		assert.Equal(t, r.String("deployment_style.0.deployment_option"), "WITH_TRAFFIC_CONTROL")
		pair := "load_balancer_info.0.target_group_pair_info.0."
		assert.Equal(t, len(r.Get(pair+"target_group").([]any)), 2)
		assert.Equal(t, len(r.Strings(pair+"prod_traffic_route.0.listener_arns")), 1)
		assert.Equal(t, r.Has(pair+"test_traffic_route"), stack.name == "prod-cicd")
		for _, name := range []string{"ecs_service.0.cluster_name", "ecs_service.0.service_name"} {
			assert.Assert(t, strings.HasSuffix(r.String(name), "name}"), "%s is a name, not an ARN", name)
		}
		for _, absent := range []string{"autoscaling_groups", "ec2_tag_set", "ec2_tag_filter", "on_premises_instance_tag_filter",
			"load_balancer_info.0.elb_info", "blue_green_deployment_config.0.green_fleet_provisioning_option"} {
			assert.Assert(t, !r.Has(absent), absent)
		}
		bake := "blue_green_deployment_config.0.terminate_blue_instances_on_deployment_success.0."
		assert.Equal(t, r.String(bake+"action"), "TERMINATE")
		assert.Assert(t, number(t, r, bake+"termination_wait_time_in_minutes") <= 2880)
		assert.Equal(t, r.Get("auto_rollback_configuration.0.enabled"), true)
		events := r.Strings("auto_rollback_configuration.0.events")
		assert.Assert(t, slices.Contains(events, "DEPLOYMENT_FAILURE"))
		if slices.Contains(events, "DEPLOYMENT_STOP_ON_ALARM") {
			assert.Equal(t, r.Get("alarm_configuration.0.enabled"), true)
		}
		assert.Assert(t, slices.Contains(events, "DEPLOYMENT_STOP_ON_ALARM"), "alarms roll back")
		assert.Assert(t, dependsOn(r, "aws_iam_role_policy"))
	})
}

// Rules 81-84: stages in order, everything a string, artifacts made before they
// are used.
func TestPipelines(t *testing.T) {
	eachOf(t, everyStack(t), "aws_codepipeline", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		// Rule 88: somebody has to authorize the connection.
		assert.Assert(t, stack.Block("output")["connection_arn"] != nil)
		assert.Equal(t, r.String("pipeline_type"), "V2")
		assert.Equal(t, r.String("artifact_store.0.encryption_key.0.type"), "KMS")
		made := map[string]bool{}
		var categories []string
		for _, stage := range r.Get("stage").([]any) {
			for _, action := range asList(stage.(map[string]any)["action"]) {
				fields := action.(map[string]any)
				categories = append(categories, fields["category"].(string))
				for _, artifact := range texts(fields["input_artifacts"]) {
					assert.Assert(t, made[artifact], "%s is used before it is made", artifact)
				}
				for _, artifact := range texts(fields["output_artifacts"]) {
					made[artifact] = true
				}
				configuration, _ := fields["configuration"].(map[string]any)
				for key, value := range configuration {
					_, isText := value.(string)
					assert.Assert(t, isText, "%s is no string", key)
				}
			}
		}
		for i, category := range categories {
			assert.Equal(t, category == "Source", i == 0)
			assert.Equal(t, category == "Deploy", i == len(categories)-1)
		}
		scope, _, _ := strings.Cut(r.ID, "_")
		released := stack.env.Services[strings.TrimPrefix(scope, "service-")]
		assert.Equal(t, slices.Contains(categories, "Approval"), released.Pipeline.Approval)
	})
}

func asList(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	return []any{value}
}

func texts(value any) []string {
	list, _ := value.([]any)
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = v.(string)
	}
	return out
}

// companion is another stack of a stack's environment.
func companion(t *testing.T, stack shippedStack, name string) shippedStack {
	t.Helper()
	for _, other := range everyStack(t, name) {
		if other.file == stack.file {
			return other
		}
	}
	t.Fatalf("%s has no stack %s", stack.file, name)
	return shippedStack{}
}

// serviceOf is the ECS service that a resource of the cicd stack releases.
func serviceOf(t *testing.T, ecs shippedStack, r *synthtest.Resource) (scope string, service *synthtest.Resource) {
	t.Helper()
	scope, _, _ = strings.Cut(r.ID, "_")
	return scope, ecs.One("aws_ecs_service", scope+"_service_")
}

// Rules 34, 80: what a build hands to CodeDeploy is what Terraform started the
// service with, so that the first release changes the image and nothing else.
func TestReleases(t *testing.T) {
	blueGreen := 0
	eachOf(t, everyStack(t), "aws_codebuild_project", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		if isMigration(r) {
			return
		}
		ecs := companion(t, stack, "ecs")
		scope, service := serviceOf(t, ecs, r)
		variables := variablesOf(r)
		task := referred(t, ecs, "aws_ecs_task_definition", service.String("task_definition"))
		machine := map[string][2]string{"X86_64": {"linux/amd64", "LINUX_CONTAINER"}, "ARM64": {"linux/arm64", "ARM_CONTAINER"}}
		assert.Equal(t, [2]string{variables["PLATFORM"], r.String("environment.0.type")}, machine[task.String("runtime_platform.0.cpu_architecture")])
		container := variables["CONTAINER_NAME"]
		assert.Equal(t, containers(t, task)[0].Name, container)
		if !isBlueGreen(service) {
			return
		}
		blueGreen++
		assert.Equal(t, container, service.String("load_balancer.0.container_name"))
		assert.Equal(t, variables["CONTAINER_PORT"], service.String("load_balancer.0.container_port"))
		if onFargate(task) {
			assert.Equal(t, variables["PLATFORM_VERSION"], service.String("platform_version"))
		} else {
			// CodeDeploy forgets the capacity provider that the AppSpec does not name.
			assert.Assert(t, strings.HasSuffix(variables["CAPACITY_PROVIDER"], ".outputs.capacity_provider_name}"))
			assert.Equal(t, ecs.Block("output")["capacity_provider_name"].(map[string]any)["value"], service.String("capacity_provider_strategy.0.capacity_provider"))
		}
		if !service.Has("network_configuration") {
			assert.Equal(t, variables["SUBNET_IDS"]+variables["SECURITY_GROUP_IDS"], "")
			return
		}
		assert.Equal(t, variables["ASSIGN_PUBLIC_IP"] == "ENABLED", service.Get("network_configuration.0.assign_public_ip"))
		assert.Equal(t, variables["SUBNET_IDS"], `${join(", ", `+strings.Trim(service.String("network_configuration.0.subnets"), "${}")+")}")
		group := strings.ReplaceAll(scope, "-", "_") + "_security_group_id"
		assert.Assert(t, strings.Contains(variables["SECURITY_GROUP_IDS"], ".outputs."+group+"]"), variables["SECURITY_GROUP_IDS"])
		published := ecs.Block("output")[group].(map[string]any)["value"]
		assert.DeepEqual(t, service.Get("network_configuration.0.security_groups"), []any{published})
	})
	assert.Assert(t, blueGreen >= 2, "%d builds for CodeDeploy", blueGreen)
}

// Rule 57: the old tasks outlast the requests they finish, unless they are to end
// at once.
func TestBakeTimes(t *testing.T) {
	eachOf(t, everyStack(t), "aws_codedeploy_deployment_group", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		ecs := companion(t, stack, "ecs")
		_, service := serviceOf(t, ecs, r)
		group := referred(t, ecs, "aws_lb_target_group", service.String("load_balancer.0.target_group_arn"))
		delay, err := strconv.ParseFloat(group.String("deregistration_delay"), 64)
		assert.NilError(t, err)
		bake := 60 * number(t, r, "blue_green_deployment_config.0.terminate_blue_instances_on_deployment_success.0.termination_wait_time_in_minutes")
		assert.Assert(t, bake == 0 || bake >= delay, "%v s for a delay of %v s", bake, delay)
	})
}

// Rules 87, 89: the build reads and writes the pipeline's artifacts with their
// key, and can run Docker.
func TestBuilds(t *testing.T) {
	each(t, "aws_codebuild_project", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.Equal(t, r.String("source.0.type"), "CODEPIPELINE")
		assert.Equal(t, r.String("artifacts.0.type"), "CODEPIPELINE")
		assert.Equal(t, r.Get("environment.0.privileged_mode"), true)
		pipeline := stack.One("aws_codepipeline", strings.Split(r.ID, "_")[0]+"_")
		assert.Equal(t, r.String("encryption_key"), pipeline.String("artifact_store.0.encryption_key.0.id"))
		assert.Assert(t, strings.Contains(r.String("environment.0.image"), "standard:"))
	})
}

// Rules 91-93.
func TestRepositories(t *testing.T) {
	each(t, "aws_ecr_repository", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.Equal(t, r.String("image_tag_mutability"), "IMMUTABLE")
		assert.Equal(t, r.Get("image_scanning_configuration.0.scan_on_push"), true)
		assert.Equal(t, r.String("encryption_configuration.0.encryption_type"), "KMS")
		assert.Equal(t, has(r, "force_delete", "true"), stack.disposable())
	})
	for _, stack := range shippedStacks(t, "cicd") {
		assert.Equal(t, len(stack.All("aws_ecr_lifecycle_policy")), len(stack.All("aws_ecr_repository")))
		assert.Assert(t, !strings.Contains(stack.JSON(), ":latest"), "immutable tags and latest do not go together")
	}
}
