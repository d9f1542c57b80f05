package ecs

import (
	"cmp"
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecsservice"

	"github.com/berth-iac/berth/internal/check"
)

// Capacity is what the tasks of a service run on: OnDemand, Spot, SpotMix or
// OnInstances.
type Capacity interface {
	// check notes what does not go with the rest of the service.
	check(problems *check.Problems, p ServiceProps)
	// apply sets the launch type or the capacity providers, never both.
	apply(config *ecsservice.EcsServiceConfig, p ServiceProps)
}

// fargateCapacity is one of the two capacity providers of Fargate.
type fargateCapacity string

// The capacities on Fargate alone.
const (
	// OnDemand runs tasks on Fargate (launch type FARGATE).
	OnDemand fargateCapacity = "FARGATE"
	// Spot runs tasks on Fargate Spot: cheaper, stopped at two minutes' notice
	// (capacity provider FARGATE_SPOT).
	Spot fargateCapacity = "FARGATE_SPOT"
)

// SpotMix runs some tasks on Fargate and others on Fargate Spot.
type SpotMix struct {
	// Base is the number of tasks that run on demand before the weights count: 0
	// to 100000. Default: 0.
	Base int
	// OnDemandWeight and SpotWeight are the shares of all further tasks: 0 to
	// 1000, SpotWeight 1 or more. With 1 and 3, three of four are on Spot.
	OnDemandWeight, SpotWeight int
}

// OnInstances runs tasks on the instances of the cluster.
type OnInstances struct {
	// Instances that run the tasks, of the service's cluster.
	Instances *ContainerInstances
	// Daemon runs one task on every instance that fits, however many there are
	// (scheduling strategy DAEMON); not with BlueGreen, AutoScaled, Placement or
	// DistinctInstance. DesiredCount does not count. Default: false.
	Daemon bool
	// Placement strategies, tried in their order: at most 5. Default: none, ECS
	// spreads tasks over the zones.
	Placement []PlacementStrategy
	// DistinctInstance keeps two tasks of the service off the same instance. A
	// task that takes what an instance has once, such as a fixed port, needs it.
	// Default: false.
	DistinctInstance bool
	// MemberOf are expressions of the cluster query language, all of which an
	// instance has to match: at most 10, with DistinctInstance 9. Default: none.
	MemberOf []string
}

func isDaemon(c Capacity) bool {
	o, instances := c.(OnInstances)
	return instances && o.Daemon
}

// checkCapacity notes what does not go with the service; a pointer is no choice.
func (p ServiceProps) checkCapacity(problems *check.Problems) {
	switch p.Capacity.(type) {
	case fargateCapacity, SpotMix, OnInstances:
		p.Capacity.check(problems, p)
	default:
		problems.Addf("Capacity", "%T: give OnDemand, Spot, SpotMix or OnInstances as a value", p.Capacity)
	}
}

// checkFargate notes a task that is not made for Fargate.
func checkFargate(problems *check.Problems, p ServiceProps, capacity string) {
	if p.TaskDefinition != nil && launchTypeOf(p.TaskDefinition.runsOn) == "EC2" {
		problems.Addf("Capacity", "%s with a task definition for EC2: use OnInstances, or a task definition for Fargate", capacity)
	}
}

func (c fargateCapacity) check(problems *check.Problems, p ServiceProps) {
	checkFargate(problems, p, string(c))
	if _, blueGreen := p.Strategy.(BlueGreen); blueGreen && c == Spot {
		problems.Addf("Capacity", "Spot does not go with BlueGreen: CodeDeploy starts new tasks without the capacity provider of the service; use OnDemand or Rolling")
	}
}

func (c fargateCapacity) apply(config *ecsservice.EcsServiceConfig, p ServiceProps) {
	config.PlatformVersion = jsii.String(cmp.Or(p.PlatformVersion, DefaultPlatformVersion))
	if c == OnDemand {
		config.LaunchType = jsii.String(string(OnDemand))
		return
	}
	config.CapacityProviderStrategy = []*ecsservice.EcsServiceCapacityProviderStrategy{{
		CapacityProvider: jsii.String(string(c)),
		Weight:           jsii.Number(1),
	}}
}

func (m SpotMix) check(problems *check.Problems, p ServiceProps) {
	checkFargate(problems, p, "SpotMix")
	check.Between(problems, "Capacity.Base", m.Base, 0, 100000)
	check.Between(problems, "Capacity.OnDemandWeight", m.OnDemandWeight, 0, 1000)
	check.Between(problems, "Capacity.SpotWeight", m.SpotWeight, 1, 1000)
	if _, blueGreen := p.Strategy.(BlueGreen); blueGreen {
		problems.Addf("Capacity", "SpotMix does not go with BlueGreen: CodeDeploy starts new tasks without the capacity providers of the service; use OnDemand or Rolling")
	}
}

