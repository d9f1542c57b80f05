package monitoring

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchmetricalarm"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
)

// Alarm is a CloudWatch alarm.
type Alarm struct {
	// Resource is the aws_cloudwatch_metric_alarm; nil where the props are
	// invalid.
	Resource cloudwatchmetricalarm.CloudwatchMetricAlarm
}

// Name of the alarm.
func (a *Alarm) Name() string {
	if a.Resource == nil {
		return ""
	}
	return *a.Resource.AlarmName()
}

// ARN of the alarm.
func (a *Alarm) ARN() string {
	if a.Resource == nil {
		return ""
	}
	return *a.Resource.Arn()
}

const (
	// maxName is the longest name of an alarm, and maxPurpose the longest last
	// part of one.
	maxName    = 255
	maxPurpose = 40
	// period of the alarms, in seconds: the shortest for metrics of AWS.
	period = 60
)

// condition is when an alarm rings: where datapoints of the last periods are at
// or above the threshold.
type condition struct {
	threshold           float64
	datapoints, periods int
}

// metric is one metric of a namespace of AWS.
type metric struct {
	namespace, name string
	// statistic is Sum, Average, Maximum or a percentile such as p95.
	statistic  string
	dimensions map[string]string
}

func checkPrefix(problems *check.Problems, name string) {
	problems.Required("Name", name)
	if limit := maxName - maxPurpose - 1; !literal.IsToken(name) && len(name) > limit {
		problems.Addf("Name", "%q has %d characters: %d leave room for the alarms' own parts", name, len(name), limit)
	}
}

// config is what all alarms share.
func config(prefix, purpose, description, topicARN string, when condition) *cloudwatchmetricalarm.CloudwatchMetricAlarmConfig {
	c := &cloudwatchmetricalarm.CloudwatchMetricAlarmConfig{
		AlarmName:          jsii.String(naming.Join(prefix, purpose)),
		AlarmDescription:   jsii.String(literal.Escape(description)),
		ComparisonOperator: jsii.String("GreaterThanOrEqualToThreshold"),
		Threshold:          jsii.Number(when.threshold),
		EvaluationPeriods:  jsii.Number(when.periods),
		DatapointsToAlarm:  jsii.Number(when.datapoints),
		TreatMissingData:   jsii.String("notBreaching"),
	}
	if topicARN != "" {
		c.AlarmActions = jsii.Strings(topicARN)
		c.OkActions = jsii.Strings(topicARN)
	}
	return c
}

// onMetric makes the alarm watch one metric.
func onMetric(c *cloudwatchmetricalarm.CloudwatchMetricAlarmConfig, m metric) *cloudwatchmetricalarm.CloudwatchMetricAlarmConfig {
	c.Namespace = jsii.String(m.namespace)
	c.MetricName = jsii.String(m.name)
	c.Statistic = jsii.String(m.statistic)
	c.Period = jsii.Number(period)
	c.Dimensions = pointers(m.dimensions)
	return c
}

// onExpression makes the alarm watch a metric math expression over metrics by
// id.
func onExpression(c *cloudwatchmetricalarm.CloudwatchMetricAlarmConfig, expression, label string, ids []string, metrics map[string]metric) *cloudwatchmetricalarm.CloudwatchMetricAlarmConfig {
	queries := []*cloudwatchmetricalarm.CloudwatchMetricAlarmMetricQuery{{
		Id:         jsii.String("total"),
		Expression: jsii.String(expression),
		Label:      jsii.String(label),
		ReturnData: jsii.Bool(true),
	}}
	for _, id := range ids {
		m := metrics[id]
		queries = append(queries, &cloudwatchmetricalarm.CloudwatchMetricAlarmMetricQuery{
			Id: jsii.String(id),
			Metric: &cloudwatchmetricalarm.CloudwatchMetricAlarmMetricQueryMetric{
				Namespace:  jsii.String(m.namespace),
				MetricName: jsii.String(m.name),
				Stat:       jsii.String(m.statistic),
				Period:     jsii.Number(period),
				Dimensions: pointers(m.dimensions),
			},
		})
	}
	c.MetricQuery = queries
	return c
}

func newAlarm(scope constructs.Construct, id string, c *cloudwatchmetricalarm.CloudwatchMetricAlarmConfig) *Alarm {
	return &Alarm{Resource: cloudwatchmetricalarm.NewCloudwatchMetricAlarm(scope, jsii.String(id), c)}
}

func pointers(texts map[string]string) *map[string]*string {
	out := map[string]*string{}
	for key, value := range texts {
		out[key] = jsii.String(value)
	}
	return &out
}
