package network_test

import (
	"slices"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/network"
)

// A VPC whose tasks reach AWS without leaving it.
func ExampleNewVpc() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("prod-network"))
	vpc := network.NewVpc(stack, "vpc", network.VpcProps{
		Name:              "acme-prod",
		CIDR:              "10.0.0.0/16",
		AvailabilityZones: []string{"ap-northeast-1a", "ap-northeast-1c"},
		NAT:               network.NATNone,
	})
	network.NewEndpoints(stack, "endpoints", network.EndpointsProps{
		Name:          "acme-prod",
		VPCID:         vpc.ID,
		VPCCIDR:       vpc.CIDR,
		SubnetIDs:     vpc.PrivateSubnetIDs,
		RouteTableIDs: slices.Concat(vpc.PublicRouteTableIDs, vpc.PrivateRouteTableIDs, vpc.IsolatedRouteTableIDs),
		Services:      network.RequiredServices(network.Features{Secrets: true}),
	})
}

// Tasks that only the load balancer reaches.
func ExampleNewSecurityGroup() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("prod-ecs"))
	tasks := network.NewSecurityGroup(stack, "tasks", network.SecurityGroupProps{Name: "acme-prod-web", Description: "Tasks of web", VPCID: "vpc-0a1b2c3d"})
	network.NewIngressRule(stack, "from-alb", network.RuleProps{
		SecurityGroupID: tasks.ID,
		Peer:            network.Group("sg-0a1b2c3d"),
		Port:            8080,
		Description:     "Requests and health checks of the load balancer",
	})
}
