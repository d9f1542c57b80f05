package identity

import (
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

var alias = cloud.Kind{
	Type: "aws_kms_alias",
	Noun: "KMS Alias",
	Validate: func(in cloud.Attributes) []cloud.Problem {
		var problems []cloud.Problem
		for _, argument := range []string{"name", "name_prefix"} {
			name := in.Text(argument)
			if name == "" {
				continue
			}
			if strings.HasPrefix(name, "alias/aws/") {
				problems = append(problems, cloud.Problem{Path: argument, Message: aliasReserved.With(argument).Error()})
			}
			if !aliasName.MatchString(name) {
				problems = append(problems, cloud.Problem{Path: argument, Message: aliasForm.With(argument).Error()})
			}
		}
		return problems
	},
	Create: func(c *cloud.Call) error {
		c.NameFromPrefix("alias/")
		c.Object.Default("name_prefix", "")
		name := c.Object.Text("name")
		if c.One("aws_kms_alias", "name", name) != nil {
			return aliasTaken.With(c.ARN("kms", name))
		}
		c.Object["id"] = name
		c.Object["arn"] = c.ARN("kms", name)
		return aim(c, "KMS: CreateAlias")
	},
	Update: func(c *cloud.Call) error { return aim(c, "KMS: UpdateAlias") },
}

var aliasName = regexp.MustCompile(`^alias/[0-9A-Za-z_/-]+$`)

// aim sets what follows from the key of an alias.
func aim(c *cloud.Call, operation string) error {
	target := c.Object.Text("target_key_id")
	found, state := FindKey(c, target)
	switch state {
	case KeyMissing:
		return at(operation, keyMissing).With(keyARN(c, target))
	case KeyWaiting:
		return at(operation, keyWaiting).With(found.Text("arn"))
	}
	c.Object["target_key_arn"] = found["arn"]
	return nil
}

var dataAlias = cloud.Data{
	Type: "aws_kms_alias",
	Read: func(c *cloud.Call) error {
		name := c.Object.Text("name")
		found, state := FindKey(c, name)
		if state == KeyMissing {
			return aliasUnknown.With(name)
		}
		c.Object["id"], c.Object["arn"] = c.ARN("kms", name), c.ARN("kms", name)
		c.Object["target_key_id"], c.Object["target_key_arn"] = found["key_id"], found["arn"]
		return nil
	},
}
