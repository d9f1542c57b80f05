package config

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/naming"
)

// container is what a service's own container and its sidecars have in common.
type container struct {
	image       string
	environment map[string]string
	secrets     map[string]SecretRef
	healthCheck *ContainerHealthCheck
	injected    map[string]bool // variables that Berth sets
}

func checkContainer(r *report, p path, c container, e *Environment) {
	r.join(p.key("image"), checkImage(c.image))
	checkVariables(r, p, c)
	for _, name := range sorted(c.secrets) {
		checkSecretRef(r, p.key("secrets", name), c.secrets[name], e)
	}
	if h := c.healthCheck; h != nil {
		checkHealthCheckCommand(r, p.key("healthCheck", "command"), h.Command)
	}
}

// image is registry/repository:tag@digest, all but the repository optional.
var image = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?/)?` +
	`[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*` +
	`(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[a-f0-9]{64})?$`)

func checkImage(name string) error {
	if _, rest, hasScheme := strings.Cut(name, "://"); hasScheme {
		return fmt.Errorf("%s is not an image: write it without the scheme, %s", quote(name), clip(rest))
	}
	if !image.MatchString(name) {
		return fmt.Errorf("%s is not an image such as public.ecr.aws/nginx/nginx:1.29", quote(name))
	}
	return nil
}

func checkVariables(r *report, p path, c container) {
	check := func(here path, name string) {
		r.joinKey(here, naming.CheckVariable(name))
		if c.injected[name] {
			r.addKeyf(here, "Berth sets this variable: choose another name")
		}
	}
	for _, name := range sorted(c.environment) {
		check(p.key("environment", name), name)
	}
	for _, name := range sorted(c.secrets) {
		here := p.key("secrets", name)
		check(here, name)
		if _, twice := c.environment[name]; twice {
			r.addKeyf(here, "given in environment too: a variable has one value")
		}
	}
}

func checkSecretRef(r *report, p path, ref SecretRef, e *Environment) {
	secret, parameter := p.key("secret"), p.key("parameter")
	switch {
	case !r.sound(p):
	case ref.Secret == "" && ref.Parameter == "":
		r.addf(p, "missing: one of secret and parameter is required")
	case ref.Secret != "" && ref.Parameter != "":
		r.addf(parameter, "given with secret: only one of them is allowed")
	case ref.Key != "" && ref.Parameter != "":
		r.addf(p.key("key"), "given with parameter: only a secret has keys")
	}
	if ref.Secret != "" {
		checkReference(r, secret, at("secrets"), ref.Secret, e.Secrets)
	}
	if ref.Parameter != "" {
		checkReference(r, parameter, at("parameters"), ref.Parameter, e.Parameters)
	}
	if strings.Contains(ref.Key, ":") {
		r.addf(p.key("key"), "%s is not allowed: ECS cannot name a key with a colon", quote(ref.Key))
	}
}

func checkHealthCheckCommand(r *report, p path, command []string) {
	switch {
	case !r.sound(p) || len(command) < 2: // reported already
	case command[0] != "CMD" && command[0] != "CMD-SHELL":
		r.addf(p, "starts with %s: the first word is CMD (a program) or CMD-SHELL (a line for the shell)", quote(command[0]))
	case command[0] == "CMD-SHELL" && len(command) != 2:
		r.addf(p, "%s after CMD-SHELL: one is allowed, the line for the shell", count(len(command)-1, "word"))
	}
}

// Limits of the containers of a task.
const (
	maxSidecars     = 9 // ten containers with the service's own
	minContainerMiB = 6 // what Docker takes
)

func checkSidecars(r *report, p path, service string, s Service, e *Environment) {
	all := p.key("sidecars")
	checkLabels(r, all, s.Sidecars)
	if len(s.Sidecars) > maxSidecars {
		r.addf(all, "%d sidecars: a task takes %d besides the service's own container", len(s.Sidecars), maxSidecars)
	}
	cpu, memory := 0, s.routerMiB()
	for _, name := range sorted(s.Sidecars) {
		here, sidecar := all.key(name), s.Sidecars[name]
		if name == service {
			r.addKeyf(here, "the service's own container has this name: choose another")
		}
		if m := sidecar.Memory; m > 0 && m < minContainerMiB {
			r.addf(here.key("memory"), "%d MiB: a container takes %d or more", m, minContainerMiB)
		}
		cpu += sidecar.CPU
		memory += sidecar.Memory
		own := container{image: sidecar.Image, environment: sidecar.Environment, secrets: sidecar.Secrets, healthCheck: sidecar.HealthCheck}
		if sidecar.Connections {
			own.injected = set(s.connectionVariables())
			if len(own.injected) == 0 && r.sound(p.key("databases"), p.key("caches"), p.key("buckets")) {
				r.addf(here.key("connections"), "true, and the service has none: name databases, caches or buckets")
			}
		}
		checkContainer(r, here, own, e)
	}
	if cpu > s.CPU && r.sound(all, p.key("cpu")) {
		r.addf(all, "%d CPU units together: the task has %d", cpu, s.CPU)
	}
	if memory > s.Memory-minContainerMiB && r.sound(all, p.key("cpu"), p.key("memory")) {
		blamed := all
		if len(s.Sidecars) == 0 {
			blamed = p.key("logRouter", "memoryReservation")
		}
		r.addf(blamed, "%d MiB together: the task has %d, and the service's own container needs some of it", memory, s.Memory)
	}
}
