//go:build rehearsal

package delivery

import (
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
	service = "arn:aws:ecs:ap-northeast-1:" + account + ":service/main/"
)

// surroundings are the objects of other areas: roles and services.
func surroundings(tf *cloudtest.Terraform) {
	for name, principal := range map[string]string{"deploy": "codedeploy", "foreign": "lambda"} {
		tf.Exists("aws_iam_role", cloud.Attributes{"id": name, "arn": role + name, "assume_role_policy": `{"Statement":[
			{"Effect":"Allow","Principal":{"Service":"` + principal + `.amazonaws.com"},"Action":"sts:AssumeRole"}]}`})
	}
	tf.Exists("aws_ecs_cluster", cloud.Attributes{"id": "main", "name": "main"})
	for name, controller := range map[string]string{"web": "CODE_DEPLOY", "api": "CODE_DEPLOY", "rolling": "ECS"} {
		tf.Exists("aws_ecs_service", cloud.Attributes{"id": service + name, "name": name, "deployment_controller": []any{map[string]any{"type": controller}}})
	}
}

const standing = `
resource "aws_codedeploy_app" "main" {
  name             = "main"
  compute_platform = "ECS"
}
resource "aws_codedeploy_app" "server" { name = "server" }
resource "aws_codedeploy_deployment_config" "canary" {
  deployment_config_name = "canary"
  compute_platform       = "ECS"
  traffic_routing_config {
    type = "TimeBasedCanary"
    time_based_canary {
      interval   = 5
      percentage = 10
    }
  }
}
`

// parts are the arguments and blocks of a deployment group on ECS.
var parts = map[string]string{
	"app":    `app_name = aws_codedeploy_app.main.name`,
	"config": `deployment_config_name = "CodeDeployDefault.ECSAllAtOnce"`,
	"role":   `service_role_arn = "` + role + `deploy"`,
	"style": `deployment_style {
    deployment_option = "WITH_TRAFFIC_CONTROL"
    deployment_type   = "BLUE_GREEN"
  }`,
	"service": `ecs_service {
    cluster_name = "main"
    service_name = "api"
  }`,
	"balancer":  pairOf(`target_group { name = "blue" }`, `target_group { name = "green" }`, `prod_traffic_route { listener_arns = ["arn:listener"] }`),
	"bluegreen": blueGreenOf(`deployment_ready_option { action_on_timeout = "CONTINUE_DEPLOYMENT" }`, `terminate_blue_instances_on_deployment_success { action = "TERMINATE" }`),
}

func pairOf(blocks ...string) string {
	return "load_balancer_info {\n target_group_pair_info {\n" + strings.Join(blocks, "\n") + "\n}\n}"
}

func blueGreenOf(blocks ...string) string {
	return "blue_green_deployment_config {\n" + strings.Join(blocks, "\n") + "\n}"
}

// deploymentGroup is one on ECS; pairs are parts that replace its own.
func deploymentGroup(name string, pairs ...string) string {
	text := fmt.Sprintf("\nresource \"aws_codedeploy_deployment_group\" %q {\n  deployment_group_name = %[1]q\n", name)
	changed := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		changed[pairs[i]] = pairs[i+1]
	}
	for part, standard := range parts {
		if _, replaced := changed[part]; !replaced {
			text += "  " + standard + "\n"
		}
	}
	for _, part := range changed {
		text += "  " + part + "\n"
	}
	return text + "}\n"
}

// A deployment group deploys as our stacks have it, stays, changes and goes.
func TestDelivery(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds()})
	surroundings(tf)
	watched := `alarm_configuration {
    enabled = true
    alarms  = ["a"]
  }
  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]
  }`
	tf.Apply(standing + deploymentGroup("web", "alarms", watched))
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	changed := standing + deploymentGroup("web", "config", "deployment_config_name = aws_codedeploy_deployment_config.canary.id")
	tf.Write(changed)
	assert.DeepEqual(t, tf.Plan(), map[string]string{"aws_codedeploy_deployment_group.web": "update"})
	tf.Apply(changed)
	tf.Destroy()
	assert.DeepEqual(t, tf.Left(), map[string]int{})
}

