//go:build rehearsal

package identity

import (
	"encoding/json"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
)

const trust = `jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })`

const complete = `
data "aws_caller_identity" "caller" {}
data "aws_partition" "partition" {}
data "aws_region" "region" {}
data "aws_iam_policy" "execution" { name = "AmazonECSTaskExecutionRolePolicy" }
data "aws_kms_alias" "s3" { name = "alias/aws/s3" }
data "aws_service_principal" "logs" { service_name = "logs" }
data "aws_iam_session_context" "caller" { arn = data.aws_caller_identity.caller.arn }
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com", "ec2.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.caller.account_id]
    }
  }
}
resource "aws_iam_role" "task" {
  name               = "task"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role" "generated" {
  name_prefix        = "made-"
  path               = "/team/"
  assume_role_policy = ` + trust + `
}
resource "aws_iam_role_policy" "read" {
  name   = "read"
  role   = aws_iam_role.task.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*" }] })
}
resource "aws_iam_policy" "write" {
  name   = "write"
  policy = jsonencode({ Statement = { Effect = "Allow", Action = ["s3:PutObject"], Resource = "*" } })
}
resource "aws_iam_role_policy_attachment" "write" {
  role       = aws_iam_role.task.name
  policy_arn = aws_iam_policy.write.arn
}
resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.task.name
  policy_arn = data.aws_iam_policy.execution.arn
}
resource "aws_iam_instance_profile" "nodes" {
  name = "nodes"
  role = aws_iam_role.task.name
}
resource "aws_kms_key" "main" {
  description             = "DESCRIPTION"
  deletion_window_in_days = 7
  enable_key_rotation     = true
  policy = jsonencode({ Statement = [{
    Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::000000000000:root" }
  }, {
    Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = aws_iam_role.task.arn }
  }] })
}
resource "aws_kms_alias" "main" {
  name          = "alias/main"
  target_key_id = aws_kms_key.main.key_id
}
data "aws_kms_key" "main" { key_id = aws_kms_alias.main.name }
data "aws_iam_role" "task" { name = aws_iam_role.task.name }
`

func TestIdentity(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds(), Data: Data()})
	tf.Apply(complete)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})

	objects := map[string]cloud.Attributes{}
	for _, object := range tf.Cloud.Objects() {
		objects[object.Type+" "+object.Attributes.Text("name")] = object.Attributes
	}
	assert.Equal(t, objects["aws_iam_role task"]["arn"], "arn:aws:iam::000000000000:role/task")
	assert.Equal(t, objects["aws_iam_policy write"]["id"], "arn:aws:iam::000000000000:policy/write")
	assert.Equal(t, objects["aws_iam_role_policy read"]["id"], "task:read")
	assert.Equal(t, objects["aws_kms_alias alias/main"]["arn"], "arn:aws:kms:ap-northeast-1:000000000000:alias/main")

	// Somebody detaches a policy and deletes the key at the console.
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		attachment := c.One("aws_iam_role_policy_attachment", "policy_arn", objects["aws_iam_policy write"].Text("arn"))
		c.Drop("aws_iam_role_policy_attachment", attachment.Text("id"))
		return nil
	}))
	tf.Write(strings.Replace(complete, "DESCRIPTION", "another", 1))
	assert.DeepEqual(t, tf.Plan(), map[string]string{
		"aws_iam_role_policy_attachment.write": "create",
		"aws_kms_key.main":                     "update",
	})
	tf.Apply(strings.Replace(complete, "DESCRIPTION", "another", 1))

	tf.Destroy()
	assert.Equal(t, len(tf.Cloud.Objects()), 0)
	// A key is deleted after its waiting period only.
	assert.Equal(t, len(tf.Cloud.Waiting()), 1)
}

