package ecs

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecstaskdefinition"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/logs"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/fargate"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// Architecture is the processor of a task, cpuArchitecture of its
// runtimePlatform. Its images and their builds have to be of the same one.
type Architecture string

// The architectures of a task. The zero value is X8664.
const (
	X8664 Architecture = "X86_64"
	ARM64 Architecture = "ARM64"
)

// tasksService assumes the roles of a task.
const tasksService = "ecs-tasks.amazonaws.com"

// TaskDefinitionProps describe a task.
type TaskDefinitionProps struct {
	// Family of the task definition: 1 to 255 letters, digits, hyphens and
	// underscores, known at synthesis. The names of its roles are made of it.
	Family string
	// RunsOn is Fargate or EC2. Default: Fargate{}.
	RunsOn Compatibility
	// CPU of the task in CPU units, 1024 a vCPU: 256, 512, 1024, 2048, 4096,
	// 8192 or 16384, and on EC2 any number from 128 to 196608. Default: 256.
	CPU int
	// MemoryMiB of the task, from the range that Fargate has for the CPU, and on
	// EC2 what its instances have free. Default: the smallest of that range, and
	// for other CPU units 512.
	MemoryMiB int
	// Architecture is X8664 or ARM64. Default: X8664.
	Architecture Architecture
	// EphemeralStorageGiB is the disk of the task in GiB: 21 to 200; only on
	// Fargate. Default: 0, Fargate's 20 GiB.
	EphemeralStorageGiB int
	// Containers of the task, at least one.
	Containers []Container
	// Volumes that the containers share. Default: none.
	Volumes []Volume
	// LogRouter describes the router of the containers whose Logging is
	// FireLens.
	LogRouter LogRouter

	// LogGroupName is the CloudWatch Logs group that is made for the
	// containers' output. Default: /ecs/<family>.
	LogGroupName string
	// LogRetentionDays is how long the output is kept, in days, see
	// logs.GroupProps. Default: 365.
	LogRetentionDays int
	// LogKMSKeyARN is the key that encrypts the log group, see
	// kms.KeyProps.Logs. Default: a key of CloudWatch Logs.
	LogKMSKeyARN string
	// LogMode is NonBlocking or Blocking; not for FireLens, whose router always
	// takes lines. Default: NonBlocking.
	LogMode LogMode

	// RepositoryARNs are ECR repositories the execution role may pull from,
	// besides those of the containers' images: the ones of images that a
	// pipeline brings later. Default: none.
	RepositoryARNs []string
	// SecretKMSKeyARNs are the keys that encrypt the containers' secrets and
	// parameters, where those are not AWS's own. Default: none.
	SecretKMSKeyARNs []string
	// TaskPolicies are what the application itself may do, by name; each becomes
	// an inline policy of the task role. Default: none.
	TaskPolicies map[string]identity.Policy

	// Exec lets people with ecs:ExecuteCommand run commands in the task (ECS
	// Exec). Decide it before the first deployment of a BlueGreen service: ECS
	// refuses to change it there. Default: false.
	Exec bool
	// ExecLogGroupARN is the log group of ECS Exec sessions, where
	// ClusterProps.ExecLogGroupName names one. Default: the task's own.
	ExecLogGroupARN string
	// ExecKMSKeyARN is the key of ClusterProps.ExecKMSKeyARN. Default: none.
	ExecKMSKeyARN string
}

// TaskDefinition is one revision of a task, with its log group and roles.
type TaskDefinition struct {
	// Family is the name without the revision.
	Family string
	// ARN of the revision.
	ARN string
	// ExecutionRoleARN is the role with which ECS starts the task: it pulls
	// the image, writes the logs and reads the secrets.
	ExecutionRoleARN string
	// TaskRoleARN is the role of the application.
	TaskRoleARN string
	// LogGroupName and LogGroupARN are where the containers write.
	LogGroupName, LogGroupARN string
	// Resource is the aws_ecs_task_definition; nil where the props are invalid.
	Resource ecstaskdefinition.EcsTaskDefinition

	containers []Container
	runsOn     Compatibility
	exec       bool
	// once says why an instance holds one task at most, or nothing.
	once         string
	dependencies []cdktf.ITerraformDependable
}

