package remotestate_test

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/remotestate"
)

// NetworkOutputs is what the two stacks share.
type NetworkOutputs struct {
	VPCID            string                  `output:"vpc_id" doc:"id of the VPC"`
	PrivateSubnetIDs []string                `output:"private_subnet_ids" doc:"private subnets, one a zone"`
	Secrets          remotestate.Map[string] `output:"secret_arn" doc:"ARN of the secret"`
}

// One stack publishes, the other reads: with S3, from
// s3://acme-dev-tfstate/acme/dev/dev-network.tfstate.
func ExampleRead() {
	app := cdktf.NewApp(nil)
	backend := remotestate.S3{Bucket: "acme-dev-tfstate", Region: "ap-northeast-1", Prefix: "acme/dev"}

	network := cdktf.NewTerraformStack(app, jsii.String("dev-network"))
	backend.Use(network)
	remotestate.Publish(network, NetworkOutputs{
		VPCID:            "vpc-0123456789abcdef0",
		PrivateSubnetIDs: []string{"subnet-1", "subnet-2"},
		Secrets:          remotestate.MapOf(map[string]string{"web": "arn:…"}),
	})

	ecs := cdktf.NewTerraformStack(app, jsii.String("dev-ecs"))
	backend.Use(ecs)
	ecs.AddDependency(network)
	outputs := remotestate.Read[NetworkOutputs](ecs, "dev-network", backend)
	_ = outputs.PrivateSubnetIDs
	_ = outputs.Secrets.Get("web")

	app.Synth()
}
