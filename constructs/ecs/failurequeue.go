package ecs

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatcheventrule"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatcheventtarget"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/sqsqueue"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/sqsqueuepolicy"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
)

// failureQueue is where a message tells of each failure of a scheduled task.
type failureQueue struct {
	name, arn, url string
	// policy is what EventBridge needs before it sends.
	policy []cdktf.ITerraformDependable
}

// failureRetention is the longest that SQS keeps a message: a holiday of two
// weeks.
const failureRetention = 14 * 24 * 60 * 60

// failedSuffix ends the name of the rule on failed tasks. The dot keeps it from
// being that of another schedule, where names are words with hyphens.
const failedSuffix = ".failed"

// newFailureQueue adds the queue, and the rule that tells it of tasks that
// ended badly. It is encrypted with a key of SQS: one of KMS would have to admit
// EventBridge, for messages that hold no secret.
func newFailureQueue(scope constructs.Construct, location identity.Location, props ScheduledTaskProps) failureQueue {
	queue := sqsqueue.NewSqsQueue(scope, jsii.String("failures"), &sqsqueue.SqsQueueConfig{
		Name:                    jsii.String(naming.Fit(naming.MaxQueue, props.Name, "failures")),
		MessageRetentionSeconds: jsii.Number(failureRetention),
		SqsManagedSseEnabled:    jsii.Bool(true),
	})
	ruleName := props.Name + failedSuffix
	senders := []string{location.ARN("events", "rule/"+ruleName)}
	if _, rule := props.Schedule.(EventRule); rule {
		senders = append(senders, location.ARN("events", "rule/"+props.Name))
	}
	policy := sqsqueuepolicy.NewSqsQueuePolicy(scope, jsii.String("failures-policy"), &sqsqueuepolicy.SqsQueuePolicyConfig{
		QueueUrl: queue.Url(),
		Policy:   jsii.String(queuePolicy(*queue.Arn(), senders).JSON()),
	})
	rule := cloudwatcheventrule.NewCloudwatchEventRule(scope, jsii.String("failed"), &cloudwatcheventrule.CloudwatchEventRuleConfig{
		Name:         jsii.String(ruleName),
		Description:  jsii.String("Tasks of " + props.Name + " that ended badly"),
		EventPattern: jsii.String(failedTasks(props.Cluster.ARN, props.Name, props.Container)),
		State:        jsii.String("ENABLED"),
	})
	cloudwatcheventtarget.NewCloudwatchEventTarget(scope, jsii.String("failed-target"), &cloudwatcheventtarget.CloudwatchEventTargetConfig{
		Rule:      rule.Name(),
		TargetId:  jsii.String("failures"),
		Arn:       queue.Arn(),
		DependsOn: &[]cdktf.ITerraformDependable{policy},
	})
	return failureQueue{
		name: *queue.Name(), arn: *queue.Arn(), url: *queue.Url(),
		policy: []cdktf.ITerraformDependable{policy},
	}
}

// queuePolicy lets the given rules send, and nobody without TLS.
func queuePolicy(queueARN string, ruleARNs []string) identity.Policy {
	return identity.Policy{Statements: []identity.Statement{
		{
			Sid:        "TellFailures",
			Principals: []identity.Principal{{Type: identity.Service, IDs: []string{"events.amazonaws.com"}}},
			Actions:    []string{"sqs:SendMessage"},
			Resources:  []string{queueARN},
			Conditions: []identity.Condition{{Operator: "ArnEquals", Key: "aws:SourceArn", Values: ruleARNs}},
		},
		{
			Sid:        "TLSOnly",
			Effect:     identity.Deny,
			Principals: []identity.Principal{{Type: identity.AnyPrincipal}},
			Actions:    []string{"sqs:*"},
			Resources:  []string{queueARN},
			Conditions: []identity.Condition{{Operator: "Bool", Key: "aws:SecureTransport", Values: []string{"false"}}},
		},
	}}
}

// failedTasks matches ECS's events of the group's tasks that did not end by
// themselves, or whose container did so with another code than 0. The name and
// the code are of the same container: others end with the signal that stops
// them once the first has done its work.
func failedTasks(clusterARN, group, container string) string {
	type object map[string]any
	anythingBut := func(value any) []object { return []object{{"anything-but": []any{value}}} }
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	// Maps and slices of strings and numbers always encode.
	_ = encoder.Encode(object{
		"source":      []string{"aws.ecs"},
		"detail-type": []string{"ECS Task State Change"},
		"detail": object{
			"clusterArn": []string{clusterARN},
			"group":      []string{group},
			"lastStatus": []string{"STOPPED"},
			"$or": []object{
				{"stopCode": anythingBut("EssentialContainerExited")},
				{"containers": object{"name": []string{container}, "exitCode": anythingBut(0)}},
			},
		},
	})
	return literal.Escape(strings.TrimSpace(out.String()))
}
