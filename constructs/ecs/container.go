package ecs

import (
	"time"
)

// Container is one container of a task.
type Container struct {
	// Name of the container, unique in the task: 1 to 255 letters, digits,
	// hyphens and underscores.
	Name string
	// Image with its tag or digest, such as
	// public.ecr.aws/nginx/nginx:1.29.
	Image string
	// NonEssential keeps the task running when this container ends. Default:
	// false; a task needs at least one essential container.
	NonEssential bool
	// CPU units reserved for the container, 1024 a vCPU. Together the
	// containers reserve at most the task's. Default: 0, what is left.
	CPU int
	// MemoryMiB is the hard limit in MiB, at least 6; a container that exceeds
	// it is killed. Default: 0, the task's memory.
	MemoryMiB int
	// MemoryReservationMiB is the soft limit in MiB, at least 6 and below
	// MemoryMiB. Default: 0, none.
	MemoryReservationMiB int
	// Ports the container listens on, TCP: 1 to 65535, unique in the task unless
	// its network mode is Bridge: otherwise its containers share one network
	// interface. Default: none.
	Ports []int
	// HostPorts fix the port of the instance for some of Ports, which then is
	// free for one task an instance; only with Bridge. Default: none, the instance
	// takes a free one for each.
	HostPorts map[int]int
	// Links are containers of the task that this one reaches by their names, or
	// by another one, as name:alias; only with Bridge. They start before it.
	// Default: none.
	Links []string
	// Mounts are the volumes of the task that the container sees. Default: none.
	Mounts []Mount
	// Privileged gives the container the rights of root on the instance; only
	// with EC2. Default: false.
	Privileged bool
	// Logging is CloudWatchLogs, Fluentd or FireLens. Default: CloudWatchLogs{}.
	Logging Logging
	// EntryPoint replaces that of the image. Default: the image's.
	EntryPoint []string
	// Command replaces that of the image. ${ is passed on as it is. Default: the
	// image's.
	Command []string
	// WorkingDirectory in which the command runs. Default: the image's.
	WorkingDirectory string
	// User that runs the command, as user, user:group, uid or uid:gid; not "0".
	// Default: the image's.
	User string
	// Environment holds variables that are no secrets: they can be read in the
	// task definition and in Terraform's state. No value may be empty. Default:
	// none.
	Environment map[string]string
	// Secrets are variables read when a task starts: SecretValue, SecretKey or
	// ParameterValue. A value that changes later reaches a task at its next
	// deployment. Default: none.
	Secrets map[string]Secret
	// HealthCheck runs inside the container. Default: none.
	HealthCheck HealthCheck
	// DependsOn are containers of the task that have to reach a condition
	// before this one starts. Default: none.
	DependsOn []Dependency
	// OpenFiles is the number of files the container may have open (the nofile
	// ulimit, soft and hard), the only ulimit that Fargate lets a task set: 1024
	// to 1048576. Default: 0, Fargate's 65535 or what Docker is set to.
	OpenFiles int
	// ReadOnlyRootFilesystem forbids writes to the container's file system. ECS
	// Exec cannot enter such a container. Default: false.
	ReadOnlyRootFilesystem bool
	// StopTimeout is how long the container may take to end after SIGTERM: 2 s
	// to 120 s, in whole seconds. Default: 0, ECS's 30 s.
	StopTimeout time.Duration
	// InitProcess runs an init process that forwards signals and reaps
	// processes (linuxParameters.initProcessEnabled). Default: false, or true
	// where the task allows ECS Exec, whose sessions leave processes behind.
	InitProcess bool
}

// HealthCheck is a command that ECS runs inside a container. The task counts
// as unhealthy when it fails in an essential container.
type HealthCheck struct {
	// Command to run: {"CMD-SHELL", "curl -f http://localhost/ || exit 1"} or
	// {"CMD", "/bin/check", "-q"}. Default: none, no health check.
	Command []string
	// Interval between two checks: 5 s to 300 s. Default: 30 s.
	Interval time.Duration
	// Timeout of one check: 2 s to 60 s. Default: 5 s.
	Timeout time.Duration
	// Retries before the container is unhealthy: 1 to 10. Default: 3.
	Retries int
	// StartPeriod in which failures do not count: 0 to 300 s. Default: 0, none.
	StartPeriod time.Duration
}

func (h HealthCheck) given() bool { return len(h.Command) > 0 }

// Dependency is a container that another one waits for.
type Dependency struct {
	// Container is the name of a container of the same task.
	Container string
	// Condition it has to reach. Default: Started.
	Condition Condition
}

// Condition is a state of a container.
type Condition string

// The conditions of a Dependency. The zero value is Started.
const (
	// Started holds once the container has been started.
	Started Condition = "START"
	// Completed holds once it has ended; not for an essential container.
	Completed Condition = "COMPLETE"
	// Succeeded holds once it has ended with exit code 0; not for an essential
	// container.
	Succeeded Condition = "SUCCESS"
	// Healthy holds once its health check passes.
	Healthy Condition = "HEALTHY"
)

func (d Dependency) condition() Condition {
	if d.Condition == "" {
		return Started
	}
	return d.Condition
}

// Secret is where the value of a variable comes from when a task starts. It is
// made by SecretValue, SecretKey or ParameterValue.
type Secret struct {
	store   secretStore
	arn     string
	jsonKey string
}

type secretStore int

const (
	secretsManager secretStore = iota + 1
	secretsManagerKey
	parameterStore
)

// SecretValue is the whole value of a Secrets Manager secret.
func SecretValue(secretARN string) Secret {
	return Secret{store: secretsManager, arn: secretARN}
}

// SecretKey is one value of a Secrets Manager secret that holds a JSON object.
func SecretKey(secretARN, jsonKey string) Secret {
	return Secret{store: secretsManagerKey, arn: secretARN, jsonKey: jsonKey}
}

// ParameterValue is the value of an SSM parameter.
func ParameterValue(parameterARN string) Secret {
	return Secret{store: parameterStore, arn: parameterARN}
}

// valueFrom is how a container definition names the value. Where only the key
// of a secret is given, ECS still wants all three colons: the version stage and
// the version id stay empty.
func (s Secret) valueFrom() string {
	if s.store == secretsManagerKey {
		return s.arn + ":" + s.jsonKey + "::"
	}
	return s.arn
}
