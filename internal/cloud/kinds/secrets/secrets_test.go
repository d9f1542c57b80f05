//go:build rehearsal

package secrets

import (
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

func options() cloud.Options {
	return cloud.Options{Kinds: slices.Concat(Kinds(), identity.Kinds()), Data: slices.Concat(Data(), identity.Data())}
}

const complete = `
resource "aws_kms_key" "main" {}
resource "aws_ssm_parameter" "level" {
  name           = "/main/log-level"
  type           = "String"
  insecure_value = "LEVEL"
}
resource "aws_ssm_parameter" "password" {
  name   = "/main/password"
  type   = "SecureString"
  key_id = aws_kms_key.main.arn
  value  = "secret"
}
resource "aws_ssm_parameter" "written" {
  name             = "written"
  type             = "SecureString"
  value_wo         = "hidden"
  value_wo_version = 1
}
resource "aws_secretsmanager_secret" "main" {
  name       = "main/session"
  kms_key_id = aws_kms_key.main.arn
}
resource "aws_secretsmanager_secret" "gone" {
  name_prefix             = "gone-"
  recovery_window_in_days = 0
}
resource "aws_secretsmanager_secret_version" "main" {
  secret_id     = aws_secretsmanager_secret.main.id
  secret_string = jsonencode({ key = "k" })
}
resource "aws_secretsmanager_secret_version" "gone" {
  secret_id                = aws_secretsmanager_secret.gone.id
  secret_string_wo         = "hidden"
  secret_string_wo_version = VERSION
}
resource "aws_secretsmanager_secret_policy" "main" {
  secret_arn = aws_secretsmanager_secret.main.arn
  policy     = jsonencode({ Statement = [{ Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = "*", Principal = { AWS = "arn:aws:iam::000000000000:root" } }] })
}
resource "aws_secretsmanager_secret_rotation" "main" {
  secret_id           = aws_secretsmanager_secret.main.id
  rotation_lambda_arn = "arn:aws:lambda:ap-northeast-1:000000000000:function:rotate"
  rotation_rules { automatically_after_days = 30 }
}
data "aws_ssm_parameter" "image" { name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id" }
data "aws_ssm_parameter" "document" { name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended" }
data "aws_ssm_parameter" "ubuntu" { name = "/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id" }
data "aws_ssm_parameter" "level" { name = aws_ssm_parameter.level.name }
data "aws_ssm_parameter" "written" { name = aws_ssm_parameter.written.name }
data "aws_secretsmanager_secret" "main" { name = aws_secretsmanager_secret.main.name }
data "aws_secretsmanager_secret_version" "gone" { secret_id = aws_secretsmanager_secret_version.gone.secret_id }
check "read" {
  assert {
    condition     = jsondecode(data.aws_ssm_parameter.document.insecure_value).image_id == data.aws_ssm_parameter.image.insecure_value
    error_message = "the image's id differs from the one in its description"
  }
  assert {
    condition     = data.aws_secretsmanager_secret_version.gone.secret_string == "hidden" && data.aws_ssm_parameter.written.value == "hidden"
    error_message = "what was written only cannot be read"
  }
  assert {
    condition     = data.aws_ssm_parameter.level.insecure_value == "LEVEL" && startswith(data.aws_secretsmanager_secret.main.id, "arn:aws:secretsmanager:ap-northeast-1:000000000000:secret:main/session-")
    error_message = "something else was read"
  }
}
`

func TestSecrets(t *testing.T) {
	tf := cloudtest.New(t, options())
	config := strings.NewReplacer("LEVEL", "info", "VERSION", "1").Replace(complete)
	tf.Write(config)
	out, err := tf.Run("apply", "-auto-approve")
	assert.NilError(t, err, out)
	assert.Assert(t, !strings.Contains(out, "Check block assertion failed"), out)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	assert.Equal(t, tf.ID("aws_ssm_parameter.level"), "/main/log-level")

	// A value is changed by hand, and write-only ones are renewed.
	parameter := func(c *cloud.Call) cloud.Attributes {
		return c.One("aws_ssm_parameter", "name", "/main/password").Clone()
	}
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		changed := parameter(c)
		changed["value"] = "by hand"
		c.Put("aws_ssm_parameter", changed)
		return nil
	}))
	config = strings.NewReplacer("LEVEL", "debug", "VERSION", "2").Replace(complete)
	tf.Write(config)
	assert.DeepEqual(t, tf.Plan(), map[string]string{
		"aws_ssm_parameter.level": "update", "aws_ssm_parameter.password": "update", "aws_secretsmanager_secret_version.gone": "replace",
	})
	tf.Apply(config)
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		assert.Check(t, parameter(c).Text("value") == "secret")
		assert.Check(t, parameter(c).Int("version") == 2)
		return nil
	}))

	tf.Destroy()
	assert.Equal(t, len(tf.Left()), 0)
	kept := map[string]int{}
	for _, object := range tf.Cloud.Waiting() {
		kept[object.Type]++
	}
	assert.DeepEqual(t, kept, map[string]int{"aws_kms_key": 1, "aws_secretsmanager_secret": 1})

	// The deleted secret keeps its name.
	again := tf.Refused(config)
	assert.Assert(t, strings.Contains(again, "a secret with this name is already scheduled for deletion"), again)
}

