package ecs

import (
	"fmt"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/fargate"
)

// Compatibility is what a task is made to run on: Fargate or EC2. It decides
// what a task may ask for.
type Compatibility interface {
	// network is the network mode of the task.
	network() NetworkMode
	// checkSize notes CPU units and MiB that the task cannot have.
	checkSize(problems *check.Problems, cpu, memory int)
}

// Fargate runs a task without instances to look after. Its containers share
// one network interface of their own (awsvpc).
type Fargate struct{}

// EC2 runs a task on the instances of the cluster, see ContainerInstances.
type EC2 struct {
	// NetworkMode is AWSVPC, Bridge or Host. Default: AWSVPC.
	NetworkMode NetworkMode
	// MemberOf are expressions of the cluster query language, all of which an
	// instance has to match, such as "attribute:ecs.instance-type =~ t3.*": at
	// most 10. Default: none.
	MemberOf []string
}

// NetworkMode is how the containers of a task are connected.
type NetworkMode string

// The network modes of a task. The zero value is AWSVPC.
const (
	// AWSVPC gives the task a network interface and security groups of its own;
	// its containers reach each other at 127.0.0.1.
	AWSVPC NetworkMode = "awsvpc"
	// Bridge connects the containers to a network inside the instance, which
	// gives each of their ports one of its own: a free one, or the one of
	// Container.HostPorts. Containers reach each other through Container.Links.
	Bridge NetworkMode = "bridge"
	// Host gives the containers the instance's own network: a port is taken once
	// an instance.
	Host NetworkMode = "host"
)

func (Fargate) network() NetworkMode { return AWSVPC }

func (e EC2) network() NetworkMode {
	if e.NetworkMode == "" {
		return AWSVPC
	}
	return e.NetworkMode
}

func (Fargate) checkSize(problems *check.Problems, cpu, memory int) {
	if err := fargate.Check(cpu, memory); err != nil {
		problems.Addf("CPU", "%w", err)
	}
}

// What ECS takes as the size of a task on instances: an eighth of a vCPU up to
// the largest of them.
const (
	minInstanceCPU = 128
	maxInstanceCPU = 196608
)

func (EC2) checkSize(problems *check.Problems, cpu, memory int) {
	check.Between(problems, "CPU", cpu, minInstanceCPU, maxInstanceCPU)
	if memory < minMemoryMiB {
		problems.Addf("MemoryMiB", "%d: a task takes %d or more", memory, minMemoryMiB)
	}
}

// maxConstraints is what ECS takes of a task and of a service.
const maxConstraints = 10

func checkMemberOf(problems *check.Problems, field string, expressions []string) {
	if len(expressions) > maxConstraints {
		problems.Addf(field, "%d expressions: ECS takes %d", len(expressions), maxConstraints)
	}
	for i, expression := range expressions {
		problems.Required(fmt.Sprintf("%s[%d]", field, i), expression)
	}
}
