// Package observability holds what watches and what tells: log groups, alarms
// and dashboards of CloudWatch, topics, queues, and the rules and schedules of
// EventBridge.
package observability

import "github.com/berth-iac/berth/internal/cloud"

// Kinds are the kinds of this area.
func Kinds() []cloud.Kind {
	return []cloud.Kind{
		logGroup, metricFilter, subscriptionFilter,
		metricAlarm, compositeAlarm, dashboard,
		topic, topicPolicy, subscription,
		queue, queuePolicy,
		rule, target, schedule, scheduleGroup,
	}
}

// Data are the data sources of this area.
func Data() []cloud.Data { return []cloud.Data{dataLogGroup, dataTopic, dataQueue} }

// at is a refusal as another operation words it.
func at(operation string, refusal cloud.Refusal) cloud.Refusal {
	refusal.Operation = operation
	return refusal
}
