package config

import (
	slashpath "path"
	"strings"

	"github.com/berth-iac/berth/internal/instancetype"
)

// What ECS takes as the CPU units of a task on instances.
const (
	minInstanceCPU = 128
	maxInstanceCPU = 196608
)

// checkInstances checks the instances beside the services that run on them.
func checkInstances(r *report, e *Environment) {
	p, i := at("cluster", "instances"), e.Cluster.Instances
	if i == nil {
		return
	}
	if r.sound(p.key("min"), p.key("max")) && *i.Min > i.Max {
		r.addf(p.key("min"), "%d is more than max %d", *i.Min, i.Max)
	}
	architecture, first := "", ""
	for _, name := range sorted(e.Services) {
		s, here := e.Services[name], at("services", name, "architecture")
		switch {
		case !s.OnEC2() || !r.sound(here, at("services", name, "launchType")):
		case first == "":
			architecture, first = s.Architecture, name
		case s.Architecture != architecture:
			r.addf(here, "%s, and %s on the same instances is %s: give all services with the launch type %s one architecture, or run one of them on %s",
				s.Architecture, first, architecture, LaunchTypeEC2, LaunchTypeFargate)
		}
	}
	if first == "" && r.sound(at("services")) {
		r.addKeyf(p, "no service runs on them: give one the launchType %s, or remove them", LaunchTypeEC2)
	}
	for n, name := range i.Types {
		if architecture != "" && r.sound(at("services", first, "architecture")) {
			r.join(p.key("types").index(n), instancetype.Check(name, architecture == ArchitectureARM64))
		}
	}
}

// checkCapacity refuses what a service cannot have where it runs, with what it
// can have instead.
func checkCapacity(r *report, p path, s Service, e *Environment) {
	if !r.sound(p.key("launchType"), p.key("networkMode")) {
		return
	}
	checkHostPort(r, p, s.Port, s.HostPort, s)
	for _, name := range sorted(s.Sidecars) {
		checkHostPort(r, p.key("sidecars", name), s.Sidecars[name].Port, s.Sidecars[name].HostPort, s)
	}
	checkPorts(r, p, s)
	if s.Spot && s.SpotMix != nil {
		r.addKeyf(p.key("spotMix"), "given with spot: it says already how much runs on Fargate Spot")
	}
	if s.OnEC2() {
		checkOnEC2(r, p, s, e)
	} else {
		checkOnFargate(r, p, s)
	}
}

func checkOnFargate(r *report, p path, s Service) {
	const onlyEC2 = "tasks on Fargate run on no instance of yours; leave it out, or choose launchType " + LaunchTypeEC2
	if s.Bridge() {
		r.addf(p.key("networkMode"), "%s on Fargate, where each task has a network interface of its own: leave it out, or choose launchType %s", s.NetworkMode, LaunchTypeEC2)
	}
	if s.Daemon {
		r.addf(p.key("daemon"), "true on Fargate: %s", onlyEC2)
	}
	if r.given(p.key("placement")) {
		r.addKeyf(p.key("placement"), "given on Fargate: %s", onlyEC2)
	}
	for _, name := range sorted(s.Volumes) {
		if s.Volumes[name].HostPath != "" {
			r.addf(p.key("volumes", name, "hostPath"), "%s on Fargate: %s", quote(s.Volumes[name].HostPath), onlyEC2)
		}
	}
}

func checkOnEC2(r *report, p path, s Service, e *Environment) {
	if e.Cluster.Instances == nil && r.sound(at("cluster")) {
		r.addf(p.key("launchType"), "%s without cluster.instances: the cluster has none; add them, or choose %s", LaunchTypeEC2, LaunchTypeFargate)
	}
	if s.Spot {
		r.addf(p.key("spot"), "true with the launch type %s: the instances are on Spot or none is; set cluster.instances.spot", LaunchTypeEC2)
	}
	if s.SpotMix != nil {
		r.addKeyf(p.key("spotMix"), "given with the launch type %s: the instances are on Spot or none is; set cluster.instances.spot", LaunchTypeEC2)
	}
	if s.EphemeralStorageGiB != 0 {
		r.addf(p.key("ephemeralStorageGiB"), "%d with the launch type %s: tasks share the disk of their instance; set cluster.instances.volumeGiB", s.EphemeralStorageGiB, LaunchTypeEC2)
	}
	placement := p.key("placement")
	for i, expression := range s.Placement.MemberOf {
		if strings.TrimSpace(expression) == "" {
			r.addf(placement.key("memberOf").index(i), "empty: give an expression such as attribute:ecs.instance-type =~ m7i.*")
		}
	}
	if s.Daemon {
		checkDaemon(r, p, s)
		return
	}
	if reason := s.oncePerInstance(); reason != "" && !s.Placement.DistinctInstance && r.sound(placement) {
		r.addf(placement.key("distinctInstance"), "missing: %s, so that an instance runs one task; set it to true, or make a service with daemon: true of what tasks can share", reason)
	}
}

func checkDaemon(r *report, p path, s Service) {
	if s.Deployment.Strategy == StrategyBlueGreen {
		r.addf(p.key("deployment", "strategy"), "%s for a daemon: CodeDeploy releases no daemons; choose %s", s.Deployment.Strategy, StrategyRolling)
	}
	if r.given(p.key("scaling")) {
		r.addKeyf(p.key("scaling"), "given for a daemon: it has as many tasks as there are instances")
	}
	if r.given(p.key("placement", "strategies")) {
		r.addKeyf(p.key("placement", "strategies"), "given for a daemon: a task runs on every instance")
	}
	if s.Placement.DistinctInstance {
		r.addf(p.key("placement", "distinctInstance"), "true for a daemon: an instance runs one task anyway")
	}
}

