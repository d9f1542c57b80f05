//go:build rehearsal

package compute

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
	"github.com/berth-iac/berth/internal/cloud/kinds/network"
)

const whole = `
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_launch_template" "nodes" {
  name          = "nodes"
  image_id      = data.aws_ami.ecs.id
  instance_type = "t3.small"
}
resource "aws_autoscaling_group" "nodes" {
  name                = "nodes"
  min_size            = 1
  max_size            = 4
  vpc_zone_identifier = [aws_subnet.a.id]
  launch_template {
    id      = aws_launch_template.nodes.id
    version = aws_launch_template.nodes.latest_version
  }
}
data "aws_ami" "ecs" { owners = ["amazon"] }
`

const refused = `
resource "aws_launch_template" "groupless" { vpc_security_group_ids = ["sg-missing"] }
resource "aws_launch_template" "powerless" {
  iam_instance_profile { name = "missing" }
}
resource "aws_launch_template" "second" { name = aws_launch_template.nodes.name }
resource "aws_launch_template" "misnamed" { name = "no blanks" }
resource "aws_autoscaling_group" "empty" {
  min_size = 0
  max_size = 1
  launch_template { id = "lt-missing" }
}
resource "aws_autoscaling_group" "nowhere" {
  min_size            = 0
  max_size            = 1
  vpc_zone_identifier = ["subnet-missing"]
  launch_template { id = aws_launch_template.nodes.id }
}
resource "aws_autoscaling_group" "targetless" {
  min_size          = 0
  max_size          = 1
  target_group_arns = ["arn:aws:elasticloadbalancing:ap-northeast-1:000000000000:targetgroup/missing/0"]
  launch_template { id = aws_launch_template.nodes.id }
}
resource "aws_autoscaling_group" "second" {
  name     = aws_autoscaling_group.nodes.name
  min_size = 0
  max_size = 1
  launch_template { id = aws_launch_template.nodes.id }
}
resource "aws_autoscaling_group" "inside-out" {
  min_size = 3
  max_size = 1
  launch_template { id = aws_launch_template.nodes.id }
}
resource "aws_autoscaling_group" "greedy" {
  min_size         = 1
  max_size         = 2
  desired_capacity = 3
  launch_template { id = aws_launch_template.nodes.id }
}
`

// provider stands for the ECS capacity provider of package containers.
var provider = cloud.Kind{
	Type:   "aws_ecs_capacity_provider",
	Create: func(c *cloud.Call) error { c.Object["id"] = c.Object["name"]; return nil },
}

func TestCompute(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: append(append(Kinds(), provider), network.Kinds()...), Data: Data()})
	tf.Apply(whole)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	printed := tf.Refused(whole + refused)

	// A new version of the template reaches the group in the same apply.
	tf.Apply(strings.ReplaceAll(whole, "t3.small", "t3.large"))
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	template := tf.ID("aws_launch_template.nodes")
	group := object(tf, "aws_autoscaling_group", "nodes")
	assert.Equal(t, object(tf, "aws_launch_template", template).Text("latest_version"), "2")
	assert.Equal(t, group.Text("launch_template.version"), "2")

	tf.Outside("aws_ecs_capacity_provider", cloud.Attributes{
		"name": "nodes", "auto_scaling_group_provider": []any{map[string]any{"auto_scaling_group_arn": group["arn"]}}})
	tf.Outside("aws_autoscaling_group", cloud.Attributes{
		"name": "by-hand", "min_size": 0, "max_size": 1, "launch_template": []any{map[string]any{"id": template}}})
	out, err := tf.Run("destroy", "-auto-approve", "-input=false")
	assert.Assert(t, err != nil, out)
	printed += out
	forget(t, tf, "aws_ecs_capacity_provider", "nodes")
	out, err = tf.Run("destroy", "-auto-approve", "-input=false")
	assert.Assert(t, err != nil, out)
	cloudtest.Seen(t, Refusals(), printed, out)

	forget(t, tf, "aws_autoscaling_group", "by-hand")
	tf.Destroy()
	assert.Equal(t, len(tf.Cloud.Objects()), 0)
}

func object(tf *cloudtest.Terraform, kind, id string) cloud.Attributes {
	for _, o := range tf.Cloud.Objects() {
		if o.Type == kind && o.ID == id {
			return o.Attributes
		}
	}
	return nil
}

func forget(t *testing.T, tf *cloudtest.Terraform, kind, id string) {
	t.Helper()
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error { c.Drop(kind, id); return nil }))
}
