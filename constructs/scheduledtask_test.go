package constructs_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/ecs"
	"github.com/berth-iac/berth/internal/synthtest"
)

// scheduledTask is a task that runs at night with the image of a service.
func scheduledTask(stack cdktf.TerraformStack, schedule ecs.Schedule, change func(*ecs.ScheduledTaskProps)) *ecs.ScheduledTask {
	props := ecs.ScheduledTaskProps{
		Name:    "acme-dev-nightly",
		Cluster: ecs.NewCluster(stack, "cluster", ecs.ClusterProps{Name: "acme-dev"}),
		TaskDefinition: ecs.NewTaskDefinition(stack, "task", ecs.TaskDefinitionProps{
			Family:     "acme-dev-web",
			Containers: []ecs.Container{{Name: "web", Image: "public.ecr.aws/nginx/nginx:1.29"}},
		}),
		Schedule:         schedule,
		Command:          []string{"sh", "-c", `echo "${HOME}" & wait`},
		SubnetIDs:        []string{"subnet-1", "subnet-2"},
		SecurityGroupIDs: []string{"sg-1"},
		AlarmTopicARN:    "arn:topic",
	}
	if change != nil {
		change(&props)
	}
	return ecs.NewScheduledTask(stack, "nightly", props)
}

const scheduledHere = "${data.aws_region.region.name}:${data.aws_caller_identity.caller.account_id}"

// Rule 98, with both engines: the family without a revision, its network, its
// retries, and a queue for what does not start.
func TestScheduledTaskTargets(t *testing.T) {
	for _, engine := range []struct {
		name                                                string
		schedule                                            ecs.Schedule
		resource, target, parameters, override, networkPath string
	}{
		{
			"scheduler", ecs.Scheduler{Expression: "cron(0 3 * * ? *)", TimeZone: "Asia/Tokyo", FlexibleWindow: 15 * time.Minute},
			"aws_scheduler_schedule", "target.", "target.ecs_parameters.", "target.input", "target.ecs_parameters.network_configuration.",
		},
		{
			"rule", ecs.EventRule{Expression: "cron(0 18 * * ? *)"},
			"aws_cloudwatch_event_target", "", "ecs_target.", "input", "ecs_target.network_configuration.",
		},
	} {
		t.Run(engine.name, func(t *testing.T) {
			stack := synthtest.NewStack(t)
			scheduledTask(stack, engine.schedule, nil)
			template := synthtest.Synth(t, stack)
			task := template.One("aws_ecs_task_definition")
			words := []string{"nightly_target"}
			if engine.name == "scheduler" {
				words = nil
			}
			target := template.One(engine.resource, words...)

			assert.Equal(t, target.String(engine.target+"arn"), "${"+template.One("aws_ecs_cluster").Address()+".arn}")
			assert.Equal(t, target.String(engine.parameters+"task_definition_arn"), "${"+task.Address()+".arn_without_revision}")
			assert.Equal(t, target.String(engine.parameters+"launch_type"), "FARGATE")
			assert.Equal(t, target.String(engine.parameters+"platform_version"), "1.4.0")
			assert.Equal(t, target.String(engine.parameters+"group"), "acme-dev-nightly")
			assert.Equal(t, target.Get(engine.parameters+"enable_execute_command"), false)
			assert.DeepEqual(t, target.Strings(engine.networkPath+"subnets"), []string{"subnet-1", "subnet-2"})
			assert.DeepEqual(t, target.Strings(engine.networkPath+"security_groups"), []string{"sg-1"})
			assert.Equal(t, target.Get(engine.networkPath+"assign_public_ip"), false)
			assert.Equal(t, target.String(engine.override),
				`{"containerOverrides":[{"name":"web","command":["sh","-c","echo \"$${HOME}\" & wait"]}]}`)
			assert.Equal(t, target.Get(engine.target+"retry_policy.maximum_retry_attempts"), 3.0)
			assert.Equal(t, target.Get(engine.target+"retry_policy.maximum_event_age_in_seconds"), 3600.0)
			queue := template.One("aws_sqs_queue")
			assert.Equal(t, target.String(engine.target+"dead_letter_config.arn"), "${"+queue.Address()+".arn}")
			role := template.One("aws_iam_role", "nightly")
			assert.Equal(t, target.String(engine.target+"role_arn"), "${"+role.Address()+".arn}")
			needs := strings.Join(target.Strings("depends_on"), " ")
			for _, need := range []string{"aws_iam_role_policy.nightly", "aws_iam_role_policy.task", "aws_sqs_queue_policy", "aws_ecs_cluster_capacity_providers"} {
				assert.Assert(t, strings.Contains(needs, need), "%s is not among %s", need, needs)
			}
		})
	}
}

