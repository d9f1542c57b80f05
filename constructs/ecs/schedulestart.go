package ecs

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatcheventrule"
	eventtarget "github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatcheventtarget"
	scheduler "github.com/cdktf/cdktf-provider-aws-go/aws/v19/schedulerschedule"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// scheduleGroup holds schedules that name no group.
const scheduleGroup = "default"

// starter is what both engines need to start the task.
type starter struct {
	props             ScheduledTaskProps
	roleARN, queueARN string
	dependsOn         *[]cdktf.ITerraformDependable
}

// tagsOf is whose tags the tasks have.
const tagsOf = "TASK_DEFINITION"

// byScheduler has EventBridge Scheduler start the task. As with a rule, the
// target names the family without a revision, whose newest one runs: a number
// would go stale with the next one that a pipeline registers.
func (s starter) byScheduler(scope constructs.Construct, schedule Scheduler) {
	p := s.props
	task := &scheduler.SchedulerScheduleTargetEcsParameters{
		TaskDefinitionArn:    p.TaskDefinition.Resource.ArnWithoutRevision(),
		TaskCount:            jsii.Number(1),
		Group:                jsii.String(p.Name),
		PropagateTags:        jsii.String(tagsOf),
		EnableEcsManagedTags: jsii.Bool(true),
		EnableExecuteCommand: jsii.Bool(p.TaskDefinition.exec),
		NetworkConfiguration: &scheduler.SchedulerScheduleTargetEcsParametersNetworkConfiguration{
			Subnets:        jsii.Strings(p.SubnetIDs...),
			SecurityGroups: jsii.Strings(p.SecurityGroupIDs...),
			AssignPublicIp: jsii.Bool(p.AssignPublicIP),
		},
	}
	if p.Spot {
		task.CapacityProviderStrategy = []*scheduler.SchedulerScheduleTargetEcsParametersCapacityProviderStrategy{{
			CapacityProvider: jsii.String(string(Spot)), Weight: jsii.Number(1),
		}}
	} else {
		task.LaunchType = jsii.String(string(OnDemand))
		task.PlatformVersion = jsii.String(DefaultPlatformVersion)
	}
	window := &scheduler.SchedulerScheduleFlexibleTimeWindow{Mode: jsii.String("OFF")}
	if schedule.FlexibleWindow > 0 {
		window.Mode = jsii.String("FLEXIBLE")
		window.MaximumWindowInMinutes = jsii.Number(schedule.FlexibleWindow.Minutes())
	}
	zone := schedule.TimeZone
	if zone == "" {
		zone = utc
	}
	scheduler.NewSchedulerSchedule(scope, jsii.String("Resource"), &scheduler.SchedulerScheduleConfig{
		Name:                       jsii.String(p.Name),
		Description:                p.description(),
		GroupName:                  jsii.String(scheduleGroup),
		ScheduleExpression:         jsii.String(schedule.Expression),
		ScheduleExpressionTimezone: jsii.String(zone),
		State:                      p.state(),
		FlexibleTimeWindow:         window,
		Target: &scheduler.SchedulerScheduleTarget{
			Arn:              jsii.String(p.Cluster.ARN),
			RoleArn:          jsii.String(s.roleARN),
			Input:            p.overrides(),
			EcsParameters:    task,
			DeadLetterConfig: &scheduler.SchedulerScheduleTargetDeadLetterConfig{Arn: jsii.String(s.queueARN)},
			RetryPolicy: &scheduler.SchedulerScheduleTargetRetryPolicy{
				MaximumRetryAttempts:     p.attempts(),
				MaximumEventAgeInSeconds: jsii.Number(seconds(p.MaxEventAge)),
			},
		},
		DependsOn: s.dependsOn,
	})
}

// byRule has a rule on the default event bus start the task.
func (s starter) byRule(scope constructs.Construct, schedule EventRule) {
	p := s.props
	rule := cloudwatcheventrule.NewCloudwatchEventRule(scope, jsii.String("Resource"), &cloudwatcheventrule.CloudwatchEventRuleConfig{
		Name:               jsii.String(p.Name),
		Description:        p.description(),
		ScheduleExpression: jsii.String(schedule.Expression),
		State:              p.state(),
	})
	task := &eventtarget.CloudwatchEventTargetEcsTarget{
		TaskDefinitionArn:    p.TaskDefinition.Resource.ArnWithoutRevision(),
		TaskCount:            jsii.Number(1),
		Group:                jsii.String(p.Name),
		PropagateTags:        jsii.String(tagsOf),
		EnableEcsManagedTags: jsii.Bool(true),
		EnableExecuteCommand: jsii.Bool(p.TaskDefinition.exec),
		NetworkConfiguration: &eventtarget.CloudwatchEventTargetEcsTargetNetworkConfiguration{
			Subnets:        jsii.Strings(p.SubnetIDs...),
			SecurityGroups: jsii.Strings(p.SecurityGroupIDs...),
			AssignPublicIp: jsii.Bool(p.AssignPublicIP),
		},
	}
	if p.Spot {
		task.CapacityProviderStrategy = []*eventtarget.CloudwatchEventTargetEcsTargetCapacityProviderStrategy{{
			CapacityProvider: jsii.String(string(Spot)), Weight: jsii.Number(1),
		}}
	} else {
		task.LaunchType = jsii.String(string(OnDemand))
		task.PlatformVersion = jsii.String(DefaultPlatformVersion)
	}
	eventtarget.NewCloudwatchEventTarget(scope, jsii.String("target"), &eventtarget.CloudwatchEventTargetConfig{
		Rule:             rule.Name(),
		TargetId:         jsii.String("task"),
		Arn:              jsii.String(p.Cluster.ARN),
		RoleArn:          jsii.String(s.roleARN),
		Input:            p.overrides(),
		EcsTarget:        task,
		DeadLetterConfig: &eventtarget.CloudwatchEventTargetDeadLetterConfig{Arn: jsii.String(s.queueARN)},
		RetryPolicy: &eventtarget.CloudwatchEventTargetRetryPolicy{
			MaximumRetryAttempts:     p.attempts(),
			MaximumEventAgeInSeconds: jsii.Number(seconds(p.MaxEventAge)),
		},
		DependsOn: s.dependsOn,
	})
}

func (p ScheduledTaskProps) description() *string {
	return jsii.String("Starts a task of " + p.TaskDefinition.Family)
}

func (p ScheduledTaskProps) state() *string {
	if p.Disabled {
		return jsii.String("DISABLED")
	}
	return jsii.String("ENABLED")
}

func (p ScheduledTaskProps) attempts() *float64 {
	return jsii.Number(max(p.Retries, 0))
}

// overrides are the input of the target, none where the task runs as it is
// defined.
func (p ScheduledTaskProps) overrides() *string {
	if len(p.Command) == 0 {
		return nil
	}
	return jsii.String(p.input())
}
