package ecs

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecsservice"
)

// PlacementStrategy is how ECS chooses the instance of a new task, and of the
// one that goes first.
type PlacementStrategy string

// The placement strategies of a service on instances.
const (
	// SpreadZones puts tasks evenly into the availability zones.
	SpreadZones PlacementStrategy = "spread attribute:ecs.availability-zone"
	// SpreadInstances puts tasks evenly on the instances.
	SpreadInstances PlacementStrategy = "spread instanceId"
	// BinpackCPU fills the instance with the least CPU left, so that few are
	// needed.
	BinpackCPU PlacementStrategy = "binpack cpu"
	// BinpackMemory fills the instance with the least memory left.
	BinpackMemory PlacementStrategy = "binpack memory"
	// Random takes any instance.
	Random PlacementStrategy = "random"
)

// placementStrategies are all of them, in the order of their constants.
var placementStrategies = []PlacementStrategy{SpreadZones, SpreadInstances, BinpackCPU, BinpackMemory, Random}

// maxStrategies is what ECS takes of a service.
const maxStrategies = 5

func (s PlacementStrategy) render() *ecsservice.EcsServiceOrderedPlacementStrategy {
	kind, field, hasField := strings.Cut(string(s), " ")
	strategy := &ecsservice.EcsServiceOrderedPlacementStrategy{Type: jsii.String(kind)}
	if hasField {
		strategy.Field = jsii.String(field)
	}
	return strategy
}

// constraints are where the tasks may run at all.
func (o OnInstances) constraints() []*ecsservice.EcsServicePlacementConstraints {
	var all []*ecsservice.EcsServicePlacementConstraints
	if o.DistinctInstance {
		all = append(all, &ecsservice.EcsServicePlacementConstraints{Type: jsii.String("distinctInstance")})
	}
	for _, expression := range o.MemberOf {
		all = append(all, &ecsservice.EcsServicePlacementConstraints{Type: jsii.String("memberOf"), Expression: jsii.String(expression)})
	}
	return all
}

// oncePerInstance says why an instance holds one task of a definition at most,
// or "" where it holds any number: what the task takes of the instance is there
// once.
func (p TaskDefinitionProps) oncePerInstance() string {
	for _, c := range p.withRouter() {
		if p.network() == Host && len(c.Ports) > 0 {
			return c.Name + " listens on the instance's own port (Host)"
		}
		if len(c.HostPorts) > 0 {
			return fmt.Sprintf("%s takes the instance's port %d", c.Name, slices.Min(slices.Collect(maps.Values(c.HostPorts))))
		}
	}
	for _, c := range p.Containers {
		f, ok := c.Logging.(Fluentd)
		socket, isSocket := f.socket()
		if !ok || !isSocket {
			continue
		}
		for _, listener := range p.Containers {
			if listener.Name != c.Name && p.mountsHostFile(listener, socket) {
				return listener.Name + " takes the instance's socket " + socket
			}
		}
	}
	return ""
}
