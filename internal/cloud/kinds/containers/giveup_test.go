//go:build rehearsal

package containers

import (
	"fmt"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
)

// Terraform destroys a capacity provider that is gone from the configuration
// before it changes the cluster that lists it, and ECS refuses that: the order is
// right only where the provider is created before it is destroyed.
func TestAClusterGivesUpItsInstances(t *testing.T) {
	const cluster = `
resource "aws_ecs_cluster" "main" { name = "main" }
resource "aws_ecs_cluster_capacity_providers" "main" {
  cluster_name       = aws_ecs_cluster.main.name
  capacity_providers = [%s]
}`
	const provider = `
resource "aws_ecs_capacity_provider" "instances" {
  name = "instances"
  auto_scaling_group_provider { auto_scaling_group_arn = "arn:instances" }
  lifecycle { create_before_destroy = %t }
}`
	for _, ordered := range []bool{false, true} {
		t.Run(fmt.Sprint(ordered), func(t *testing.T) {
			tf := cloudtest.New(t, cloud.Options{Kinds: Kinds(), Data: Data()})
			surroundings(tf)
			tf.Apply(fmt.Sprintf(cluster, "aws_ecs_capacity_provider.instances.name") + fmt.Sprintf(provider, ordered))
			without := fmt.Sprintf(cluster, `"FARGATE"`)
			if ordered {
				tf.Apply(without)
				return
			}
			assert.Assert(t, strings.Contains(tf.Refused(without), "capacity provider"))
		})
	}
}
