package ecs

import "github.com/berth-iac/berth/constructs/identity"

// trustConditions let EventBridge assume the role for this account's schedules
// alone: for one rule by its name, for Scheduler by the group of the schedule,
// which is all that it takes.
func (p ScheduledTaskProps) trustConditions(location identity.Location) []identity.Condition {
	source := location.ARN("scheduler", "schedule-group/"+scheduleGroup)
	if _, rule := p.Schedule.(EventRule); rule {
		source = location.ARN("events", "rule/"+p.Name)
	}
	return []identity.Condition{
		identity.SourceAccount(location.AccountID),
		{Operator: "ArnEquals", Key: "aws:SourceArn", Values: []string{source}},
	}
}

// startPolicy is what starting the task needs: any revision of its family, in
// its cluster, with its two roles. IAM compares the ARN as RunTask was given it:
// the target names the family alone, which the pattern with a revision is not.
func (p ScheduledTaskProps) startPolicy(location identity.Location, queueARN string) identity.Policy {
	family := location.ARN("ecs", "task-definition/"+p.TaskDefinition.Family)
	policy := identity.Policy{Statements: []identity.Statement{
		{
			Sid:        "RunTask",
			Actions:    []string{"ecs:RunTask"},
			Resources:  []string{family, family + ":*"},
			Conditions: []identity.Condition{{Operator: "ArnEquals", Key: "ecs:cluster", Values: []string{p.Cluster.ARN}}},
		},
		{
			Sid:        "TagTask",
			Actions:    []string{"ecs:TagResource"},
			Resources:  []string{location.ARN("ecs", "task/"+p.Cluster.Name+"/*")},
			Conditions: []identity.Condition{{Operator: "StringEquals", Key: "ecs:CreateAction", Values: []string{"RunTask"}}},
		},
		{
			Sid:        "PassRoles",
			Actions:    []string{"iam:PassRole"},
			Resources:  []string{p.TaskDefinition.ExecutionRoleARN, p.TaskDefinition.TaskRoleARN},
			Conditions: []identity.Condition{identity.PassedTo(tasksService)},
		},
	}}
	if _, scheduler := p.Schedule.(Scheduler); scheduler {
		// A rule is let in by the queue's own policy.
		policy.Statements = append(policy.Statements, identity.Statement{
			Sid: "TellFailures", Actions: []string{"sqs:SendMessage"}, Resources: []string{queueARN},
		})
	}
	return policy
}
