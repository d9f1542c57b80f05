package ecs

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/autoscalinggroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecscapacityprovider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/network"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/instancetype"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// ContainerInstancesProps describe the EC2 instances of a cluster.
type ContainerInstancesProps struct {
	// Name of the Auto Scaling group and the launch template, and the first part
	// of the role's: 3 to 100 letters, digits, hyphens and underscores, known at
	// synthesis.
	Name string
	// CapacityProviderName is the name under which services find the instances,
	// unique in the region: 1 to 255 letters, digits, hyphens and underscores, not
	// aws, ecs or fargate at the start. Default: ec2-<name>.
	CapacityProviderName string
	// Cluster that the instances join. Their capacity provider stands beside
	// those of Fargate there.
	Cluster *Cluster
	// VPCID and SubnetIDs: private subnets with NAT or endpoints. EC2 spreads the
	// instances over their zones.
	VPCID     string
	SubnetIDs []string
	// InstanceTypes in order of preference, at most 40, all of the architecture.
	// Tasks with awsvpc take a network interface each, of which small types have
	// few (a t3.small two for tasks) unless the account setting awsvpcTrunking is
	// on and the type supports it. Default: t3.small, or t4g.small with ARM64.
	InstanceTypes []string
	// Architecture is X8664 or ARM64, which chooses the image. Default: X8664.
	Architecture Architecture
	// Min and Max instances: 0 to 5000. In between their number follows the
	// tasks. Max is 1 or more.
	Min, Max int
	// Spot runs Spot instances alone, of the types with the most capacity to
	// spare: cheaper, stopped at two minutes' notice. Default: false.
	Spot bool
	// VolumeGiB is the disk of an instance in GiB, for images and all tasks: 30
	// to 16384. It is encrypted with the account's key for EBS. Default: 30.
	VolumeGiB int
	// MetadataHopLimit is how far an answer of the instance's metadata service
	// gets: 1, the instance itself, or 2, the containers of tasks with Bridge.
	// Tasks get their credentials elsewhere, and with 2 they could take those of
	// the instance. Default: 1.
	MetadataHopLimit int
	// UserData are lines of shell that run before the instance joins the cluster,
	// known at synthesis. ${ is passed on as it is. Default: none.
	UserData string
	// RolePolicies are what the instances may do besides serving the cluster, by
	// name. Tasks have roles of their own. Default: none.
	RolePolicies map[string]identity.Policy
	// Tags of the instances and their disks: the provider's default tags do not
	// reach what Auto Scaling makes. Default: none but Name.
	Tags map[string]string
}

// ContainerInstances are EC2 instances that run tasks, in an Auto Scaling group
// that a capacity provider of the cluster fits to the tasks.
type ContainerInstances struct {
	// CapacityProviderName is what a CodeDeploy AppSpec names.
	CapacityProviderName string
	// SecurityGroupID is the group of the instances, and of the tasks with Bridge
	// and Host. It admits nothing and lets out HTTPS alone until rules are added:
	// for the load balancer, the ports FirstDynamicPort to LastDynamicPort.
	SecurityGroupID string
	// RoleARN is the role of the instances.
	RoleARN string
	// Resource is the aws_autoscaling_group; nil where the props are invalid.
	Resource autoscalinggroup.AutoscalingGroup
}

// The ports that an instance chooses from for tasks with Bridge.
const (
	FirstDynamicPort = 32768
	LastDynamicPort  = 65535
)

const (
	minVolumeGiB     = 30 // the size of the image
	maxVolumeGiB     = 16384
	maxInstanceTypes = 40
	maxInstances     = 5000
)

var (
	groupName = check.TextRule{
		Service: "EC2",
		Min:     3,
		Max:     100,
		Form:    naming.ECS.Form,
		Allowed: naming.ECS.Allowed,
	}
	reservedProvider = regexp.MustCompile(`(?i)^(aws|ecs|fargate)`)
)

