package ecs

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
)

// minMemoryMiB is the least a container can be given.
const minMemoryMiB = 6

// Validate tells what ECS would refuse of one container alone, whatever its task
// runs on.
func (c Container) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Name", c.Name, naming.ECS)
	problems.Required("Image", c.Image)
	if strings.ContainsAny(c.Image, " \t\n") {
		problems.Addf("Image", "%q holds a space", c.Image)
	}
	if c.CPU < 0 {
		problems.Addf("CPU", "%d: it cannot be negative", c.CPU)
	}
	c.checkMemory(&problems)
	for _, port := range c.Ports {
		check.Between(&problems, "Ports", port, 1, 65535)
	}
	for _, port := range slices.Sorted(maps.Keys(c.HostPorts)) {
		check.Between(&problems, fmt.Sprintf("HostPorts[%d]", port), c.HostPorts[port], 1, 65535)
		if !slices.Contains(c.Ports, port) {
			problems.Addf(fmt.Sprintf("HostPorts[%d]", port), "is no port of the container: it has %v", c.Ports)
		}
	}
	problems.Join("Logging", c.logging().Validate())
	if c.OpenFiles != 0 {
		check.Between(&problems, "OpenFiles", c.OpenFiles, 1024, 1048576)
	}
	if c.StopTimeout != 0 {
		check.Seconds(&problems, "StopTimeout", c.StopTimeout, 2*time.Second, 120*time.Second)
	}
	if uid, _, _ := strings.Cut(c.User, ":"); uid == "0" {
		problems.Addf("User", "%q: ECS does not hand it back, and every plan would replace the task definition; leave it out, or write root", c.User)
	}
	c.checkVariables(&problems)
	problems.Join("HealthCheck", c.HealthCheck.Validate())
	return problems.Err()
}

func (c Container) checkMemory(problems *check.Problems) {
	for _, m := range []struct {
		field string
		mib   int
	}{{"MemoryMiB", c.MemoryMiB}, {"MemoryReservationMiB", c.MemoryReservationMiB}} {
		if m.mib != 0 && m.mib < minMemoryMiB {
			problems.Addf(m.field, "%d MiB: a container needs at least %d", m.mib, minMemoryMiB)
		}
	}
	if c.MemoryMiB != 0 && c.MemoryReservationMiB >= c.MemoryMiB {
		problems.Addf("MemoryReservationMiB", "%d MiB is not below MemoryMiB, %d", c.MemoryReservationMiB, c.MemoryMiB)
	}
}

func (c Container) checkVariables(problems *check.Problems) {
	for _, name := range slices.Sorted(maps.Keys(c.Environment)) {
		if name == "" {
			problems.Addf("Environment", "a variable has no name")
		}
		if c.Environment[name] == "" {
			problems.Addf(fmt.Sprintf("Environment[%s]", name), "an empty value shows as a difference in every plan: leave the variable out")
		}
		if _, clash := c.Secrets[name]; clash {
			problems.Addf(fmt.Sprintf("Secrets[%s]", name), "is set in Environment too: a variable has one value")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Secrets)) {
		if name == "" {
			problems.Addf("Secrets", "a variable has no name")
		}
		problems.Join(fmt.Sprintf("Secrets[%s]", name), c.Secrets[name].Validate())
	}
}

// Validate tells what ECS could not read.
func (s Secret) Validate() error {
	var problems check.Problems
	service := "secretsmanager"
	switch s.store {
	case secretsManager, secretsManagerKey:
	case parameterStore:
		service = "ssm"
	default:
		problems.Addf("source", "missing: make it with SecretValue, SecretKey or ParameterValue")
		return problems.Err()
	}
	if !literal.IsToken(s.arn) {
		if parts := strings.SplitN(s.arn, ":", 6); len(parts) != 6 || parts[0] != "arn" || parts[2] != service {
			problems.Addf("ARN", "%q is not an ARN of %s", s.arn, service)
		}
	}
	if s.store == secretsManagerKey && (s.jsonKey == "" || strings.Contains(s.jsonKey, ":")) {
		problems.Addf("key", "%q: a JSON key is not empty and has no colon", s.jsonKey)
	}
	return problems.Err()
}

