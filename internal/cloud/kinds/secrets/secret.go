package secrets

import (
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

const secretLetters = `must contain only alphanumeric characters and special characters: /_+=.@-`

var secret = cloud.Kind{
	Type:   "aws_secretsmanager_secret",
	Noun:   "Secrets Manager Secret",
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: secretTaken}},
	Validate: argument.All(
		argument.Conflict("name", "name_prefix"),
		argument.Length("name", 1, 512),
		argument.Match("name", `^[0-9A-Za-z/_+=.@-]+$`, secretLetters),
		argument.Length("name_prefix", 1, 512-26),
		argument.Match("name_prefix", `^[0-9A-Za-z/_+=.@-]+$`, secretLetters),
		argument.Policy("policy"),
		func(in cloud.Attributes) []cloud.Problem {
			days := in.Int("recovery_window_in_days")
			if days == 0 || days >= 7 && days <= 30 {
				return nil
			}
			return []cloud.Problem{{Path: "recovery_window_in_days", Message: secretWindow.With(in.Text("recovery_window_in_days")).Error()}}
		},
	),
	Create: func(c *cloud.Call) error {
		c.NameFromPrefix("terraform-")
		c.Object.Default("name_prefix", "")
		name := c.Object.Text("name")
		if len(c.Waiting("aws_secretsmanager_secret", "name", name)) > 0 {
			return secretWaiting.With()
		}
		c.Object["arn"] = c.ARN("secretsmanager", "secret:"+name+"-"+c.NewHex(7)[1:])
		c.Object["id"] = c.Object["arn"]
		c.Object.Default("policy", "")
		setReplicas(c)
		return checkPolicy(c)
	},
	Update: func(c *cloud.Call) error {
		setReplicas(c)
		return checkPolicy(c)
	},
	// Unless it is deleted at once, AWS keeps a secret, and its name, for the
	// recovery window.
	Delete: func(c *cloud.Call) error {
		for _, kind := range []string{"aws_secretsmanager_secret_version", "aws_secretsmanager_secret_policy", "aws_secretsmanager_secret_rotation"} {
			for _, part := range c.All(kind) {
				if isOf(part, c.Object) {
					c.Drop(kind, part.Text("id"))
				}
			}
		}
		if c.Object.Text("recovery_window_in_days") != "0" {
			c.Keep("aws_secretsmanager_secret", c.Object)
		}
		return nil
	},
}

func setReplicas(c *cloud.Call) {
	for _, replica := range c.Object.Blocks("replica") {
		replica.Default("status", "InSync")
		replica.Default("status_message", "")
	}
}

// find looks a secret up by its ARN or name.
func find(c *cloud.Call, operation, name string) (cloud.Attributes, error) {
	for _, path := range []string{"arn", "name"} {
		if found := c.One("aws_secretsmanager_secret", path, name); found != nil {
			return found, nil
		}
		if len(c.Waiting("aws_secretsmanager_secret", path, name)) > 0 {
			return nil, at(operation, secretMarked).With()
		}
	}
	return nil, at(operation, secretMissing).With()
}

// isOf tells whether a version, policy or rotation is that of a secret.
func isOf(part, secret cloud.Attributes) bool {
	name := part.Text("secret_id") + part.Text("secret_arn")
	return name == secret.Text("arn") || name == secret.Text("name")
}

func checkPolicy(c *cloud.Call) error {
	text := c.Object.Text("policy")
	if text == "" {
		return nil
	}
	document, err := policy.Parse(text)
	if err != nil || policy.Resource(text) != nil {
		return secretPolicySyntax.With()
	}
	for _, s := range document.Statements {
		if policy.Principals(s, identity.PrincipalExists(c)) != nil {
			return secretPolicyPrincipal.With()
		}
	}
	if document.Public() && c.Object.Bool("block_public_policy") {
		return secretPolicyPublic.With()
	}
	return nil
}

var dataSecret = cloud.Data{
	Type: "aws_secretsmanager_secret",
	Read: func(c *cloud.Call) error {
		name := c.Object.Text("arn") + c.Object.Text("name")
		found, err := find(c, "Secrets Manager: DescribeSecret", name)
		if err != nil {
			return secretUnknown.With(strings.TrimSpace(name))
		}
		c.Copy(found, "id", "arn", "name", "description", "kms_key_id", "policy", "tags")
		return nil
	},
}
