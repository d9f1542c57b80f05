//go:build rehearsal

package observability

// refused is a configuration of which AWS refuses nearly everything.
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
