package parameters

import (
	"regexp"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ssmparameter"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/node"
)

// ParameterProps describe an SSM parameter of type String on the standard tier.
type ParameterProps struct {
	// Name of the parameter, a path such as /acme/prod/log-level: letters,
	// digits and _.-/ characters, at most 15 levels and 1011 characters, not
	// below /aws or /ssm. Renaming replaces the parameter.
	Name string
	// Value of the parameter: 1 to 4096 bytes, readable in plans and in the
	// state. {{ is not allowed, since SSM reads it as a reference.
	Value string
	// Description of what the setting does, at most 1024 characters. Default:
	// none.
	Description string
}

// Parameter is an SSM parameter.
type Parameter struct {
	// Name and ARN of the parameter. Both serve as valueFrom of a container's
	// secret.
	Name, ARN string
	// Resource is the aws_ssm_parameter; nil where the props are invalid.
	Resource ssmparameter.SsmParameter
}

// Limits of the SSM Parameter Store, standard tier.
const (
	maxParameterLevels = 15
	maxParameterValue  = 4096 // bytes
)

var (
	parameterName = check.TextRule{
		Service: "SSM",
		Max:     1011,
		Form:    regexp.MustCompile(`^(/[\w.-]+)+$`),
		Allowed: "a path such as /project/environment/name of letters, digits and _.-",
	}
	parameterDescription = check.TextRule{Service: "SSM", Max: 1024}
)

// Validate tells what SSM would refuse.
func (p ParameterProps) Validate() error {
	var problems check.Problems
	if check.Name(&problems, "Name", p.Name, parameterName) {
		checkLevels(&problems, p.Name)
	}
	problems.Required("Value", p.Value)
	if !literal.IsToken(p.Value) {
		if len(p.Value) > maxParameterValue {
			problems.Addf("Value", "%d bytes: the standard tier of SSM allows 1 to %d", len(p.Value), maxParameterValue)
		}
		if strings.Contains(p.Value, "{{") {
			problems.Addf("Value", "contains {{: SSM reads it as a reference to another parameter and allows none inside a parameter")
		}
	}
	check.Text(&problems, "Description", p.Description, parameterDescription)
	return problems.Err()
}

// checkLevels notes too many levels, and a first one that is not for users.
func checkLevels(problems *check.Problems, name string) {
	levels := strings.Split(strings.TrimPrefix(name, "/"), "/")
	first := strings.ToLower(levels[0])
	for _, reserved := range []string{"aws", "ssm"} {
		if strings.HasPrefix(first, reserved) {
			problems.Addf("Name", "%q starts with /%s: SSM keeps names that start with aws or ssm for itself", name, reserved)
		}
	}
	if len(levels) > maxParameterLevels {
		problems.Addf("Name", "%q has %d levels: SSM allows %d", name, len(levels), maxParameterLevels)
	}
}

// NewParameter adds an SSM parameter.
func NewParameter(scope constructs.Construct, id string, props ParameterProps) *Parameter {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Parameter{}
	}
	config := &ssmparameter.SsmParameterConfig{
		Name: jsii.String(props.Name),
		Type: jsii.String("String"),
		Tier: jsii.String("Standard"),
		// Terraform hides value, even that of a plain setting; insecure_value
		// shows in a plan what a change does.
		InsecureValue: jsii.String(literal.Escape(props.Value)),
	}
	if props.Description != "" {
		config.Description = jsii.String(literal.Escape(props.Description))
	}
	resource := ssmparameter.NewSsmParameter(scope, jsii.String("Resource"), config)
	return &Parameter{Name: *resource.Name(), ARN: *resource.Arn(), Resource: resource}
}
