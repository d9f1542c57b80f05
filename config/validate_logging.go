package config

import (
	"regexp"
	"strings"
)

const (
	routerName = "log-router" // of the container that FireLens adds
	routerPort = 24224        // where it listens
	routerMiB  = 50           // what it reserves by default
)

// routerMiB is what the container of FireLens reserves.
func (s Service) routerMiB() int {
	switch {
	case !s.UsesFireLens():
		return 0
	case s.LogRouter != nil && s.LogRouter.MemoryReservation != 0:
		return s.LogRouter.MemoryReservation
	default:
		return routerMiB
	}
}

// checkServiceLogging checks where the containers of a service write.
func checkServiceLogging(r *report, p path, name string, s Service, e *Environment) {
	checkLogging(r, p.key("logging"), s.Logging, name, s, e)
	for _, sidecar := range sorted(s.Sidecars) {
		checkLogging(r, p.key("sidecars", sidecar, "logging"), s.Sidecars[sidecar].Logging, name, s, e)
		checkNotToItself(r, p.key("sidecars", sidecar, "logging", "fluentd", "address"), sidecar, s)
	}
	router := p.key("logRouter")
	if !s.UsesFireLens() {
		if s.LogRouter != nil && r.sound(p.key("logging"), p.key("sidecars")) {
			r.addKeyf(router, "given, and no container logs through firelens: there is no router; remove it")
		}
		return
	}
	if s.LogRouter != nil && s.LogRouter.Image != "" {
		r.join(router.key("image"), checkImage(s.LogRouter.Image))
	}
	if _, taken := s.Sidecars[routerName]; taken {
		r.addKeyf(p.key("sidecars", routerName), "the container that firelens adds has this name: choose another")
	}
	if s.Bridge() {
		return
	}
	if s.Port == routerPort {
		r.addf(p.key("port"), "%d is where the router of firelens listens: choose another", routerPort)
	}
	for _, sidecar := range sorted(s.Sidecars) {
		if s.Sidecars[sidecar].Port == routerPort {
			r.addf(p.key("sidecars", sidecar, "port"), "%d is where the router of firelens listens: choose another", routerPort)
		}
	}
}

func checkLogging(r *report, p path, l Logging, service string, s Service, e *Environment) {
	if l.Fluentd != nil && l.FireLens != nil {
		r.addKeyf(p.key("firelens"), "given with fluentd: only one of them is allowed")
		return
	}
	if l.FireLens != nil {
		checkFireLens(r, p.key("firelens"), *l.FireLens, e)
	}
	if l.Fluentd == nil {
		return
	}
	if !s.OnEC2() {
		if r.sound(p, at("services", service, "launchType")) {
			r.addKeyf(p.key("fluentd"), "given on Fargate, which has no such log driver: use firelens, whose router runs in the task, or choose launchType %s", LaunchTypeEC2)
		}
		return
	}
	checkFluentd(r, p.key("fluentd", "address"), *l.Fluentd, service, s, e)
}

func checkFluentd(r *report, here path, f FluentdLogging, service string, s Service, e *Environment) {
	socket, isSocket := f.Socket()
	port, local := f.Port()
	switch {
	case !r.sound(here):
		return
	case isSocket && !isAbsolute(socket), !isSocket && port == 0:
		r.addf(here, "%s is neither host:port nor a socket such as unix:///var/run/fluent/fluent.sock", quote(f.Address))
		return
	case !isSocket && !local:
		return // of another machine
	}
	if sidecar := s.listensOn(f); sidecar != "" {
		switch hostPort := s.Sidecars[sidecar].HostPort; {
		case isSocket:
		case !s.Bridge():
			r.addf(here, "%s is the instance's port, and with %s the sidecar %s listens on the task's own interface: use a socket in a volume with a hostPath, or the network mode %s",
				f.Address, s.NetworkMode, sidecar, NetworkModeBridge)
		case hostPort != port:
			r.addf(here, "%s is the instance's port, and that of the sidecar %s changes with each task: give it hostPort: %d", f.Address, sidecar, port)
		}
		return
	}
	if !r.sound(at("services")) || providedByDaemon(e, service, f) {
		return
	}
	what := "hostPort: " + strings.TrimPrefix(f.Address[strings.LastIndex(f.Address, ":"):], ":")
	if isSocket {
		what = "a mount of a volume with the hostPath of " + socket
	}
	r.addf(here, "nobody listens at %s: give a service with daemon: true, or a sidecar, %s", f.Address, what)
}

// providedByDaemon tells whether a service that runs on every instance listens
// at an address of the instance.
func providedByDaemon(e *Environment, service string, f FluentdLogging) bool {
	socket, isSocket := f.Socket()
	port, _ := f.Port()
	for _, name := range sorted(e.Services) {
		d := e.Services[name]
		if name == service || !d.Daemon {
			continue
		}
		if isSocket && d.mountsHostFile(d.Mounts, socket) || !isSocket && d.HostPort == port {
			return true
		}
	}
	return false
}

// checkNotToItself refuses a fluentd that sends its own output to itself.
func checkNotToItself(r *report, here path, sidecar string, s Service) {
	f := s.Sidecars[sidecar].Logging.Fluentd
	if f != nil && r.sound(here) && s.listensOn(*f) == sidecar {
		r.addf(here, "%s is where the sidecar itself listens: leave its logging out", f.Address)
	}
}

var (
	objectPrefix     = regexp.MustCompile(`^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$`)
	openSearchDomain = regexp.MustCompile(`^[a-z][a-z0-9-]{2,27}$`)
	openSearchIndex  = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)
)

func checkFireLens(r *report, p path, f FireLensLogging, e *Environment) {
	if f.S3 != nil && f.OpenSearch != nil {
		r.addKeyf(p.key("opensearch"), "given with s3: only one of them is allowed")
		return
	}
	if s3 := f.S3; s3 != nil {
		checkReference(r, p.key("s3", "bucket"), at("buckets"), s3.Bucket, e.Buckets)
		if s3.Prefix != "" && !objectPrefix.MatchString(s3.Prefix) {
			r.addf(p.key("s3", "prefix"), "%s is not allowed: letters, digits and ._/-, no slash at an end", quote(s3.Prefix))
		}
	}
	if o := f.OpenSearch; o != nil {
		if !openSearchDomain.MatchString(o.Domain) {
			r.addf(p.key("opensearch", "domain"), "%s is not the name of a domain: 3 to 28 lower-case letters, digits and hyphens, a letter first", quote(o.Domain))
		}
		if !domainName.MatchString(o.Endpoint) {
			r.addf(p.key("opensearch", "endpoint"), "%s is not a host name: write it without https:// and without a path", quote(o.Endpoint))
		}
		if o.Index != "" && !openSearchIndex.MatchString(o.Index) {
			r.addf(p.key("opensearch", "index"), "%s is not an index: lower-case letters, digits and ._-", quote(o.Index))
		}
	}
}
