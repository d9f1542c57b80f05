package monitoring

import (
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/node"
)

// FailureAlarmProps describe the alarm on a queue that failures are put into.
type FailureAlarmProps struct {
	// Name is the first part of the alarm's name: at most 214 characters.
	Name string
	// QueueName of the SQS queue.
	QueueName string
	// TopicARN of the SNS topic that hears of failures. Default: none.
	TopicARN string
}

// Validate tells what CloudWatch would refuse.
func (p FailureAlarmProps) Validate() error {
	var problems check.Problems
	checkPrefix(&problems, p.Name)
	problems.Required("QueueName", p.QueueName)
	return problems.Err()
}

// NewFailureAlarm adds an alarm that rings for every message that is sent to the
// queue. It does not watch how many messages wait there: that one would ring
// once, and then keep quiet about every further failure until somebody emptied
// the queue. Nobody is told when it ends: that only means that nothing more has
// failed.
func NewFailureAlarm(scope constructs.Construct, id string, props FailureAlarmProps) *Alarm {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Alarm{}
	}
	description := "A run of " + props.Name + " failed. The message in the queue " + props.QueueName + " tells why."
	c := config(props.Name, "failures", description, props.TopicARN, condition{threshold: 1, datapoints: 1, periods: 1})
	c.OkActions = nil
	return newAlarm(scope, "Resource", onMetric(c, metric{
		namespace:  "AWS/SQS",
		name:       "NumberOfMessagesSent",
		statistic:  "Sum",
		dimensions: map[string]string{"QueueName": props.QueueName},
	}))
}
