package stacks

import (
	"maps"
	"slices"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/ecs"
	"github.com/berth-iac/berth/constructs/loadbalancer"
)

// runsOn is what the service's task is made for.
func (s *service) runsOn() ecs.Compatibility {
	switch {
	case !s.OnEC2():
		return ecs.Fargate{}
	case s.Bridge():
		return ecs.EC2{NetworkMode: ecs.Bridge}
	default:
		return ecs.EC2{}
	}
}

var placementStrategies = map[string]ecs.PlacementStrategy{
	"spreadZones":     ecs.SpreadZones,
	"spreadInstances": ecs.SpreadInstances,
	"binpackCpu":      ecs.BinpackCPU,
	"binpackMemory":   ecs.BinpackMemory,
	"random":          ecs.Random,
}

// capacity is what the service's tasks run on.
func (s *service) capacity() ecs.Capacity {
	switch {
	case s.OnEC2():
		capacity := ecs.OnInstances{
			Instances:        s.instances,
			Daemon:           s.Daemon,
			DistinctInstance: s.Placement.DistinctInstance,
			MemberOf:         s.Placement.MemberOf,
		}
		for _, name := range s.Placement.Strategies {
			capacity.Placement = append(capacity.Placement, placementStrategies[name])
		}
		return capacity
	case s.SpotMix != nil:
		return ecs.SpotMix{Base: s.SpotMix.Base, OnDemandWeight: *s.SpotMix.OnDemandWeight, SpotWeight: s.SpotMix.SpotWeight}
	case s.Spot:
		return ecs.Spot
	default:
		return ecs.OnDemand
	}
}

// targetType is how the service's tasks are registered with the load balancer.
func (s *service) targetType() loadbalancer.TargetType {
	if s.Bridge() {
		return loadbalancer.Instance
	}
	return loadbalancer.IP
}

// links are the containers that the service's own one reaches by their names.
// With awsvpc there is no need: they share an interface.
func (s *service) links() []string {
	if s.Bridge() {
		return s.Links
	}
	return nil
}

// linkVariables tell where linked sidecars are.
func (s *service) linkVariables() map[string]string {
	variables := map[string]string{}
	for _, name := range s.Links {
		variables[config.LinkVariable(name)] = "127.0.0.1"
		if s.Bridge() {
			variables[config.LinkVariable(name)] = name
		}
	}
	return variables
}

// volumes that the containers share, in the order of their names.
func (s *service) volumes() []ecs.Volume {
	var volumes []ecs.Volume
	for _, name := range slices.Sorted(maps.Keys(s.Volumes)) {
		volumes = append(volumes, ecs.Volume{Name: name, HostPath: s.Volumes[name].HostPath})
	}
	return volumes
}

func mounts(given []config.Mount) []ecs.Mount {
	var all []ecs.Mount
	for _, m := range given {
		all = append(all, ecs.Mount{Volume: m.Volume, Path: m.Path, ReadOnly: m.ReadOnly})
	}
	return all
}

// ports are those of a container, and the ones of the instance that lead there.
func ports(port, hostPort int) ([]int, map[int]int) {
	switch {
	case port == 0:
		return nil, nil
	case hostPort == 0:
		return []int{port}, nil
	default:
		return []int{port}, map[int]int{port: hostPort}
	}
}
