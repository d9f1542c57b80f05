// Package config reads the environment files, one YAML file an environment, and
// refuses those that AWS or a release would refuse later.
//
// It imports no CDKTF: a wrong file is refused in milliseconds, before a
// Node.js process is started.
package config

// Environment is one deployable environment: a file such as
// environments/dev.yaml. The name of the file without its ending is the name
// of the environment and the first part of its stacks' names.
type Environment struct {
	// Name of the environment, taken from the file's name: lower-case letters,
	// digits and single hyphens, a letter first, at most 12 characters.
	Name string `yaml:"-" json:"-"`

	// Project is the first part of every resource's name: lower-case letters,
	// digits and single hyphens, a letter first, at most 16 characters; not
	// starting with aws or ssm, which AWS keeps for itself.
	Project string `yaml:"project" jsonschema:"required"`
	// Region is the AWS region, such as ap-northeast-1.
	Region string `yaml:"region" jsonschema:"required"`
	// Account is the 12-digit id, in quotes, of the only AWS account this environment may
	// be deployed to (the provider's allowed_account_ids). Default: any account
	// the credentials belong to.
	Account string `yaml:"account,omitempty"`
	// Disposable lets everything be destroyed: no deletion protection, no final
	// snapshots, no recovery window for secrets; buckets and repositories are
	// emptied. Default: false, everything is protected.
	Disposable bool `yaml:"disposable,omitempty"`
	// Tags are put on every resource, besides Berth's own "Project",
	// "Environment", "Stack" and "ManagedBy": at most 40.
	Tags map[string]string `yaml:"tags,omitempty"`

	// Emulator deploys to an AWS emulator in place of AWS. The variable
	// BERTH_ENDPOINT does so for every environment. Default: none, AWS.
	Emulator *Emulator `yaml:"emulator,omitempty"`
	// State says where Terraform keeps the state of the stacks.
	State State `yaml:"state,omitempty"`
	// Network is the VPC.
	Network Network `yaml:"network,omitempty"`
	// LoadBalancer is the Application Load Balancer that every service with a
	// route shares. It is built where at least one service has a route.
	LoadBalancer LoadBalancer `yaml:"loadBalancer,omitempty"`
	// Cluster is the ECS cluster.
	Cluster Cluster `yaml:"cluster,omitempty"`

	// Parameters are SSM parameters by name, for settings that are no secret.
	// The full name is /<project>/<environment>/<name>.
	Parameters map[string]Parameter `yaml:"parameters,omitempty"`
	// Secrets are Secrets Manager secrets by name. They are created without a
	// value: fill them with aws secretsmanager put-secret-value.
	Secrets map[string]Secret `yaml:"secrets,omitempty"`
	// Databases are RDS instances and Aurora clusters by name.
	Databases map[string]Database `yaml:"databases,omitempty"`
	// Caches are ElastiCache replication groups by name.
	Caches map[string]Cache `yaml:"caches,omitempty"`
	// Buckets are S3 buckets by name.
	Buckets map[string]Bucket `yaml:"buckets,omitempty"`

	// Services are the ECS services by name.
	Services map[string]Service `yaml:"services,omitempty"`
	// Schedules are tasks that run by the clock, by name.
	Schedules map[string]Schedule `yaml:"schedules,omitempty"`
	// Alerts say who hears of an alarm.
	Alerts Alerts `yaml:"alerts,omitempty"`
}

// State is the Terraform backend of an environment's stacks.
type State struct {
	// Backend is s3 (a bucket made by the bootstrap stack, with S3's own lock
	// file) or local (files beside cdktf.json, for trying things out). Default:
	// s3.
	Backend string `yaml:"backend,omitempty" jsonschema:"enum=s3,enum=local"`
	// Bucket is the name of the state bucket, unique in all of AWS. Default:
	// <project>-<environment>-tfstate, followed by -<account> where the account
	// is given.
	Bucket string `yaml:"bucket,omitempty"`
}

// The backends of State.
const (
	BackendS3    = "s3"
	BackendLocal = "local"
)

