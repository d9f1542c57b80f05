//go:build rehearsal

package containers

import (
	"strings"

	"github.com/berth-iac/berth/internal/cloud/cloudtest"
)

func refused() []string {
	return append(append(append(refusedTasks(), refusedServices()...), refusedClusters...), refusedScaling()...)
}

func refusedTasks() []string {
	logs := func(driver, key, value string) func(map[string]any) {
		options := map[string]string{"awslogs-group": "logs", "awslogs-region": cloudtest.Region, "awslogs-stream-prefix": "ecs"}
		if key != "" {
			options[key] = value
		}
		return set("logConfiguration", map[string]any{"logDriver": driver, "options": options})
	}
	onEC2 := but("requires_compatibilities", "", "network_mode", "", "cpu", "", "memory", "")
	waits := func(name, on, condition string, more ...func(map[string]any)) map[string]any {
		return web(append(more, set("name", name), set("portMappings", nil), set("dependsOn", []any{map[string]string{"containerName": on, "condition": condition}}))...)
	}
	return []string{
		task("role", but("execution_role_arn", `"arn:none"`), web()),
		task("empty", but("container_definitions", `"[]"`)),
		task("unnamed", nil, web(set("name", nil))),
		task("imageless", nil, web(set("image", nil))),
		task("twice", nil, web(), web()),
		task("inessential", nil, web(set("essential", false))),
		task("cpu", nil, web(set("cpu", 512))),
		task("ports", nil, web(set("portMappings", []any{map[string]any{"containerPort": 80, "hostPort": 8080}}))),
		task("memoryless", onEC2, web()),
		task("reservation", onEC2, web(set("memory", 128), set("memoryReservation", 256))),
		task("memory", nil, web(set("memory", 1024))),
		task("secrets", but("execution_role_arn", ""), web()),
		task("volume", nil, web(set("mountPoints", []any{map[string]string{"sourceVolume": "none"}}))),
		task("options", nil, web(logs("awslogs", "awslogs-group", ""))),
		task("nothing", nil, waits("web", "none", "START")),
		task("health", nil, web(), waits("a", "web", "HEALTHY")),
		task("essential", nil, web(), waits("a", "web", "SUCCESS")),
		task("cycle", nil, waits("a", "b", "START"), waits("b", "a", "START")),
		task("fargate_network", but("network_mode", ""), web()),
		task("fargate_cpu", but("cpu", ""), web()),
		task("fargate_memory", but("memory", ""), web(set("memory", 512))),
		task("fargate_size", but("memory", `"1536"`), web()),
		task("fargate_privileged", nil, web(set("privileged", true))),
		task("fargate_stop", nil, web(set("stopTimeout", 121))),
		task("fargate_image", but("execution_role_arn", ""), web(set("secrets", nil), set("image", account+".dkr.ecr.ap-northeast-1.amazonaws.com/web:1"))),
		task("fargate_driver", nil, web(logs("gelf", "", ""))),
		task("fargate_logs", but("execution_role_arn", ""), web(set("secrets", nil))),
		task("fargate_prefix", nil, web(logs("awslogs", "awslogs-stream-prefix", ""))),
	}
}