func TestRefusals(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds(), Data: Data()})
	validate := tf.Refused(`
resource "aws_kms_key" "k" { deletion_window_in_days = 3 }
resource "aws_kms_alias" "form" {
  name          = "main"
  target_key_id = "k"
}
resource "aws_kms_alias" "reserved" {
  name          = "alias/aws/main"
  target_key_id = "k"
}
resource "aws_iam_role" "json" {
  name               = "has a space"
  assume_role_policy = "{"
}`)
	assert.Assert(t, strings.Contains(validate, `"assume_role_policy" contains an invalid JSON policy: unexpected end of JSON input`), validate)
	assert.Assert(t, strings.Contains(validate, `invalid value for name (must match [\w+=,.@-])`), validate)

	plan := tf.Refused(`
data "aws_kms_alias" "unknown" { name = "alias/unknown" }
data "aws_iam_policy" "unknown" { name = "Unknown" }
data "aws_iam_policy_document" "sids" {
  statement { sid = "twice" }
  statement { sid = "twice" }
}`)

	const waiting = "11111111-1111-1111-1111-111111111111"
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		c.Keep("aws_kms_key", cloud.Attributes{"id": waiting, "key_id": waiting, "arn": c.ARN("kms", "key/"+waiting)})
		c.Put("aws_iam_role", cloud.Attributes{"id": "taken", "name": "taken"})
		c.Put("aws_iam_policy", cloud.Attributes{"id": "taken", "name": "taken"})
		c.Put("aws_iam_instance_profile", cloud.Attributes{"id": "taken", "name": "taken"})
		c.Put("aws_kms_alias", cloud.Attributes{"id": "alias/taken", "name": "alias/taken"})
		return nil
	}))
	apply := tf.Refused(refused)

	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		c.Put("aws_iam_role_policy", cloud.Attributes{"id": "inline:p", "role": "inline", "name": "p"})
		c.Put("aws_iam_role_policy_attachment", cloud.Attributes{"id": "a", "role": "attached", "policy_arn": "arn:aws:iam::000000000000:policy/attached"})
		c.Put("aws_iam_role_policy", cloud.Attributes{"id": "forced:p", "role": "forced", "name": "p"})
		return nil
	}))
	destroy, err := tf.Run("destroy", "-auto-approve")
	assert.Assert(t, err != nil)
	cloudtest.Seen(t, Refusals(), validate, plan, apply, destroy)
	for _, object := range tf.Cloud.Objects() {
		assert.Check(t, object.ID != "forced" && object.ID != "forced:p", "%s %s is left", object.Type, object.ID)
	}
}

