package stacks

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/ecs"
	"github.com/berth-iac/berth/constructs/network"
	"github.com/berth-iac/berth/internal/naming"
)

// newInstances adds the EC2 instances of the cluster, nil where the environment
// has none.
func newInstances(s *ecsStack) *ecs.ContainerInstances {
	settings := s.env.Cluster.Instances
	if settings == nil {
		return nil
	}
	return ecs.NewContainerInstances(s.stack, "instances", ecs.ContainerInstancesProps{
		Name:                 prefix(s.env),
		CapacityProviderName: capacityProviderName(s.env),
		Cluster:              s.cluster,
		VPCID:                s.network.VPCID,
		SubnetIDs:            s.network.PrivateSubnetIDs,
		InstanceTypes:        settings.Types,
		Architecture:         architectures[s.env.InstanceArchitecture()],
		Min:                  *settings.Min,
		Max:                  settings.Max,
		Spot:                 settings.Spot,
		VolumeGiB:            settings.VolumeGiB,
		Tags:                 tags(s.env, "ecs"),
	})
}

// capacityProviderName begins with ec2, since a project may be called ecs, which
// ECS keeps for itself.
func capacityProviderName(env *config.Environment) string { return naming.Join("ec2", prefix(env)) }

// openings adds the rules of the security group that a service's tasks have:
// one of its own, or that of the instances, which all services with the network
// mode bridge share. What several of them need is opened once, since EC2 refuses
// a second rule like the first.
type openings struct {
	scope   constructs.Construct
	owner   string // in descriptions
	groupID string
}

// openings are those of the service's tasks.
func (s *service) openings() openings {
	if s.Bridge() {
		return s.ofInstances()
	}
	return openings{s.scope, s.fullName, s.securityGroupID}
}

// ofInstances are the openings of the instances.
func (s *ecsStack) ofInstances() openings {
	const id = "instance-ports"
	scope, known := s.stack.Node().TryFindChild(jsii.String(id)).(constructs.Construct)
	if !known {
		scope = constructs.NewConstruct(s.stack, jsii.String(id))
	}
	return openings{scope, prefix(s.env) + " instances", s.instances.SecurityGroupID}
}

func (o openings) has(id string) bool {
	return o.scope.Node().TryFindChild(jsii.String(id)) != nil
}

// to lets the tasks reach the ports of another group.
func (o openings) to(id, groupID string, port int) {
	o.connect(id, o.groupID, groupID, port, 0)
}

// from lets another group reach the ports of the tasks.
func (o openings) from(id, groupID string, port, toPort int) {
	o.connect(id, groupID, o.groupID, port, toPort)
}

// connect lets one security group reach the ports of another.
func (o openings) connect(id, from, to string, port, toPort int) {
	if o.has(id + "-egress") {
		return
	}
	network.NewEgressRule(o.scope, id+"-egress", network.RuleProps{
		SecurityGroupID: from, Peer: network.Group(to), Port: port, ToPort: toPort, Description: o.owner + ": " + id,
	})
	network.NewIngressRule(o.scope, id+"-ingress", network.RuleProps{
		SecurityGroupID: to, Peer: network.Group(from), Port: port, ToPort: toPort, Description: o.owner + ": " + id,
	})
}

// toInternet lets the tasks reach a port of AWS and the internet.
func (o openings) toInternet(id string, port int) {
	if o.has(id) {
		return
	}
	network.NewEgressRule(o.scope, id, network.RuleProps{
		SecurityGroupID: o.groupID,
		Peer:            network.AnyIPv4(),
		Port:            port,
		Description:     o.owner + ": AWS and the internet",
	})
}
