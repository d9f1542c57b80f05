package ecs

import (
	"slices"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecstaskdefinition"

	"github.com/berth-iac/berth/internal/check"
)

func (p TaskDefinitionProps) onFargate() bool {
	_, instances := p.RunsOn.(EC2)
	return !instances
}

func (p TaskDefinitionProps) network() NetworkMode {
	if p.RunsOn == nil {
		return AWSVPC
	}
	return p.RunsOn.network()
}

// launchTypeOf is what ECS calls a compatibility.
func launchTypeOf(runsOn Compatibility) string {
	if _, instances := runsOn.(EC2); instances {
		return "EC2"
	}
	return "FARGATE"
}

// checkCompatibility notes what a task asks for and cannot have where it runs,
// with what it can have instead.
func (p TaskDefinitionProps) checkCompatibility(problems *check.Problems) {
	if p.EphemeralStorageGiB != 0 {
		check.Between(problems, "EphemeralStorageGiB", p.EphemeralStorageGiB, 21, 200)
	}
	if e, instances := p.RunsOn.(EC2); instances {
		check.OneOf(problems, "RunsOn.NetworkMode", e.network(), AWSVPC, Bridge, Host)
		checkMemberOf(problems, "RunsOn.MemberOf", e.MemberOf)
		if p.EphemeralStorageGiB != 0 {
			problems.Addf("EphemeralStorageGiB", "%d: on EC2 tasks share the disk of their instance; set ContainerInstancesProps.VolumeGiB", p.EphemeralStorageGiB)
		}
	}
	for _, c := range p.Containers {
		field := containerField(c)
		if c.Privileged && p.onFargate() {
			problems.Addf(field+".Privileged", "Fargate runs no privileged containers: leave it out, or run on EC2")
		}
		if p.network() == Bridge {
			continue
		}
		if len(c.Links) > 0 {
			problems.Addf(field+".Links", "%s: only Bridge has links; with %s, containers of a task reach each other at 127.0.0.1", check.List(c.Links), p.network())
		}
		if len(c.HostPorts) > 0 {
			problems.Addf(field+".HostPorts", "only Bridge maps ports: with %s, a container is reached on its own", p.network())
		}
	}
	p.checkHostPorts(problems)
}

// checkHostPorts notes a port of the instance that two containers want.
func (p TaskDefinitionProps) checkHostPorts(problems *check.Problems) {
	owner := map[int]string{}
	for _, c := range p.Containers {
		for _, port := range c.Ports {
			fixed := c.HostPorts[port]
			if other, taken := owner[fixed]; taken && fixed != 0 {
				problems.Addf(containerField(c)+".HostPorts", "%d is taken by %s: an instance has each port once", fixed, other)
			}
			owner[fixed] = c.Name
		}
	}
}

// checkLogging notes output that would reach nobody.
func (p TaskDefinitionProps) checkLogging(problems *check.Problems) {
	for _, c := range p.Containers {
		field := containerField(c) + ".Logging"
		switch l := c.logging().(type) {
		case Fluentd:
			if p.onFargate() {
				problems.Addf(field, "Fargate has no log driver fluentd: use FireLens, whose router runs in the task, or CloudWatchLogs, or run on EC2")
				continue
			}
			p.checkFluentd(problems, c, l)
		case FireLens:
			if p.network() == Host {
				problems.Addf(field, "the router of FireLens would open port %d to the instance's network: use AWSVPC or Bridge", routerPort)
			}
		case CloudWatchLogs:
		default:
			problems.Addf(field, "%T: give CloudWatchLogs, Fluentd or FireLens as a value", l)
		}
	}
	if len(p.routed()) == 0 {
		return
	}
	for _, c := range p.Containers {
		if c.Name == routerName {
			problems.Addf(containerField(c), "is the name of the container that FireLens adds: choose another one")
		}
		if p.network() != Bridge && slices.Contains(c.Ports, routerPort) {
			problems.Addf(containerField(c)+".Ports", "%d is where the router of FireLens listens: choose another one", routerPort)
		}
	}
	if _, taken := p.TaskPolicies[routerPolicy]; taken {
		problems.Addf("TaskPolicies["+routerPolicy+"]", "is the name of the policy that FireLens adds: choose another one")
	}
}

// checkFluentd notes a container that would send its output to itself, and a
// fluentd in the task whose port is not the instance's.
func (p TaskDefinitionProps) checkFluentd(problems *check.Problems, c Container, f Fluentd) {
	field := containerField(c) + ".Logging.Address"
	port := f.localPort()
	for _, listener := range p.Containers {
		switch {
		case port == 0 || !slices.Contains(listener.Ports, port) && !listensOnHost(listener, port):
		case listener.Name == c.Name:
			problems.Addf(field, "%s sends its output to itself: use CloudWatchLogs for it", c.Name)
		case p.network() == AWSVPC:
			problems.Addf(field, "%q is the instance's port, and %s listens on the task's own interface (AWSVPC): use a socket in a volume with a HostPath, or Bridge", f.Address, listener.Name)
		case p.network() == Bridge && !listensOnHost(listener, port):
			problems.Addf(field, "%q is the instance's port, and the one of %s changes with each task: fix it with HostPorts", f.Address, listener.Name)
		}
	}
}

func listensOnHost(c Container, port int) bool {
	for _, hostPort := range c.HostPorts {
		if hostPort == port {
			return true
		}
	}
	return false
}

func (p TaskDefinitionProps) placementConstraints() any {
	e, _ := p.RunsOn.(EC2)
	if len(e.MemberOf) == 0 {
		return nil
	}
	var all []*ecstaskdefinition.EcsTaskDefinitionPlacementConstraints
	for _, expression := range e.MemberOf {
		all = append(all, &ecstaskdefinition.EcsTaskDefinitionPlacementConstraints{Type: jsii.String("memberOf"), Expression: jsii.String(expression)})
	}
	return all
}

func (p TaskDefinitionProps) volumes() any {
	if len(p.Volumes) == 0 {
		return nil
	}
	var all []*ecstaskdefinition.EcsTaskDefinitionVolume
	for _, v := range p.Volumes {
		volume := &ecstaskdefinition.EcsTaskDefinitionVolume{Name: jsii.String(v.Name)}
		if v.HostPath != "" {
			volume.HostPath = jsii.String(v.HostPath)
		}
		all = append(all, volume)
	}
	return all
}
