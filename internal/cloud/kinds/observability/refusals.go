package observability

import "github.com/berth-iac/berth/internal/cloud"

const (
	logsAPI      = "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_"
	alarmAPI     = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_"
	snsAPI       = "https://docs.aws.amazon.com/sns/latest/api/API_"
	sqsAPI       = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_"
	eventsAPI    = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_"
	schedulerAPI = "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_"
)

// Refusals are those of this area.
func Refusals() []cloud.Refusal {
	return []cloud.Refusal{
		logGroupTaken, logGroupName, logGroupKey, logGroupMissing, tooManySubscriptionFilters,
		alarmStatistic, alarmTooLong, alarmReturnsData, alarmDatapoints, alarmRegion, compositeMissing, alarmInComposite, dashboardBody,
		topicName, topicTags, topicMissing, topicPolicyScope, topicPolicyPrincipal, topicPolicyInvalid, endpointEmail, endpointProtocol, endpointQueue,
		queueName, queueDiffers, queueMissing, deadLetterMissing, queuePolicyInvalid,
		ruleNothing, rulePattern, ruleSchedule, ruleTargets, ruleMissing, ruleRole, targetRole, tooManyTargets,
		scheduleTaken, groupTaken, groupMissing, scheduleExpression, scheduleRole,
	}
}

var logGroupTaken = cloud.Refusal{
	Name: "log-group-taken", Operation: "CloudWatch Logs: CreateLogGroup", Code: "ResourceAlreadyExistsException",
	Message: "The specified log group already exists", Source: logsAPI + "CreateLogGroup.html",
}

var logGroupName = cloud.Refusal{
	Name:    "log-group-name",
	Message: "%q isn't a valid log group name (alphanumeric characters, underscores, hyphens, slashes, hash signs and dots are allowed): %q",
	Source:  logsAPI + "CreateLogGroup.html",
}

var logGroupKey = cloud.Refusal{
	Name: "log-group-key", Operation: "CloudWatch Logs: CreateLogGroup", Code: "AccessDeniedException",
	Message: "The specified KMS key does not exist or is not allowed to be used with Arn '%s'",
	Source:  "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
}

var logGroupMissing = cloud.Refusal{
	Name: "log-group-missing", Operation: "CloudWatch Logs: PutMetricFilter", Code: "ResourceNotFoundException",
	Message: "The specified log group does not exist.", Source: logsAPI + "PutMetricFilter.html",
}

var tooManySubscriptionFilters = cloud.Refusal{
	Name: "log-group-too-many-subscriptions", Operation: "CloudWatch Logs: PutSubscriptionFilter", Code: "LimitExceededException",
	Message: "Resource limit exceeded.", Source: logsAPI + "PutSubscriptionFilter.html",
}

var alarmStatistic = cloud.Refusal{
	Name:    "alarm-without-statistic",
	Message: "One of `statistic` or `extended_statistic` must be set for a cloudwatch metric alarm", Source: alarmAPI + "PutMetricAlarm.html",
}

func badAlarm(name, operation, message string) cloud.Refusal {
	return cloud.Refusal{
		Name: name, Operation: "CloudWatch: " + operation, Code: "ValidationError", Message: message, Source: alarmAPI + operation + ".html",
	}
}

var (
	alarmTooLong     = badAlarm("alarm-too-long", "PutMetricAlarm", "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).")
	alarmReturnsData = badAlarm("alarm-returns-data", "PutMetricAlarm", "Exactly one element of the metrics list should return data.")
	alarmDatapoints  = badAlarm("alarm-datapoints", "PutMetricAlarm", "DatapointsToAlarm must be less than or equal to EvaluationPeriods.")
	alarmRegion      = badAlarm("alarm-action-region", "PutMetricAlarm", "Invalid region %s specified. Only %s is supported.")
	compositeMissing = badAlarm("composite-alarm-of-missing", "PutCompositeAlarm", "Could not save the composite alarm as alarms [%s] in the alarm rule do not exist")
	alarmInComposite = badAlarm("alarm-in-composite", "DeleteAlarms", "Cannot delete %s as there are composite alarm(s) depending on it.")
)

var dashboardBody = cloud.Refusal{
	Name: "dashboard-body", Operation: "CloudWatch: PutDashboard", Code: "InvalidParameterInput",
	Message: "The dashboard body is invalid, there are %d validation errors: %s", Source: alarmAPI + "PutDashboard.html",
}

var topicName = cloud.Refusal{Name: "topic-name", Message: "invalid topic name: %s", Source: snsAPI + "CreateTopic.html"}

func badParameter(name, operation, message string) cloud.Refusal {
	return cloud.Refusal{
		Name: name, Operation: "SNS: " + operation, Code: "InvalidParameter", Message: "Invalid parameter: " + message, Source: snsAPI + operation + ".html",
	}
}

var (
	topicTags            = badParameter("topic-taken", "CreateTopic", "Tags Reason: Topic already exists with different tags")
	topicPolicyScope     = badParameter("topic-policy-scope", "SetTopicAttributes", "Policy statement action out of service scope!")
	topicPolicyPrincipal = badParameter("topic-policy-principal", "SetTopicAttributes", "Policy Error: PrincipalNotFound")
	topicPolicyInvalid   = badParameter("topic-policy-invalid", "SetTopicAttributes", "Policy Error: null")
	endpointEmail        = badParameter("subscription-email", "Subscribe", "Email address")
	endpointProtocol     = badParameter("subscription-endpoint", "Subscribe", "Endpoint must match the specified protocol")
	endpointQueue        = badParameter("subscription-queue", "Subscribe", "SQS endpoint ARN")
)

