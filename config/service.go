package config

// Service is an ECS service, on Fargate or on the cluster's instances, with its
// task definition.
type Service struct {
	// Image of the first task, which answers the health check, such as
	// public.ecr.aws/nginx/nginx:1.29. With a pipeline, releases bring their
	// own images from then on.
	Image string `yaml:"image" jsonschema:"required"`

	// LaunchType is fargate, or ec2 for the instances of the cluster. Changing it
	// replaces the service. Default: fargate.
	LaunchType string `yaml:"launchType,omitempty" jsonschema:"enum=fargate,enum=ec2"`
	// NetworkMode is awsvpc (each task has a network interface and a security
	// group) or, with ec2 alone, bridge (tasks share those of their instance,
	// which gives each a port of its own; what one of them may reach all may).
	// Decide it before the service has a route: it is the type of its target
	// groups, which cannot be replaced while they are in use. Default: awsvpc.
	NetworkMode string `yaml:"networkMode,omitempty" jsonschema:"enum=awsvpc,enum=bridge"`
	// Daemon runs one task on every instance, however many there are; with ec2
	// alone, not with blueGreen. Default: false.
	Daemon bool `yaml:"daemon,omitempty"`
	// Placement says on which instances tasks run; with ec2 alone.
	Placement Placement `yaml:"placement,omitempty"`
	// Spot runs tasks on Fargate Spot: cheaper, stopped at two minutes' notice;
	// not with blueGreen or ec2. Changing it replaces the service. Default: false.
	Spot bool `yaml:"spot,omitempty"`
	// SpotMix runs some tasks on Fargate and others on Fargate Spot; not with
	// blueGreen or ec2. Changing it replaces the service. Default: none.
	SpotMix *SpotMix `yaml:"spotMix,omitempty"`

	// CPU of the task in CPU units, 1024 a vCPU: 256, 512, 1024, 2048, 4096,
	// 8192 or 16384, and with ec2 any number from 128 to 196608. Default: 256.
	CPU int `yaml:"cpu,omitempty"`
	// Memory of the task in MiB, from the range that Fargate has for the CPU:
	// 512 to 2048 with 256, 1024 to 4096 with 512, 2048 to 8192 with 1024, 4096
	// to 16384 with 2048, 8192 to 30720 with 4096, 16384 to 61440 with 8192,
	// 32768 to 122880 with 16384; with ec2 what the instances have free. Default:
	// the smallest of that range, and for other CPU units 512.
	Memory int `yaml:"memory,omitempty" jsonschema:"minimum=6"`
	// Architecture is x86_64 or arm64, for the task and its builds. Default:
	// x86_64.
	Architecture string `yaml:"architecture,omitempty" jsonschema:"enum=x86_64,enum=arm64"`
	// Port the container listens on: 1 to 65535. Needed with a route.
	Port int `yaml:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`
	// HostPort fixes the port of the instance under which Port is reached, which
	// then is free for one task an instance; with bridge alone. Default: the
	// instance takes a free one.
	HostPort int `yaml:"hostPort,omitempty" jsonschema:"minimum=1,maximum=65535"`
	// Command replaces the image's own.
	Command []string `yaml:"command,omitempty"`
	// Environment holds variables that are no secrets.
	Environment map[string]string `yaml:"environment,omitempty"`
	// Secrets are variables read from Secrets Manager or SSM when a task
	// starts.
	Secrets map[string]SecretRef `yaml:"secrets,omitempty"`
	// HealthCheck runs inside the container. Default: none.
	HealthCheck *ContainerHealthCheck `yaml:"healthCheck,omitempty"`
	// Sidecars are further containers of the task by name.
	Sidecars map[string]Sidecar `yaml:"sidecars,omitempty"`
	// Links are sidecars that the service's own container talks to. For one named
	// php it gets the variable PHP_HOST: php with bridge, where it is a Docker
	// link, and 127.0.0.1 with awsvpc, where containers share one interface.
	Links []string `yaml:"links,omitempty" jsonschema:"uniqueItems=true"`
	// Volumes are folders that the containers share, by name.
	Volumes map[string]Volume `yaml:"volumes,omitempty"`
	// Mounts are the volumes that the service's own container sees.
	Mounts []Mount `yaml:"mounts,omitempty"`
	// Logging says where the output of the service's own container goes. Default:
	// CloudWatch Logs.
	Logging Logging `yaml:"logging,omitempty"`
	// LogRouter describes the container that FireLens adds to the task. Default:
	// AWS's Fluent Bit, where a container logs through FireLens.
	LogRouter *LogRouter `yaml:"logRouter,omitempty"`
	// ReadOnlyRootFilesystem forbids writes outside mounted volumes. Default:
	// false.
	ReadOnlyRootFilesystem bool `yaml:"readOnlyRootFilesystem,omitempty"`
	// EphemeralStorageGiB is the disk of a task, in GiB: 21 to 200; on Fargate
	// alone. Default: Fargate's 20 GiB.
	EphemeralStorageGiB int `yaml:"ephemeralStorageGiB,omitempty" jsonschema:"minimum=21,maximum=200"`
	// StopTimeoutSeconds is how long a container may take to end after SIGTERM,
	// in seconds: 2 to 120. Default: 30.
	StopTimeoutSeconds int `yaml:"stopTimeoutSeconds,omitempty" jsonschema:"minimum=2,maximum=120"`
	// Exec lets you run commands in a task with aws ecs execute-command; not with
	// ReadOnlyRootFilesystem. Decide it before a blueGreen service is first
	// deployed: ECS refuses to change it there. Default: false.
	Exec bool `yaml:"exec,omitempty"`

	// EgressPorts are TCP ports that the tasks may reach on the internet, besides
	// 443 and those of the databases and caches: 1 to 65535.
	EgressPorts []int `yaml:"egressPorts,omitempty" jsonschema:"uniqueItems=true"`

	// Databases that the service may reach: each opens its port, lets the tasks
	// read the secret with the master user's username and password, and sets
	// variables, for one named main: DB_MAIN_HOST, DB_MAIN_PORT, DB_MAIN_NAME and
	// DB_MAIN_SECRET_ARN. The password itself is no variable: RDS replaces it
	// every seven days, and a running task would keep the old one.
	Databases []string `yaml:"databases,omitempty" jsonschema:"uniqueItems=true"`
	// Caches that the service may reach: each opens its port and sets variables,
	// for one named main: CACHE_MAIN_HOST and CACHE_MAIN_PORT.
	Caches []string `yaml:"caches,omitempty" jsonschema:"uniqueItems=true"`
	// Buckets that the service may use: each grants reading, writing and
	// deleting objects and sets a variable, for one named assets:
	// BUCKET_ASSETS_NAME.
	Buckets []string `yaml:"buckets,omitempty" jsonschema:"uniqueItems=true"`

	// Route brings the load balancer's requests to the service. Default: none,
	// the service has no load balancer.
	Route *Route `yaml:"route,omitempty"`
	// Scaling bounds the number of tasks.
	Scaling Scaling `yaml:"scaling,omitempty"`
	// Deployment says how a new version replaces the old.
	Deployment Deployment `yaml:"deployment,omitempty"`
	// Alarms set the thresholds of the service's alarms.
	Alarms Alarms `yaml:"alarms,omitempty"`
	// Pipeline builds and releases the service from GitHub. Default: none.
	Pipeline *Pipeline `yaml:"pipeline,omitempty"`
}

