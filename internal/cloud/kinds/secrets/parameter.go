package secrets

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

var parameter = cloud.Kind{
	Type: "aws_ssm_parameter",
	Noun: "SSM Parameter",
	Validate: argument.All(
		argument.Length("name", 1, 2048),
		argument.Length("description", 0, 1024),
		argument.Length("allowed_pattern", 0, 1024),
		argument.OneOf("type", "String", "StringList", "SecureString"),
		argument.OneOf("tier", "Standard", "Advanced", "Intelligent-Tiering"),
		argument.OneOf("data_type", "text", "aws:ec2:image", "aws:ssm:integration"),
		argument.Conflict("value", "insecure_value"),
		argument.Conflict("value_wo", "value"),
	),
	Create: func(c *cloud.Call) error {
		name := c.Object.Text("name")
		if err := checkName(name); err != nil {
			return err
		}
		if c.One("aws_ssm_parameter", "name", name) != nil && !c.Object.Bool("overwrite") {
			return parameterTaken.With()
		}
		c.Object["id"] = name
		c.Object.Default("arn", c.ARN("ssm", "parameter/"+strings.TrimPrefix(name, "/")))
		c.Object.Default("data_type", "text")
		c.Object.Default("tier", "Standard")
		c.Object.Default("key_id", standardKey(c.Object))
		c.Object["version"] = 1
		return checkParameter(c)
	},
	Update: func(c *cloud.Call) error {
		c.Object.Default("version", c.Prior.Int("version")+1)
		return checkParameter(c)
	},
}

// standardKey is the key of a parameter that is given none.
func standardKey(object cloud.Attributes) string {
	if object.Text("type") == "SecureString" {
		return "alias/aws/ssm"
	}
	return ""
}

var (
	parameterLetters = regexp.MustCompile(`^[A-Za-z0-9_./-]+$`)
	reservedName     = regexp.MustCompile(`(?i)^/?aws`)
	reservedPrefix   = regexp.MustCompile(`(?i)^/?ssm`)
)

func checkName(name string) error {
	switch {
	case !parameterLetters.MatchString(name), reservedPrefix.MatchString(name):
		return parameterForm.With()
	case reservedName.MatchString(name):
		return parameterReserved.With(name)
	case strings.Contains(name, "/") && !strings.HasPrefix(name, "/"), strings.HasSuffix(name, "/"):
		return parameterPath.With()
	case strings.Count(name, "/") > 15:
		return parameterLevels.With()
	default:
		return nil
	}
}

// valueOf is the value of a parameter, whichever argument it was written in.
func valueOf(object cloud.Attributes) string {
	return cmp.Or(object.Text("value_wo"), object.Text("value"), object.Text("insecure_value"))
}

func checkParameter(c *cloud.Call) error {
	c.Object["has_value_wo"] = c.Object.Text("value_wo") != ""
	value, key := valueOf(c.Object), c.Object.Text("key_id")
	secure := c.Object.Text("type") == "SecureString"
	switch {
	case value == "":
		return parameterEmpty.With()
	case secure && c.Object.Text("insecure_value") != "":
		return parameterInsecure.With()
	case len(value) > 4096 && c.Object.Text("tier") == "Standard":
		return parameterLong.With()
	}
	if pattern := c.Object.Text("allowed_pattern"); pattern != "" {
		if allowed, err := regexp.Compile(pattern); err == nil && !allowed.MatchString(value) {
			return parameterPattern.With(pattern)
		}
	}
	if _, state := identity.FindKey(c, key); secure && state != identity.KeyEnabled {
		return parameterKey.With(key)
	}
	return nil
}

var dataParameter = cloud.Data{
	Type: "aws_ssm_parameter",
	Read: func(c *cloud.Call) error {
		name := c.Object.Text("name")
		c.Object.Default("with_decryption", true)
		c.Object["id"] = name
		found := c.One("aws_ssm_parameter", "name", name)
		if found == nil {
			return readPublic(c, name)
		}
		c.Copy(found, "arn", "type", "version")
		c.Object["value"] = valueOf(found)
		if found.Text("type") != "SecureString" {
			c.Object["insecure_value"] = valueOf(found)
		}
		return nil
	},
}