// execPolicy is the name of the policy that Exec adds to the task role.
const execPolicy = "exec"

// Validate tells what ECS would refuse.
func (p TaskDefinitionProps) Validate() error {
	p = p.withDefaults()
	var problems check.Problems
	check.Name(&problems, "Family", p.Family, naming.ECS)
	check.Known(&problems, "Family", p.Family, "the names of the roles are made of it")
	switch p.RunsOn.(type) {
	case Fargate, EC2:
	default:
		problems.Addf("RunsOn", "%T: give Fargate or EC2 as a value", p.RunsOn)
		return problems.Err()
	}
	p.RunsOn.checkSize(&problems, p.CPU, p.MemoryMiB)
	p.checkCompatibility(&problems)
	check.OneOf(&problems, "Architecture", p.Architecture, X8664, ARM64)
	check.OneOf(&problems, "LogMode", p.LogMode, NonBlocking, Blocking)
	problems.Join("LogGroup", p.logGroup().Validate())
	for _, name := range slices.Sorted(maps.Keys(p.TaskPolicies)) {
		problems.Join("TaskPolicies["+name+"]", p.TaskPolicies[name].Validate())
	}
	if _, taken := p.TaskPolicies[execPolicy]; taken && p.Exec {
		problems.Addf("TaskPolicies["+execPolicy+"]", "is the name of the policy that Exec adds: choose another one")
	}
	p.checkContainers(&problems)
	p.checkVolumes(&problems)
	p.checkLogging(&problems)
	return problems.Err()
}

func (p TaskDefinitionProps) checkContainers(problems *check.Problems) {
	cpu, memory, enterable := 0, 0, false
	for _, c := range p.withRouter() {
		problems.Join(containerField(c), c.Validate())
		cpu += c.CPU
		memory += cmp.Or(c.MemoryReservationMiB, c.MemoryMiB)
		enterable = enterable || !c.ReadOnlyRootFilesystem
		if c.MemoryMiB > p.MemoryMiB {
			problems.Addf(containerField(c)+".MemoryMiB", "%d MiB is more than the task has, %d", c.MemoryMiB, p.MemoryMiB)
		}
	}
	if cpu > p.CPU {
		problems.Addf("Containers", "reserve %d CPU units together: the task has %d", cpu, p.CPU)
	}
	if memory > p.MemoryMiB {
		problems.Addf("Containers", "reserve %d MiB together: the task has %d", memory, p.MemoryMiB)
	}
	if p.Exec && len(p.Containers) > 0 && !enterable {
		problems.Addf("Exec", "cannot enter any container: all have a read-only root file system, where its agent has to write")
	}
	checkTogether(problems, p.withRouter(), p.network() != Bridge)
}

func (p TaskDefinitionProps) withDefaults() TaskDefinitionProps {
	if p.RunsOn == nil {
		p.RunsOn = Fargate{}
	}
	p.CPU = cmp.Or(p.CPU, 256)
	if sizes := fargate.Memories(p.CPU); p.MemoryMiB == 0 && len(sizes) > 0 {
		p.MemoryMiB = sizes[0]
	}
	if _, onInstances := p.RunsOn.(EC2); onInstances {
		p.MemoryMiB = cmp.Or(p.MemoryMiB, 512)
	}
	p.Architecture = cmp.Or(p.Architecture, X8664)
	p.LogMode = cmp.Or(p.LogMode, NonBlocking)
	p.LogGroupName = cmp.Or(p.LogGroupName, "/ecs/"+p.Family)
	return p
}

func (p TaskDefinitionProps) logGroup() logs.GroupProps {
	return logs.GroupProps{Name: p.LogGroupName, RetentionDays: p.LogRetentionDays, KMSKeyARN: p.LogKMSKeyARN}
}

