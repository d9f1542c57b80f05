// Package node opens the construct node behind every construct of Berth, with
// one way to report props that AWS would reject, and one to write down the
// settings that Terraform knows on every resource.
package node

import (
	"slices"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/internal/check"
)

// Validator is a set of props that can tell what is wrong with it.
type Validator interface {
	Validate() error
}

// New adds a construct node under scope. Where the props are invalid, each
// problem becomes an error annotation on the node, which fails the synthesis
// with the construct's path, and ok is false: the caller then builds nothing.
func New(scope constructs.Construct, id string, props Validator) (node constructs.Construct, ok bool) {
	node = Group(scope, id)
	err := props.Validate()
	Report(node, err)
	return node, err == nil
}

// Group adds a construct node that does nothing but hold others.
func Group(scope constructs.Construct, id string) constructs.Construct {
	group := constructs.NewConstruct(scope, jsii.String(id))
	parents[group] = scope
	return group
}

// parents of the nodes made here, and stacks of those that Stack was asked for:
// what is known takes no message to Node.js and back.
var parents = map[constructs.Construct]constructs.Construct{}

// Stack is the stack that holds scope.
func Stack(scope constructs.Construct) cdktf.TerraformStack {
	for {
		if stack, ok := scope.(cdktf.TerraformStack); ok {
			return stack
		}
		parent, known := parents[scope]
		if !known {
			parent = cdktf.TerraformStack_Of(scope)
			parents[scope] = parent
		}
		scope = parent
	}
}

// Report attaches every problem of err to the node as an error annotation.
func Report(node constructs.Construct, err error) {
	for _, problem := range check.Split(err) {
		cdktf.Annotations_Of(node).AddError(jsii.String(problem.Error()))
	}
}

// DependsOn is all of the lists together for the DependsOn field, which is left
// out where there is nothing to depend on.
func DependsOn(lists ...[]cdktf.ITerraformDependable) *[]cdktf.ITerraformDependable {
	all := slices.Concat(lists...)
	if len(all) == 0 {
		return nil
	}
	return &all
}

// Protect is the lifecycle with which Terraform refuses to destroy or replace
// what holds data, unless that is disposable.
func Protect(disposable bool) *cdktf.TerraformResourceLifecycle {
	if disposable {
		return nil
	}
	return &cdktf.TerraformResourceLifecycle{PreventDestroy: jsii.Bool(true)}
}
