package config

// Schedule runs a task on Fargate by the clock: with the image of a service, or
// with its own. Whatever does not start, exits with another code than 0, or is
// stopped raises an alarm, and leaves a message with the reason in a queue. A
// task that fails is not started again: let the command try again itself.
type Schedule struct {
	// Expression says when the task runs: cron(0 3 * * ? *) with six fields
	// (minutes, hours, day of month, month, day of week, year), where one of the
	// two days is ? and a week begins with Sunday, which is 1; rate(1 hour); or,
	// once, at(2026-04-01T03:00:00).
	Expression string `yaml:"expression" jsonschema:"required"`
	// TimeZone of the expression, such as Asia/Tokyo; not with the engine rule,
	// which counts in UTC. Default: UTC.
	TimeZone string `yaml:"timeZone,omitempty"`
	// FlexibleWindowMinutes lets the task start at any time within so many
	// minutes, so that not everything starts at the full hour: 1 to 1440; not
	// with the engine rule. Default: 0, none.
	FlexibleWindowMinutes int `yaml:"flexibleWindowMinutes,omitempty" jsonschema:"minimum=0,maximum=1440"`
	// Engine is scheduler (EventBridge Scheduler) or rule (an EventBridge rule,
	// as it was done before). Default: scheduler.
	Engine string `yaml:"engine,omitempty" jsonschema:"enum=scheduler,enum=rule"`
	// Disabled keeps the task from running. Default: false.
	Disabled bool `yaml:"disabled,omitempty"`

	// Service whose task definition runs, with its image, variables, secrets and
	// network, and with the command of the schedule; one whose launch type is
	// fargate; exactly one of Service and Task. The newest revision of the task definition runs, which with a pipeline
	// need not be the one released last: see docs/schedules.md.
	Service string `yaml:"service,omitempty"`
	// Task is what runs where it is no service's.
	Task *Task `yaml:"task,omitempty"`
	// Command to run; needed with a service, which would start once more
	// otherwise. Default: the command of the image.
	Command []string `yaml:"command,omitempty"`
	// Spot runs the task on Fargate Spot: cheaper, stopped at two minutes'
	// notice, which counts as a failure. Default: false.
	Spot bool `yaml:"spot,omitempty"`

	// Retries is how often starting the task is tried again where ECS has no
	// capacity or does not answer: 0 to 185. Default: 3.
	Retries *int `yaml:"retries,omitempty" jsonschema:"minimum=0,maximum=185"`
	// MaxAgeSeconds is how long after its time a task may still start, in
	// seconds: 60 to 86400. Default: 3600.
	MaxAgeSeconds int `yaml:"maxAgeSeconds,omitempty" jsonschema:"minimum=60,maximum=86400"`
}

// The engines of Schedule.
const (
	EngineScheduler = "scheduler"
	EngineRule      = "rule"
)

// Task is the task of a schedule that runs none of a service. Its container has
// the name of the schedule.
type Task struct {
	// Image of the task, such as
	// 123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/report:1.4.
	Image string `yaml:"image" jsonschema:"required"`
	// CPU of the task in CPU units, as that of a service. Default: 256.
	CPU int `yaml:"cpu,omitempty"`
	// Memory of the task in MiB, as that of a service. Default: the smallest that
	// goes with the CPU.
	Memory int `yaml:"memory,omitempty" jsonschema:"minimum=512,maximum=122880"`
	// Architecture is x86_64 or arm64. Default: x86_64.
	Architecture string `yaml:"architecture,omitempty" jsonschema:"enum=x86_64,enum=arm64"`
	// Environment holds variables that are no secrets.
	Environment map[string]string `yaml:"environment,omitempty"`
	// Secrets are variables read from Secrets Manager or SSM when the task
	// starts.
	Secrets map[string]SecretRef `yaml:"secrets,omitempty"`
	// ReadOnlyRootFilesystem forbids writes outside mounted volumes. Default:
	// false.
	ReadOnlyRootFilesystem bool `yaml:"readOnlyRootFilesystem,omitempty"`
	// EphemeralStorageGiB is the disk of the task, in GiB: 21 to 200. Default:
	// Fargate's 20 GiB.
	EphemeralStorageGiB int `yaml:"ephemeralStorageGiB,omitempty" jsonschema:"minimum=21,maximum=200"`
	// StopTimeoutSeconds is how long the container may take to end after SIGTERM,
	// in seconds: 2 to 120. Default: 30.
	StopTimeoutSeconds int `yaml:"stopTimeoutSeconds,omitempty" jsonschema:"minimum=2,maximum=120"`
	// EgressPorts are TCP ports that the task may reach on the internet, besides
	// 443 and those of the databases and caches: 1 to 65535.
	EgressPorts []int `yaml:"egressPorts,omitempty" jsonschema:"uniqueItems=true"`
	// Databases that the task may reach, as those of a service.
	Databases []string `yaml:"databases,omitempty" jsonschema:"uniqueItems=true"`
	// Caches that the task may reach, as those of a service.
	Caches []string `yaml:"caches,omitempty" jsonschema:"uniqueItems=true"`
	// Buckets that the task may use, as those of a service.
	Buckets []string `yaml:"buckets,omitempty" jsonschema:"uniqueItems=true"`
}

// AsService is the part of a service that the task has.
func (t Task) AsService() Service {
	return Service{
		Image:                  t.Image,
		CPU:                    t.CPU,
		Memory:                 t.Memory,
		Architecture:           t.Architecture,
		Environment:            t.Environment,
		Secrets:                t.Secrets,
		ReadOnlyRootFilesystem: t.ReadOnlyRootFilesystem,
		EphemeralStorageGiB:    t.EphemeralStorageGiB,
		StopTimeoutSeconds:     t.StopTimeoutSeconds,
		EgressPorts:            t.EgressPorts,
		Databases:              t.Databases,
		Caches:                 t.Caches,
		Buckets:                t.Buckets,
	}
}

func applyScheduleDefaults(s *Schedule) {
	fill(&s.Engine, EngineScheduler)
	if s.Engine == EngineScheduler {
		fill(&s.TimeZone, "UTC")
	}
	fill(&s.Retries, new(3))
	fill(&s.MaxAgeSeconds, 3600)
	if t := s.Task; t != nil {
		applySizeDefaults(&t.CPU, &t.Memory)
		fill(&t.Architecture, ArchitectureX8664)
		fill(&t.StopTimeoutSeconds, 30)
	}
}
