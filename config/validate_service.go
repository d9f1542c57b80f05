package config

import (
	"regexp"
	"slices"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/fargate"
)

func checkServices(r *report, e *Environment) {
	checkInstances(r, e)
	checkLabels(r, at("services"), e.Services)
	for _, name := range sorted(e.Services) {
		p, s := at("services", name), e.Services[name]
		checkTask(r, p, s)
		checkContainer(r, p, container{
			image: s.Image, environment: s.Environment, secrets: s.Secrets, healthCheck: s.HealthCheck,
			injected: set(s.InjectedVariables()),
		}, e)
		checkSidecars(r, p, name, s, e)
		checkCapacity(r, p, s, e)
		checkTaskVolumes(r, p, s)
		checkLinks(r, p, s)
		checkServiceLogging(r, p, name, s, e)
		checkReferences(r, p.key("databases"), at("databases"), s.Databases, e.Databases)
		checkReferences(r, p.key("caches"), at("caches"), s.Caches, e.Caches)
		checkReferences(r, p.key("buckets"), at("buckets"), s.Buckets, e.Buckets)
		checkEgress(r, p, s)
		checkImagesReachable(r, p, s, e)
		if s.Route != nil {
			checkRoute(r, p, s)
		}
		checkScaling(r, p.key("scaling"), s.Scaling)
		checkDeployment(r, p, s)
		if s.Pipeline != nil {
			checkPipeline(r, p, name, s, e)
		}
	}
}

func checkTask(r *report, p path, s Service) {
	cpu := p.key("cpu")
	switch {
	case s.OnEC2() && (s.CPU < minInstanceCPU || s.CPU > maxInstanceCPU):
		r.addf(cpu, "%d is out of range: %d to %d", s.CPU, minInstanceCPU, maxInstanceCPU)
		r.spoil(cpu)
	case s.OnEC2():
	case !slices.Contains(fargate.CPUs(), s.CPU):
		r.addf(cpu, "%d is not allowed: Fargate offers %s", s.CPU, check.List(fargate.CPUs()))
		r.spoil(cpu)
	case r.sound(cpu, p.key("memory")):
		r.join(p.key("memory"), fargate.Check(s.CPU, s.Memory))
	}
	if s.Exec && s.ReadOnlyRootFilesystem {
		r.addf(p.key("exec"), "true with readOnlyRootFilesystem: the agent of ECS Exec writes to the root file system")
	}
}

func checkEgress(r *report, p path, s Service) {
	for i, port := range s.EgressPorts {
		switch {
		case port == 443:
			r.addf(p.key("egressPorts").index(i), "443 is open already")
		case port < 1 || port > 65535:
			r.addf(p.key("egressPorts").index(i), "%d is out of range: 1 to 65535", port)
		}
	}
}

// privateRegistry matches images in ECR repositories of an account, which are
// reached through endpoints of the VPC.
var privateRegistry = regexp.MustCompile(`^[0-9]{12}\.dkr\.ecr\.`)

// checkImagesReachable refuses public images where tasks have no way to the
// internet.
func checkImagesReachable(r *report, p path, s Service, e *Environment) {
	if e.Network.NAT != NATNone {
		return
	}
	if s.UsesFireLens() && (s.LogRouter == nil || s.LogRouter.Image == "") && r.sound(p.key("logRouter")) {
		r.addf(p.key("logRouter", "image"), "missing: with network.nat none the image of FireLens cannot be pulled; copy it to a private ECR repository and name it here")
	}
	images := map[string]string{"": s.Image}
	for name, sidecar := range s.Sidecars {
		images[name] = sidecar.Image
	}
	for _, name := range sorted(images) {
		at := p.key("image")
		if name != "" {
			at = p.key("sidecars", name, "image")
		}
		if r.sound(at) && !privateRegistry.MatchString(images[name]) {
			r.addf(at, "%s cannot be pulled with network.nat none: use an image of a private ECR repository, <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>", quote(images[name]))
		}
	}
}

func set(names []string) map[string]bool {
	all := map[string]bool{}
	for _, name := range names {
		all[name] = true
	}
	return all
}

// checkReferences checks names of what the environment defines elsewhere.
func checkReferences[V any](r *report, p, defined path, names []string, known map[string]V) {
	for i, name := range names {
		checkReference(r, p.index(i), defined, name, known)
	}
}

func checkReference[V any](r *report, p, defined path, name string, known map[string]V) {
	if _, ok := known[name]; ok || r.broken(defined) {
		return
	}
	hint := ""
	if !r.full() && len(known) <= maxCompared {
		hint = ": " + didYouMean(name, sorted(known))
	}
	r.addf(p, "%s is not among the environment's %s%s", quote(name), defined, hint)
}

func checkScaling(r *report, p path, s Scaling) {
	if r.sound(p.key("min"), p.key("max")) && *s.Min > s.Max {
		r.addf(p.key("min"), "%d is more than max %d", *s.Min, s.Max)
	}
}