// NewTaskDefinition adds a task definition, its log group and its roles.
//
// Every change makes a new revision. The old one stays registered, so that a
// rollback can start it again, and so that services and schedules pinned to it
// go on. Revisions that a pipeline registers in the same family are none of
// Terraform's business: a plan compares with the revision Terraform made
// (track_latest false), or it would undo the pipeline's image.
func NewTaskDefinition(scope constructs.Construct, id string, props TaskDefinitionProps) *TaskDefinition {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &TaskDefinition{runsOn: props.RunsOn}
	}
	props = props.withDefaults()
	location := identity.LocationOf(scope)
	group := logs.NewGroup(scope, "logs", props.logGroup())
	execution := props.newRole(scope, location, "execution",
		"Starts the tasks of "+props.Family+": pulls images, writes logs, reads secrets", props.executionPolicies(location, group.ARN))
	task := props.newRole(scope, location, "task",
		"What the application in "+props.Family+" may do", props.taskPolicies(location, group.ARN))

	config := &ecstaskdefinition.EcsTaskDefinitionConfig{
		Family:                  jsii.String(props.Family),
		Cpu:                     jsii.String(strconv.Itoa(props.CPU)),
		Memory:                  jsii.String(strconv.Itoa(props.MemoryMiB)),
		NetworkMode:             jsii.String(string(props.network())),
		RequiresCompatibilities: jsii.Strings(launchTypeOf(props.RunsOn)),
		RuntimePlatform: &ecstaskdefinition.EcsTaskDefinitionRuntimePlatform{
			OperatingSystemFamily: jsii.String("LINUX"),
			CpuArchitecture:       jsii.String(string(props.Architecture)),
		},
		ExecutionRoleArn: jsii.String(execution.ARN),
		TaskRoleArn:      jsii.String(task.ARN),
		ContainerDefinitions: jsii.String(props.renderContainers(taskLogs{
			family: props.Family, group: group.Name, region: location.Region, mode: props.LogMode,
		})),
		PlacementConstraints: props.placementConstraints(),
		Volume:               props.volumes(),
		SkipDestroy:          jsii.Bool(true),
		TrackLatest:          jsii.Bool(false),
	}
	if props.EphemeralStorageGiB != 0 {
		config.EphemeralStorage = &ecstaskdefinition.EcsTaskDefinitionEphemeralStorage{SizeInGib: jsii.Number(props.EphemeralStorageGiB)}
	}
	resource := ecstaskdefinition.NewEcsTaskDefinition(scope, jsii.String("Resource"), config)
	return &TaskDefinition{
		Family:           props.Family,
		ARN:              *resource.Arn(),
		ExecutionRoleARN: execution.ARN,
		TaskRoleARN:      task.ARN,
		LogGroupName:     group.Name,
		LogGroupARN:      group.ARN,
		Resource:         resource,
		containers:       props.Containers,
		runsOn:           props.RunsOn,
		exec:             props.Exec,
		once:             props.oncePerInstance(),
		dependencies:     slices.Concat(execution.PolicyDependencies(), task.PolicyDependencies()),
	}
}

// newRole adds one of the two roles. Only tasks of this account and region may
// assume it.
func (p TaskDefinitionProps) newRole(scope constructs.Construct, location identity.Location, purpose, description string, policies map[string]identity.Policy) *identity.Role {
	return identity.NewRole(scope, purpose+"-role", identity.RoleProps{
		Name:        naming.Fit(naming.MaxRole, p.Family, purpose),
		Description: description,
		Service:     tasksService,
		TrustConditions: []identity.Condition{
			identity.SourceAccount(location.AccountID),
			{Operator: "ArnLike", Key: "aws:SourceArn", Values: []string{location.ARN("ecs", "*")}},
		},
		Policies: policies,
	})
}

// PolicyDependencies are the policies of both roles. Whatever starts the task
// depends on them.
func (t *TaskDefinition) PolicyDependencies() []cdktf.ITerraformDependable {
	return t.dependencies
}
