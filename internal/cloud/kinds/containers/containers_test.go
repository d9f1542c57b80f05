//go:build rehearsal

package containers

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
)

const (
	account = "000000000000"
	role    = "arn:aws:iam::" + account + ":role/"
	group   = "arn:aws:elasticloadbalancing:ap-northeast-1:" + account + ":targetgroup/"
)

// surroundings are the objects of other areas: a network, roles with what they
// may do, logs, secrets, and target groups of which some have a load balancer.
func surroundings(tf *cloudtest.Terraform) {
	tf.Exists("aws_vpc", cloud.Attributes{"id": "vpc-1"})
	tf.Exists("aws_subnet", cloud.Attributes{"id": "subnet-a", "vpc_id": "vpc-1"})
	tf.Exists("aws_security_group", cloud.Attributes{"id": "sg-1", "vpc_id": "vpc-1"})
	tf.Exists("aws_cloudwatch_log_group", cloud.Attributes{"id": "logs", "name": "logs"})
	tf.Exists("aws_ssm_parameter", cloud.Attributes{"id": "/app/level", "name": "/app/level"})
	tf.Exists("aws_secretsmanager_secret", cloud.Attributes{"id": "key", "arn": "arn:aws:secretsmanager:ap-northeast-1:" + account + ":secret:key-AbCdEf"})
	tf.Exists("aws_autoscaling_group", cloud.Attributes{"id": "instances", "arn": "arn:instances"})
	for name, service := range map[string]string{"execution": "ecs-tasks", "task": "ecs-tasks", "powerless": "ecs-tasks", "foreign": "lambda"} {
		tf.Exists("aws_iam_role", cloud.Attributes{"id": name, "name": name, "arn": role + name, "assume_role_policy": `{"Version":"2012-10-17","Statement":[
			{"Effect":"Allow","Principal":{"Service":"` + service + `.amazonaws.com"},"Action":"sts:AssumeRole"}]}`})
	}
	tf.Exists("aws_iam_role_policy", cloud.Attributes{"id": "execution:all", "role": "execution", "policy": `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"arn:aws:logs:ap-northeast-1:` + account + `:log-group:logs:*"},
		{"Effect":"Allow","Action":"ssm:GetParameters","Resource":"arn:aws:ssm:ap-northeast-1:` + account + `:parameter/app/*"},
		{"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"arn:aws:secretsmanager:ap-northeast-1:` + account + `:secret:key-AbCdEf"}]}`})
	for _, name := range []string{"blue", "green", "lonely"} {
		tf.Exists("aws_lb_target_group", cloud.Attributes{"id": group + name, "arn": group + name, "name": name, "target_type": "ip"})
	}
	tf.Exists("aws_lb_target_group", cloud.Attributes{"id": group + "instance", "arn": group + "instance", "name": "instance", "target_type": "instance"})
	var actions []any
	for _, name := range []string{"blue", "green", "instance"} {
		actions = append(actions, map[string]any{"type": "forward", "target_group_arn": group + name})
	}
	tf.Exists("aws_lb_listener", cloud.Attributes{"id": "listener", "default_action": actions})
}

// web is a container as our stacks have it; change alters it.
func web(change ...func(map[string]any)) map[string]any {
	c := map[string]any{
		"name": "web", "image": "public.ecr.aws/nginx/nginx:1.29", "essential": true,
		"portMappings":     []any{map[string]any{"containerPort": 80, "hostPort": 80}},
		"logConfiguration": map[string]any{"logDriver": "awslogs", "options": map[string]string{"awslogs-group": "logs", "awslogs-region": cloudtest.Region, "awslogs-stream-prefix": "ecs"}},
		"secrets": []any{
			map[string]string{"name": "LEVEL", "valueFrom": "arn:aws:ssm:ap-northeast-1:" + account + ":parameter/app/level"},
			map[string]string{"name": "KEY", "valueFrom": "arn:aws:secretsmanager:ap-northeast-1:" + account + ":secret:key-AbCdEf:key::"},
		},
	}
	for _, alter := range change {
		alter(c)
	}
	return c
}

// task is a task definition for Fargate; more are arguments that replace those
// that it has.
func task(family string, more map[string]string, containers ...map[string]any) string {
	text, err := json.Marshal(containers)
	if err != nil {
		panic(err)
	}
	arguments := map[string]string{
		"family": fmt.Sprintf("%q", family), "cpu": `"256"`, "memory": `"512"`, "network_mode": `"awsvpc"`,
		"requires_compatibilities": `["FARGATE"]`, "execution_role_arn": fmt.Sprintf("%q", role+"execution"),
		"container_definitions": fmt.Sprintf("%q", text),
	}
	return block("aws_ecs_task_definition", family, arguments, more)
}

// replica is a service on Fargate; more are arguments that replace its own.
func replica(name, definition string, more map[string]string) string {
	return block("aws_ecs_service", name, map[string]string{
		"name": fmt.Sprintf("%q", name), "cluster": "aws_ecs_cluster.main.arn", "task_definition": definition,
		"desired_count": "1", "launch_type": `"FARGATE"`,
		"network_configuration": `{ subnets = ["subnet-a"] security_groups = ["sg-1"] }`,
	}, more)
}

