package containers

import (
	"encoding/json"
	"fmt"

	"github.com/berth-iac/berth/internal/cloud"
)

// container is what the rehearsal looks at in a container's definition.
type container struct {
	Name              string
	Image             string
	Essential         *bool
	CPU               int
	Memory            *int
	MemoryReservation *int
	StopTimeout       int
	Privileged        bool
	Links             []string
	PortMappings      []portMapping
	DependsOn         []dependency
	HealthCheck       *struct{ Command []string }
	LogConfiguration  *logConfiguration
	Secrets           []secret
	Environment       []struct{ Name, Value string }
	MountPoints       []struct{ SourceVolume string }
}

type portMapping struct {
	ContainerPort int
	HostPort      int
	Protocol      string
}

type dependency struct{ ContainerName, Condition string }

type secret struct{ Name, ValueFrom string }

type logConfiguration struct {
	LogDriver     string
	Options       map[string]string
	SecretOptions []secret
}

// isEssential is the default of the API.
func (c container) isEssential() bool { return c.Essential == nil || *c.Essential }

// publishes tells whether a container has a port that traffic can reach.
func (c container) publishes(port int) bool {
	for _, mapping := range c.PortMappings {
		if mapping.ContainerPort == port {
			return true
		}
	}
	return false
}

// containersOf reads the containers of a task definition.
func containersOf(definition cloud.Attributes) ([]container, error) {
	var all []container
	err := json.Unmarshal([]byte(definition.Text("container_definitions")), &all)
	return all, err
}

// named is the container with a name, or nil.
func named(containers []container, name string) *container {
	for i, c := range containers {
		if c.Name == name {
			return &containers[i]
		}
	}
	return nil
}

// checkDefinitions says of the containers what the provider does.
func checkDefinitions(in cloud.Attributes) []cloud.Problem {
	if !in.Has("container_definitions") {
		return nil
	}
	if _, err := containersOf(in); err != nil {
		return []cloud.Problem{{Path: "container_definitions", Message: fmt.Sprintf("ECS Task Definition container_definitions is invalid: Error decoding JSON: %s", err)}}
	}
	return nil
}
