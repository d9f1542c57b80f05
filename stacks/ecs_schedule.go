package stacks

import (
	"time"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/ecs"
	"github.com/berth-iac/berth/constructs/network"
)

// ScheduleOutputs are what people need to know of a schedule that failed.
type ScheduleOutputs struct {
	Name            string `output:"name" doc:"name of the schedule or rule"`
	TaskFamily      string `output:"task_family" doc:"family of the task definition"`
	FailureQueueURL string `output:"failure_queue_url" doc:"queue with a message for every run that failed"`
}

// newSchedule adds a schedule, and its task where it runs none of a service.
func newSchedule(s *ecsStack, name string) ScheduleOutputs {
	schedule := s.env.Schedules[name]
	scope := constructs.NewConstruct(s.stack, jsii.String("schedule-"+name))
	runs := s.tasks[schedule.Service]
	if schedule.Task != nil {
		runs = newScheduledTask(s, scope, name, *schedule.Task)
	}
	scheduled := ecs.NewScheduledTask(scope, "schedule", ecs.ScheduledTaskProps{
		Name:             fullName(s.env, name),
		Cluster:          s.cluster,
		TaskDefinition:   runs.definition,
		Schedule:         engine(schedule),
		Disabled:         schedule.Disabled,
		Command:          schedule.Command,
		SubnetIDs:        s.network.PrivateSubnetIDs,
		SecurityGroupIDs: []string{runs.securityGroupID},
		Spot:             schedule.Spot,
		Retries:          retries(schedule),
		MaxEventAge:      seconds(schedule.MaxAgeSeconds),
		AlarmTopicARN:    s.topic.ARN,
	})
	return ScheduleOutputs{
		Name:            scheduled.Name,
		TaskFamily:      runs.definition.Family,
		FailureQueueURL: scheduled.FailureQueueURL,
	}
}

// newScheduledTask adds a task that is no service's: with its own security
// group, log group and roles, as those of a service are made.
func newScheduledTask(s *ecsStack, scope constructs.Construct, name string, task config.Task) runnable {
	svc := &service{
		ecsStack: s,
		Service:  task.AsService(),
		scope:    scope,
		name:     name,
		fullName: fullName(s.env, name),
	}
	svc.securityGroupID = network.NewSecurityGroup(scope, "security-group", network.SecurityGroupProps{
		Name:        svc.fullName,
		Description: "tasks of " + svc.fullName,
		VPCID:       s.network.VPCID,
	}).ID
	svc.openPorts()
	return runnable{definition: newTask(svc), securityGroupID: svc.securityGroupID}
}

func engine(schedule config.Schedule) ecs.Schedule {
	if schedule.Engine == config.EngineRule {
		return ecs.EventRule{Expression: schedule.Expression}
	}
	return ecs.Scheduler{
		Expression:     schedule.Expression,
		TimeZone:       schedule.TimeZone,
		FlexibleWindow: time.Duration(schedule.FlexibleWindowMinutes) * time.Minute,
	}
}

func retries(schedule config.Schedule) int {
	if *schedule.Retries == 0 {
		return ecs.NoRetries
	}
	return *schedule.Retries
}