func refusedServices() []string {
	const definition = "aws_ecs_task_definition.web.arn"
	var all []string
	refuse := func(name string, more ...string) {
		all = append(all, replica("refused_"+name, definition, but(more...)))
	}
	// stops has a task definition of its own, whose tasks do not start.
	stops := func(name string, more map[string]string, c map[string]any) {
		all = append(all, task("stops_"+name, more, c)+replica("stops_"+name, "aws_ecs_task_definition.stops_"+name+".arn", nil))
	}
	codeDeployed := []string{"deployment_controller", `{ type = "CODE_DEPLOY" }`, "load_balancer", balancer}
	refuse("cluster", "cluster", `"none"`)
	refuse("name", "name", `"still"`, "depends_on", "[aws_ecs_service.still]")
	refuse("unknown", "task_definition", `"none:1"`)
	refuse("inactive", "task_definition", `"gone:1"`)
	refuse("capacities", "capacity_provider_strategy", "{ capacity_provider = \"FARGATE\"\n    weight = 1 }")
	refuse("platform", "launch_type", `"EC2"`, "platform_version", `"1.4.0"`)
	refuse("constraints", "placement_constraints", `{ type = "distinctInstance" }`)
	refuse("placement", "ordered_placement_strategy", `{ type = "random" }`)
	refuse("provider", "launch_type", "", "capacity_provider_strategy", "{ capacity_provider = \"FARGATE_SPOT\"\n    weight = 1 }")
	refuse("weight", "launch_type", "", "cluster", "aws_ecs_cluster_capacity_providers.weightless.cluster_name", "capacity_provider_strategy", `{ capacity_provider = "FARGATE" }`)
	all[len(all)-1] += `
resource "aws_ecs_cluster" "weightless" { name = "weightless" }
resource "aws_ecs_cluster_capacity_providers" "weightless" {
  cluster_name       = aws_ecs_cluster.weightless.name
  capacity_providers = ["FARGATE"]
}
`
	refuse("daemon", "scheduling_strategy", `"DAEMON"`)
	refuse("network", "network_configuration", "")
	refuse("bridge", "task_definition", "aws_ecs_task_definition.bridge.arn", "launch_type", `"EC2"`)
	refuse("compatibility", "task_definition", "aws_ecs_task_definition.bridge.arn", "network_configuration", "")
	refuse("exec", "enable_execute_command", "true")
	refuse("subnet", "network_configuration", `{ subnets = ["subnet-none"] }`)
	refuse("group", "network_configuration", "{ subnets = [\"subnet-a\"]\n    security_groups = [\"sg-none\"] }")
	refuse("registry", "service_registries", `{ registry_arn = "arn:none" }`)
	refuse("container", "load_balancer", strings.Replace(balancer, `"web"`, `"none"`, 1))
	refuse("port", "load_balancer", strings.Replace(balancer, "80", "81", 1))
	refuse("target_group", "load_balancer", strings.Replace(balancer, "/blue", "/none", 1))
	refuse("target_type", "load_balancer", strings.Replace(balancer, "/blue", "/instance", 1))
	refuse("unattached", "load_balancer", strings.Replace(balancer, "/blue", "/lonely", 1))
	refuse("grace", "health_check_grace_period_seconds", "60")
	refuse("deployed_daemon", append(codeDeployed, "scheduling_strategy", `"DAEMON"`, "launch_type", `"EC2"`)...)
	refuse("deployed_breaker", append(codeDeployed, "deployment_circuit_breaker", "{ enable = true\n    rollback = true }")...)
	refuse("deployed_alarms", append(codeDeployed, "alarms", "{ enable = true\n    rollback = true\n    alarm_names = [\"a\"] }")...)
	refuse("deployed_connect", append(codeDeployed, "service_connect_configuration", "{ enabled = true }")...)
	refuse("deployed_alone", codeDeployed[:2]...)
	refuse("deployed_twice", append(codeDeployed[:2:2], "load_balancer", balancer+"\n  load_balancer {\n"+strings.Trim(strings.Replace(balancer, "/blue", "/green", 1), "{}")+"}")...)

	stops("role", but("execution_role_arn", `"`+role+`foreign"`), web())
	stops("log_group", nil, web(set("logConfiguration", map[string]any{"logDriver": "awslogs", "options": map[string]string{
		"awslogs-group": "none", "awslogs-region": cloudtest.Region, "awslogs-stream-prefix": "ecs"}})))
	stops("logs", but("execution_role_arn", `"`+role+`powerless"`), web())
	powerless := but("execution_role_arn", `"`+role+`powerless"`)
	from := func(name string) func(map[string]any) {
		return set("secrets", []any{map[string]string{"name": "S", "valueFrom": name}})
	}
	secrets := "arn:aws:secretsmanager:ap-northeast-1:" + account + ":secret:"
	stops("secret", nil, web(from(secrets+"none-AbCdEf")))
	stops("secret_denied", powerless, web(set("logConfiguration", nil), from(secrets+"key-AbCdEf")))
	stops("parameter", nil, web(from("/app/none")))
	stops("parameter_denied", powerless, web(set("logConfiguration", nil), from("/app/level")))
	stops("pull", nil, web(set("image", account+".dkr.ecr.ap-northeast-1.amazonaws.com/web:1")))
	return all
}
