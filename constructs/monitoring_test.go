package constructs_test

import (
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/monitoring"
	"github.com/berth-iac/berth/internal/synthtest"
)

func TestMonitoringTopicTakesAlarmsOfTheAccountOverTLS(t *testing.T) {
	stack := synthtest.NewStack(t)
	topic := monitoring.NewTopic(stack, "alarms", monitoring.TopicProps{
		Name: "acme-alarms", KMSKeyID: "arn:key", Emails: []string{"ops@example.com", "${dev}@example.com"},
	})
	assert.Equal(t, len(topic.PolicyDependencies()), 1)
	template := synthtest.Synth(t, stack)

	resource := template.One("aws_sns_topic", "alarms")
	assert.Equal(t, resource.String("kms_master_key_id"), "arn:key")
	arn := "${" + resource.Address() + ".arn}"
	var policy struct{ Statement []map[string]any }
	template.One("aws_sns_topic_policy").Document("policy", &policy)
	assert.DeepEqual(t, policy.Statement, []map[string]any{
		{
			"Sid": "PublishAlarms", "Effect": "Allow", "Action": "sns:Publish", "Resource": arn,
			"Principal": map[string]any{"Service": "cloudwatch.amazonaws.com"},
			"Condition": map[string]any{
				"StringEquals": map[string]any{"aws:SourceAccount": "${data.aws_caller_identity.caller.account_id}"},
				"ArnLike":      map[string]any{"aws:SourceArn": "arn:${data.aws_partition.partition.partition}:cloudwatch:${data.aws_region.region.name}:${data.aws_caller_identity.caller.account_id}:alarm:*"},
			},
		},
		{
			"Sid": "DenyWithoutTLS", "Effect": "Deny", "Action": "sns:Publish", "Resource": arn, "Principal": "*",
			"Condition": map[string]any{"Bool": map[string]any{"aws:SecureTransport": "false"}},
		},
	})
	assert.Equal(t, len(template.All("aws_sns_topic_subscription")), 2)
	mail := template.One("aws_sns_topic_subscription", "ops")
	assert.Equal(t, mail.String("protocol"), "email")
	assert.Equal(t, mail.String("endpoint"), "ops@example.com")
	assert.Equal(t, template.One("aws_sns_topic_subscription", "dev").String("endpoint"), "$${dev}@example.com")
}

// Rule 79: the alarms hold whichever target group has the traffic.
func TestMonitoringTrafficAlarmsWatchBothTargetGroups(t *testing.T) {
	stack := synthtest.NewStack(t)
	alarms := monitoring.NewTrafficAlarms(stack, "traffic", monitoring.TrafficAlarmsProps{
		Name: "acme-web", LoadBalancerARNSuffix: "app/lb/1", TopicARN: "arn:topic",
		TargetGroups: []monitoring.TargetGroup{{Name: "blue", ARNSuffix: "targetgroup/b/1"}, {Name: "green", ARNSuffix: "targetgroup/g/1"}},
	})
	cdktf.NewTerraformOutput(stack, jsii.String("rollback"), &cdktf.TerraformOutputConfig{
		Value: strings.Join(alarms.RollbackNames(), " "), StaticId: jsii.Bool(true),
	})
	template := synthtest.Synth(t, stack)
	metric := func(name, statistic, group string) map[string]any {
		return map[string]any{
			"namespace": "AWS/ApplicationELB", "metric_name": name, "stat": statistic, "period": 60.0,
			"dimensions": map[string]any{"LoadBalancer": "app/lb/1", "TargetGroup": group},
		}
	}
	for _, c := range []struct {
		id, name, expression, label, metric, statistic string
		threshold                                      float64
	}{
		{"server-errors", "acme-web-server-errors", "SUM([FILL(m_blue,0),FILL(m_green,0)])", "HTTP 5xx of all target groups", "HTTPCode_Target_5XX_Count", "Sum", 10},
		{"latency", "acme-web-latency", "MAX([m_blue,m_green])", "p95 of the slowest target group", "TargetResponseTime", "p95", 2},
	} {
		alarm := template.One("aws_cloudwatch_metric_alarm", c.id)
		for path, want := range map[string]any{
			"alarm_name": c.name, "threshold": c.threshold, "treat_missing_data": "notBreaching",
			"comparison_operator": "GreaterThanOrEqualToThreshold",
			"evaluation_periods":  3.0, "datapoints_to_alarm": 2.0,
			"alarm_actions": []any{"arn:topic"}, "ok_actions": []any{"arn:topic"},
			"metric_query": []any{
				map[string]any{"id": "total", "expression": c.expression, "label": c.label, "return_data": true},
				map[string]any{"id": "m_blue", "metric": metric(c.metric, c.statistic, "targetgroup/b/1")},
				map[string]any{"id": "m_green", "metric": metric(c.metric, c.statistic, "targetgroup/g/1")},
			},
		} {
			assert.DeepEqual(t, alarm.Get(path), want)
		}
		for _, excluded := range []string{"metric_name", "namespace", "statistic", "period", "dimensions"} {
			assert.Assert(t, !alarm.Has(excluded), "metric_query excludes %s", excluded)
		}
	}
	green := template.One("aws_cloudwatch_metric_alarm", "unhealthy-green")
	assert.Equal(t, green.String("metric_name"), "UnHealthyHostCount")
	assert.DeepEqual(t, green.Get("dimensions"), map[string]any{"LoadBalancer": "app/lb/1", "TargetGroup": "targetgroup/g/1"})
	assert.Equal(t, len(template.All("aws_cloudwatch_metric_alarm")), 4)

	rollback := template.Block("output")["rollback"].(map[string]any)["value"].(string)
	assert.Assert(t, strings.Contains(rollback, "server-errors") && strings.Contains(rollback, "latency") && !strings.Contains(rollback, "unhealthy"), rollback)
}

func TestMonitoringServiceAlarms(t *testing.T) {
	stack := synthtest.NewStack(t)
	monitoring.NewServiceAlarms(stack, "service", monitoring.ServiceAlarmsProps{
		Name: "acme-web", ClusterName: "acme", ServiceName: "web", MemoryPercent: 80,
	})
	template := synthtest.Synth(t, stack)
	for id, want := range map[string]map[string]any{
		"cpu":    {"metric_name": "CPUUtilization", "threshold": 90.0, "alarm_name": "acme-web-cpu"},
		"memory": {"metric_name": "MemoryUtilization", "threshold": 80.0, "alarm_name": "acme-web-memory"},
	} {
		alarm := template.One("aws_cloudwatch_metric_alarm", id)
		for path, value := range want {
			assert.DeepEqual(t, alarm.Get(path), value)
		}
		assert.DeepEqual(t, alarm.Get("dimensions"), map[string]any{"ClusterName": "acme", "ServiceName": "web"})
		assert.Equal(t, alarm.String("namespace"), "AWS/ECS")
		assert.Equal(t, alarm.String("treat_missing_data"), "notBreaching")
		assert.Assert(t, !alarm.Has("alarm_actions"), "without a topic nobody is told")
	}
}