// The architectures of Service.
const (
	ArchitectureX8664 = "x86_64"
	ArchitectureARM64 = "arm64"
)

// SecretRef points to the value of an environment variable; exactly one of
// Secret and Parameter.
type SecretRef struct {
	// Secret is the name of one of the environment's secrets.
	Secret string `yaml:"secret,omitempty"`
	// Key picks one value of a secret that holds a JSON object. Default: the
	// whole secret.
	Key string `yaml:"key,omitempty"`
	// Parameter is the name of one of the environment's parameters.
	Parameter string `yaml:"parameter,omitempty"`
}

// ContainerHealthCheck is a command that ECS runs inside a container.
type ContainerHealthCheck struct {
	// Command to run, such as [CMD-SHELL, "curl -f http://localhost/ || exit 1"];
	// the first word is CMD or CMD-SHELL.
	Command []string `yaml:"command" jsonschema:"required,minItems=2"`
	// IntervalSeconds between two checks: 5 to 300. Default: 30.
	IntervalSeconds int `yaml:"intervalSeconds,omitempty" jsonschema:"minimum=5,maximum=300"`
	// TimeoutSeconds of one check: 2 to 60. Default: 5.
	TimeoutSeconds int `yaml:"timeoutSeconds,omitempty" jsonschema:"minimum=2,maximum=60"`
	// Retries before the container is unhealthy: 1 to 10. Default: 3.
	Retries int `yaml:"retries,omitempty" jsonschema:"minimum=1,maximum=10"`
	// StartPeriodSeconds in which failures do not count: 0 to 300. Default: 0.
	StartPeriodSeconds int `yaml:"startPeriodSeconds,omitempty" jsonschema:"minimum=0,maximum=300"`
}

