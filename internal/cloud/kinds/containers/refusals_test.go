//go:build rehearsal

package containers

import (
	"maps"
	"strings"
	"testing"

	"gotest.tools/v3/assert"
	is "gotest.tools/v3/assert/cmp"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
)

// set alters a container.
func set(key string, value any) func(map[string]any) {
	return func(c map[string]any) {
		if value == nil {
			delete(c, key)
		} else {
			c[key] = value
		}
	}
}

// but are the arguments that a resource has instead of its own.
func but(pairs ...string) map[string]string {
	more := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		more[pairs[i]] = pairs[i+1]
	}
	return more
}

// standing is what the refused requests are about: task definitions, and a
// service that CodeDeploy deploys for each thing that it may not change.
func standing(change map[string]map[string]string) string {
	all := `
resource "aws_ecs_cluster" "main" { name = "main" }
resource "aws_service_discovery_http_namespace" "main" { name = "main" }
resource "aws_service_discovery_service" "main" {
  name         = "main"
  namespace_id = aws_service_discovery_http_namespace.main.id
}
` + task("web", nil, web()) + task("next", nil, web()) +
		task("bridge", but("network_mode", `"bridge"`, "requires_compatibilities", ""), web()) +
		replica("still", "aws_ecs_task_definition.web.arn", nil)
	for _, name := range changes {
		arguments := but("deployment_controller", `{ type = "CODE_DEPLOY" }`, "load_balancer", balancer)
		maps.Copy(arguments, change[name])
		all += replica(name, "aws_ecs_task_definition.web.arn", arguments)
	}
	return all
}

// changes are what UpdateService leaves to CodeDeploy, by the service that
// tries.
var changes = []string{"definition", "balancer", "network", "platform", "exec", "registries", "force"}

var tried = map[string]map[string]string{
	"definition": but("task_definition", "aws_ecs_task_definition.next.arn"),
	"balancer":   but("load_balancer", strings.Replace(balancer, "blue", "green", 1)),
	"network":    but("network_configuration", "{ subnets = [\"subnet-a\"]\n    security_groups = [] }"),
	"platform":   but("platform_version", `"1.4.0"`),
	"exec":       but("enable_execute_command", "true"),
	"registries": but("service_registries", "{ registry_arn = aws_service_discovery_service.main.arn }"),
	"force":      but("force_new_deployment", "true"),
}

// leaving is what cannot be deleted, for what refused hangs on it.
const leaving = `
resource "aws_ecs_cluster" "held" { name = "held" }
resource "aws_ecs_cluster" "spot" { name = "spot" }
resource "aws_ecs_cluster_capacity_providers" "spot" {
  cluster_name       = aws_ecs_cluster.spot.name
  capacity_providers = ["FARGATE_SPOT"]
}
resource "aws_ecs_capacity_provider" "held" {
  name = "held"
  auto_scaling_group_provider { auto_scaling_group_arn = "arn:instances" }
}
resource "aws_service_discovery_http_namespace" "held" { name = "held" }
resource "aws_service_discovery_service" "held" {
  name         = "held"
  namespace_id = aws_service_discovery_http_namespace.main.id
}
`

// Every refusal is one that Terraform comes to see.
func TestRefusals(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds(), Data: Data()})
	surroundings(tf)
	tf.Apply(standing(nil) + leaving)
	hold(t, tf)

	refusedAll := refused()
	out := tf.Refused(standing(tried) + strings.Join(refusedAll, "\n"))
	read := tf.Refused(standing(nil) + `data "aws_ecs_task_definition" "none" { task_definition = "none" }`)
	cloudtest.Seen(t, Refusals(), out, read)
	// A cluster that keeps its capacity provider stays with it.
	left := strings.Count(leaving, "\nresource ") - 1
	assert.Equal(t, strings.Count("\n"+out, "\nError: "), len(refusedAll)+len(changes)+left, out)
}

// hold puts objects into the cloud that keep others there.
func hold(t *testing.T, tf *cloudtest.Terraform) {
	tf.Exists("aws_ecs_service", cloud.Attributes{"id": "held", "name": "held", "cluster": "held"})
	tf.Exists("aws_ecs_service", cloud.Attributes{"id": "spot", "name": "spot", "cluster": "spot", "capacity_provider_strategy": []any{map[string]any{"capacity_provider": "FARGATE_SPOT"}}})
	tf.Exists("aws_ecs_cluster_capacity_providers", cloud.Attributes{"id": "other", "cluster_name": "other", "capacity_providers": []any{"held"}})
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		namespace := c.One("aws_service_discovery_http_namespace", "name", "held").Text("id")
		c.Put("aws_service_discovery_service", cloud.Attributes{"id": "srv-other", "namespace_id": namespace})
		service := c.One("aws_service_discovery_service", "name", "held").Text("id")
		c.Put("aws_service_discovery_instance", cloud.Attributes{"id": "other", "instance_id": "other", "service_id": service})
		gone := Latest(c, "next").Clone()
		gone["family"] = "gone"
		gone["arn"] = strings.Replace(gone.Text("arn"), "next", "gone", 1)
		keep(c, gone, inactive)
		return nil
	}))
}

// What the provider itself refuses, it says of every argument.
func TestValidate(t *testing.T) {
	for _, test := range []struct {
		kind cloud.Kind
		in   cloud.Attributes
		want string
	}{
		{taskDefinition, cloud.Attributes{"family": "a b"}, "API_TaskDefinition.html"},
		{taskDefinition, cloud.Attributes{"network_mode": "vpc"}, "expected network_mode to be one of"},
		{taskDefinition, cloud.Attributes{"ephemeral_storage": []any{map[string]any{"size_in_gib": 20}}}, "expected size_in_gib to be in the range (21 - 200), got 20"},
		{taskDefinition, cloud.Attributes{"container_definitions": `[{"portMappings":[{"containerPort":"80"}]}]`}, "container_definitions is invalid: Error decoding JSON"},
		{cluster, cloud.Attributes{"name": "a.b"}, "must consist of alphanumerics, hyphens, and underscores"},
		{service, cloud.Attributes{"launch_type": "SERVERLESS"}, "expected launch_type to be one of"},
	} {
		problems := test.kind.Validate(test.in)
		assert.Equal(t, len(problems), 1, test.want)
		assert.Assert(t, is.Contains(problems[0].Message, test.want))
	}
}
