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

// wakingMinutes are how far back the alarm looks. The metrics of a queue that had
// no message for six hours, which is what most of them are like, come up to 15
// minutes late with the first one: an alarm on the last minute would never see
// that message.
const wakingMinutes = 20

// NewFailureAlarm adds an alarm that rings for a message that is sent to the
// queue, and again for one that comes 20 minutes or more after it. It does not
// watch how many messages wait there: that one would ring once, and then keep
// quiet about every further failure until somebody emptied the queue. Nobody is
// told when it ends: that only means that nothing more has failed.
func NewFailureAlarm(scope constructs.Construct, id string, props FailureAlarmProps) *Alarm {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Alarm{}
	}
	description := "A run of " + props.Name + " failed. The message in the queue " + props.QueueName + " tells why."
	c := config(props.Name, "failures", description, props.TopicARN, condition{threshold: 1, datapoints: 1, periods: wakingMinutes})
	c.OkActions = nil
	return newAlarm(scope, "Resource", onMetric(c, metric{
		namespace:  "AWS/SQS",
		name:       "NumberOfMessagesSent",
		statistic:  "Sum",
		dimensions: map[string]string{"QueueName": props.QueueName},
	}))
}
