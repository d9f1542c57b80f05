package stacks_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/fargate"
	"github.com/berth-iac/berth/internal/synthtest"
)

func isBlueGreen(service *synthtest.Resource) bool {
	return has(service, "deployment_controller.0.type", "CODE_DEPLOY")
}

// Rules 1-3, 5, 6, 11, 18: a service that CodeDeploy releases ignores what CodeDeploy
// changes and what UpdateService would refuse.
func TestBlueGreenServices(t *testing.T) {
	found := 0
	each(t, "aws_ecs_service", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		if !isBlueGreen(r) {
			return
		}
		found++
		ignored := r.Strings("lifecycle.ignore_changes")
		for _, want := range []string{"task_definition", "load_balancer", "network_configuration", "platform_version", "desired_count"} {
			assert.Assert(t, slices.Contains(ignored, want), "%s is not ignored", want)
		}
		assert.Assert(t, !has(r, "force_new_deployment", "true"))
		assert.Assert(t, !r.Has("deployment_circuit_breaker") && !r.Has("alarms"))
		assert.Assert(t, !r.Has("service_connect_configuration") && !r.Has("volume_configuration"))
		if blocks, list := r.Get("load_balancer").([]any); list {
			assert.Equal(t, len(blocks), 1)
		}
	})
	assert.Equal(t, found, 2)
}

// Rule 12: ECS refuses a target group that no listener knows.
func TestRoutedServices(t *testing.T) {
	eachOf(t, everyStack(t), "aws_ecs_service", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		assert.Equal(t, dependsOn(r, "aws_lb_listener_rule"), r.Has("load_balancer"))
	})
}

// Rule 6, the other way: rolling services have the circuit breaker.
func TestRollingServices(t *testing.T) {
	each(t, "aws_ecs_service", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		if isBlueGreen(r) {
			return
		}
		assert.Equal(t, r.Get("deployment_circuit_breaker.0.enable"), true)
		assert.Equal(t, r.Get("deployment_circuit_breaker.0.rollback"), true)
		assert.Assert(t, slices.Contains(r.Strings("lifecycle.ignore_changes"), "desired_count"))
	})
}

// Rules 4, 8, 10, 13, 15, 16, 19, 20, 22, 121 hold for every service.
func TestServices(t *testing.T) {
	each(t, "aws_ecs_service", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.Assert(t, number(t, r, "desired_count") >= 1)
		assert.Assert(t, r.Has("launch_type") != r.Has("capacity_provider_strategy"))
		assert.Assert(t, strings.HasSuffix(r.String("task_definition"), ".arn}"))
		assert.Assert(t, dependsOn(r, "aws_iam_role_policy"))
		assert.Assert(t, dependsOn(r, "aws_ecs_cluster_capacity_providers"))
		assert.Equal(t, r.Has("health_check_grace_period_seconds"), r.Has("load_balancer"))
		for _, absent := range []string{"iam_role", "ordered_placement_strategy", "placement_constraints", "wait_for_steady_state"} {
			assert.Assert(t, !r.Has(absent) || r.Get(absent) == false, absent)
		}
		assert.Equal(t, r.Get("network_configuration.0.assign_public_ip"), false)
		assert.Assert(t, strings.Contains(r.String("network_configuration.0.subnets"), "private_subnet_ids"))
		assert.Assert(t, r.Has("platform_version") && r.String("platform_version") != "LATEST")

		// Rule 14: the load balancer's container is one of the task's.
		if r.Has("load_balancer") {
			task := referred(t, stack, "aws_ecs_task_definition", r.String("task_definition"))
			port := number(t, r, "load_balancer.0.container_port")
			name := r.String("load_balancer.0.container_name")
			assert.Assert(t, slices.ContainsFunc(containers(t, task), func(c container) bool {
				return c.Name == name && len(c.PortMappings) == 1 && c.PortMappings[0].ContainerPort == port
			}), "no container %s with port %v", name, port)
		}
	})
}

// container is what the rules read of a container definition.
type container struct {
	Name, Image  string
	Essential    bool
	CPU          float64
	Memory       float64
	PortMappings []struct {
		ContainerPort float64
		HostPort      *float64
	}
	Environment      []struct{ Name, Value string }
	Secrets          []struct{ Name, ValueFrom string }
	LogConfiguration struct {
		LogDriver string
		Options   map[string]string
	}
	FirelensConfiguration *struct{ Type string }
	Privileged            bool
	Links                 []string
	User                  string
}

func containers(t *testing.T, task *synthtest.Resource) []container {
	t.Helper()
	var list []container
	task.Document("container_definitions", &list)
	return list
}