// Every refusal is one that Terraform comes to see.
func TestRefusals(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds()})
	surroundings(tf)
	holding := deploymentGroup("web", "service", strings.Replace(parts["service"], "api", "web", 1))
	const leaving = `
resource "aws_codedeploy_deployment_config" "held" {
  deployment_config_name = "held"
  minimum_healthy_hosts {
    type  = "HOST_COUNT"
    value = 1
  }
}`
	tf.Apply(standing + holding + leaving)
	tf.Exists("aws_codedeploy_deployment_group", cloud.Attributes{"id": "other", "deployment_config_name": "held"})

	var alarms []string
	for i := range mostAlarms + 1 {
		alarms = append(alarms, fmt.Sprintf("%q", fmt.Sprint("alarm-", i)))
	}
	all := []string{`
resource "aws_codedeploy_app" "taken" { name = aws_codedeploy_app.main.name }`,
		config("taken", "canary", `compute_platform = "ECS"`),
		config("reserved", "CodeDeployDefault.Own", `compute_platform = "ECS"`),
		config("hosts_missing", "hosts-missing", ""),
		config("hosts", "hosts", `compute_platform = "ECS"`, "minimum_healthy_hosts {\n type = \"HOST_COUNT\"\n value = 1\n }"),
		config("routing", "routing", `compute_platform = "ECS"`, `traffic_routing_config { type = "TimeBasedLinear" }`),
		deploymentGroup("application", "app", `app_name = "none"`),
		deploymentGroup("taken", "name", `depends_on = [aws_codedeploy_deployment_group.web]`),
		deploymentGroup("config", "config", `deployment_config_name = "none"`),
		deploymentGroup("platform", "config", ""),
		deploymentGroup("role", "role", `service_role_arn = "`+role+`foreign"`),
		deploymentGroup("alarms", "alarms", "alarm_configuration {\n enabled = true\n alarms = ["+strings.Join(alarms, ",")+"]\n }"),
		deploymentGroup("no_alarms", "alarms", "alarm_configuration {\n enabled = true\n }"),
		deploymentGroup("events", "rollback", "auto_rollback_configuration {\n enabled = true\n }"),
		deploymentGroup("unwatched", "rollback", "auto_rollback_configuration {\n enabled = true\n events = [\"DEPLOYMENT_STOP_ON_ALARM\"]\n }"),
		deploymentGroup("server", "app", "app_name = aws_codedeploy_app.server.name", "config", ""),
		deploymentGroup("style", "style", ""),
		deploymentGroup("scaling", "scaling", `autoscaling_groups = ["a"]`),
		deploymentGroup("tags", "tags", "ec2_tag_filter {\n key = \"a\"\n type = \"KEY_ONLY\"\n }"),
		deploymentGroup("balancer", "balancer", ""),
		deploymentGroup("classic", "balancer", "load_balancer_info {\n elb_info {\n name = \"a\"\n }\n }"),
		deploymentGroup("pair", "balancer", pairOf(`target_group { name = "blue" }`, `prod_traffic_route { listener_arns = ["arn:listener"] }`)),
		deploymentGroup("listeners", "balancer", pairOf(`target_group { name = "blue" }`, `target_group { name = "green" }`, `prod_traffic_route { listener_arns = ["arn:a", "arn:b"] }`)),
		deploymentGroup("bluegreen", "bluegreen", ""),
		deploymentGroup("fleet", "bluegreen", blueGreenOf(`green_fleet_provisioning_option { action = "DISCOVER_EXISTING" }`)),
		deploymentGroup("ready", "bluegreen", blueGreenOf(`terminate_blue_instances_on_deployment_success { action = "TERMINATE" }`)),
		deploymentGroup("wait", "bluegreen", blueGreenOf("deployment_ready_option {\n action_on_timeout = \"CONTINUE_DEPLOYMENT\"\n wait_time_in_minutes = 5\n }")),
		deploymentGroup("kept", "bluegreen", blueGreenOf(ready, `terminate_blue_instances_on_deployment_success { action = "KEEP_ALIVE" }`)),
		deploymentGroup("late", "bluegreen", blueGreenOf(ready, "terminate_blue_instances_on_deployment_success {\n action = \"TERMINATE\"\n termination_wait_time_in_minutes = 2881\n }")),
		deploymentGroup("serviceless", "service", ""),
		deploymentGroup("unknown", "service", strings.Replace(parts["service"], "api", "none", 1)),
		deploymentGroup("controller", "service", strings.Replace(parts["service"], "api", "rolling", 1)),
		deploymentGroup("second", "service", strings.Replace(parts["service"], "api", "web", 1)),
	}
	all[7] = strings.Replace(all[7], `deployment_group_name = "taken"`, `deployment_group_name = "web"`, 1)
	out := tf.Refused(standing + holding + strings.Join(all, "\n"))
	cloudtest.Seen(t, Refusals(), out)
	left := strings.Count(leaving, "\nresource ")
	assert.Equal(t, strings.Count("\n"+out, "\nError: "), len(all)+left, out)
}

const ready = `deployment_ready_option { action_on_timeout = "CONTINUE_DEPLOYMENT" }`

func config(label, name string, blocks ...string) string {
	return fmt.Sprintf("\nresource \"aws_codedeploy_deployment_config\" %q {\n  deployment_config_name = %q\n  %s\n}\n", label, name, strings.Join(blocks, "\n  "))
}