// Sidecar is a container beside the service's own.
type Sidecar struct {
	// Image of the container.
	Image string `yaml:"image" jsonschema:"required"`
	// Command replaces the image's own.
	Command []string `yaml:"command,omitempty"`
	// CPU reserved for the container, in CPU units; all sidecars together take no
	// more than the task has. Default: none.
	CPU int `yaml:"cpu,omitempty" jsonschema:"minimum=0"`
	// Memory limit of the container in MiB, 6 or more; all sidecars together take
	// less than the task has. Default: the task's.
	Memory int `yaml:"memory,omitempty" jsonschema:"minimum=0"`
	// Environment holds variables that are no secrets.
	Environment map[string]string `yaml:"environment,omitempty"`
	// Secrets are variables read from Secrets Manager or SSM.
	Secrets map[string]SecretRef `yaml:"secrets,omitempty"`
	// Connections gives the container the variables of the service's databases,
	// caches and buckets, such as DB_MAIN_HOST, as its own container has them: for
	// an application behind a web server. Default: false.
	Connections bool `yaml:"connections,omitempty"`
	// HealthCheck runs inside the container. Default: none.
	HealthCheck *ContainerHealthCheck `yaml:"healthCheck,omitempty"`
	// Optional keeps the task running when this container ends. Default: false.
	Optional bool `yaml:"optional,omitempty"`
	// StartsFirst makes the service's container wait until this one is healthy
	// (where it has a health check) or started. Default: false.
	StartsFirst bool `yaml:"startsFirst,omitempty"`
	// Port the container listens on: 1 to 65535. Default: none.
	Port int `yaml:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`
	// HostPort fixes the port of the instance under which Port is reached, which
	// then is free for one task an instance; with bridge alone. Default: the
	// instance takes a free one.
	HostPort int `yaml:"hostPort,omitempty" jsonschema:"minimum=1,maximum=65535"`
	// Mounts are the volumes of the service that the container sees.
	Mounts []Mount `yaml:"mounts,omitempty"`
	// Logging says where the output of the container goes. Default: CloudWatch
	// Logs.
	Logging Logging `yaml:"logging,omitempty"`
}

// Route is a rule of the load balancer's listener.
type Route struct {
	// Priority of the rule, unique in the environment: 1 to 50000, the smallest
	// is tried first.
	Priority int `yaml:"priority" jsonschema:"required,minimum=1,maximum=50000"`
	// Paths that the service answers, such as /api/*; with the hosts at most
	// five. Default: ["/*"], all.
	Paths []string `yaml:"paths,omitempty" jsonschema:"minItems=1,uniqueItems=true"`
	// Hosts that the service answers, such as api.example.com. Default: all.
	Hosts []string `yaml:"hosts,omitempty" jsonschema:"uniqueItems=true"`
	// HealthCheck is how the load balancer checks a task.
	HealthCheck TargetHealthCheck `yaml:"healthCheck,omitempty"`
	// DeregistrationDelaySeconds is how long a leaving task may finish its
	// requests, in seconds: 0 to 3600. Default: 30.
	DeregistrationDelaySeconds *int `yaml:"deregistrationDelaySeconds,omitempty" jsonschema:"minimum=0,maximum=3600"`
	// GracePeriodSeconds in which a starting task is not stopped for failing
	// health checks: 0 to 2147483647. Default: 60.
	GracePeriodSeconds *int `yaml:"gracePeriodSeconds,omitempty" jsonschema:"minimum=0,maximum=2147483647"`
}

// TargetHealthCheck is how the load balancer checks a task.
type TargetHealthCheck struct {
	// Path that is asked, with a slash at its start. Default: /.
	Path string `yaml:"path,omitempty"`
	// Matcher of the HTTP codes that mean healthy, in quotes, such as "200",
	// "200,204" or "200-299": 200 to 499. Default: "200".
	Matcher string `yaml:"matcher,omitempty"`
	// IntervalSeconds between two checks: 5 to 300. Default: 15.
	IntervalSeconds int `yaml:"intervalSeconds,omitempty" jsonschema:"minimum=5,maximum=300"`
	// TimeoutSeconds of one check, shorter than the interval: 2 to 120.
	// Default: 5, or 4 with an interval of 5.
	TimeoutSeconds int `yaml:"timeoutSeconds,omitempty" jsonschema:"minimum=2,maximum=120"`
	// HealthyThreshold of successes in a row: 2 to 10. Default: 2.
	HealthyThreshold int `yaml:"healthyThreshold,omitempty" jsonschema:"minimum=2,maximum=10"`
	// UnhealthyThreshold of failures in a row: 2 to 10. Default: 3.
	UnhealthyThreshold int `yaml:"unhealthyThreshold,omitempty" jsonschema:"minimum=2,maximum=10"`
}