// Rules 23-46 for every task definition.
func TestTaskDefinitions(t *testing.T) {
	each(t, "aws_ecs_task_definition", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		cpu, err := strconv.Atoi(r.Get("cpu").(string))
		assert.NilError(t, err)
		memory, err := strconv.Atoi(r.Get("memory").(string))
		assert.NilError(t, err)
		assert.NilError(t, fargate.Check(cpu, memory))
		assert.Equal(t, r.String("network_mode"), "awsvpc")
		assert.DeepEqual(t, r.Strings("requires_compatibilities"), []string{"FARGATE"})
		assert.Equal(t, r.Get("skip_destroy"), true, "a rollback needs the old revision")
		assert.Equal(t, r.String("runtime_platform.0.operating_system_family"), "LINUX")
		assert.Assert(t, r.String("execution_role_arn") != r.String("task_role_arn"))

		names := map[string]bool{}
		essential := false
		for _, c := range containers(t, r) {
			assert.Assert(t, !names[c.Name], "two containers called %s", c.Name)
			names[c.Name] = true
			essential = essential || c.Essential
			assert.Assert(t, c.Memory <= float64(memory) && c.CPU <= float64(cpu))
			assert.Assert(t, !c.Privileged && len(c.Links) == 0 && c.User != "0")
			for _, p := range c.PortMappings {
				assert.Assert(t, p.HostPort == nil || *p.HostPort == p.ContainerPort)
			}
			for _, e := range c.Environment {
				assert.Assert(t, e.Value != "", "%s is empty", e.Name)
				assert.Assert(t, !strings.Contains(e.Name, "PASSWORD"), "%s is no secret", e.Name)
			}
			for _, s := range c.Secrets {
				if strings.Contains(s.ValueFrom, "secret_arn") && strings.Count(s.ValueFrom, ":") > 0 {
					assert.Assert(t, strings.HasSuffix(s.ValueFrom, "::"), s.ValueFrom)
				}
			}
			assert.Equal(t, c.LogConfiguration.LogDriver, "awslogs")
			for _, option := range []string{"awslogs-group", "awslogs-region", "awslogs-stream-prefix"} {
				assert.Assert(t, c.LogConfiguration.Options[option] != "", option)
			}
		}
		assert.Assert(t, essential)
	})
}

// Rule 42: the execution role may read and decrypt the secrets of its task.
func TestExecutionRoles(t *testing.T) {
	eachOf(t, everyStack(t), "aws_ecs_task_definition", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		role := referred(t, stack, "aws_iam_role", r.String("execution_role_arn"))
		granted := map[string][]string{}
		for _, p := range stack.All("aws_iam_role_policy") {
			if !strings.Contains(p.String("role"), role.Address()+".") {
				continue
			}
			var policy struct{ Statement []statement }
			p.Document("policy", &policy)
			for _, s := range policy.Statement {
				for _, action := range s.Action {
					granted[action] = append(granted[action], s.Resource...)
				}
			}
		}
		for _, c := range containers(t, r) {
			for _, s := range c.Secrets {
				arn, _, _ := strings.Cut(s.ValueFrom, "}")
				readable := slices.Concat(granted["ssm:GetParameters"], granted["secretsmanager:GetSecretValue"])
				assert.Assert(t, slices.Contains(readable, arn+"}"), "%s may not be read: %s", s.ValueFrom, readable)
				assert.Equal(t, len(granted["kms:Decrypt"]), 1)
				assert.Assert(t, strings.HasSuffix(granted["kms:Decrypt"][0], "-parameters.outputs.key_arn}"))
			}
		}
	})
}

// Rules 94-97: the target has no role of its own, and bounds that make sense.
func TestScaling(t *testing.T) {
	eachOf(t, everyStack(t), "aws_appautoscaling_target", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.Assert(t, !r.Has("role_arn"))
		service := referred(t, stack, "aws_ecs_service", r.String("resource_id"))
		cluster := stack.One("aws_ecs_cluster")
		assert.Equal(t, r.String("resource_id"), "service/${"+cluster.Address()+".name}/${"+service.Address()+".name}")
		first := number(t, service, "desired_count")
		assert.Assert(t, number(t, r, "min_capacity") <= first && first <= number(t, r, "max_capacity"))
	})
	each(t, "aws_appautoscaling_policy", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		metric := "target_tracking_scaling_policy_configuration.0.predefined_metric_specification.0.predefined_metric_type"
		assert.Assert(t, r.String(metric) != "ALBRequestCountPerTarget")
	})
}

// Rule 79: missing data is no alarm.
func TestAlarms(t *testing.T) {
	each(t, "aws_cloudwatch_metric_alarm", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		assert.Equal(t, r.String("treat_missing_data"), "notBreaching")
		assert.Equal(t, len(r.Strings("alarm_actions")), 1)
	})
}

// A service finds its databases, caches and buckets in the variables that the
// configuration promises, which its own may not be called.
func TestInjectedVariables(t *testing.T) {
	for _, stack := range shippedStacks(t, "ecs") {
		for serviceName, service := range stack.env.Services {
			task := stack.One("aws_ecs_task_definition", "service-"+serviceName+"_task")
			var injected []string
			for _, e := range containers(t, task)[0].Environment {
				if _, own := service.Environment[e.Name]; !own {
					injected = append(injected, e.Name)
				}
			}
			assert.DeepEqual(t, injected, service.InjectedVariables())
		}
	}
}

// A sidecar with connections has the variables of the service's databases, caches
// and buckets, those without have none.
func TestConnectionsOfSidecars(t *testing.T) {
	connected := 0
	eachOf(t, everyStack(t, "ecs"), "aws_ecs_task_definition", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		scope, _, _ := strings.Cut(r.ID, "_")
		service := stack.env.Services[strings.TrimPrefix(scope, "service-")]
		all := containers(t, r)
		for _, c := range all[min(1, len(all)):] {
			sidecar, known := service.Sidecars[c.Name]
			if !known {
				continue
			}
			want := slices.Sorted(maps.Keys(sidecar.Environment))
			if sidecar.Connections {
				connected++
				service.Links = nil
				want = append(want, service.InjectedVariables()...)
				slices.Sort(want)
			}
			var names []string
			for _, e := range c.Environment {
				names = append(names, e.Name)
			}
			assert.Assert(t, slices.Equal(names, want), "%s has %q, want %q", c.Name, names, want)
		}
	})
	assert.Assert(t, connected > 0)
}
