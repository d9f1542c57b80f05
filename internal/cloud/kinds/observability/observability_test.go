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

const refused = `
resource "aws_kms_key" "closed" {}
resource "aws_cloudwatch_log_group" "key" {
  name       = "key"
  kms_key_id = aws_kms_key.closed.arn
}
resource "aws_cloudwatch_log_group" "taken" { name = "taken" }
resource "aws_cloudwatch_log_metric_filter" "missing" {
  name           = "missing"
  pattern        = ""
  log_group_name = "missing"
  metric_transformation {
    name      = "n"
    namespace = "n"
    value     = "1"
  }
}
resource "aws_cloudwatch_log_group" "full" { name = "full" }
resource "aws_cloudwatch_log_subscription_filter" "full" {
  count           = 3
  name            = "f${count.index}"
  filter_pattern  = ""
  log_group_name  = aws_cloudwatch_log_group.full.name
  destination_arn = "arn:aws:lambda:ap-northeast-1:000000000000:function:f"
}
resource "aws_cloudwatch_metric_alarm" "asked" {
  alarm_name          = "asked"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "m"
  namespace           = "n"
  period              = 60
  statistic           = "Sum"
  threshold           = 1
}
resource "aws_cloudwatch_metric_alarm" "bad" {
  for_each = {
    statistic  = { periods = 1, statistic = null, points = null, action = null }
    long       = { periods = 1441, statistic = "Sum", points = null, action = null }
    datapoints = { periods = 1, statistic = "Sum", points = 2, action = null }
    region     = { periods = 1, statistic = "Sum", points = null, action = ["arn:aws:sns:us-east-1:000000000000:t"] }
  }
  alarm_name          = each.key
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = each.value.periods
  datapoints_to_alarm = each.value.points
  metric_name         = "m"
  namespace           = "n"
  period              = 60
  statistic           = each.value.statistic
  threshold           = 1
  alarm_actions       = each.value.action
}
resource "aws_cloudwatch_metric_alarm" "returns" {
  alarm_name          = "returns"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = 1
  metric_query {
    id         = "m"
    expression = "1"
  }
}
resource "aws_cloudwatch_composite_alarm" "missing" {
  alarm_name = "missing"
  alarm_rule = "ALARM(nowhere)"
}
resource "aws_cloudwatch_dashboard" "body" {
  dashboard_name = "body"
  dashboard_body = "{}"
}
resource "aws_sns_topic" "name" { name = "a.fifo" }
resource "aws_sns_topic" "taken" { name = "taken" }
resource "aws_sns_topic" "t" { name = "t" }
resource "aws_sns_topic_policy" "missing" {
  arn    = "arn:aws:sns:ap-northeast-1:000000000000:missing"
  policy = "{}"
}
resource "aws_sns_topic_policy" "bad" {
  for_each = {
    scope     = jsonencode({ Statement = [{ Effect = "Allow", Action = "sns:*", Resource = "*", Principal = "*" }] })
    principal = jsonencode({ Statement = [{ Effect = "Allow", Action = "sns:Publish", Resource = "*", Principal = { AWS = "arn:aws:iam::000000000000:role/missing" } }] })
    invalid   = "{}"
  }
  arn    = aws_sns_topic.t.arn
  policy = each.value
}
resource "aws_sns_topic_subscription" "bad" {
  for_each  = { email = "ops", https = "http://example.com", sqs = "queue" }
  topic_arn = aws_sns_topic.t.arn
  protocol  = each.key
  endpoint  = each.value
}
resource "aws_sns_topic_subscription" "missing" {
  topic_arn = "arn:aws:sns:ap-northeast-1:000000000000:missing"
  protocol  = "email"
  endpoint  = "ops@example.com"
}
resource "aws_sqs_queue" "name" { name = "a b" }
resource "aws_sqs_queue" "taken" { name = "taken" }
resource "aws_sqs_queue" "redrive" {
  name           = "redrive"
  redrive_policy = jsonencode({ deadLetterTargetArn = "arn:aws:sqs:ap-northeast-1:000000000000:missing", maxReceiveCount = 3 })
}
resource "aws_sqs_queue" "q" { name = "q" }
resource "aws_sqs_queue_policy" "missing" {
  queue_url = "https://missing"
  policy    = "{}"
}
resource "aws_sqs_queue_policy" "invalid" {
  queue_url = aws_sqs_queue.q.id
  policy    = "{}"
}
resource "aws_cloudwatch_event_rule" "nothing" { name = "nothing" }
resource "aws_cloudwatch_event_rule" "pattern" {
  name          = "pattern"
  event_pattern = jsonencode({ source = "aws.ecs" })
}
resource "aws_cloudwatch_event_rule" "schedule" {
  name                = "schedule"
  schedule_expression = "cron(0 18 * * * *)"
}
resource "aws_cloudwatch_event_rule" "full" {
  name                = "full"
  schedule_expression = "rate(5 minutes)"
}
resource "aws_cloudwatch_event_rule" "other" {
  name                = "other"
  schedule_expression = "rate(5 minutes)"
}
resource "aws_cloudwatch_event_target" "missing" {
  rule = "missing"
  arn  = aws_sns_topic.t.arn
}
resource "aws_cloudwatch_event_target" "without" {
  rule = aws_cloudwatch_event_rule.other.name
  arn  = "arn:aws:ecs:ap-northeast-1:000000000000:cluster/c"
}
resource "aws_cloudwatch_event_target" "trust" {
  rule     = aws_cloudwatch_event_rule.other.name
  arn      = "arn:aws:ecs:ap-northeast-1:000000000000:cluster/c"
  role_arn = aws_iam_role.events["scheduler"].arn
}
resource "aws_cloudwatch_event_target" "full" {
  count = 6
  rule  = aws_cloudwatch_event_rule.full.name
  arn   = aws_sns_topic.t.arn
}
resource "aws_scheduler_schedule_group" "taken" { name = "taken" }
resource "aws_scheduler_schedule" "bad" {
  for_each = {
    taken      = { group = "default", expression = "rate(2 days)", role = "scheduler" }
    group      = { group = "missing", expression = "rate(2 days)", role = "scheduler" }
    expression = { group = "default", expression = "rate(1 days)", role = "scheduler" }
    role       = { group = "default", expression = "at(2030-01-01T00:00:00)", role = "events" }
  }
  name                = each.key
  group_name          = each.value.group
  schedule_expression = each.value.expression
  flexible_time_window { mode = "OFF" }
  target {
    arn      = aws_sqs_queue.q.arn
    role_arn = aws_iam_role.events[each.value.role].arn
  }
}
`

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
