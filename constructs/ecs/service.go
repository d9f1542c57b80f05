package ecs

import (
	"math"
	"time"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecsservice"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// DefaultPlatformVersion is the platform version of Fargate that services run
// on where nothing else is said.
const DefaultPlatformVersion = "1.4.0"

// ServiceProps describe a service.
type ServiceProps struct {
	// Name of the service, unique in the cluster: 1 to 255 letters, digits,
	// hyphens and underscores.
	Name string
	// Cluster that runs the service.
	Cluster *Cluster
	// TaskDefinition of the tasks, or of the first ones where a pipeline owns
	// the image. ECS Exec is on where the task definition allows it.
	TaskDefinition *TaskDefinition
	// SubnetIDs in which tasks run, at least one: private ones with a NAT
	// gateway or VPC endpoints, or public ones with AssignPublicIP. None with
	// Bridge and Host, whose tasks have the network of their instance.
	SubnetIDs []string
	// SecurityGroupIDs of the tasks, at least one. None with Bridge and Host, whose
	// tasks have those of their instance.
	SecurityGroupIDs []string
	// AssignPublicIP gives tasks a public address; only on Fargate. Default:
	// false.
	AssignPublicIP bool
	// DesiredCount is the number of tasks, or of the first ones where the
	// service is AutoScaled: 0 to 5000. It is always written down, so 0 means
	// that none runs.
	DesiredCount int
	// AutoScaled leaves the number of tasks to Application Auto Scaling, see the
	// package autoscaling. Default: false.
	AutoScaled bool
	// Strategy is Rolling or BlueGreen. Default: Rolling{}, without a load
	// balancer.
	Strategy DeploymentStrategy
	// Capacity is OnDemand, Spot, SpotMix or OnInstances; with BlueGreen, OnDemand
	// or OnInstances. Changing it replaces the service. Default: OnDemand.
	Capacity Capacity
	// PlatformVersion of Fargate; not with OnInstances. It is pinned, so that a
	// new one reaches tasks by a reviewed change and not with the next deployment.
	// Default: DefaultPlatformVersion, the latest.
	PlatformVersion string
	// HealthCheckGracePeriod is how long a starting task is not stopped for
	// failing the load balancer's health checks, in whole seconds; longer than
	// the slowest start. Only with a load balancer. Default: 0, none.
	HealthCheckGracePeriod time.Duration
	// DependsOn are what has to exist before the service: with a load balancer,
	// the listener or rule that forwards to the target group.
	DependsOn []cdktf.ITerraformDependable
}

// Service is an ECS service.
type Service struct {
	// Name of the service.
	Name string
	// ClusterName is the name of the cluster it runs in.
	ClusterName string
	// Resource is the aws_ecs_service; nil where the props are invalid.
	Resource ecsservice.EcsService
}

// ARN of the service.
func (s *Service) ARN() string {
	if s.Resource == nil {
		return ""
	}
	return *s.Resource.Id()
}

// Validate tells what ECS would refuse, now or at the first deployment.
func (p ServiceProps) Validate() error {
	p = p.withDefaults()
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, naming.ECS)
	if p.Cluster == nil {
		problems.Addf("Cluster", "missing: a service runs in a cluster")
	}
	if p.TaskDefinition == nil {
		problems.Addf("TaskDefinition", "missing: a service runs a task definition")
	}
	p.checkNetwork(&problems)
	check.Between(&problems, "DesiredCount", p.DesiredCount, 0, 5000)
	p.checkCapacity(&problems)
	p.checkStrategy(&problems)
	return problems.Err()
}

func (p ServiceProps) checkNetwork(problems *check.Problems) {
	mode := p.network()
	if mode == AWSVPC {
		if len(p.SubnetIDs) == 0 {
			problems.Addf("SubnetIDs", "none: tasks need at least one")
		}
		if len(p.SecurityGroupIDs) == 0 {
			problems.Addf("SecurityGroupIDs", "none: tasks would get the default group of the VPC")
		}
		return
	}
	if len(p.SubnetIDs)+len(p.SecurityGroupIDs) > 0 || p.AssignPublicIP {
		problems.Addf("SubnetIDs", "given with %s, whose tasks have the network of their instance: leave out SubnetIDs, SecurityGroupIDs and AssignPublicIP, and open the ports of ContainerInstances.SecurityGroupID", mode)
	}
}

// network is the network mode of the tasks.
func (p ServiceProps) network() NetworkMode {
	if p.TaskDefinition == nil || p.TaskDefinition.runsOn == nil {
		return AWSVPC
	}
	return p.TaskDefinition.runsOn.network()
}

