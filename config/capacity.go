package config

// ContainerInstances are EC2 instances that join the cluster, for services whose
// launch type is ec2. Their number follows the tasks.
type ContainerInstances struct {
	// Types of the instances, in order of preference, of the architecture that
	// the services on them have. A task with awsvpc takes a network interface, of
	// which small types have few: a t3.small has two for tasks, unless the
	// account setting awsvpcTrunking is on. Default: [t3.small], or [t4g.small]
	// with arm64.
	Types []string `yaml:"types,omitempty" jsonschema:"minItems=1,maxItems=40,uniqueItems=true"`
	// Min instances: 0 to 5000. Default: 2, or 1 where the environment is
	// disposable; no more than Max.
	Min *int `yaml:"min,omitempty" jsonschema:"minimum=0,maximum=5000"`
	// Max instances: 1 to 5000. A release needs room for new tasks beside the
	// old. Default: four times Min, at least 4, at most 5000.
	Max int `yaml:"max,omitempty" jsonschema:"minimum=1,maximum=5000"`
	// Spot takes the instances from EC2's spare capacity alone: cheaper, stopped
	// at two minutes' notice. Give several Types, so that there is always one.
	// Default: false.
	Spot bool `yaml:"spot,omitempty"`
	// VolumeGiB is the disk of an instance, for images and all its tasks, in GiB:
	// 30 to 16384. Default: 30.
	VolumeGiB int `yaml:"volumeGiB,omitempty" jsonschema:"minimum=30,maximum=16384"`
}

// The launch types of Service.
const (
	LaunchTypeFargate = "fargate"
	LaunchTypeEC2     = "ec2"
)

// The network modes of Service.
const (
	NetworkModeAWSVPC = "awsvpc"
	NetworkModeBridge = "bridge"
)

// SpotMix runs some tasks on Fargate and others on Fargate Spot.
type SpotMix struct {
	// Base is the number of tasks that run on demand before the weights count: 0
	// to 100000. Default: 0.
	Base int `yaml:"base,omitempty" jsonschema:"minimum=0,maximum=100000"`
	// OnDemandWeight is the share of the tasks above Base that run on demand: 0
	// to 1000. Default: 1.
	OnDemandWeight *int `yaml:"onDemandWeight,omitempty" jsonschema:"minimum=0,maximum=1000"`
	// SpotWeight is the share of the tasks above Base that run on Spot: 1 to
	// 1000. With 3 and an OnDemandWeight of 1, three of four do. Default: 1.
	SpotWeight int `yaml:"spotWeight,omitempty" jsonschema:"minimum=1,maximum=1000"`
}

// Placement says on which instances the tasks of a service run.
type Placement struct {
	// Strategies are tried in their order, at most five: spreadZones and
	// spreadInstances put tasks evenly, binpackCpu and binpackMemory fill one
	// instance before the next, random takes any. Default: [spreadZones,
	// binpackMemory], none with Daemon.
	Strategies []string `yaml:"strategies,omitempty" jsonschema:"minItems=1,maxItems=5,enum=spreadZones,enum=spreadInstances,enum=binpackCpu,enum=binpackMemory,enum=random"`
	// DistinctInstance keeps two tasks of the service off the same instance. A
	// task that takes what an instance has once (HostPort, a fluentd socket)
	// needs it. Default: false.
	DistinctInstance bool `yaml:"distinctInstance,omitempty"`
	// MemberOf are expressions of the cluster query language, all of which an
	// instance has to match, such as "attribute:ecs.instance-type =~ m7i.*": at
	// most nine.
	MemberOf []string `yaml:"memberOf,omitempty" jsonschema:"maxItems=9,uniqueItems=true"`
}

// Volume is a folder that containers of a task share.
type Volume struct {
	// HostPath is a folder or file of the instance, which all tasks on it share,
	// such as /var/run/fluent; only with the launch type ec2. Default: none, the
	// folder is the task's alone, and ends with it.
	HostPath string `yaml:"hostPath,omitempty"`
}

// Mount is where a container finds a volume.
type Mount struct {
	// Volume is the name of one of the service's volumes.
	Volume string `yaml:"volume" jsonschema:"required"`
	// Path of the folder in the container, such as /fluentd/socket.
	Path string `yaml:"path" jsonschema:"required"`
	// ReadOnly forbids writes to it. Default: false.
	ReadOnly bool `yaml:"readOnly,omitempty"`
}

// OnEC2 tells whether the tasks run on the instances of the cluster.
func (s Service) OnEC2() bool { return s.LaunchType == LaunchTypeEC2 }

// Bridge tells whether the tasks share the network of their instance.
func (s Service) Bridge() bool { return s.NetworkMode == NetworkModeBridge }

// InstanceArchitecture is that of the services that run on instances.
func (e *Environment) InstanceArchitecture() string {
	for _, name := range sorted(e.Services) {
		if e.Services[name].OnEC2() {
			return e.Services[name].Architecture
		}
	}
	return ArchitectureX8664
}