func TestRefusals(t *testing.T) {
	tf := cloudtest.New(t, options())
	validate := tf.Refused(`
resource "aws_secretsmanager_secret" "window" {
  name                    = "window"
  recovery_window_in_days = 3
}`)
	tf.Exists("aws_ssm_parameter", cloud.Attributes{"id": "taken", "name": "taken"})
	tf.Exists("aws_secretsmanager_secret", cloud.Attributes{"id": "x", "arn": "x", "name": "taken"})
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		c.Keep("aws_secretsmanager_secret", cloud.Attributes{"id": "y", "arn": "y", "name": "deleted"})
		return nil
	}))
	plan := tf.Refused(`
data "aws_ssm_parameter" "unknown" { name = "/aws/service/ecs/optimized-ami/amazon-linux-2022/recommended/image_id" }
data "aws_secretsmanager_secret" "unknown" { name = "unknown" }
data "aws_secretsmanager_secret_version" "unknown" { secret_id = "taken" }`)
	apply := tf.Refused(refused)
	cloudtest.Seen(t, Refusals(), validate, plan, apply)
}

const refused = `
locals {
  parameters = {
    taken    = { name = "taken" }
    form     = { name = "ssm-parameter" }
    reserved = { name = "/aws/mine" }
    path     = { name = "a/b" }
    levels   = { name = "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16" }
    long     = { value = join("", [for i in range(500) : "0123456789"]) }
    empty    = { value = "" }
    pattern  = { pattern = "^\\d+$" }
    key      = { type = "SecureString", key = "alias/missing" }
  }
}
resource "aws_ssm_parameter" "bad" {
  for_each        = local.parameters
  name            = lookup(each.value, "name", each.key)
  type            = lookup(each.value, "type", "String")
  value           = lookup(each.value, "value", "v")
  allowed_pattern = lookup(each.value, "pattern", null)
  key_id          = lookup(each.value, "key", null)
}
resource "aws_ssm_parameter" "insecure" {
  name           = "insecure"
  type           = "SecureString"
  insecure_value = "v"
}
resource "aws_secretsmanager_secret" "bad" {
  for_each = toset(["taken", "deleted"])
  name     = each.key
}
resource "aws_secretsmanager_secret" "good" { name = "good" }
resource "aws_secretsmanager_secret" "key" {
  name       = "key"
  kms_key_id = "alias/missing"
}
resource "aws_secretsmanager_secret_version" "missing" {
  secret_id     = "missing"
  secret_string = "s"
}
resource "aws_secretsmanager_secret_version" "marked" {
  secret_id     = "deleted"
  secret_string = "s"
}
resource "aws_secretsmanager_secret_version" "empty" { secret_id = aws_secretsmanager_secret.good.id }
resource "aws_secretsmanager_secret_version" "key" {
  secret_id     = aws_secretsmanager_secret.key.id
  secret_string = "s"
}
resource "aws_secretsmanager_secret_policy" "bad" {
  for_each = {
    syntax    = "{}"
    principal = jsonencode({ Statement = [{ Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = "*", Principal = { AWS = "arn:aws:iam::000000000000:role/missing" } }] })
    public    = jsonencode({ Statement = [{ Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = "*", Principal = "*" }] })
  }
  secret_arn          = aws_secretsmanager_secret.good.arn
  policy              = each.value
  block_public_policy = true
}
resource "aws_secretsmanager_secret_rotation" "function" {
  secret_id = aws_secretsmanager_secret.good.id
  rotation_rules { automatically_after_days = 30 }
}
`
