package ecs

import (
	"bytes"
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/monitoring"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// NoRetries is a ScheduledTaskProps.Retries that tries to start the task once.
const NoRetries = -1

// The defaults of ScheduledTaskProps. AWS itself would try 185 times in a day:
// a nightly task that starts at noon helps nobody.
const (
	defaultRetries     = 3
	defaultMaxEventAge = time.Hour
)

// ScheduledTaskProps describe a task on Fargate that starts by the clock.
type ScheduledTaskProps struct {
	// Name of the schedule, unique in the region: 1 to 57 letters, digits and
	// ._- characters, known at synthesis. Its tasks are of the group with that
	// name, and the rule that finds those that fail is <name>.failed.
	Name string
	// Cluster that runs the task.
	Cluster *Cluster
	// TaskDefinition of the task: one of its own, or that of a service whose
	// image the task runs with another command. The newest revision of the family
	// runs, whoever registered it. It has to be made for Fargate.
	TaskDefinition *TaskDefinition
	// Schedule is a Scheduler or an EventRule.
	Schedule Schedule
	// Disabled keeps the task from starting. Default: false.
	Disabled bool

	// Container whose exit code says whether the task succeeded, and whose
	// command Command replaces. Default: the first of the task definition.
	Container string
	// Command of the container for these tasks. ${ is passed on as it is.
	// Default: that of the task definition.
	Command []string

	// SubnetIDs in which the task runs, at least one: private ones with a NAT
	// gateway or VPC endpoints, or public ones with AssignPublicIP.
	SubnetIDs []string
	// SecurityGroupIDs of the task, at least one.
	SecurityGroupIDs []string
	// AssignPublicIP gives the task a public address. Default: false.
	AssignPublicIP bool
	// Spot runs the task on Fargate Spot: cheaper, stopped at two minutes'
	// notice, which counts as a failure. Default: false.
	Spot bool

	// Retries is how often EventBridge tries again where ECS does not start the
	// task: 1 to 185, or NoRetries. A task that started and failed is not started
	// again. Default: 3.
	Retries int
	// MaxEventAge is how long EventBridge tries, in whole seconds: 1 minute to 24
	// hours. Default: 1 hour.
	MaxEventAge time.Duration

	// AlarmTopicARN of the SNS topic that hears of failures. Default: none, the
	// alarm is seen in CloudWatch alone.
	AlarmTopicARN string
}

// ScheduledTask is a schedule with its role, the queue of what failed, and the
// alarm on it.
type ScheduledTask struct {
	// Name of the schedule or rule, and of the group its tasks are of.
	Name string
	// FailureQueueURL and FailureQueueARN are where a message tells of each
	// failure.
	FailureQueueURL, FailureQueueARN string
	// Alarm rings for every failure.
	Alarm *monitoring.Alarm
}

var scheduleName = check.TextRule{
	Service: "EventBridge",
	Max:     naming.MaxSchedule - len(failedSuffix),
	Form:    regexp.MustCompile(`^[A-Za-z0-9._-]+$`),
	Allowed: "letters, digits and ._-",
}

// Validate tells what EventBridge would refuse, or ECS at the first start.
func (p ScheduledTaskProps) Validate() error {
	p = p.withDefaults()
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, scheduleName)
	check.Known(&problems, "Name", p.Name, "the names of its role and queue are made of it")
	if p.Cluster == nil {
		problems.Addf("Cluster", "missing: a task runs in a cluster")
	}
	p.checkTask(&problems)
	switch s := p.Schedule.(type) {
	case Scheduler, EventRule:
		s.check(&problems)
	default:
		problems.Addf("Schedule", "%T: give Scheduler or EventRule as a value", p.Schedule)
	}
	if len(p.SubnetIDs) == 0 {
		problems.Addf("SubnetIDs", "none: tasks need at least one")
	}
	if len(p.SecurityGroupIDs) == 0 {
		problems.Addf("SecurityGroupIDs", "none: tasks would get the default group of the VPC")
	}
	if p.Retries != NoRetries {
		check.Between(&problems, "Retries", p.Retries, 1, 185)
	}
	check.Seconds(&problems, "MaxEventAge", p.MaxEventAge, time.Minute, 24*time.Hour)
	return problems.Err()
}

