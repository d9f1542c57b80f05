package network

import (
	"regexp"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/securitygroup"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// SecurityGroupProps describe a security group.
type SecurityGroupProps struct {
	// Name is the first part of the group's name, which Terraform makes unique:
	// at most 228 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$* characters,
	// not sg- at the start.
	Name string
	// Description of what the group is for, at most 255 of the same characters.
	// A change replaces the group. Default: the name.
	Description string
	// VPCID is the VPC of the group.
	VPCID string
}

// SecurityGroup is a security group that admits nothing and lets nothing out
// until rules are added, see NewIngressRule and NewEgressRule.
type SecurityGroup struct {
	// ID of the group.
	ID string
	// Resource is the aws_security_group; nil where the props are invalid.
	Resource securitygroup.SecurityGroup
}

// maxNamePrefix leaves room for a hyphen and the 26 digits that Terraform adds.
const maxNamePrefix = naming.MaxSecurityGroup - 27

var (
	namePrefix = textRule(maxNamePrefix)
	groupText  = textRule(naming.MaxSecurityGroupText)
)

// textRule is what EC2 takes in names and descriptions of groups and rules.
func textRule(limit int) check.TextRule {
	return check.TextRule{
		Service: "EC2",
		Max:     limit,
		Form:    regexp.MustCompile(`^[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]*$`),
		Allowed: "letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*",
	}
}

// Validate tells what EC2 would refuse.
func (p SecurityGroupProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, namePrefix)
	if strings.HasPrefix(p.Name, "sg-") {
		problems.Addf("Name", "%q starts with sg-, which EC2 keeps for ids", p.Name)
	}
	check.Text(&problems, "Description", p.Description, groupText)
	problems.Required("VPCID", p.VPCID)
	return problems.Err()
}

// NewSecurityGroup adds a security group without rules. Terraform removes the
// rule with which EC2 lets everything out.
func NewSecurityGroup(scope constructs.Construct, id string, props SecurityGroupProps) *SecurityGroup {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &SecurityGroup{}
	}
	description := props.Description
	if description == "" {
		description = props.Name
	}
	resource := securitygroup.NewSecurityGroup(scope, jsii.String("Resource"), &securitygroup.SecurityGroupConfig{
		// A group that is in use cannot be deleted: where it has to be replaced,
		// the new one stands beside the old under another name.
		NamePrefix:          jsii.String(literal.Escape(props.Name) + "-"),
		Description:         jsii.String(literal.Escape(description)),
		VpcId:               jsii.String(props.VPCID),
		RevokeRulesOnDelete: jsii.Bool(false),
		Tags:                nameTag(props.Name),
		Lifecycle:           &cdktf.TerraformResourceLifecycle{CreateBeforeDestroy: jsii.Bool(true)},
	})
	return &SecurityGroup{ID: *resource.Id(), Resource: resource}
}

// nameTag is the name that the console shows.
func nameTag(parts ...string) *map[string]*string {
	return &map[string]*string{"Name": jsii.String(literal.Escape(naming.Join(parts...)))}
}