// Validate tells what EC2 or ECS would refuse.
func (p ContainerInstancesProps) Validate() error {
	p = p.withDefaults()
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, groupName)
	check.Known(&problems, "Name", p.Name, "the name of the role is made of it")
	if check.Name(&problems, "CapacityProviderName", p.CapacityProviderName, naming.ECS) && reservedProvider.MatchString(p.CapacityProviderName) {
		problems.Addf("CapacityProviderName", "%q: ECS keeps names that start with aws, ecs or fargate", p.CapacityProviderName)
	}
	if p.Cluster == nil {
		problems.Addf("Cluster", "missing: instances join a cluster")
	}
	problems.Required("VPCID", p.VPCID)
	if len(p.SubnetIDs) == 0 {
		problems.Addf("SubnetIDs", "none: instances need at least one")
	}
	check.OneOf(&problems, "Architecture", p.Architecture, X8664, ARM64)
	if len(p.InstanceTypes) > maxInstanceTypes {
		problems.Addf("InstanceTypes", "%d types: Auto Scaling takes %d", len(p.InstanceTypes), maxInstanceTypes)
	}
	for i, name := range p.InstanceTypes {
		if err := instancetype.Check(name, p.Architecture == ARM64); err != nil {
			problems.Addf(fmt.Sprintf("InstanceTypes[%d]", i), "%w", err)
		}
	}
	check.Between(&problems, "Min", p.Min, 0, maxInstances)
	check.Between(&problems, "Max", p.Max, 1, maxInstances)
	if p.Min > p.Max {
		problems.Addf("Min", "%d is more than Max, %d", p.Min, p.Max)
	}
	check.Between(&problems, "VolumeGiB", p.VolumeGiB, minVolumeGiB, maxVolumeGiB)
	check.Known(&problems, "UserData", p.UserData, "it is passed on as it is")
	check.Between(&problems, "MetadataHopLimit", p.MetadataHopLimit, 1, 2)
	for _, name := range slices.Sorted(maps.Keys(p.RolePolicies)) {
		problems.Join("RolePolicies["+name+"]", p.RolePolicies[name].Validate())
		if name == agentPolicy || name == sessionPolicy {
			problems.Addf("RolePolicies["+name+"]", "is the name of a policy that the instances have anyway: choose another one")
		}
	}
	return problems.Err()
}

func (p ContainerInstancesProps) withDefaults() ContainerInstancesProps {
	p.CapacityProviderName = cmp.Or(p.CapacityProviderName, "ec2-"+p.Name)
	p.Architecture = cmp.Or(p.Architecture, X8664)
	if len(p.InstanceTypes) == 0 {
		p.InstanceTypes = []string{"t3.small"}
		if p.Architecture == ARM64 {
			p.InstanceTypes = []string{"t4g.small"}
		}
	}
	p.VolumeGiB = cmp.Or(p.VolumeGiB, minVolumeGiB)
	p.MetadataHopLimit = cmp.Or(p.MetadataHopLimit, 1)
	return p
}

