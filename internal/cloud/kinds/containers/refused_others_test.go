//go:build rehearsal

package containers

import "fmt"

var refusedClusters = []string{`
resource "aws_ecs_cluster" "exec" {
  name = "exec"
  configuration {
    execute_command_configuration { logging = "OVERRIDE" }
  }
}`, `
resource "aws_ecs_cluster" "connect" {
  name = "connect"
  service_connect_defaults { namespace = "arn:none" }
}`, `
resource "aws_ecs_cluster_capacity_providers" "none" { cluster_name = "none" }`, `
resource "aws_ecs_cluster_capacity_providers" "unknown" {
  cluster_name       = aws_ecs_cluster.main.name
  capacity_providers = ["unknown"]
}`, `
resource "aws_ecs_cluster_capacity_providers" "standard" {
  cluster_name       = aws_ecs_cluster.main.name
  capacity_providers = ["FARGATE"]
  default_capacity_provider_strategy { capacity_provider = "FARGATE_SPOT" }
}`, `
resource "aws_ecs_capacity_provider" "group" {
  name = "group"
  auto_scaling_group_provider { auto_scaling_group_arn = "arn:none" }
}`, `
resource "aws_ecs_capacity_provider" "taken" {
  name = "held"
  auto_scaling_group_provider { auto_scaling_group_arn = "arn:instances" }
}`, `
resource "aws_ecs_capacity_provider" "reserved" {
  name = "ecs-instances"
  auto_scaling_group_provider { auto_scaling_group_arn = "arn:instances" }
}`, `
resource "aws_ecs_capacity_provider" "protection" {
  name = "protection"
  auto_scaling_group_provider {
    auto_scaling_group_arn         = "arn:instances"
    managed_termination_protection = "ENABLED"
  }
}`, `
resource "aws_service_discovery_private_dns_namespace" "network" {
  name = "network.internal"
  vpc  = "vpc-none"
}`, `
resource "aws_service_discovery_private_dns_namespace" "first" {
  name = "taken.internal"
  vpc  = "vpc-1"
}
resource "aws_service_discovery_private_dns_namespace" "taken" {
  name = aws_service_discovery_private_dns_namespace.first.name
  vpc  = "vpc-1"
}`, `
resource "aws_service_discovery_service" "nowhere" {
  name         = "nowhere"
  namespace_id = "ns-none"
}`, `
resource "aws_service_discovery_service" "taken" {
  name         = "main"
  namespace_id = aws_service_discovery_http_namespace.main.id
}`, `
resource "aws_service_discovery_instance" "nowhere" {
  service_id  = "srv-none"
  instance_id = "a"
  attributes  = { AWS_INSTANCE_IPV4 = "10.0.0.1" }
}`,
}

func refusedScaling() []string {
	target := func(name, resource, dimension string, least int) string {
		return block("aws_appautoscaling_target", name, but("service_namespace", `"ecs"`, "resource_id", resource,
			"scalable_dimension", fmt.Sprintf("%q", dimension), "min_capacity", fmt.Sprint(least), "max_capacity", "4"))
	}
	policy := func(name, resource, metric string) string {
		return block("aws_appautoscaling_policy", name, but("name", `"`+name+`"`, "policy_type", `"TargetTrackingScaling"`, "service_namespace", `"ecs"`,
			"resource_id", resource, "scalable_dimension", `"`+desiredCount+`"`,
			"target_tracking_scaling_policy_configuration", "{ target_value = 1\n    predefined_metric_specification {\n predefined_metric_type = \""+metric+"\"\n }\n }"))
	}
	action := func(name, resource string, least int) string {
		return block("aws_appautoscaling_scheduled_action", name, but("name", `"`+name+`"`, "service_namespace", `"ecs"`, "schedule", `"rate(1 hour)"`,
			"resource_id", resource, "scalable_dimension", `"`+desiredCount+`"`,
			"scalable_target_action", fmt.Sprintf("{ min_capacity = %d\n max_capacity = 4 }", least)))
	}
	const here = "aws_appautoscaling_target.scaled.resource_id"
	return []string{
		target("scaled", `"service/main/${aws_ecs_service.still.name}"`, desiredCount, 1) + policy("metric", here, "RDSReaderAverageCPUUtilization"),
		policy("label", here, requestsPerTarget),
		policy("unregistered", `"service/main/none"`, "ECSServiceAverageCPUUtilization"),
		target("reversed", `"service/main/${aws_ecs_service.still.name}"`, desiredCount, 5),
		target("dimension", `"cluster/main"`, desiredCount, 1),
		target("nowhere", `"service/main/none"`, desiredCount, 1),
		action("unregistered", `"service/main/none"`, 1),
		action("reversed", here, 5),
	}
}
