package bluegreen

import (
	"time"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/berth-iac/berth/constructs/loadbalancer"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// TargetGroupPairProps describe two target groups that are alike but for their
// names.
type TargetGroupPairProps struct {
	// Name is the first part of the groups' names, known at synthesis. Where it
	// is longer than the 32 characters of a target group allow, it is cut and
	// marked with a hash.
	Name string
	// VPCID is the VPC of the tasks.
	VPCID string
	// TargetType of both groups. Default: loadbalancer.IP.
	TargetType loadbalancer.TargetType
	// HealthCheck of both groups.
	HealthCheck loadbalancer.HealthCheck
	// DeregistrationDelay is how long a leaving task may finish its requests:
	// whole seconds up to an hour, or loadbalancer.NoDelay. Keep it below
	// DeploymentGroupProps.BakeTime, whose end stops the old tasks. Default:
	// 30 s.
	DeregistrationDelay time.Duration
}

// TargetGroupPair is a pair of target groups. Which one has the traffic changes
// with every deployment; Blue is the one that has it first.
type TargetGroupPair struct {
	Blue, Green *loadbalancer.TargetGroup
}

// Validate tells what Elastic Load Balancing would refuse.
func (p TargetGroupPairProps) Validate() error {
	var problems check.Problems
	problems.Required("Name", p.Name)
	if !check.Known(&problems, "Name", p.Name, "the names of both groups are made of it") {
		return problems.Err()
	}
	problems.Join("", p.group("blue").Validate())
	return problems.Err()
}

// group describes one of the two; the colour is all they differ in.
func (p TargetGroupPairProps) group(colour string) loadbalancer.TargetGroupProps {
	return loadbalancer.TargetGroupProps{
		Name:                naming.Fit(naming.MaxLoadBalancer, p.Name, colour),
		VPCID:               p.VPCID,
		TargetType:          p.TargetType,
		HealthCheck:         p.HealthCheck,
		DeregistrationDelay: p.DeregistrationDelay,
	}
}

// NewTargetGroupPair adds a pair of target groups.
func NewTargetGroupPair(scope constructs.Construct, id string, props TargetGroupPairProps) *TargetGroupPair {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &TargetGroupPair{Blue: &loadbalancer.TargetGroup{}, Green: &loadbalancer.TargetGroup{}}
	}
	return &TargetGroupPair{
		Blue:  loadbalancer.NewTargetGroup(scope, "blue", props.group("blue")),
		Green: loadbalancer.NewTargetGroup(scope, "green", props.group("green")),
	}
}