const refused = `
locals {
  trust = ` + trust + `
  allow = { Effect = "Allow", Action = "s3:GetObject", Resource = "*" }
  long  = join("", [for i in range(700) : "0123456789abcdef"])
  trusts = {
    principal = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole" }] })
    resource  = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" }, Resource = "*" }] })
    actions   = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
    service   = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks" } }] })
    long      = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" }, Condition = { StringEquals = { "aws:userid" = local.long } } }] })
  }
  policies = {
    syntax    = jsonencode({ Statement = [] })
    twice     = jsonencode({ Statement = [merge(local.allow, { Sid = "a" }), merge(local.allow, { Sid = "a" })] })
    sid       = jsonencode({ Statement = [merge(local.allow, { Sid = "a b" })] })
    actions   = jsonencode({ Statement = [{ Effect = "Allow", Resource = "*" }] })
    resources = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject" }] })
    vendor    = jsonencode({ Statement = [merge(local.allow, { Action = "GetObject" })] })
    arn       = jsonencode({ Statement = [merge(local.allow, { Resource = "bucket/*" })] })
    principal = jsonencode({ Statement = [merge(local.allow, { Principal = "*" })] })
    long      = jsonencode({ Statement = [merge(local.allow, { Resource = "arn:aws:s3:::${local.long}" })] })
  }
}
resource "aws_iam_role" "good" {
  name               = "good"
  assume_role_policy = local.trust
}
resource "aws_iam_role" "trusts" {
  for_each           = local.trusts
  name               = "trusts-${each.key}"
  assume_role_policy = each.value
}
resource "aws_iam_role_policy" "policies" {
  for_each = local.policies
  name     = each.key
  role     = aws_iam_role.good.name
  policy   = each.value
}
resource "aws_iam_role" "taken" {
  name               = "taken"
  assume_role_policy = local.trust
}
resource "aws_iam_role" "path" {
  name               = "path"
  path               = "team"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "missing" {
  name   = "p"
  role   = "missing"
  policy = jsonencode({ Statement = [local.allow] })
}
resource "aws_iam_policy" "taken" {
  name   = "taken"
  policy = jsonencode({ Statement = [local.allow] })
}
resource "aws_iam_policy" "long" {
  name   = "long"
  policy = local.policies.long
}
resource "aws_iam_role_policy_attachment" "missing" {
  role       = aws_iam_role.good.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForECS"
}
resource "aws_iam_role" "many" {
  name               = "many"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy_attachment" "many" {
  count      = 11
  role       = aws_iam_role.many.name
  policy_arn = "arn:aws:iam::aws:policy/Policy${count.index}"
}
resource "aws_iam_instance_profile" "taken" { name = "taken" }
resource "aws_kms_key" "locked" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = "arn:aws:iam::000000000000:root" } }] })
}
resource "aws_kms_key" "malformed" { policy = "{}" }
resource "aws_kms_key" "principal" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::000000000000:role/missing" } }] })
}
resource "aws_kms_key" "good" {}
resource "aws_kms_alias" "taken" {
  name          = "alias/taken"
  target_key_id = aws_kms_key.good.id
}
resource "aws_kms_alias" "missing" {
  name          = "alias/missing"
  target_key_id = "00000000-1111-2222-3333-444444444444"
}
resource "aws_kms_alias" "waiting" {
  name          = "alias/waiting"
  target_key_id = "11111111-1111-1111-1111-111111111111"
}
resource "aws_iam_role" "kept" {
  for_each           = toset(["inline", "attached", "forced"])
  name               = each.key
  assume_role_policy = local.trust
  force_detach_policies = each.key == "forced"
}
resource "aws_iam_policy" "attached" {
  name   = "attached"
  policy = jsonencode({ Statement = [local.allow] })
}
`

// The provider's rendering is what stands in everybody's state and plan.
func TestPolicyDocument(t *testing.T) {
	c := cloud.Attributes{
		"source_policy_documents": []any{`{"Version":"2008-10-17","Statement":{"Sid":"kept","Effect":"Deny","Action":["s3:b","s3:a"],"Resource":"*"}}`},
		"statement": []any{map[string]any{
			"sid": "Read", "actions": []any{"s3:Get", "s3:List"}, "resources": []any{"arn:aws:s3:::home/&{aws:username}"},
			"principals": []any{map[string]any{"type": "AWS", "identifiers": []any{"b", "c", "a"}}},
			"condition": []any{
				map[string]any{"test": "StringEquals", "variable": "k", "values": []any{"v"}},
				map[string]any{"test": "StringEquals", "variable": "l", "values": []any{"y", "x"}},
			},
		}},
		"override_policy_documents": []any{`{"Statement":[{"Sid":"kept","Effect":"Allow","Action":"s3:*","Resource":"*"}]}`},
	}
	call := &cloud.Call{Object: c}
	assert.NilError(t, policyDocument.Read(call))
	assert.Equal(t, call.Object.Text("minified_json"),
		`{"Version":"2012-10-17","Statement":[`+
			`{"Sid":"kept","Effect":"Allow","Action":"s3:*","Resource":"*"},`+
			`{"Sid":"Read","Effect":"Allow","Action":["s3:List","s3:Get"],"Resource":"arn:aws:s3:::home/${aws:username}",`+
			`"Principal":{"AWS":["c","b","a"]},"Condition":{"StringEquals":{"k":"v","l":["y","x"]}}}]}`)
	var long any
	assert.NilError(t, json.Unmarshal([]byte(call.Object.Text("json")), &long))
	assert.Assert(t, strings.HasPrefix(call.Object.Text("json"), "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Sid\": \"kept\""))
}
