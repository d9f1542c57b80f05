// Package identity holds IAM roles and policy documents as typed Go, and the
// location from which ARNs are built.
//
// A role has one purpose: one service may assume it, and its policies name the
// actions and the resources.
package identity

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrole"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iamrolepolicyattachment"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// RoleProps describe an IAM role.
type RoleProps struct {
	// Name of the role, unique in the account: at most 64 letters, digits and
	// +=,.@_- characters.
	Name string
	// Description of what the role is for.
	Description string
	// Service that assumes the role, such as ecs-tasks.amazonaws.com.
	Service string
	// TrustConditions narrow who assumes the role, such as SourceAccount.
	TrustConditions []Condition
	// Policies of the role by name; each becomes an inline policy.
	Policies map[string]Policy
	// ManagedPolicies are the ARNs of policies attached by a name of your
	// choice, see Location.ManagedPolicyARN.
	ManagedPolicies map[string]string
	// PermissionsBoundary is the ARN of a policy that bounds the role. Default:
	// none.
	PermissionsBoundary string
}

// Role is an IAM role and its policies.
type Role struct {
	// Name and ARN of the role.
	Name, ARN string
	// Resource is the aws_iam_role; nil where the props are invalid.
	Resource iamrole.IamRole

	policies []cdktf.ITerraformDependable
}

var roleName = check.TextRule{
	Service: "IAM",
	Max:     naming.MaxRole,
	Form:    regexp.MustCompile(`^[\w+=,.@-]+$`),
	Allowed: "letters, digits and +=,.@_-",
}

// Validate tells what IAM would refuse.
func (p RoleProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, roleName)
	problems.Required("Service", p.Service)
	for _, name := range slices.Sorted(maps.Keys(p.Policies)) {
		problems.Join(fmt.Sprintf("Policies[%s]", name), p.Policies[name].Validate())
	}
	return problems.Err()
}

// NewRole adds a role and its policies.
func NewRole(scope constructs.Construct, id string, props RoleProps) *Role {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Role{}
	}
	trust := Policy{Statements: []Statement{{
		Principals: []Principal{{Type: Service, IDs: []string{props.Service}}},
		Actions:    []string{"sts:AssumeRole"},
		Conditions: props.TrustConditions,
	}}}
	config := &iamrole.IamRoleConfig{
		Name:             jsii.String(props.Name),
		AssumeRolePolicy: jsii.String(trust.JSON()),
	}
	if props.Description != "" {
		config.Description = jsii.String(literal.Escape(props.Description))
	}
	if props.PermissionsBoundary != "" {
		config.PermissionsBoundary = jsii.String(props.PermissionsBoundary)
	}
	resource := iamrole.NewIamRole(scope, jsii.String("Resource"), config)

	role := &Role{Name: *resource.Name(), ARN: *resource.Arn(), Resource: resource}
	for _, name := range slices.Sorted(maps.Keys(props.Policies)) {
		role.policies = append(role.policies, iamrolepolicy.NewIamRolePolicy(scope, jsii.String("policy-"+name), &iamrolepolicy.IamRolePolicyConfig{
			Name:   jsii.String(name),
			Role:   jsii.String(role.Name),
			Policy: jsii.String(props.Policies[name].JSON()),
		}))
	}
	for _, name := range slices.Sorted(maps.Keys(props.ManagedPolicies)) {
		role.policies = append(role.policies, iamrolepolicyattachment.NewIamRolePolicyAttachment(scope, jsii.String("managed-"+name), &iamrolepolicyattachment.IamRolePolicyAttachmentConfig{
			Role:      jsii.String(role.Name),
			PolicyArn: jsii.String(props.ManagedPolicies[name]),
		}))
	}
	return role
}

// PolicyDependencies are the policies of the role. Whatever uses the role's
// permissions depends on them, not only on the role: IAM is eventually
// consistent, and on destroy the policies would go first.
func (r *Role) PolicyDependencies() []cdktf.ITerraformDependable {
	return r.policies
}
