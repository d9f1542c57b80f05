// Package node opens the construct node behind every construct of Berth, with
// one way to report props that AWS would reject.
package node

import (
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
	node = constructs.NewConstruct(scope, jsii.String(id))
	err := props.Validate()
	Report(node, err)
	return node, err == nil
}

// Report attaches every problem of err to the node as an error annotation.
func Report(node constructs.Construct, err error) {
	for _, problem := range check.Split(err) {
		cdktf.Annotations_Of(node).AddError(jsii.String(problem.Error()))
	}
}
