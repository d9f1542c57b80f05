package identity

import (
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

// FindRole looks a role up by its ARN.
func FindRole(c *cloud.Call, arn string) cloud.Attributes {
	return c.One("aws_iam_role", "arn", arn)
}

// Trusts tells whether there is a role with an ARN that a service may assume,
// such as "ecs-tasks.amazonaws.com". Roles of other accounts, and those that
// services make for themselves, are taken at the user's word.
func Trusts(c *cloud.Call, arn, service string) bool { return TrustsFor(c, arn, service, "") }

// TrustsFor tells whether a service may assume a role on behalf of a resource,
// whose ARN the role's conditions are compared with.
func TrustsFor(c *cloud.Call, arn, service, source string) bool {
	path, own := strings.CutPrefix(arn, c.GlobalARN("iam", "role/"))
	if !own || strings.HasPrefix(path, "aws-service-role/") {
		return true
	}
	found := FindRole(c, arn)
	if found == nil {
		return false
	}
	context := map[string]string{"aws:SourceAccount": c.Account}
	if source != "" {
		context["aws:SourceArn"] = source
	}
	document, err := policy.Parse(found.Text("assume_role_policy"))
	return err == nil && document.Allows(policy.Request{Service: service, Action: "sts:AssumeRole", Context: context})
}

var dataRole = cloud.Data{
	Type: "aws_iam_role",
	Read: func(c *cloud.Call) error {
		name := c.Object.Text("name")
		found := c.One("aws_iam_role", "name", name)
		if found == nil {
			return roleMissing.With(name)
		}
		for _, attribute := range []string{
			"id", "arn", "assume_role_policy", "create_date", "description", "max_session_duration", "path", "permissions_boundary", "tags", "unique_id",
		} {
			c.Object[attribute] = found[attribute]
		}
		return nil
	},
}