// maxOverrides is how much ECS takes of a task's overrides, in bytes.
const maxOverrides = 8192

func (p ScheduledTaskProps) checkTask(problems *check.Problems) {
	if p.TaskDefinition == nil {
		problems.Addf("TaskDefinition", "missing: a schedule starts a task")
		return
	}
	names := make([]string, len(p.TaskDefinition.containers))
	for i, c := range p.TaskDefinition.containers {
		names[i] = c.Name
	}
	// A task definition that was refused has no containers.
	if len(names) > 0 && !slices.Contains(names, p.Container) {
		problems.Addf("Container", "%q is not a container of the task: there are %s", p.Container, check.List(names))
	}
	if _, instances := p.TaskDefinition.runsOn.(EC2); instances {
		problems.Addf("TaskDefinition", "is made for EC2: a schedule starts its task on Fargate, where no instance has to wait for it; give one that RunsOn Fargate{}")
	}
	if n := len(p.input()); n > maxOverrides {
		problems.Addf("Command", "%d bytes with its quotes: ECS takes %d", n, maxOverrides)
	}
}

func (p ScheduledTaskProps) withDefaults() ScheduledTaskProps {
	if p.Container == "" && p.TaskDefinition != nil && len(p.TaskDefinition.containers) > 0 {
		p.Container = p.TaskDefinition.containers[0].Name
	}
	p.Retries = cmp.Or(p.Retries, defaultRetries)
	p.MaxEventAge = cmp.Or(p.MaxEventAge, defaultMaxEventAge)
	return p
}

// NewScheduledTask adds a schedule that starts a task.
//
// What fails is told apart from what cannot start, and both are found. Where ECS
// does not start the task, EventBridge tries again and then puts its request
// into the queue (the dead-letter queue). A task that did start is of no interest
// to EventBridge any more, however it ends: a rule on ECS's own events finds
// those that ended badly, and puts the event into the same queue, with the exit
// code and the reason, which ECS forgets after an hour. One alarm rings for
// whatever comes into the queue.
func NewScheduledTask(scope constructs.Construct, id string, props ScheduledTaskProps) *ScheduledTask {
	scope, ok := node.New(scope, id, props)
	// A task definition that was refused says so itself.
	if !ok || props.TaskDefinition.Resource == nil {
		return &ScheduledTask{Alarm: &monitoring.Alarm{}}
	}
	props = props.withDefaults()
	location := identity.LocationOf(scope)
	queue := newFailureQueue(scope, location, props)
	role := identity.NewRole(scope, "role", identity.RoleProps{
		Name:            naming.Fit(naming.MaxRole, props.Name, "schedule"),
		Description:     "Starts the task of the schedule " + props.Name,
		Service:         props.Schedule.service(),
		TrustConditions: props.trustConditions(location),
		Policies:        map[string]identity.Policy{"start": props.startPolicy(location, queue.arn)},
	})
	start := starter{
		props:     props,
		roleARN:   role.ARN,
		queueARN:  queue.arn,
		dependsOn: node.DependsOn(role.PolicyDependencies(), props.Cluster.Dependencies(), props.TaskDefinition.PolicyDependencies(), queue.policy),
	}
	switch s := props.Schedule.(type) {
	case Scheduler:
		start.byScheduler(scope, s)
	case EventRule:
		start.byRule(scope, s)
	}
	alarm := monitoring.NewFailureAlarm(scope, "alarm", monitoring.FailureAlarmProps{
		Name:      props.Name,
		QueueName: queue.name,
		TopicARN:  props.AlarmTopicARN,
	})
	return &ScheduledTask{Name: props.Name, FailureQueueURL: queue.url, FailureQueueARN: queue.arn, Alarm: alarm}
}

// input is what the task has of its own, as RunTask takes it.
func (p ScheduledTaskProps) input() string {
	type override struct {
		Name    string   `json:"name"`
		Command []string `json:"command"`
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	// Structs of strings always encode.
	_ = encoder.Encode(map[string][]override{"containerOverrides": {{Name: p.Container, Command: p.Command}}})
	return literal.Escape(strings.TrimSpace(out.String()))
}