func (m SpotMix) apply(config *ecsservice.EcsServiceConfig, p ServiceProps) {
	config.PlatformVersion = jsii.String(cmp.Or(p.PlatformVersion, DefaultPlatformVersion))
	config.CapacityProviderStrategy = []*ecsservice.EcsServiceCapacityProviderStrategy{
		{CapacityProvider: jsii.String(string(OnDemand)), Base: jsii.Number(m.Base), Weight: jsii.Number(m.OnDemandWeight)},
		{CapacityProvider: jsii.String(string(Spot)), Weight: jsii.Number(m.SpotWeight)},
	}
}

func (o OnInstances) check(problems *check.Problems, p ServiceProps) {
	if o.Instances == nil {
		problems.Addf("Capacity.Instances", "missing: tasks run on the instances of the cluster")
	}
	if p.TaskDefinition != nil && p.TaskDefinition.containers != nil && launchTypeOf(p.TaskDefinition.runsOn) != "EC2" {
		problems.Addf("Capacity", "OnInstances with a task definition for Fargate: give it RunsOn EC2{}")
	}
	if p.AssignPublicIP {
		problems.Addf("AssignPublicIP", "only Fargate gives tasks a public address: use private subnets with NAT or endpoints")
	}
	if p.PlatformVersion != "" {
		problems.Addf("PlatformVersion", "%q with OnInstances: only Fargate has platform versions", p.PlatformVersion)
	}
	if len(o.Placement) > maxStrategies {
		problems.Addf("Capacity.Placement", "%d strategies: ECS takes %d", len(o.Placement), maxStrategies)
	}
	for i, strategy := range o.Placement {
		check.OneOf(problems, fmt.Sprintf("Capacity.Placement[%d]", i), strategy, placementStrategies...)
	}
	checkMemberOf(problems, "Capacity.MemberOf", o.MemberOf)
	if constraints := len(o.constraints()); constraints > maxConstraints && len(o.MemberOf) <= maxConstraints {
		problems.Addf("Capacity.MemberOf", "%d constraints with DistinctInstance: ECS takes %d", constraints, maxConstraints)
	}
	if o.Daemon {
		o.checkDaemon(problems, p)
		return
	}
	if task := p.TaskDefinition; task != nil && task.once != "" && !o.DistinctInstance {
		problems.Addf("Capacity.DistinctInstance", "false, and %s: an instance runs one such task; set it, or run what is shared as a service of its own with Daemon", task.once)
	}
}

func (o OnInstances) checkDaemon(problems *check.Problems, p ServiceProps) {
	if _, blueGreen := p.Strategy.(BlueGreen); blueGreen {
		problems.Addf("Capacity.Daemon", "true with BlueGreen: CodeDeploy releases no daemons; use Rolling")
	}
	if p.AutoScaled {
		problems.Addf("AutoScaled", "true with Daemon: the number of instances is that of the tasks")
	}
	if len(o.Placement) > 0 {
		problems.Addf("Capacity.Placement", "%s with Daemon: a task runs on every instance", check.List(o.Placement))
	}
	if o.DistinctInstance {
		problems.Addf("Capacity.DistinctInstance", "true with Daemon: an instance runs one task anyway")
	}
}

// apply names the capacity provider of the instances, so that they grow with
// what the tasks need. A daemon names none: it runs where instances are, and is
// no reason for another one.
func (o OnInstances) apply(config *ecsservice.EcsServiceConfig, _ ServiceProps) {
	if constraints := o.constraints(); len(constraints) > 0 {
		config.PlacementConstraints = constraints
	}
	if o.Daemon {
		config.LaunchType = jsii.String("EC2")
		config.SchedulingStrategy = jsii.String("DAEMON")
		// ECS has its own percentages for daemons: the old task stops before the
		// new one starts, since both want the same of the instance.
		config.DeploymentMinimumHealthyPercent, config.DeploymentMaximumPercent = nil, nil
		return
	}
	config.CapacityProviderStrategy = []*ecsservice.EcsServiceCapacityProviderStrategy{{
		CapacityProvider: jsii.String(o.Instances.CapacityProviderName),
		Weight:           jsii.Number(1),
	}}
	var strategies []*ecsservice.EcsServiceOrderedPlacementStrategy
	for _, strategy := range o.Placement {
		strategies = append(strategies, strategy.render())
	}
	if len(strategies) > 0 {
		config.OrderedPlacementStrategy = strategies
	}
}
