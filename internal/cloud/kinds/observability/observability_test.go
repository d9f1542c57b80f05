//go:build rehearsal

package observability

import (
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

func options() cloud.Options {
	return cloud.Options{Kinds: slices.Concat(Kinds(), identity.Kinds()), Data: slices.Concat(Data(), identity.Data())}
}

const roles = `
resource "aws_iam_role" "events" {
  for_each = toset(["events", "scheduler"])
  name     = each.key
  assume_role_policy = jsonencode({ Statement = [{
    Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${each.key}.amazonaws.com" },
    Condition = { StringEquals = { "aws:SourceAccount" = "000000000000" } }
  }] })
}
`

const complete = roles + `
resource "aws_kms_key" "main" {
  policy = jsonencode({ Statement = [
    { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::000000000000:root" } },
    {
      Effect    = "Allow", Action = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
      Resource  = "*", Principal = { Service = "logs.ap-northeast-1.amazonaws.com" },
      Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:ap-northeast-1:000000000000:log-group:*" } }
    }] })
}
resource "aws_cloudwatch_log_group" "main" {
  name              = "/ecs/main"
  kms_key_id        = aws_kms_key.main.arn
  retention_in_days = DAYS
}
resource "aws_cloudwatch_log_group" "kept" {
  name_prefix  = "kept-"
  skip_destroy = true
}
resource "aws_cloudwatch_log_metric_filter" "errors" {
  name           = "errors"
  pattern        = "ERROR"
  log_group_name = aws_cloudwatch_log_group.main.name
  metric_transformation {
    name      = "errors"
    namespace = "main"
    value     = "1"
  }
}
resource "aws_cloudwatch_log_metric_filter" "kept" {
  name           = "errors"
  pattern        = ""
  log_group_name = aws_cloudwatch_log_group.kept.name
  metric_transformation {
    name      = "errors"
    namespace = "kept"
    value     = "1"
  }
}
resource "aws_cloudwatch_log_subscription_filter" "main" {
  name            = "main"
  filter_pattern  = ""
  log_group_name  = aws_cloudwatch_log_group.main.name
  destination_arn = "arn:aws:lambda:ap-northeast-1:000000000000:function:f"
}
resource "aws_sns_topic" "alarms" {
  name              = "alarms"
  kms_master_key_id = aws_kms_key.main.arn
}
resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn
  policy = jsonencode({ Statement = [
    { Effect = "Allow", Action = "sns:Publish", Resource = aws_sns_topic.alarms.arn, Principal = { Service = "cloudwatch.amazonaws.com" } },
    { Effect = "Deny", Action = "sns:Publish", Resource = aws_sns_topic.alarms.arn, Principal = "*", Condition = { Bool = { "aws:SecureTransport" = "false" } } }
  ] })
}
resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = "ops@example.com"
}
resource "aws_cloudwatch_metric_alarm" "cpu" {
  alarm_name          = "cpu"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 5
  datapoints_to_alarm = 5
  metric_name         = "CPUUtilization"
  namespace           = "AWS/ECS"
  period              = 60
  statistic           = "Average"
  threshold           = 90
  alarm_actions       = [aws_sns_topic.alarms.arn]
  dimensions          = { ClusterName = "c" }
}
resource "aws_cloudwatch_metric_alarm" "math" {
  alarm_name          = "math"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 1
  threshold           = 10
  metric_query {
    id          = "total"
    expression  = "SUM([FILL(a,0)])"
    return_data = true
  }
  metric_query {
    id = "a"
    metric {
      metric_name = "Errors"
      namespace   = "main"
      period      = 60
      stat        = "Sum"
    }
  }
}
resource "aws_cloudwatch_composite_alarm" "any" {
  alarm_name = "any"
  alarm_rule = "ALARM(${aws_cloudwatch_metric_alarm.cpu.alarm_name}) OR ALARM(\"${aws_cloudwatch_metric_alarm.math.alarm_name}\")"
}
resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = "main"
  dashboard_body = jsonencode({ widgets = [{ type = "text", properties = { markdown = "hello" } }] })
}
resource "aws_sqs_queue" "dead" { name = "dead" }
resource "aws_sqs_queue" "main" {
  name           = "main.fifo"
  fifo_queue     = true
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3 })
}
resource "aws_sqs_queue_policy" "main" {
  queue_url = aws_sqs_queue.main.id
  policy    = jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = aws_sqs_queue.main.arn, Principal = { Service = "sns.amazonaws.com" } }] })
}
resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  schedule_expression = "cron(0 18 * * ? *)"
}
resource "aws_cloudwatch_event_rule" "stopped" {
  name_prefix   = "stopped-"
  event_pattern = jsonencode({ source = ["aws.ecs"], detail = { lastStatus = ["STOPPED"] } })
}
resource "aws_cloudwatch_event_target" "nightly" {
  rule      = aws_cloudwatch_event_rule.nightly.name
  target_id = "run"
  arn       = "arn:aws:ecs:ap-northeast-1:000000000000:cluster/c"
  role_arn  = aws_iam_role.events["events"].arn
  ecs_target {
    task_definition_arn = "arn:aws:ecs:ap-northeast-1:000000000000:task-definition/t"
    launch_type         = "FARGATE"
    network_configuration { subnets = ["subnet-1"] }
  }
}
resource "aws_cloudwatch_event_target" "stopped" {
  rule = aws_cloudwatch_event_rule.stopped.name
  arn  = aws_sns_topic.alarms.arn
}
resource "aws_scheduler_schedule_group" "main" { name = "main" }
resource "aws_scheduler_schedule" "daily" {
  name                = "daily"
  group_name          = aws_scheduler_schedule_group.main.name
  schedule_expression = "rate(1 day)"
  flexible_time_window { mode = "OFF" }
  target {
    arn      = aws_sqs_queue.dead.arn
    role_arn = aws_iam_role.events["scheduler"].arn
  }
}
data "aws_sns_topic" "alarms" { name = aws_sns_topic.alarms.name }
data "aws_sqs_queue" "dead" { name = aws_sqs_queue.dead.name }
data "aws_cloudwatch_log_group" "main" { name = aws_cloudwatch_log_group.main.name }
output "found" { value = [data.aws_sns_topic.alarms.arn, data.aws_sqs_queue.dead.url, data.aws_cloudwatch_log_group.main.arn] }
`

func TestObservability(t *testing.T) {
	tf := cloudtest.New(t, options())
	config := strings.Replace(complete, "DAYS", "30", 1)
	tf.Apply(config)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	for address, id := range map[string]string{
		"aws_cloudwatch_log_group.main":       "/ecs/main",
		"aws_cloudwatch_metric_alarm.cpu":     "cpu",
		"aws_sns_topic.alarms":                "arn:aws:sns:ap-northeast-1:000000000000:alarms",
		"aws_sqs_queue.main":                  "https://sqs.ap-northeast-1.amazonaws.com/000000000000/main.fifo",
		"aws_cloudwatch_event_target.nightly": "nightly-run",
		"aws_scheduler_schedule.daily":        "main/daily",
	} {
		assert.Equal(t, tf.ID(address), id)
	}

	// Somebody deletes the topic at the console, and its subscriptions with it.
	ctx := t.Context()
	assert.NilError(t, tf.Cloud.Delete(ctx, tf.Session, "aws_sns_topic", "arn:aws:sns:ap-northeast-1:000000000000:alarms"))
	config = strings.Replace(complete, "DAYS", "90", 1)
	tf.Write(config)
	plan := tf.Plan()
	assert.Equal(t, plan["aws_sns_topic.alarms"], "create")
	assert.Equal(t, plan["aws_sns_topic_subscription.mail"], "create")
	assert.Equal(t, plan["aws_cloudwatch_log_group.main"], "update")
	tf.Apply(config)

	tf.Destroy()
	assert.Equal(t, len(tf.Left()), 0)
	kept := map[string]int{}
	for _, object := range tf.Cloud.Waiting() {
		kept[object.Type]++
	}
	assert.DeepEqual(t, kept, map[string]int{"aws_kms_key": 1, "aws_cloudwatch_log_group": 1})
}

func TestRefusals(t *testing.T) {
	tf := cloudtest.New(t, options())
	validate := tf.Refused(`
resource "aws_cloudwatch_log_group" "name" { name = "a b" }
resource "aws_cloudwatch_log_group" "days" {
  name              = "days"
  retention_in_days = 2
}`)
	assert.Assert(t, strings.Contains(validate, "expected retention_in_days to be one of [0 1 3 5 7"), validate)

	tf.Exists("aws_cloudwatch_log_group", cloud.Attributes{"id": "taken", "name": "taken"})
	tf.Exists("aws_sns_topic", cloud.Attributes{"id": "x", "name": "taken", "arn": "arn:aws:sns:ap-northeast-1:000000000000:taken"})
	tf.Exists("aws_sqs_queue", cloud.Attributes{"id": "x", "name": "taken", "delay_seconds": 7})
	tf.Exists("aws_scheduler_schedule", cloud.Attributes{"id": "default/taken", "name": "taken", "group_name": "default"})
	tf.Exists("aws_scheduler_schedule_group", cloud.Attributes{"id": "taken", "name": "taken"})
	apply := tf.Refused(roles + refused)

	tf.Exists("aws_cloudwatch_composite_alarm", cloud.Attributes{"id": "c", "alarm_name": "c", "alarm_rule": "ALARM(asked)"})
	tf.Exists("aws_cloudwatch_event_target", cloud.Attributes{"id": "t", "rule": "full", "event_bus_name": "default", "target_id": "t"})
	destroy, err := tf.Run("destroy", "-auto-approve")
	assert.Assert(t, err != nil)
	cloudtest.Seen(t, Refusals(), validate, apply, destroy)
}

func TestIsSchedule(t *testing.T) {
	for expression, want := range map[string]bool{
		"rate(1 minute)":               true,
		"rate(5 minutes)":              true,
		"rate(1 minutes)":              false,
		"rate(5 minute)":               false,
		"rate(0 minutes)":              false,
		"cron(0 18 * * ? *)":           true,
		"cron(0/5 8-17 ? * MON-FRI *)": true,
		"cron(0 18 * * * *)":           false,
		"cron(0 18 ? * ? *)":           false,
		"cron(0 18 * * ?)":             false,
		"every day":                    false,
	} {
		assert.Check(t, isSchedule(expression) == want, expression)
	}
}