// oncePerInstance says what of an instance a task takes that is there once, or
// nothing.
func (s Service) oncePerInstance() string {
	if s.HostPort != 0 {
		return "hostPort is taken once an instance"
	}
	for _, name := range sorted(s.Sidecars) {
		if s.Sidecars[name].HostPort != 0 {
			return "the hostPort of the sidecar " + name + " is taken once an instance"
		}
	}
	drivers := []*FluentdLogging{s.Logging.Fluentd}
	for _, name := range sorted(s.Sidecars) {
		drivers = append(drivers, s.Sidecars[name].Logging.Fluentd)
	}
	for _, f := range drivers {
		if f == nil {
			continue
		}
		if _, isSocket := f.Socket(); isSocket && s.listensOn(*f) != "" {
			return "the sidecar " + s.listensOn(*f) + " takes a socket of the instance"
		}
	}
	return ""
}

// listensOn is the sidecar that provides the fluentd of an address, where one
// does.
func (s Service) listensOn(f FluentdLogging) string {
	socket, isSocket := f.Socket()
	port, local := f.Port()
	for _, name := range sorted(s.Sidecars) {
		sidecar := s.Sidecars[name]
		if isSocket && s.mountsHostFile(sidecar.Mounts, socket) {
			return name
		}
		if local && (sidecar.HostPort == port || sidecar.HostPort == 0 && sidecar.Port == port) {
			return name
		}
	}
	return ""
}

// mountsHostFile tells whether one of the mounts leads to the folder of the
// instance in which a file lies.
func (s Service) mountsHostFile(mounts []Mount, file string) bool {
	for _, m := range mounts {
		if host := s.Volumes[m.Volume].HostPath; host != "" && strings.HasPrefix(file, host+"/") {
			return true
		}
	}
	return false
}

func checkHostPort(r *report, p path, port, hostPort int, s Service) {
	switch here := p.key("hostPort"); {
	case hostPort == 0:
	case !s.Bridge():
		r.addf(here, "%d with the network mode %s, where a container is reached on its own port: leave it out, or choose %s", hostPort, s.NetworkMode, NetworkModeBridge)
	case port == 0 && r.sound(p.key("port")):
		r.addf(here, "%d without port: the instance's port leads to one of the container", hostPort)
	}
}

// checkPorts finds ports that two containers of a task want.
func checkPorts(r *report, p path, s Service) {
	ports, hostPorts := map[int]string{}, map[int]string{}
	claim := func(here path, port, hostPort int, owner string) {
		if other, taken := ports[port]; taken && port != 0 && !s.Bridge() {
			r.addf(here.key("port"), "%d is the port of %s: with %s, the containers of a task share one network interface", port, other, s.NetworkMode)
		}
		if other, taken := hostPorts[hostPort]; taken && hostPort != 0 {
			r.addf(here.key("hostPort"), "%d is that of %s: an instance has each port once", hostPort, other)
		}
		ports[port], hostPorts[hostPort] = owner, owner
	}
	claim(p, s.Port, s.HostPort, "the service's own container")
	for _, name := range sorted(s.Sidecars) {
		claim(p.key("sidecars", name), s.Sidecars[name].Port, s.Sidecars[name].HostPort, "the sidecar "+name)
	}
}

func checkTaskVolumes(r *report, p path, s Service) {
	checkLabels(r, p.key("volumes"), s.Volumes)
	for _, name := range sorted(s.Volumes) {
		if host := s.Volumes[name].HostPath; host != "" && !isAbsolute(host) {
			r.addf(p.key("volumes", name, "hostPath"), "%s is not a path such as /var/run/fluent", quote(host))
		}
	}
	checkMounts(r, p, s.Mounts, s.Volumes)
	for _, name := range sorted(s.Sidecars) {
		checkMounts(r, p.key("sidecars", name), s.Sidecars[name].Mounts, s.Volumes)
	}
}

func checkMounts(r *report, p path, mounts []Mount, volumes map[string]Volume) {
	paths := map[string]bool{}
	for i, m := range mounts {
		here := p.key("mounts").index(i)
		if _, known := volumes[m.Volume]; !known && r.sound(here.key("volume")) {
			r.addf(here.key("volume"), "%s is not among the service's volumes: %s", quote(m.Volume), didYouMean(m.Volume, sorted(volumes)))
		}
		switch {
		case !r.sound(here.key("path")):
		case !isAbsolute(m.Path):
			r.addf(here.key("path"), "%s is not a path such as /var/run/fluent", quote(m.Path))
		case paths[m.Path]:
			r.addf(here.key("path"), "%s is mounted twice", m.Path)
		}
		paths[m.Path] = true
	}
}

func isAbsolute(p string) bool {
	return strings.HasPrefix(p, "/") && p != "/" && slashpath.Clean(p) == p && !strings.ContainsAny(p, ":,\x00")
}

// checkLinks checks what the service's own container reaches by name.
func checkLinks(r *report, p path, s Service) {
	others := map[string]bool{}
	for _, name := range s.connectionVariables() {
		others[name] = true
	}
	for i, name := range s.Links {
		here := p.key("links").index(i)
		if _, known := s.Sidecars[name]; !known && !r.broken(p.key("sidecars")) {
			r.addf(here, "%s is not among the service's sidecars: %s", quote(name), didYouMean(name, sorted(s.Sidecars)))
		}
		if others[LinkVariable(name)] {
			r.addf(here, "its variable %s is that of a database or cache: rename the sidecar", LinkVariable(name))
		}
	}
}