func (p ServiceProps) checkStrategy(problems *check.Problems) {
	target := LoadBalancerTarget{}
	switch s := p.Strategy.(type) {
	case Rolling:
		target = s.Target
		if !isDaemon(p.Capacity) {
			s.check(problems, p.DesiredCount)
		}
		if target != (LoadBalancerTarget{}) {
			target.check(problems, p.TaskDefinition)
		}
	case BlueGreen:
		target = s.Target
		target.check(problems, p.TaskDefinition)
	default:
		problems.Addf("Strategy", "%T: give Rolling or BlueGreen as a value", p.Strategy)
	}
	if p.HealthCheckGracePeriod == 0 {
		return
	}
	check.Seconds(problems, "HealthCheckGracePeriod", p.HealthCheckGracePeriod, time.Second, math.MaxInt32*time.Second)
	if target == (LoadBalancerTarget{}) {
		problems.Addf("HealthCheckGracePeriod", "%v: ECS takes it only with a load balancer", p.HealthCheckGracePeriod)
	}
}

func (p ServiceProps) withDefaults() ServiceProps {
	if p.Strategy == nil {
		p.Strategy = Rolling{}
	}
	if p.Capacity == nil {
		p.Capacity = OnDemand
	}
	return p
}

// NewService adds a service.
//
// It does not wait until tasks run: a first image that is missing would hold
// the apply for twenty minutes, and with CodeDeploy nothing starts at an apply.
func NewService(scope constructs.Construct, id string, props ServiceProps) *Service {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Service{}
	}
	props = props.withDefaults()
	plan := planDeployment(props.Strategy, props.AutoScaled)
	config := &ecsservice.EcsServiceConfig{
		Name:                 jsii.String(props.Name),
		Cluster:              jsii.String(props.Cluster.ARN),
		TaskDefinition:       jsii.String(props.TaskDefinition.ARN),
		SchedulingStrategy:   jsii.String("REPLICA"),
		EnableExecuteCommand: jsii.Bool(props.TaskDefinition.exec),
		EnableEcsManagedTags: jsii.Bool(true),
		PropagateTags:        jsii.String("SERVICE"),
		WaitForSteadyState:   jsii.Bool(false),
		// The roles alone are not enough: without their policies a first task
		// would fail to start, and on destroy the last ones would fail to stop.
		DependsOn: node.DependsOn(props.Cluster.Dependencies(), props.TaskDefinition.PolicyDependencies(), props.DependsOn),
	}
	if props.HealthCheckGracePeriod != 0 {
		config.HealthCheckGracePeriodSeconds = jsii.Number(seconds(props.HealthCheckGracePeriod))
	}
	if !isDaemon(props.Capacity) {
		config.DesiredCount = jsii.Number(props.DesiredCount)
	}
	if props.network() == AWSVPC {
		config.NetworkConfiguration = &ecsservice.EcsServiceNetworkConfiguration{
			Subnets:        jsii.Strings(props.SubnetIDs...),
			SecurityGroups: jsii.Strings(props.SecurityGroupIDs...),
			AssignPublicIp: jsii.Bool(props.AssignPublicIP),
		}
	}
	plan.apply(config)
	props.Capacity.apply(config, props)
	resource := ecsservice.NewEcsService(scope, jsii.String("Resource"), config)
	return &Service{
		Name:        *resource.Name(),
		ClusterName: props.Cluster.Name,
		Resource:    resource,
	}
}

func (d deployment) apply(config *ecsservice.EcsServiceConfig) {
	config.DeploymentController = &ecsservice.EcsServiceDeploymentController{Type: jsii.String(d.controller)}
	if len(d.ignored) > 0 {
		config.Lifecycle = &cdktf.TerraformResourceLifecycle{IgnoreChanges: jsii.Strings(d.ignored...)}
	}
	if d.target != (LoadBalancerTarget{}) {
		config.LoadBalancer = []*ecsservice.EcsServiceLoadBalancer{{
			TargetGroupArn: jsii.String(d.target.TargetGroupARN),
			ContainerName:  jsii.String(d.target.ContainerName),
			ContainerPort:  jsii.Number(d.target.ContainerPort),
		}}
	}
	if d.rolling == nil {
		return
	}
	config.DeploymentMinimumHealthyPercent = jsii.Number(d.rolling.MinimumHealthyPercent)
	config.DeploymentMaximumPercent = jsii.Number(d.rolling.MaximumPercent)
	config.DeploymentCircuitBreaker = &ecsservice.EcsServiceDeploymentCircuitBreaker{Enable: jsii.Bool(true), Rollback: jsii.Bool(true)}
	if len(d.rolling.AlarmNames) > 0 {
		config.Alarms = &ecsservice.EcsServiceAlarms{
			AlarmNames: jsii.Strings(d.rolling.AlarmNames...),
			Enable:     jsii.Bool(true),
			Rollback:   jsii.Bool(true),
		}
	}
}
