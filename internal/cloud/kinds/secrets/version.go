package secrets

import (
	"cmp"
	"slices"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

// current and previous are the labels that AWS moves by itself.
const (
	current  = "AWSCURRENT"
	previous = "AWSPREVIOUS"
)

var version = cloud.Kind{
	Type: "aws_secretsmanager_secret_version",
	Noun: "Secrets Manager Secret Version",
	Validate: argument.All(
		argument.Conflict("secret_string", "secret_binary"),
		argument.Conflict("secret_string", "secret_string_wo"),
	),
	Create: func(c *cloud.Call) error {
		found, err := find(c, "Secrets Manager: PutSecretValue", c.Object.Text("secret_id"))
		if err != nil {
			return err
		}
		if valueOfVersion(c.Object) == "" {
			return secretEmpty.With()
		}
		if key := found.Text("kms_key_id"); key != "" {
			if _, state := identity.FindKey(c, key); state != identity.KeyEnabled {
				return secretKey.With()
			}
		}
		c.Object["version_id"] = c.NewUUID()
		c.Object["arn"] = found["arn"]
		c.Object["id"] = found.Text("arn") + "|" + c.Object.Text("version_id")
		c.Object["has_secret_string_wo"] = c.Object.Text("secret_string_wo") != ""
		c.Object.Default("version_stages", []any{current})
		if slices.Contains(c.Object.Texts("version_stages"), current) {
			demote(c, found)
		}
		return nil
	},
}

// demote takes the label of the current version off those that have it.
func demote(c *cloud.Call, secret cloud.Attributes) {
	for _, other := range c.Find("aws_secretsmanager_secret_version", "version_stages", current) {
		if isOf(other, secret) {
			old := other.Clone()
			old["version_stages"] = []any{previous}
			c.Put("aws_secretsmanager_secret_version", old)
		}
	}
}

// valueOfVersion is a secret's text, whichever argument it was written in.
func valueOfVersion(object cloud.Attributes) string {
	return cmp.Or(object.Text("secret_string_wo"), object.Text("secret_string"), object.Text("secret_binary"))
}

var dataVersion = cloud.Data{
	Type: "aws_secretsmanager_secret_version",
	Read: func(c *cloud.Call) error {
		const operation = "Secrets Manager: GetSecretValue"
		found, err := find(c, operation, c.Object.Text("secret_id"))
		if err != nil {
			return err
		}
		by, value := "version_stages", cmp.Or(c.Object.Text("version_stage"), current)
		if id := c.Object.Text("version_id"); id != "" {
			by, value = "version_id", id
		}
		for _, version := range c.Find("aws_secretsmanager_secret_version", by, value) {
			if isOf(version, found) {
				c.Copy(version, "arn", "version_id", "version_stages", "secret_binary")
				c.Object["secret_string"] = cmp.Or(version.Text("secret_string_wo"), version.Text("secret_string"))
				c.Object["id"] = found.Text("arn") + "|" + value
				return nil
			}
		}
		return stageUnknown.With(value)
	},
}

var secretPolicy = cloud.Kind{
	Type:     "aws_secretsmanager_secret_policy",
	Noun:     "Secrets Manager Secret Policy",
	Validate: argument.All(argument.ARN("secret_arn"), argument.Policy("policy")),
	Create: func(c *cloud.Call) error {
		found, err := find(c, "Secrets Manager: PutResourcePolicy", c.Object.Text("secret_arn"))
		if err != nil {
			return err
		}
		c.Object["id"] = found["arn"]
		return checkPolicy(c)
	},
	Update: checkPolicy,
}

var rotation = cloud.Kind{
	Type: "aws_secretsmanager_secret_rotation",
	Noun: "Secrets Manager Secret Rotation",
	Validate: argument.All(
		argument.Between("rotation_rules.automatically_after_days", 1, 1000),
		argument.Conflict("rotation_rules.automatically_after_days", "rotation_rules.schedule_expression"),
	),
	Create: func(c *cloud.Call) error {
		found, err := find(c, "Secrets Manager: RotateSecret", c.Object.Text("secret_id"))
		if err != nil {
			return err
		}
		if c.Object.Text("rotation_lambda_arn") == "" {
			return rotationLambda.With()
		}
		c.Object["id"] = found["arn"]
		c.Object["rotation_enabled"] = true
		return nil
	},
}