func TestScheduledTaskRunsByTheClockOfItsZone(t *testing.T) {
	stack := synthtest.NewStack(t)
	scheduledTask(stack, ecs.Scheduler{Expression: "cron(0 3 * * ? *)", TimeZone: "Asia/Tokyo", FlexibleWindow: 15 * time.Minute}, nil)
	schedule := synthtest.Synth(t, stack).One("aws_scheduler_schedule")
	for path, want := range map[string]any{
		"name": "acme-dev-nightly", "group_name": "default", "state": "ENABLED",
		"schedule_expression": "cron(0 3 * * ? *)", "schedule_expression_timezone": "Asia/Tokyo",
		"flexible_time_window.mode": "FLEXIBLE", "flexible_time_window.maximum_window_in_minutes": 15.0,
	} {
		assert.Equal(t, schedule.Get(path), want, path)
	}
}

func TestScheduledTaskCanBeSwitchedOffAndRunAsItIsDefinedOnSpot(t *testing.T) {
	change := func(p *ecs.ScheduledTaskProps) {
		p.Disabled, p.Spot, p.Command, p.Retries = true, true, nil, ecs.NoRetries
	}
	t.Run("scheduler", func(t *testing.T) {
		stack := synthtest.NewStack(t)
		scheduledTask(stack, ecs.Scheduler{Expression: "rate(1 hour)"}, change)
		schedule := synthtest.Synth(t, stack).One("aws_scheduler_schedule")
		assert.Equal(t, schedule.String("state"), "DISABLED")
		assert.Equal(t, schedule.String("schedule_expression_timezone"), "UTC")
		assert.Equal(t, schedule.String("flexible_time_window.mode"), "OFF")
		assert.Assert(t, !schedule.Has("target.input"))
		assert.Equal(t, schedule.Get("target.retry_policy.maximum_retry_attempts"), 0.0)
		onSpot(t, schedule, "target.ecs_parameters.")
	})
	t.Run("rule", func(t *testing.T) {
		stack := synthtest.NewStack(t)
		scheduledTask(stack, ecs.EventRule{Expression: "rate(1 hour)"}, change)
		template := synthtest.Synth(t, stack)
		var rule *synthtest.Resource
		for _, r := range template.All("aws_cloudwatch_event_rule") {
			if r.Has("schedule_expression") {
				rule = r
			}
		}
		assert.Equal(t, rule.String("state"), "DISABLED")
		assert.Equal(t, rule.String("schedule_expression"), "rate(1 hour)")
		target := template.One("aws_cloudwatch_event_target", "nightly_target")
		assert.Assert(t, !target.Has("input"))
		assert.Equal(t, target.Get("retry_policy.maximum_retry_attempts"), 0.0)
		onSpot(t, target, "ecs_target.")
	})
}

// onSpot holds that there is a capacity provider and nothing that excludes it.
func onSpot(t *testing.T, r *synthtest.Resource, parameters string) {
	t.Helper()
	assert.DeepEqual(t, r.Get(parameters+"capacity_provider_strategy"), []any{map[string]any{"capacity_provider": "FARGATE_SPOT", "weight": 1.0}})
	assert.Assert(t, !r.Has(parameters+"launch_type") && !r.Has(parameters+"platform_version"))
}

// The role starts tasks of one family in one cluster, with two roles, for one
// account's schedules.
func TestScheduledTaskRole(t *testing.T) {
	for name, engine := range map[string]struct {
		schedule        ecs.Schedule
		service, source string
		sends           bool
	}{
		"scheduler": {ecs.Scheduler{Expression: "rate(1 hour)"}, "scheduler.amazonaws.com", "scheduler:" + scheduledHere + ":schedule-group/default", true},
		"rule":      {ecs.EventRule{Expression: "rate(1 hour)"}, "events.amazonaws.com", "events:" + scheduledHere + ":rule/acme-dev-nightly", false},
	} {
		t.Run(name, func(t *testing.T) {
			stack := synthtest.NewStack(t)
			scheduledTask(stack, engine.schedule, nil)
			template := synthtest.Synth(t, stack)
			arn := "arn:${data.aws_partition.partition.partition}:"

			role := template.One("aws_iam_role", "nightly")
			assert.Equal(t, role.String("name"), "acme-dev-nightly-schedule")
			var trust struct{ Statement []map[string]any }
			role.Document("assume_role_policy", &trust)
			assert.DeepEqual(t, trust.Statement[0]["Principal"], map[string]any{"Service": engine.service})
			assert.DeepEqual(t, trust.Statement[0]["Condition"], map[string]any{
				"StringEquals": map[string]any{"aws:SourceAccount": "${data.aws_caller_identity.caller.account_id}"},
				"ArnEquals":    map[string]any{"aws:SourceArn": arn + engine.source},
			})

			var policy struct{ Statement []map[string]any }
			template.One("aws_iam_role_policy", "nightly").Document("policy", &policy)
			granted := map[string]map[string]any{}
			for _, s := range policy.Statement {
				granted[s["Action"].(string)] = s
			}
			run := granted["ecs:RunTask"]
			// IAM compares the ARN of the target, which has no revision.
			family := arn + "ecs:" + scheduledHere + ":task-definition/acme-dev-web"
			assert.DeepEqual(t, run["Resource"], []any{family, family + ":*"})
			assert.DeepEqual(t, run["Condition"], map[string]any{"ArnEquals": map[string]any{
				"ecs:cluster": "${" + template.One("aws_ecs_cluster").Address() + ".arn}",
			}})
			pass := granted["iam:PassRole"]
			assert.Equal(t, len(pass["Resource"].([]any)), 2)
			assert.DeepEqual(t, pass["Condition"], map[string]any{"StringEquals": map[string]any{"iam:PassedToService": "ecs-tasks.amazonaws.com"}})
			assert.DeepEqual(t, granted["ecs:TagResource"]["Condition"], map[string]any{"StringEquals": map[string]any{"ecs:CreateAction": "RunTask"}})
			_, sends := granted["sqs:SendMessage"]
			assert.Equal(t, sends, engine.sends)
		})
	}
}

