package stacks

import (
	"slices"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/kms"
	"github.com/berth-iac/berth/constructs/network"
)

// NetworkOutputs are what the network stack publishes.
type NetworkOutputs struct {
	VPCID             string   `output:"vpc_id" doc:"id of the VPC"`
	VPCCIDR           string   `output:"vpc_cidr" doc:"IPv4 block of the VPC"`
	PublicSubnetIDs   []string `output:"public_subnet_ids" doc:"subnets with a route to the internet gateway, one a zone"`
	PrivateSubnetIDs  []string `output:"private_subnet_ids" doc:"subnets with a route to NAT, one a zone"`
	IsolatedSubnetIDs []string `output:"isolated_subnet_ids" doc:"subnets without a route out of the VPC, one a zone"`
}

// NewNetwork adds the VPC with its subnets, NAT, endpoints and flow logs.
func NewNetwork(app constructs.Construct, env *config.Environment, bootstrap *Bootstrap) *Stack[NetworkOutputs] {
	s := newStack[NetworkOutputs](app, env, "network", backendOf(env))
	bootstrap.precedes(s.stack)

	key := kms.NewKey(s.stack, "key", kms.KeyProps{
		Alias:              prefix(env) + "-network",
		Description:        "flow logs of " + prefix(env),
		Logs:               true,
		DeletionWindowDays: keyDeletionWindow(env),
	})
	vpc := network.NewVpc(s.stack, "vpc", network.VpcProps{
		Name:                 prefix(env),
		CIDR:                 env.Network.CIDR,
		AvailabilityZones:    zoneNames(env),
		NAT:                  natModes[env.Network.NAT],
		FlowLogRetentionDays: env.Network.FlowLogRetentionDays,
		FlowLogKMSKeyARN:     key.ARN,
	})
	network.NewEndpoints(s.stack, "endpoints", network.EndpointsProps{
		Name:          prefix(env),
		VPCID:         vpc.ID,
		VPCCIDR:       env.Network.CIDR,
		SubnetIDs:     vpc.PrivateSubnetIDs,
		RouteTableIDs: slices.Concat(vpc.PublicRouteTableIDs, vpc.PrivateRouteTableIDs, vpc.IsolatedRouteTableIDs),
		Services:      endpointServices(env),
	})

	s.publish(NetworkOutputs{
		VPCID:             vpc.ID,
		VPCCIDR:           vpc.CIDR,
		PublicSubnetIDs:   vpc.PublicSubnetIDs,
		PrivateSubnetIDs:  vpc.PrivateSubnetIDs,
		IsolatedSubnetIDs: vpc.IsolatedSubnetIDs,
	})
	return s
}

var natModes = map[string]network.NAT{
	config.NATNone:   network.NATNone,
	config.NATSingle: network.NATSingle,
	config.NATZone:   network.NATPerZone,
}

func zoneNames(env *config.Environment) []string {
	names := make([]string, len(env.Network.Zones))
	for i, letter := range env.Network.Zones {
		names[i] = env.Region + letter
	}
	return names
}

// endpointServices are the endpoints asked for and, without NAT, those that the
// environment's tasks cannot do without.
func endpointServices(env *config.Environment) []string {
	services := slices.Clone(env.Network.Endpoints)
	if env.Network.NAT == config.NATNone {
		// Tasks read encrypted secrets and parameters with the environment's key.
		features := network.Features{KMS: true, Parameters: len(env.Parameters) > 0}
		features.Instances = env.Cluster.Instances != nil
		features.Secrets = len(env.Secrets) > 0 || len(env.Databases) > 0
		for _, service := range env.Services {
			features.Exec = features.Exec || service.Exec
		}
		services = append(services, network.RequiredServices(features)...)
	}
	slices.Sort(services)
	return slices.Compact(services)
}

// keyDeletionWindow is how long a deleted KMS key can be brought back, in days:
// 7 is the least that AWS allows.
func keyDeletionWindow(env *config.Environment) int {
	if env.Disposable {
		return 7
	}
	return 30
}