var topicMissing = cloud.Refusal{
	Name: "topic-missing", Operation: "SNS: Subscribe", Status: 404, Code: "NotFound",
	Message: "Topic does not exist", Source: snsAPI + "Subscribe.html",
}

var queueName = cloud.Refusal{Name: "queue-name", Message: "invalid queue name: %s", Source: sqsAPI + "CreateQueue.html"}

var queueDiffers = cloud.Refusal{
	Name: "queue-taken", Operation: "SQS: CreateQueue", Code: "QueueNameExists",
	Message: "A queue already exists with the same name and a different value for attribute %s", Source: sqsAPI + "CreateQueue.html",
}

var queueMissing = cloud.Refusal{
	Name: "queue-missing", Operation: "SQS: SetQueueAttributes", Code: "QueueDoesNotExist",
	Message: "The specified queue does not exist.", Source: sqsAPI + "SetQueueAttributes.html",
}

var deadLetterMissing = cloud.Refusal{
	Name: "queue-dead-letter-missing", Operation: "SQS: CreateQueue", Code: "InvalidParameterValue",
	Message: "Value %s for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.", Source: sqsAPI + "CreateQueue.html",
}

var queuePolicyInvalid = cloud.Refusal{
	Name: "queue-policy-invalid", Operation: "SQS: SetQueueAttributes", Code: "InvalidAttributeValue",
	Message: "Invalid value for the parameter Policy.", Source: sqsAPI + "SetQueueAttributes.html",
}

var ruleNothing = cloud.Refusal{
	Name:    "event-rule-of-nothing",
	Message: "one of `event_pattern,schedule_expression` must be specified", Source: eventsAPI + "PutRule.html",
}

var rulePattern = cloud.Refusal{
	Name: "event-rule-pattern", Operation: "EventBridge: PutRule", Code: "InvalidEventPatternException",
	Message: "Event pattern is not valid. Reason: %s", Source: eventsAPI + "PutRule.html",
}

var ruleSchedule = cloud.Refusal{
	Name: "event-rule-schedule", Operation: "EventBridge: PutRule", Code: "ValidationException",
	Message: "Parameter ScheduleExpression is not valid.", Source: eventsAPI + "PutRule.html",
}

var ruleTargets = cloud.Refusal{
	Name: "event-rule-with-targets", Operation: "EventBridge: DeleteRule", Code: "ValidationException",
	Message: "Rule can't be deleted since it has targets.", Source: eventsAPI + "DeleteRule.html",
}

var ruleMissing = cloud.Refusal{
	Name: "event-rule-missing", Operation: "EventBridge: PutTargets", Code: "ResourceNotFoundException",
	Message: "Rule %s does not exist on EventBus %s.", Source: eventsAPI + "PutTargets.html",
}

var ruleRole = cloud.Refusal{
	Name: "event-target-role-trust", Operation: "EventBridge: PutTargets", Code: "ValidationException",
	Message: "Provided role '%s' cannot be assumed by principal 'events.amazonaws.com'.", Source: eventsAPI + "PutTargets.html",
}

var targetRole = cloud.Refusal{
	Name: "event-target-without-role", Operation: "EventBridge: PutTargets", Code: "ValidationException",
	Message: "RoleArn is required for target %s.", Source: eventsAPI + "PutTargets.html",
}

var tooManyTargets = cloud.Refusal{
	Name: "event-rule-too-many-targets", Operation: "EventBridge: PutTargets", Code: "LimitExceededException",
	Message: "The requested resource exceeds the maximum number allowed.", Source: eventsAPI + "PutTargets.html",
}

var scheduleTaken = cloud.Refusal{
	Name: "schedule-taken", Operation: "Scheduler: CreateSchedule", Status: 409, Code: "ConflictException",
	Message: "Schedule %s already exists.", Source: schedulerAPI + "CreateSchedule.html",
}

var groupTaken = cloud.Refusal{
	Name: "schedule-group-taken", Operation: "Scheduler: CreateScheduleGroup", Status: 409, Code: "ConflictException",
	Message: "Schedule group %s already exists.", Source: schedulerAPI + "CreateScheduleGroup.html",
}

var groupMissing = cloud.Refusal{
	Name: "schedule-group-missing", Operation: "Scheduler: CreateSchedule", Status: 404, Code: "ResourceNotFoundException",
	Message: "Schedule group %s does not exist.", Source: schedulerAPI + "CreateSchedule.html",
}

var scheduleExpression = cloud.Refusal{
	Name: "schedule-expression", Operation: "Scheduler: CreateSchedule", Code: "ValidationException",
	Message: "Invalid Schedule Expression %s.", Source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
}

var scheduleRole = cloud.Refusal{
	Name: "schedule-role-trust", Operation: "Scheduler: CreateSchedule", Code: "ValidationException",
	Message: "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
	Source:  "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html",
}