// Validate tells what ECS would refuse. The zero value is no health check.
func (h HealthCheck) Validate() error {
	var problems check.Problems
	if !h.given() {
		if h.Interval != 0 || h.Timeout != 0 || h.Retries != 0 || h.StartPeriod != 0 {
			problems.Addf("Command", "missing: the other settings have nothing to run")
		}
		return problems.Err()
	}
	check.OneOf(&problems, "Command[0]", h.Command[0], "CMD", "CMD-SHELL")
	if len(h.Command) == 1 {
		problems.Addf("Command", "%s stands alone: the command to run follows it", h.Command[0])
	}
	if h.Interval != 0 {
		check.Seconds(&problems, "Interval", h.Interval, 5*time.Second, 300*time.Second)
	}
	if h.Timeout != 0 {
		check.Seconds(&problems, "Timeout", h.Timeout, 2*time.Second, 60*time.Second)
	}
	if h.Retries != 0 {
		check.Between(&problems, "Retries", h.Retries, 1, 10)
	}
	check.Seconds(&problems, "StartPeriod", h.StartPeriod, 0, 300*time.Second)
	return problems.Err()
}

// checkTogether notes what the containers of a task do to each other, which may
// share one network interface.
func checkTogether(problems *check.Problems, containers []Container, oneInterface bool) {
	byName := map[string]Container{}
	ports := map[int]string{}
	essential := false
	for _, c := range containers {
		if _, twice := byName[c.Name]; twice {
			problems.Addf("Containers", "two are called %q: a name is unique in the task", c.Name)
		}
		byName[c.Name] = c
		essential = essential || !c.NonEssential
		for _, port := range c.Ports {
			other, taken := ports[port]
			switch {
			case taken && oneInterface:
				problems.Addf(containerField(c)+".Ports", "%d is taken by %s: the containers of a task share one network interface", port, other)
			case taken && other == c.Name:
				problems.Addf(containerField(c)+".Ports", "%d is given twice", port)
			}
			ports[port] = c.Name
		}
	}
	switch {
	case len(containers) == 0:
		problems.Addf("Containers", "none: a task has at least one")
	case !essential:
		problems.Addf("Containers", "none is essential: a task has at least one that is")
	}
	for _, c := range containers {
		c.checkDependencies(problems, byName)
		c.checkLinks(problems, byName)
	}
	if cycle := dependencyCycle(containers, byName); cycle != nil {
		problems.Addf("Containers", "%s wait for each other", strings.Join(cycle, " -> "))
	}
}

func (c Container) checkDependencies(problems *check.Problems, byName map[string]Container) {
	for _, d := range c.DependsOn {
		field := fmt.Sprintf("%s.DependsOn[%s]", containerField(c), d.Container)
		target, known := byName[d.Container]
		if !known {
			problems.Addf(field, "is no container of the task: it has %s", check.List(slices.Sorted(maps.Keys(byName))))
			continue
		}
		check.OneOf(problems, field+".Condition", d.condition(), Started, Completed, Succeeded, Healthy)
		switch {
		case d.Condition == Healthy && !target.HealthCheck.given():
			problems.Addf(field, "waits until %s is healthy, which has no health check", d.Container)
		case (d.Condition == Completed || d.Condition == Succeeded) && !target.NonEssential:
			problems.Addf(field, "waits until %s has ended, which ends the task: make it non-essential", d.Container)
		}
	}
}

// checkLinks notes links to nobody.
func (c Container) checkLinks(problems *check.Problems, byName map[string]Container) {
	for _, link := range c.Links {
		name, alias, hasAlias := strings.Cut(link, ":")
		field := fmt.Sprintf("%s.Links[%s]", containerField(c), link)
		if _, known := byName[name]; !known {
			problems.Addf(field, "is no container of the task: it has %s", check.List(slices.Sorted(maps.Keys(byName))))
		}
		if hasAlias && alias == "" {
			problems.Addf(field, "has no alias behind the colon: give one, or leave the colon out")
		}
	}
}

// startsAfter are the containers that have to be there first: those that it
// depends on, and those that it links to.
func (c Container) startsAfter() []string {
	var names []string
	for _, d := range c.DependsOn {
		names = append(names, d.Container)
	}
	for _, link := range c.Links {
		name, _, _ := strings.Cut(link, ":")
		names = append(names, name)
	}
	return names
}

// dependencyCycle is a chain of containers that comes back to its start, or
// nil.
func dependencyCycle(containers []Container, byName map[string]Container) []string {
	done := map[string]bool{}
	var visit func(name string, path []string) []string
	visit = func(name string, path []string) []string {
		if at := slices.Index(path, name); at >= 0 {
			return append(path[at:], name)
		}
		if done[name] {
			return nil
		}
		for _, first := range byName[name].startsAfter() {
			if cycle := visit(first, append(slices.Clone(path), name)); cycle != nil {
				return cycle
			}
		}
		done[name] = true
		return nil
	}
	for _, c := range containers {
		if cycle := visit(c.Name, nil); cycle != nil {
			return cycle
		}
	}
	return nil
}

func containerField(c Container) string { return fmt.Sprintf("Containers[%s]", c.Name) }
