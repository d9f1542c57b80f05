package stacks

import (
	"fmt"
	"maps"
	"slices"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/ecs"
)

// openPorts lets requests in from the load balancer, and out to the datastores
// that the service uses and, by TLS, to AWS and the internet.
func (s *service) openPorts() {
	tasks := s.openings()
	if s.Route != nil {
		id, port, toPort := s.reachedOn()
		tasks.from(id, s.balancer.SecurityGroupID, port, toPort)
	}
	for _, name := range s.Databases {
		tasks.to("database-"+name, s.datastore.Databases.Get(name).SecurityGroupID, s.env.Databases[name].Port())
	}
	for _, name := range s.Caches {
		tasks.to("cache-"+name, s.datastore.Caches.Get(name).SecurityGroupID, s.env.Caches[name].Port())
	}
	ports := s.EgressPorts
	if !s.Bridge() { // instances reach 443 anyway
		ports = append([]int{443}, ports...)
	}
	for _, port := range ports {
		tasks.toInternet(fmt.Sprintf("internet-egress-%d", port), port)
	}
	s.openLogs(s.Logging)
	for _, name := range slices.Sorted(maps.Keys(s.Sidecars)) {
		s.openLogs(s.Sidecars[name].Logging)
	}
}

// reachedOn is where the load balancer finds a task: on its own port or, with
// bridge, on the one that its instance gave it.
func (s *service) reachedOn() (id string, port, toPort int) {
	switch {
	case !s.Bridge():
		return "load-balancer", s.Port, 0
	case s.HostPort != 0:
		return fmt.Sprintf("load-balancer-%d", s.HostPort), s.HostPort, 0
	default:
		return "load-balancer", ecs.FirstDynamicPort, ecs.LastDynamicPort
	}
}

// openLogs lets the instances reach a fluentd elsewhere: they send, not the
// tasks.
func (s *service) openLogs(logging config.Logging) {
	if logging.Fluentd == nil {
		return
	}
	if port, local := logging.Fluentd.Port(); port != 0 && !local && port != 443 {
		s.ofInstances().toInternet(fmt.Sprintf("internet-egress-%d", port), port)
	}
}
