package ecs

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/berth-iac/berth/internal/literal"
)

// containerDefinition is a container as RegisterTaskDefinition takes it. What
// is not set is left out rather than written as null, "" or []: ECS drops
// empty values, and the provider compares what comes back with what was sent.
// The empty lists that ECS adds (mountPoints, volumesFrom, systemControls) and
// cpu 0 count as absent there.
type containerDefinition struct {
	Name                   string           `json:"name"`
	Image                  string           `json:"image"`
	Essential              bool             `json:"essential"`
	CPU                    int              `json:"cpu,omitempty"`
	Memory                 int              `json:"memory,omitempty"`
	MemoryReservation      int              `json:"memoryReservation,omitempty"`
	PortMappings           []portMapping    `json:"portMappings,omitempty"`
	EntryPoint             []string         `json:"entryPoint,omitempty"`
	Command                []string         `json:"command,omitempty"`
	WorkingDirectory       string           `json:"workingDirectory,omitempty"`
	User                   string           `json:"user,omitempty"`
	Environment            []variable       `json:"environment,omitempty"`
	Secrets                []secretVariable `json:"secrets,omitempty"`
	HealthCheck            *healthCheck     `json:"healthCheck,omitempty"`
	DependsOn              []dependency     `json:"dependsOn,omitempty"`
	Links                  []string         `json:"links,omitempty"`
	MountPoints            []mountPoint     `json:"mountPoints,omitempty"`
	Ulimits                []ulimit         `json:"ulimits,omitempty"`
	LinuxParameters        *linuxParameters `json:"linuxParameters,omitempty"`
	Privileged             bool             `json:"privileged,omitempty"`
	ReadonlyRootFilesystem bool             `json:"readonlyRootFilesystem,omitempty"`
	StopTimeout            int              `json:"stopTimeout,omitempty"`
	LogConfiguration       logConfiguration `json:"logConfiguration"`
	FirelensConfiguration  *firelens        `json:"firelensConfiguration,omitempty"`
}

type portMapping struct {
	ContainerPort int    `json:"containerPort"`
	HostPort      int    `json:"hostPort"`
	Protocol      string `json:"protocol"`
}

type variable struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type secretVariable struct {
	Name      string `json:"name"`
	ValueFrom string `json:"valueFrom"`
}

// healthCheck has its interval, timeout and retries written out, since ECS
// fills them in; a start period of 0 is none, and ECS hands none back.
type healthCheck struct {
	Command     []string `json:"command"`
	Interval    int      `json:"interval"`
	Timeout     int      `json:"timeout"`
	Retries     int      `json:"retries"`
	StartPeriod int      `json:"startPeriod,omitempty"`
}

type dependency struct {
	ContainerName string    `json:"containerName"`
	Condition     Condition `json:"condition"`
}

type mountPoint struct {
	SourceVolume  string `json:"sourceVolume"`
	ContainerPath string `json:"containerPath"`
	ReadOnly      bool   `json:"readOnly"`
}

// firelens makes a container the router of its task. It has no configuration
// file: ECS writes one from the logConfiguration of the other containers.
type firelens struct {
	Type    string            `json:"type"`
	Options map[string]string `json:"options"`
}

type ulimit struct {
	Name      string `json:"name"`
	SoftLimit int    `json:"softLimit"`
	HardLimit int    `json:"hardLimit"`
}

type linuxParameters struct {
	InitProcessEnabled bool `json:"initProcessEnabled"`
}

type logConfiguration struct {
	LogDriver string            `json:"logDriver"`
	Options   map[string]string `json:"options"`
}

// renderContainers is the container_definitions of a task definition.
func (p TaskDefinitionProps) renderContainers(logs taskLogs) string {
	containers := p.withRouter()
	definitions := make([]containerDefinition, len(containers))
	for i, c := range containers {
		d := c.definition(p.network())
		d.LogConfiguration = c.logging().configuration(c.Name, logs)
		if c.InitProcess || p.Exec {
			d.LinuxParameters = &linuxParameters{InitProcessEnabled: true}
		}
		definitions[i] = d
	}
	if len(containers) > len(p.Containers) {
		definitions[len(p.Containers)].FirelensConfiguration = &firelens{
			Type:    "fluentbit",
			Options: map[string]string{"enable-ecs-log-metadata": "true"},
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	// Structs of strings, numbers and slices always encode.
	_ = encoder.Encode(definitions)
	return literal.Escape(strings.TrimSpace(out.String()))
}

func (c Container) definition(network NetworkMode) containerDefinition {
	d := containerDefinition{
		Name:                   c.Name,
		Image:                  c.Image,
		Essential:              !c.NonEssential,
		CPU:                    c.CPU,
		Memory:                 c.MemoryMiB,
		MemoryReservation:      c.MemoryReservationMiB,
		EntryPoint:             c.EntryPoint,
		Command:                c.Command,
		WorkingDirectory:       c.WorkingDirectory,
		User:                   c.User,
		HealthCheck:            c.HealthCheck.definition(),
		Links:                  c.Links,
		Privileged:             c.Privileged,
		ReadonlyRootFilesystem: c.ReadOnlyRootFilesystem,
		StopTimeout:            seconds(c.StopTimeout),
	}
	for _, port := range c.Ports {
		d.PortMappings = append(d.PortMappings, portMapping{ContainerPort: port, HostPort: c.hostPort(port, network), Protocol: "tcp"})
	}
	for _, m := range c.Mounts {
		d.MountPoints = append(d.MountPoints, mountPoint{SourceVolume: m.Volume, ContainerPath: m.Path, ReadOnly: m.ReadOnly})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Environment)) {
		d.Environment = append(d.Environment, variable{Name: name, Value: c.Environment[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Secrets)) {
		d.Secrets = append(d.Secrets, secretVariable{Name: name, ValueFrom: c.Secrets[name].valueFrom()})
	}
	for _, on := range c.DependsOn {
		d.DependsOn = append(d.DependsOn, dependency{ContainerName: on.Container, Condition: on.condition()})
	}
	if c.OpenFiles != 0 {
		d.Ulimits = []ulimit{{Name: "nofile", SoftLimit: c.OpenFiles, HardLimit: c.OpenFiles}}
	}
	return d
}

// hostPort is the port under which a container's port is reached from outside
// its task. Only a bridge has another one; 0 lets the instance choose.
func (c Container) hostPort(port int, network NetworkMode) int {
	if network == Bridge {
		return c.HostPorts[port]
	}
	return port
}

func (h HealthCheck) definition() *healthCheck {
	if !h.given() {
		return nil
	}
	return &healthCheck{
		Command:     h.Command,
		Interval:    seconds(cmp.Or(h.Interval, 30*time.Second)),
		Timeout:     seconds(cmp.Or(h.Timeout, 5*time.Second)),
		Retries:     cmp.Or(h.Retries, 3),
		StartPeriod: seconds(h.StartPeriod),
	}
}

func seconds(d time.Duration) int { return int(d / time.Second) }
