package identity

import (
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

// Assumable tells whether a service can take a role.
func Assumable(role cloud.Attributes, service string) bool {
	trust, err := policy.Parse(role.Text("assume_role_policy"))
	return err == nil && trust.Allows(policy.Request{Service: service, Action: "sts:AssumeRole"})
}

// Permits tells whether the policies of a role allow an action on a resource;
// "" stands for actions that know no resource. What the role gets from AWS's own
// policies is taken to be enough, but for the one of tasks.
func Permits(c *cloud.Call, role cloud.Attributes, action, resource string, context map[string]string) bool {
	documents, attached := policiesOf(c, role)
	for _, arn := range attached {
		if _, name, managed := strings.Cut(arn, ":iam::aws:policy/"); managed {
			if name != taskExecution || slices.Contains(taskExecutionActions, action) {
				return true
			}
		}
	}
	allowed := false
	for _, text := range documents {
		document, err := policy.Parse(text)
		allowed = allowed || err == nil && document.Allows(policy.Request{Action: action, Resource: resource, Context: context})
	}
	return allowed
}

// taskExecution is AWS's policy for the execution roles of tasks, which reads no
// secrets.
const taskExecution = "service-role/AmazonECSTaskExecutionRolePolicy"

var taskExecutionActions = []string{
	"ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage",
	"logs:CreateLogStream", "logs:PutLogEvents",
}

// policiesOf are the documents of a role's policies, and the ARNs of those that
// are attached to it.
func policiesOf(c *cloud.Call, role cloud.Attributes) (documents, attached []string) {
	documents = role.Texts("inline_policy.policy")
	attached = role.Texts("managed_policy_arns")
	for _, inline := range c.Find("aws_iam_role_policy", "role", role.Text("name")) {
		documents = append(documents, inline.Text("policy"))
	}
	for kind, path := range map[string]string{"aws_iam_role_policy_attachment": "role", "aws_iam_policy_attachment": "roles"} {
		for _, attachment := range c.Find(kind, path, role.Text("name")) {
			attached = append(attached, attachment.Text("policy_arn"))
		}
	}
	for _, arn := range attached {
		documents = append(documents, c.One("aws_iam_policy", "arn", arn).Text("policy"))
	}
	return documents, attached
}