// NewContainerInstances adds instances and their capacity provider to a cluster.
//
// Nobody logs in with a key: a shell is opened with Session Manager. The number
// of instances is ECS's business, so Terraform names its bounds alone. ECS
// protects an instance from scale-in while tasks run on it, and drains one that
// has to go. A change of the launch template replaces the instances, the new
// one first.
func NewContainerInstances(scope constructs.Construct, id string, props ContainerInstancesProps) *ContainerInstances {
	scope, ok := node.New(scope, id, props)
	if !ok || props.Cluster.providers == nil {
		return &ContainerInstances{}
	}
	props = props.withDefaults()
	group := network.NewSecurityGroup(scope, "security-group", network.SecurityGroupProps{
		Name:        props.Name,
		Description: "container instances of " + props.Name,
		VPCID:       props.VPCID,
	})
	network.NewEgressRule(scope, "https", network.RuleProps{
		SecurityGroupID: group.ID,
		Peer:            network.AnyIPv4(),
		Port:            443,
		Description:     "AWS and images",
	})
	role := props.newRole(scope)
	template := props.newLaunchTemplate(scope, group.ID, role)
	config := &autoscalinggroup.AutoscalingGroupConfig{
		Name:               jsii.String(props.Name),
		MinSize:            jsii.Number(props.Min),
		MaxSize:            jsii.Number(props.Max),
		VpcZoneIdentifier:  jsii.Strings(props.SubnetIDs...),
		HealthCheckType:    jsii.String("EC2"),
		ProtectFromScaleIn: jsii.Bool(true),
		// The capacity provider is destroyed before the group, and ECS leaves its
		// protection and the hook for draining behind, which nobody answers then:
		// a group that waited for them would outlast Terraform. The services are
		// gone by that time.
		ForceDelete: jsii.Bool(true),
		InstanceRefresh: &autoscalinggroup.AutoscalingGroupInstanceRefresh{
			Strategy: jsii.String("Rolling"),
			Preferences: &autoscalinggroup.AutoscalingGroupInstanceRefreshPreferences{
				// The new instance starts before the old one is drained.
				MinHealthyPercentage: jsii.Number(100),
				MaxHealthyPercentage: jsii.Number(110),
				// All are protected; otherwise the refresh would wait for ever.
				ScaleInProtectedInstances: jsii.String("Refresh"),
			},
		},
		Tag:       props.groupTags(),
		DependsOn: node.DependsOn(role.PolicyDependencies()),
	}
	props.useTemplate(config, template)
	resource := autoscalinggroup.NewAutoscalingGroup(scope, jsii.String("Resource"), config)
	provider := ecscapacityprovider.NewEcsCapacityProvider(scope, jsii.String("capacity-provider"), &ecscapacityprovider.EcsCapacityProviderConfig{
		Name: jsii.String(props.CapacityProviderName),
		AutoScalingGroupProvider: &ecscapacityprovider.EcsCapacityProviderAutoScalingGroupProvider{
			AutoScalingGroupArn:          resource.Arn(),
			ManagedTerminationProtection: jsii.String("ENABLED"),
			ManagedDraining:              jsii.String("ENABLED"),
			ManagedScaling: &ecscapacityprovider.EcsCapacityProviderAutoScalingGroupProviderManagedScaling{
				Status:                 jsii.String("ENABLED"),
				TargetCapacity:         jsii.Number(100),
				MinimumScalingStepSize: jsii.Number(1),
				MaximumScalingStepSize: jsii.Number(10),
				InstanceWarmupPeriod:   jsii.Number(60),
			},
		},
		// Where the instances are given up, the cluster lets go of the provider
		// first: Terraform would otherwise destroy before it changes, and ECS
		// refuses to delete a provider that a cluster lists.
		Lifecycle: &cdktf.TerraformResourceLifecycle{CreateBeforeDestroy: jsii.Bool(true)},
	})
	props.Cluster.attach(*provider.Name())
	return &ContainerInstances{
		CapacityProviderName: *provider.Name(),
		SecurityGroupID:      group.ID,
		RoleARN:              role.ARN,
		Resource:             resource,
	}
}

// groupTags are those of the group, which its instances take over. ECS marks a
// group that it scales; without the mark here, every plan would remove it.
func (p ContainerInstancesProps) groupTags() []*autoscalinggroup.AutoscalingGroupTag {
	tags := p.tags()
	tags["AmazonECSManaged"] = "true"
	var all []*autoscalinggroup.AutoscalingGroupTag
	for _, key := range slices.Sorted(maps.Keys(tags)) {
		all = append(all, &autoscalinggroup.AutoscalingGroupTag{
			Key:               jsii.String(key),
			Value:             jsii.String(tags[key]),
			PropagateAtLaunch: jsii.Bool(true),
		})
	}
	return all
}

// tags are those of the instances and their disks.
func (p ContainerInstancesProps) tags() map[string]string {
	tags := map[string]string{"Name": p.Name}
	maps.Copy(tags, p.Tags)
	return tags
}
