package awsprovider_test

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/awsprovider"
	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
)

// thing is a kind with little behaviour of its own.
func thing(kind string) cloud.Kind {
	return cloud.Kind{Type: kind, Create: func(c *cloud.Call) error {
		c.Object["id"] = c.NewID("thing-")
		c.Object["arn"] = c.ARN("thing", c.ID())
		return nil
	}}
}

func find(t *testing.T, tf *cloudtest.Terraform, kind string) cloud.Attributes {
	t.Helper()
	for _, object := range tf.Cloud.Objects() {
		if object.Type == kind {
			return object.Attributes
		}
	}
	t.Fatalf("no %s in the cloud", kind)
	return nil
}

// What the schema leaves open is planned as the real provider does.
func TestPlans(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: []cloud.Kind{thing("aws_lb_target_group"), thing("aws_sns_topic")}})
	const group = `
resource "aws_lb_target_group" "web" {
  name        = "web"
  port        = 80
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = "vpc-0"
  tags        = { Project = "mine", Name = "web" }
  health_check { path = "/health" }
}
resource "aws_sns_topic" "alarms" { name = "alarms" }
`
	tf.Apply(group)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	made := find(t, tf, "aws_lb_target_group")
	assert.Equal(t, made.Text("deregistration_delay"), "300", "a default")
	assert.Equal(t, made.Text("health_check.interval"), "30", "a default in a block")
	assert.DeepEqual(t, made.Map("tags_all"), map[string]string{"Project": "mine", "Name": "web"})
	assert.DeepEqual(t, find(t, tf, "aws_sns_topic").Map("tags_all"), map[string]string{"Project": "berth"})

	tf.Write(strings.ReplaceAll(group, `"/health"`, `"/ready"`))
	assert.DeepEqual(t, tf.Plan(), map[string]string{"aws_lb_target_group.web": "update"})
	tf.Write(strings.ReplaceAll(group, "= 80", "= 8080"))
	assert.DeepEqual(t, tf.Plan(), map[string]string{"aws_lb_target_group.web": "replace"})

	// Drift is told against the cloud, not against the state.
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		drifted := c.All("aws_lb_target_group")[0].Clone()
		drifted["deregistration_delay"] = "5"
		c.Put("aws_lb_target_group", drifted)
		c.Drop("aws_sns_topic", c.All("aws_sns_topic")[0].Text("id"))
		return nil
	}))
	tf.Write(group)
	assert.DeepEqual(t, tf.Plan(), map[string]string{"aws_lb_target_group.web": "update", "aws_sns_topic.alarms": "create"})
}

// An element of a set is the one of before where they differ in nothing but what
// AWS decides, and in the empty text that the provider puts in sets.
func TestSetsOfBlocksAreKept(t *testing.T) {
	definition := cloud.Kind{Type: "aws_ecs_task_definition", Create: func(c *cloud.Call) error {
		c.Object["id"] = c.Object["family"]
		return nil
	}}
	tf := cloudtest.New(t, cloud.Options{Kinds: []cloud.Kind{definition}})
	const task = `
resource "aws_ecs_task_definition" "web" {
  family                = "web"
  container_definitions = "[]"
  volume { name = "cache" }
}
`
	tf.Apply(task)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	tf.Write(strings.ReplaceAll(task, `"cache"`, `"data"`))
	assert.DeepEqual(t, tf.Plan(), map[string]string{"aws_ecs_task_definition.web": "replace"})
}

// The cloud knows how AWS treats some types; the others are refused, and with
// the truth as the reason.
func TestUnknownTypesAreRefused(t *testing.T) {
	known := thing("aws_sns_topic")
	options := awsprovider.Options{More: func() (resources, data []string) {
		return []string{"aws_glue_job", "aws_no_such_thing"}, []string{"aws_glue_script"}
	}}
	tf := cloudtest.NewWith(t, cloud.Options{Kinds: []cloud.Kind{known}}, options)
	out := tf.Refused(`
resource "aws_glue_job" "nightly" {
  name     = "nightly"
  role_arn = "arn:aws:iam::000000000000:role/glue"
  command { script_location = "s3://scripts/nightly.py" }
}
data "aws_glue_script" "nightly" {
  dag_edge {
    source = "a"
    target = "b"
  }
  dag_node {
    id        = "a"
    node_type = "S3"
    args {
      name  = "n"
      value = "v"
    }
  }
}
`)
	assert.Assert(t, strings.Contains(out, "aws_glue_job is not part of the rehearsal"), out)
	assert.Assert(t, strings.Contains(out, "data source aws_glue_script is not part of the rehearsal"), out)
	// The schema is the real one: a missing argument is missed.
	assert.Assert(t, strings.Contains(tf.Refused(`resource "aws_glue_job" "nightly" { name = "nightly" }`), "role_arn"))
}

// Each provider block of each run has its own region and tags, though one
// process serves them all.
func TestProviderBlocksAreKeptApart(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: []cloud.Kind{thing("aws_sns_topic")}})
	tf.Apply(`
provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
  default_tags { tags = { Place = "Virginia" } }
}
resource "aws_sns_topic" "here" { name = "here" }
resource "aws_sns_topic" "there" {
  provider = aws.virginia
  name     = "there"
}
`)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	regions, tags := map[string]string{}, map[string]map[string]string{}
	for _, object := range tf.Cloud.Objects() {
		regions[object.Attributes.Text("name")] = object.Region
		tags[object.Attributes.Text("name")] = object.Attributes.Map("tags_all")
	}
	assert.DeepEqual(t, regions, map[string]string{"here": cloudtest.Region, "there": "us-east-1"})
	assert.DeepEqual(t, tags, map[string]map[string]string{"here": {"Project": "berth"}, "there": {"Place": "Virginia"}})
}

const guarded = `
provider "aws" {
  alias               = "guarded"
  region              = "ap-northeast-1"
  allowed_account_ids = ["123456789012"]
}
resource "aws_sns_topic" "guarded" {
  provider = aws.guarded
  name     = "guarded"
}
`

// The account is the one that an environment allows; in another, its guard
// holds.
func TestAccounts(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: []cloud.Kind{thing("aws_sns_topic")}})
	tf.Apply(guarded)
	assert.Assert(t, strings.Contains(find(t, tf, "aws_sns_topic").Text("arn"), ":123456789012:"))

	tf = cloudtest.NewWith(t, cloud.Options{Kinds: []cloud.Kind{thing("aws_sns_topic")}}, awsprovider.Options{Account: "000000000000"})
	out := tf.Refused(guarded)
	assert.Assert(t, strings.Contains(out, "AWS account ID not allowed: 000000000000"), out)
}

// A write-only argument reaches AWS, and no state or plan.
func TestWriteOnlyArguments(t *testing.T) {
	var received string
	version := cloud.Kind{Type: "aws_secretsmanager_secret_version", Create: func(c *cloud.Call) error {
		received = c.Object.Text("secret_string_wo")
		c.Object["secret_string_wo"] = nil
		c.Object["id"] = c.Object.Text("secret_id") + "|" + c.NewUUID()
		return nil
	}}
	tf := cloudtest.New(t, cloud.Options{Kinds: []cloud.Kind{version}})
	tf.Apply(`
resource "aws_secretsmanager_secret_version" "key" {
  secret_id                = "arn:aws:secretsmanager:ap-northeast-1:000000000000:secret:key"
  secret_string_wo         = "open sesame"
  secret_string_wo_version = 1
}
`)
	assert.Equal(t, received, "open sesame")
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	out, err := tf.Run("show", "-json")
	assert.NilError(t, err)
	assert.Assert(t, !strings.Contains(out, "sesame"))
}
