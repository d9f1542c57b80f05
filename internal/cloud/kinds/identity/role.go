package identity

import (
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

var role = cloud.Kind{
	Type:   "aws_iam_role",
	Noun:   "IAM Role",
	Global: true,
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: roleTaken}},
	Validate: argument.All(
		named(64),
		argument.Length("description", 0, 1000),
		argument.Between("max_session_duration", 3600, 43200),
		argument.Policy("assume_role_policy"),
		argument.ARN("permissions_boundary"),
	),
	Create: func(c *cloud.Call) error {
		if !pathForm.MatchString(pathOf(c)) {
			return rolePath.With()
		}
		if err := checkTrust(c, "IAM: CreateRole"); err != nil {
			return err
		}
		name := giveName(c)
		c.Object["id"] = name
		c.Object["arn"] = c.GlobalARN("iam", "role"+pathOf(c)+name)
		c.Object["unique_id"] = newUniqueID(c, "AROA")
		c.Object["create_date"] = now()
		c.Object.Default("managed_policy_arns", []any{})
		return nil
	},
	Update: func(c *cloud.Call) error { return checkTrust(c, "IAM: UpdateAssumeRolePolicy") },
	Delete: func(c *cloud.Call) error {
		inline := c.Find("aws_iam_role_policy", "role", c.ID())
		attached := c.Find("aws_iam_role_policy_attachment", "role", c.ID())
		if c.Object.Bool("force_detach_policies") {
			for _, policy := range inline {
				c.Drop("aws_iam_role_policy", policy.Text("id"))
			}
			for _, attachment := range attached {
				c.Drop("aws_iam_role_policy_attachment", attachment.Text("id"))
			}
			inline, attached = nil, nil
		}
		switch {
		case len(attached) > 0:
			return roleHasAttached.With()
		case len(inline) > 0:
			return roleHasInline.With()
		}
		// The provider takes a role out of its instance profiles by itself.
		for _, profile := range c.Find("aws_iam_instance_profile", "role", c.ID()) {
			without := profile.Clone()
			without["role"] = ""
			c.Put("aws_iam_instance_profile", without)
		}
		return nil
	},
}

var pathForm = regexp.MustCompile(`^/([\x21-\x7e]+/)?$`)

func checkTrust(c *cloud.Call, operation string) error {
	trust := c.Object.Text("assume_role_policy")
	if complaint := policy.SidsOK(trust); complaint != nil {
		return refuse(operation, complaint)
	}
	if complaint := policy.Trust(trust, PrincipalExists(c)); complaint != nil {
		return refuse(operation, complaint)
	}
	if size(trust) > 2048 {
		return at(operation, trustTooLong).With()
	}
	return nil
}

// size is the length of a policy as IAM counts it: without white space.
func size(policy string) int {
	return len(strings.Join(strings.Fields(policy), ""))
}

// PrincipalExists tells whether IAM knows a principal by its ARN. Of other
// accounts, the user's word is taken.
func PrincipalExists(c *cloud.Call) func(arn string) bool {
	own := c.GlobalARN("iam", "role/")
	return func(arn string) bool {
		path, isRole := strings.CutPrefix(arn, own)
		if !isRole || strings.HasPrefix(path, "aws-service-role/") {
			return true
		}
		return c.One("aws_iam_role", "arn", arn) != nil
	}
}
