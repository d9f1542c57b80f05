package ecs

import (
	"cmp"
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

// Capacity is what tasks run on.
type Capacity string

// The capacities of a service. The zero value is OnDemand.
const (
	// OnDemand runs tasks on Fargate (launch type FARGATE).
	OnDemand Capacity = "FARGATE"
	// Spot runs tasks on Fargate Spot: cheaper, stopped at two minutes' notice
	// (capacity provider FARGATE_SPOT).
	Spot Capacity = "FARGATE_SPOT"
)

// DefaultPlatformVersion is the platform version of Fargate that services run
// on where nothing else is said.
const DefaultPlatformVersion = "1.4.0"

// ServiceProps describe a service on Fargate.
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
	// gateway or VPC endpoints, or public ones with AssignPublicIP.
	SubnetIDs []string
	// SecurityGroupIDs of the tasks, at least one.
	SecurityGroupIDs []string
	// AssignPublicIP gives tasks a public address. Default: false.
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
	// Capacity is OnDemand or Spot; Spot only with Rolling. Changing it replaces
	// the service. Default: OnDemand.
	Capacity Capacity
	// PlatformVersion of Fargate. It is pinned, so that a new one reaches tasks
	// by a reviewed change and not with the next deployment. Default:
	// DefaultPlatformVersion, the latest.
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
	if len(p.SubnetIDs) == 0 {
		problems.Addf("SubnetIDs", "none: tasks need at least one")
	}
	if len(p.SecurityGroupIDs) == 0 {
		problems.Addf("SecurityGroupIDs", "none: tasks would get the default group of the VPC")
	}
	check.Between(&problems, "DesiredCount", p.DesiredCount, 0, 5000)
	check.OneOf(&problems, "Capacity", p.Capacity, OnDemand, Spot)
	p.checkStrategy(&problems)
	return problems.Err()
}

func (p ServiceProps) checkStrategy(problems *check.Problems) {
	target := LoadBalancerTarget{}
	switch s := p.Strategy.(type) {
	case Rolling:
		target = s.Target
		s.check(problems, p.DesiredCount)
		if target != (LoadBalancerTarget{}) {
			target.check(problems, p.TaskDefinition)
		}
	case BlueGreen:
		target = s.Target
		target.check(problems, p.TaskDefinition)
		if p.Capacity == Spot {
			problems.Addf("Capacity", "Spot does not go with BlueGreen: CodeDeploy starts new tasks without the capacity provider of the service; use OnDemand or Rolling")
		}
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
	p.Capacity = cmp.Or(p.Capacity, OnDemand)
	p.PlatformVersion = cmp.Or(p.PlatformVersion, DefaultPlatformVersion)
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
		DesiredCount:         jsii.Number(props.DesiredCount),
		SchedulingStrategy:   jsii.String("REPLICA"),
		PlatformVersion:      jsii.String(props.PlatformVersion),
		EnableExecuteCommand: jsii.Bool(props.TaskDefinition.exec),
		EnableEcsManagedTags: jsii.Bool(true),
		PropagateTags:        jsii.String("SERVICE"),
		WaitForSteadyState:   jsii.Bool(false),
		NetworkConfiguration: &ecsservice.EcsServiceNetworkConfiguration{
			Subnets:        jsii.Strings(props.SubnetIDs...),
			SecurityGroups: jsii.Strings(props.SecurityGroupIDs...),
			AssignPublicIp: jsii.Bool(props.AssignPublicIP),
		},
		// The roles alone are not enough: without their policies a first task
		// would fail to start, and on destroy the last ones would fail to stop.
		DependsOn: node.DependsOn(props.Cluster.Dependencies(), props.TaskDefinition.PolicyDependencies(), props.DependsOn),
	}
	if props.HealthCheckGracePeriod != 0 {
		config.HealthCheckGracePeriodSeconds = jsii.Number(seconds(props.HealthCheckGracePeriod))
	}
	props.Capacity.apply(config)
	plan.apply(config)
	resource := ecsservice.NewEcsService(scope, jsii.String("Resource"), config)
	return &Service{
		Name:        *resource.Name(),
		ClusterName: props.Cluster.Name,
		Resource:    resource,
	}
}

// apply sets the launch type or the capacity provider, never both.
func (c Capacity) apply(config *ecsservice.EcsServiceConfig) {
	if c == OnDemand {
		config.LaunchType = jsii.String(string(OnDemand))
		return
	}
	config.CapacityProviderStrategy = []*ecsservice.EcsServiceCapacityProviderStrategy{{
		CapacityProvider: jsii.String(string(c)),
		Weight:           jsii.Number(1),
	}}
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
