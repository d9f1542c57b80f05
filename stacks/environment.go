package stacks

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/config"
)

// NewEnvironment adds the stacks of an environment in the order of deployment.
// A stack is handed those whose outputs it reads.
func NewEnvironment(app constructs.Construct, env *config.Environment) []cdktf.TerraformStack {
	bootstrap := NewBootstrap(app, env)
	network := NewNetwork(app, env, bootstrap)
	parameters := NewParameters(app, env, bootstrap)
	datastore := NewDatastore(app, env, network, parameters)
	ecs := NewECS(app, env, network, parameters, datastore)
	cicd := NewCICD(app, env, network, parameters, datastore, ecs)
	return []cdktf.TerraformStack{
		bootstrap.Terraform(), network.Terraform(), parameters.Terraform(),
		datastore.Terraform(), ecs.Terraform(), cicd.Terraform(),
	}
}