// block is a resource; an argument that is empty is left out, and one that is
// in braces is a block.
func block(kind, name string, arguments ...map[string]string) string {
	all := map[string]string{}
	for _, some := range arguments {
		for key, value := range some {
			all[key] = value
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "resource %q %q {\n", kind, name)
	for key, value := range all {
		switch {
		case value == "":
		case strings.HasPrefix(value, "{"):
			fmt.Fprintf(&text, "  %s {\n    %s\n  }\n", key, strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(value, "{"), "}"), "] ", "]\n    "))
		default:
			fmt.Fprintf(&text, "  %s = %s\n", key, value)
		}
	}
	return text.String() + "}\n"
}

const balancer = `{
    target_group_arn = "` + group + `blue"
    container_name = "web"
    container_port = 80
}`

const everything = `
resource "aws_ecs_cluster" "main" {
  name = "main"
  setting {
    name  = "containerInsights"
    value = "enhanced"
  }
}
resource "aws_ecs_cluster_capacity_providers" "main" {
  cluster_name       = aws_ecs_cluster.main.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT", aws_ecs_capacity_provider.instances.name]
}
resource "aws_ecs_capacity_provider" "instances" {
  name = "instances"
  auto_scaling_group_provider {
    auto_scaling_group_arn = "arn:instances"
    managed_scaling {}
  }
}
resource "aws_appautoscaling_target" "web" {
  service_namespace  = "ecs"
  resource_id        = "service/main/${aws_ecs_service.web.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = 1
  max_capacity       = 4
}
resource "aws_appautoscaling_target" "spot" {
  service_namespace  = "ecs"
  resource_id        = "service/main/${aws_ecs_service.spot.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = 1
  max_capacity       = 4
}
resource "aws_appautoscaling_policy" "cpu" {
  for_each           = { web = aws_appautoscaling_target.web, spot = aws_appautoscaling_target.spot }
  name               = "cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = each.value.service_namespace
  resource_id        = each.value.resource_id
  scalable_dimension = each.value.scalable_dimension
  target_tracking_scaling_policy_configuration {
    target_value = 60
    predefined_metric_specification { predefined_metric_type = "ECSServiceAverageCPUUtilization" }
  }
}
resource "aws_appautoscaling_scheduled_action" "night" {
  name               = "night"
  service_namespace  = aws_appautoscaling_target.web.service_namespace
  resource_id        = aws_appautoscaling_target.web.resource_id
  scalable_dimension = aws_appautoscaling_target.web.scalable_dimension
  schedule           = "cron(0 22 * * ? *)"
  scalable_target_action {
    min_capacity = "1"
    max_capacity = "1"
  }
}
resource "aws_service_discovery_private_dns_namespace" "main" {
  name = "main.internal"
  vpc  = "vpc-1"
}
resource "aws_service_discovery_public_dns_namespace" "main" { name = "public.example.com" }
resource "aws_service_discovery_http_namespace" "main" { name = "main" }
resource "aws_service_discovery_service" "web" {
  name = "web"
  dns_config {
    namespace_id = aws_service_discovery_private_dns_namespace.main.id
    dns_records {
      ttl  = 10
      type = "A"
    }
  }
}
resource "aws_service_discovery_instance" "web" {
  service_id  = aws_service_discovery_service.web.id
  instance_id = "web"
  attributes  = { AWS_INSTANCE_IPV4 = "10.0.0.1" }
}
`

// A cluster with its services deploys, stays as it is, changes and goes, and
// AWS keeps the revisions.
func TestContainers(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds(), Data: Data()})
	surroundings(tf)
	stack := func(image string) string {
		return everything + task("web", map[string]string{"skip_destroy": "true"}, web(func(c map[string]any) { c["image"] = image })) +
			task("spot", nil, web()) +
			replica("web", "aws_ecs_task_definition.web.arn", map[string]string{"load_balancer": balancer}) +
			replica("spot", "aws_ecs_task_definition.spot.arn", map[string]string{
				"launch_type":                "",
				"capacity_provider_strategy": "{ capacity_provider = \"FARGATE_SPOT\"\n    weight = 1 }",
				"depends_on":                 "[aws_ecs_cluster_capacity_providers.main]",
			})
	}
	tf.Apply(stack("web:1") + `
data "aws_ecs_cluster" "main" { cluster_name = aws_ecs_cluster.main.name }
data "aws_ecs_task_definition" "web" { task_definition = aws_ecs_task_definition.web.family }
data "aws_ecs_service" "web" {
  cluster_arn  = aws_ecs_cluster.main.arn
  service_name = aws_ecs_service.web.name
}`)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	tf.Write(stack("web:2"))
	assert.DeepEqual(t, tf.Plan(), map[string]string{"aws_ecs_task_definition.web": "replace", "aws_ecs_service.web": "update"})
	tf.Apply(stack("web:2"))
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		assert.Equal(t, Latest(c, "web").Int("revision"), 2)
		assert.Equal(t, c.One("aws_ecs_service", "name", "web").Text("task_definition"), "arn:aws:ecs:ap-northeast-1:"+account+":task-definition/web:2")
		return nil
	}))
	tf.Destroy()
	assert.DeepEqual(t, tf.Left(), map[string]int{})

	var kept []string
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		for _, revision := range append(revisions(c, "web"), revisions(c, "spot")...) {
			_, name, _ := strings.Cut(revision.Text("arn"), "/")
			kept = append(kept, name+" "+statusOf(revision))
		}
		return nil
	}))
	assert.DeepEqual(t, kept, []string{"web:1 ACTIVE", "web:2 ACTIVE", "spot:1 INACTIVE"})
}
