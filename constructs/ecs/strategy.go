package ecs

import (
	"fmt"

	"github.com/berth-iac/berth/internal/check"
)

// DeploymentStrategy is how a new version replaces the old: Rolling or
// BlueGreen. It cannot be changed later without replacing the service.
type DeploymentStrategy interface {
	// deploymentStrategy keeps the strategies to those of this package.
	deploymentStrategy()
}

// LoadBalancerTarget is the container that a load balancer's requests go to.
// The zero value is no load balancer.
type LoadBalancerTarget struct {
	// TargetGroupARN is a target group of type ip. The listener or rule that
	// forwards to it has to exist before the service, see
	// ServiceProps.DependsOn.
	TargetGroupARN string
	// ContainerName is a container of the task definition.
	ContainerName string
	// ContainerPort is one of the container's ports.
	ContainerPort int
}

// Rolling lets ECS replace the tasks little by little. A deployment whose tasks
// keep failing is rolled back (the deployment circuit breaker).
type Rolling struct {
	// Target of the load balancer. Default: none, the service has no load
	// balancer.
	Target LoadBalancerTarget
	// MinimumHealthyPercent of the desired tasks run during a deployment,
	// rounded up: 1 to 100. Default: 100.
	MinimumHealthyPercent int
	// MaximumPercent of the desired tasks run during a deployment, rounded
	// down: 100 to 200. Default: 200.
	MaximumPercent int
	// AlarmNames are CloudWatch alarms that roll a deployment back. They must
	// not depend on the service. Default: none.
	AlarmNames []string
	// PipelineOwnsImage leaves the revision to a pipeline: Terraform names the
	// first one and ignores it from then on. Default: false.
	PipelineOwnsImage bool
}

// BlueGreen lets CodeDeploy start the new tasks beside the old ones and move
// the load balancer's traffic to them, see the package bluegreen.
//
// The revision, the target group and the network of the tasks belong to
// CodeDeploy after the first deployment. Terraform ignores them, and a change
// of subnets or security groups reaches the tasks only through an AppSpec that
// carries them.
type BlueGreen struct {
	// Target of the load balancer; its target group is the one that takes the
	// first tasks (blue).
	Target LoadBalancerTarget
}

func (Rolling) deploymentStrategy()   {}
func (BlueGreen) deploymentStrategy() {}

// The deployment controllers of ECS.
const (
	controllerECS        = "ECS"
	controllerCodeDeploy = "CODE_DEPLOY"
)

// deployment is what follows from a strategy for the aws_ecs_service.
type deployment struct {
	controller string
	target     LoadBalancerTarget
	// ignored are the attributes that somebody else changes.
	ignored []string
	// rolling holds what only the ECS controller takes; nil with CodeDeploy,
	// which would refuse a circuit breaker and alarms.
	rolling *Rolling
}

// planDeployment is the only place that decides who owns what after the first
// deployment.
func planDeployment(strategy DeploymentStrategy, autoScaled bool) deployment {
	var d deployment
	switch s := strategy.(type) {
	case BlueGreen:
		d = deployment{controller: controllerCodeDeploy, target: s.Target, ignored: []string{
			// What UpdateService refuses with this controller.
			"task_definition", "load_balancer", "network_configuration", "platform_version",
			// What an AppSpec can change, and what would replace the service.
			"capacity_provider_strategy", "launch_type",
		}}
	case Rolling:
		s = s.withDefaults()
		d = deployment{controller: controllerECS, target: s.Target, rolling: &s}
		if s.PipelineOwnsImage {
			d.ignored = append(d.ignored, "task_definition")
		}
	}
	if autoScaled {
		d.ignored = append(d.ignored, "desired_count")
	}
	return d
}

func (s Rolling) withDefaults() Rolling {
	if s.MinimumHealthyPercent == 0 {
		s.MinimumHealthyPercent = 100
	}
	if s.MaximumPercent == 0 {
		s.MaximumPercent = 200
	}
	return s
}

// check notes percentages with which a deployment of the desired tasks never
// gets on: ECS may neither start a new task nor stop an old one.
func (s Rolling) check(problems *check.Problems, desired int) {
	s = s.withDefaults()
	check.Between(problems, "Strategy.MinimumHealthyPercent", s.MinimumHealthyPercent, 1, 100)
	check.Between(problems, "Strategy.MaximumPercent", s.MaximumPercent, 100, 200)
	least := (desired*s.MinimumHealthyPercent + 99) / 100
	most := desired * s.MaximumPercent / 100
	if desired > 0 && least >= desired && most <= desired {
		problems.Addf("Strategy", "with %d tasks, at least %d and at most %d may run: a deployment can neither stop nor start one; lower MinimumHealthyPercent or raise MaximumPercent",
			desired, least, most)
	}
}

// check notes a target that the task definition does not have.
func (t LoadBalancerTarget) check(problems *check.Problems, task *TaskDefinition) {
	problems.Required("Strategy.Target.TargetGroupARN", t.TargetGroupARN)
	if task == nil || task.containers == nil {
		return // its own problems are reported where it is made
	}
	var names []string
	for _, c := range task.containers {
		names = append(names, c.Name)
		if c.Name != t.ContainerName {
			continue
		}
		for _, port := range c.Ports {
			if port == t.ContainerPort {
				return
			}
		}
		problems.Addf("Strategy.Target.ContainerPort", "%d is no port of %s: it has %s", t.ContainerPort, c.Name, fmt.Sprint(c.Ports))
		return
	}
	problems.Addf("Strategy.Target.ContainerName", "%q is no container of the task definition: it has %s", t.ContainerName, check.List(names))
}
