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
	Ulimits                []ulimit         `json:"ulimits,omitempty"`
	LinuxParameters        *linuxParameters `json:"linuxParameters,omitempty"`
	ReadonlyRootFilesystem bool             `json:"readonlyRootFilesystem,omitempty"`
	StopTimeout            int              `json:"stopTimeout,omitempty"`
	LogConfiguration       logConfiguration `json:"logConfiguration"`
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

// LogMode says what happens to a container whose log lines CloudWatch does not
// take.
type LogMode string

// The modes of LogMode. The zero value is NonBlocking.
const (
	// NonBlocking keeps up to 25 MiB of lines a container in memory and drops
	// the oldest beyond: the application goes on when CloudWatch Logs does not
	// answer.
	NonBlocking LogMode = "non-blocking"
	// Blocking loses no line: the application stops where it writes to stdout
	// or stderr until CloudWatch Logs answers.
	Blocking LogMode = "blocking"
)

// logBuffer is what AWS recommends for NonBlocking.
const logBuffer = "25m"

// logging is where the containers of a task write.
type logging struct {
	group, region string
	mode          LogMode
}

func (l logging) configuration() logConfiguration {
	options := map[string]string{
		"awslogs-group":         l.group,
		"awslogs-region":        l.region,
		"awslogs-stream-prefix": "ecs", // streams are ecs/<container>/<task id>
		"mode":                  string(l.mode),
	}
	if l.mode == NonBlocking {
		options["max-buffer-size"] = logBuffer
	}
	return logConfiguration{LogDriver: "awslogs", Options: options}
}

// renderContainers is the container_definitions of a task definition.
func renderContainers(containers []Container, log logging, exec bool) string {
	definitions := make([]containerDefinition, len(containers))
	for i, c := range containers {
		definitions[i] = c.definition(exec)
		definitions[i].LogConfiguration = log.configuration()
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	// Structs of strings, numbers and slices always encode.
	_ = encoder.Encode(definitions)
	return literal.Escape(strings.TrimSpace(out.String()))
}

func (c Container) definition(exec bool) containerDefinition {
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
		ReadonlyRootFilesystem: c.ReadOnlyRootFilesystem,
		StopTimeout:            seconds(c.StopTimeout),
	}
	for _, port := range c.Ports {
		d.PortMappings = append(d.PortMappings, portMapping{ContainerPort: port, HostPort: port, Protocol: "tcp"})
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
	if c.InitProcess || exec {
		d.LinuxParameters = &linuxParameters{InitProcessEnabled: true}
	}
	return d
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