// Network is the VPC of an environment.
type Network struct {
	// CIDR is the VPC's IPv4 block, /16 to /20. Default: 10.0.0.0/16.
	CIDR string `yaml:"cidr,omitempty"`
	// Zones are the letters of two to six availability zones of the region, in
	// an order that is kept: adding one at the end renumbers nothing. Default:
	// [a, c].
	Zones []string `yaml:"zones,omitempty" jsonschema:"minItems=2,maxItems=6,uniqueItems=true"`
	// NAT is none (interface endpoints instead), single (one gateway: cheaper,
	// and a single point of failure) or zone (one gateway a zone). Default:
	// zone, or single where the environment is disposable.
	NAT string `yaml:"nat,omitempty" jsonschema:"enum=none,enum=single,enum=zone"`
	// Endpoints are AWS services reached through interface endpoints besides
	// those that are needed without NAT, such as ecr.api or sts.
	Endpoints []string `yaml:"endpoints,omitempty" jsonschema:"uniqueItems=true"`
	// FlowLogRetentionDays is how long the VPC's flow logs are kept, in days:
	// one of the periods CloudWatch Logs knows. Default: 365.
	FlowLogRetentionDays int `yaml:"flowLogRetentionDays,omitempty"`
}

// The values of Network.NAT.
const (
	NATNone   = "none"
	NATSingle = "single"
	NATZone   = "zone"
)

// LoadBalancer is the Application Load Balancer of an environment.
type LoadBalancer struct {
	// Internal keeps the load balancer inside the VPC. Default: false, it faces
	// the internet.
	Internal bool `yaml:"internal,omitempty"`
	// AllowFrom are the IPv4 CIDR blocks that may reach the production listener.
	// Default: [0.0.0.0/0], or the VPC where the load balancer is internal.
	AllowFrom []string `yaml:"allowFrom,omitempty" jsonschema:"minItems=1,uniqueItems=true"`
	// Domain puts HTTPS on the load balancer: a certificate validated through
	// Route 53, an alias record, and a redirect from HTTP. Default: none, plain
	// HTTP on the load balancer's own name.
	Domain *Domain `yaml:"domain,omitempty"`
	// TestListener is where CodeDeploy shows the new version before production
	// traffic reaches it; it needs a service with the strategy blueGreen.
	// Default: none.
	TestListener *TestListener `yaml:"testListener,omitempty"`
	// IdleTimeoutSeconds is how long an idle connection is kept, in seconds: 1
	// to 4000. Default: 60.
	IdleTimeoutSeconds int `yaml:"idleTimeoutSeconds,omitempty" jsonschema:"minimum=1,maximum=4000"`
	// AccessLogRetentionDays is how long access logs are kept in their bucket,
	// in days: 1 to 3650. Default: 90.
	AccessLogRetentionDays int `yaml:"accessLogRetentionDays,omitempty" jsonschema:"minimum=1,maximum=3650"`
}

// Domain is the name under which a load balancer is reached.
type Domain struct {
	// Name is the fully qualified domain name, such as app.example.com: at most
	// 64 characters, which is what a certificate takes.
	Name string `yaml:"name" jsonschema:"required"`
	// Zone is the public Route 53 hosted zone that holds the name, such as
	// example.com. It has to exist. Default: the name without its first label.
	Zone string `yaml:"zone,omitempty"`
}

// TestListener is the load balancer's second listener for CodeDeploy.
type TestListener struct {
	// Port of the listener: 1 to 65535, but not 80 or 443, which production
	// listens on. Default: 8443.
	Port int `yaml:"port,omitempty" jsonschema:"minimum=1,maximum=65535"`
	// AllowFrom are the IPv4 CIDR blocks that may reach it, none larger than a
	// /8: the new version is not shown to the whole internet. Default: the VPC.
	AllowFrom []string `yaml:"allowFrom,omitempty" jsonschema:"minItems=1,uniqueItems=true"`
}

// Cluster is the ECS cluster of an environment.
type Cluster struct {
	// ContainerInsights is enhanced, enabled or disabled. Default: enabled.
	ContainerInsights string `yaml:"containerInsights,omitempty" jsonschema:"enum=enhanced,enum=enabled,enum=disabled"`
	// LogRetentionDays is how long the logs of tasks and builds are kept, in
	// days: one of the periods CloudWatch Logs knows. Default: 365.
	LogRetentionDays int `yaml:"logRetentionDays,omitempty"`
	// Instances are EC2 instances for the services whose launch type is ec2.
	// Default: none, all runs on Fargate.
	Instances *ContainerInstances `yaml:"instances,omitempty"`
}

// Alerts are the receivers of alarms.
type Alerts struct {
	// Emails are subscribed to the alarm topic; each has to confirm by mail.
	Emails []string `yaml:"emails,omitempty" jsonschema:"uniqueItems=true"`
}