// A task that exits with 1 has started, so that EventBridge is content: ECS's own
// event has to bring it into the queue, where the alarm sees it.
func TestScheduledTaskFailuresReachTheAlarm(t *testing.T) {
	stack := synthtest.NewStack(t)
	scheduledTask(stack, ecs.EventRule{Expression: "rate(1 hour)"}, nil)
	template := synthtest.Synth(t, stack)

	queue := template.One("aws_sqs_queue")
	arn := "${" + queue.Address() + ".arn}"
	assert.Equal(t, queue.String("name"), "acme-dev-nightly-failures")
	assert.Equal(t, queue.Get("sqs_managed_sse_enabled"), true)
	assert.Equal(t, queue.Get("message_retention_seconds"), 1209600.0)

	failed := template.One("aws_cloudwatch_event_rule", "failed")
	assert.Equal(t, failed.String("name"), "acme-dev-nightly.failed")
	var pattern struct {
		Source []string
		Detail struct{ ClusterArn, Group, LastStatus []string }
	}
	failed.Document("event_pattern", &pattern)
	assert.DeepEqual(t, pattern.Source, []string{"aws.ecs"})
	assert.DeepEqual(t, pattern.Detail.ClusterArn, []string{"${" + template.One("aws_ecs_cluster").Address() + ".arn}"})
	assert.DeepEqual(t, pattern.Detail.Group, []string{template.One("aws_cloudwatch_event_target", "nightly_target").String("ecs_target.group")})
	target := template.One("aws_cloudwatch_event_target", "failed-target")
	assert.Equal(t, target.String("arn"), arn)
	assert.Equal(t, target.String("rule"), "${"+failed.Address()+".name}")

	var policy struct{ Statement []map[string]any }
	template.One("aws_sqs_queue_policy").Document("policy", &policy)
	rules := "arn:${data.aws_partition.partition.partition}:events:" + scheduledHere + ":rule/acme-dev-nightly"
	assert.DeepEqual(t, policy.Statement[0]["Condition"], map[string]any{"ArnEquals": map[string]any{"aws:SourceArn": []any{rules + ".failed", rules}}})
	assert.Equal(t, policy.Statement[0]["Resource"], arn)
	assert.Equal(t, policy.Statement[1]["Effect"], "Deny")

	alarm := template.One("aws_cloudwatch_metric_alarm")
	assert.DeepEqual(t, alarm.Get("dimensions"), map[string]any{"QueueName": "${" + queue.Address() + ".name}"})
	assert.Equal(t, alarm.String("metric_name"), "NumberOfMessagesSent")
	// An idle queue tells of its first message up to 15 minutes late.
	assert.Assert(t, alarm.Get("evaluation_periods").(float64)*alarm.Get("period").(float64) > 15*60)
	assert.Equal(t, alarm.Get("datapoints_to_alarm"), 1.0)
	assert.DeepEqual(t, alarm.Strings("alarm_actions"), []string{"arn:topic"})
	assert.Assert(t, !alarm.Has("ok_actions"))
}

func TestInvalidScheduledTasksBuildNothing(t *testing.T) {
	stack := synthtest.NewStack(t)
	scheduledTask(stack, ecs.Scheduler{Expression: "0 3 * * *"}, func(p *ecs.ScheduledTaskProps) {
		p.TaskDefinition = ecs.NewTaskDefinition(stack, "refused", ecs.TaskDefinitionProps{})
	})
	got := strings.Join(synthtest.Errors(stack), "\n")
	assert.Assert(t, strings.Contains(got, "nightly: Schedule.Expression: "), got)

	other := synthtest.NewStack(t)
	refused := scheduledTask(other, ecs.Scheduler{Expression: "rate(1 hour)"}, func(p *ecs.ScheduledTaskProps) {
		p.TaskDefinition = ecs.NewTaskDefinition(other, "refused", ecs.TaskDefinitionProps{})
	})
	assert.Equal(t, refused.FailureQueueURL, "")
	for _, message := range synthtest.Errors(other) {
		assert.Assert(t, strings.HasPrefix(message, "refused: "), message)
	}
}