// Scaling bounds the number of tasks of a service.
type Scaling struct {
	// Min tasks: 0 to 5000, and the number at first. A daemon has as many as there
	// are instances. Default: 2, or 1 where the
	// environment is disposable; no more than Max.
	Min *int `yaml:"min,omitempty" jsonschema:"minimum=0,maximum=5000"`
	// Max tasks: 1 to 5000. Default: four times Min, at least 1, at most 5000.
	Max int `yaml:"max,omitempty" jsonschema:"minimum=1,maximum=5000"`
	// CPUPercent is the average CPU utilization to hold: 10 to 100. Default:
	// 60.
	CPUPercent int `yaml:"cpuPercent,omitempty" jsonschema:"minimum=10,maximum=100"`
	// MemoryPercent is the average memory utilization to hold: 10 to 100.
	// Default: 75.
	MemoryPercent int `yaml:"memoryPercent,omitempty" jsonschema:"minimum=10,maximum=100"`
}

// Deployment says how a new version replaces the old.
type Deployment struct {
	// Strategy is blueGreen (CodeDeploy moves the traffic between two sets of
	// tasks; needs a route) or rolling (ECS replaces tasks one by one). It
	// cannot be changed later without replacing the service. Default: blueGreen
	// with a route, rolling without and for a daemon.
	Strategy string `yaml:"strategy,omitempty" jsonschema:"enum=blueGreen,enum=rolling"`
	// Traffic says how blueGreen moves the traffic; the names are those of
	// CodeDeploy's predefined configurations. Default: allAtOnce with blueGreen;
	// not used with rolling.
	Traffic string `yaml:"traffic,omitempty" jsonschema:"enum=allAtOnce,enum=canary10Percent5Minutes,enum=canary10Percent15Minutes,enum=linear10PercentEvery1Minutes,enum=linear10PercentEvery3Minutes"`
	// BakeMinutes is how long blueGreen keeps the old tasks after all traffic
	// has moved, so that a rollback is instant: 0 (they end at once) to 2880, and
	// otherwise no shorter than the route's deregistration delay. Default: 60, or
	// 5 where the environment is disposable, or the deregistration delay where
	// that is longer; 0 with rolling.
	BakeMinutes *int `yaml:"bakeMinutes,omitempty" jsonschema:"minimum=0,maximum=2880"`
	// ApprovalMinutes makes blueGreen wait that long for somebody to continue
	// the deployment before traffic moves, and stop it otherwise: 0 (no wait) to
	// 2880. Default: 0.
	ApprovalMinutes int `yaml:"approvalMinutes,omitempty" jsonschema:"minimum=0,maximum=2880"`
	// IgnoreAlarms lets a blueGreen deployment go on while the service's alarms
	// ring. Default: false, an alarm rolls it back.
	IgnoreAlarms bool `yaml:"ignoreAlarms,omitempty"`
}

// The strategies of Deployment.
const (
	StrategyBlueGreen = "blueGreen"
	StrategyRolling   = "rolling"
)

// Alarms set the thresholds of a service's alarms. Missing data never raises
// one.
type Alarms struct {
	// ServerErrors is the number of HTTP 5xx responses of tasks in a minute.
	// Default: 10.
	ServerErrors int `yaml:"serverErrors,omitempty" jsonschema:"minimum=1"`
	// LatencySeconds is the 95th percentile of the response time, in seconds.
	// Default: 2.
	LatencySeconds float64 `yaml:"latencySeconds,omitempty" jsonschema:"exclusiveMinimum=0"`
	// CPUPercent is the average CPU utilization: 1 to 100. Default: 90.
	CPUPercent int `yaml:"cpuPercent,omitempty" jsonschema:"minimum=1,maximum=100"`
	// MemoryPercent is the average memory utilization: 1 to 100. Default: 90.
	MemoryPercent int `yaml:"memoryPercent,omitempty" jsonschema:"minimum=1,maximum=100"`
}
