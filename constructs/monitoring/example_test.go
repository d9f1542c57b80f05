package monitoring_test

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/monitoring"
)

// Alarms of a blue/green service; those fit for it roll a deployment back.
func ExampleNewTrafficAlarms() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("shop-ecs"))
	topic := monitoring.NewTopic(stack, "alarms", monitoring.TopicProps{
		Name:   "shop-alarms",
		Emails: []string{"ops@example.com"},
	})
	traffic := monitoring.NewTrafficAlarms(stack, "web-traffic", monitoring.TrafficAlarmsProps{
		Name:                  "shop-web",
		LoadBalancerARNSuffix: "app/shop/50dc6c495c0c9188",
		TargetGroups: []monitoring.TargetGroup{
			{Name: "blue", ARNSuffix: "targetgroup/shop-web-blue/6d0ecf831eec9f09"},
			{Name: "green", ARNSuffix: "targetgroup/shop-web-green/4b0ecf831eec9f01"},
		},
		ServerErrors:   20,
		LatencySeconds: 1.5,
		TopicARN:       topic.ARN,
	})
	_ = traffic.RollbackNames() // for bluegreen.DeploymentGroupProps.AlarmNames
}
