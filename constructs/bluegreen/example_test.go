package bluegreen_test

import (
	"time"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/bluegreen"
	"github.com/berth-iac/berth/constructs/identity"
)

// A tenth of the traffic first, the rest after five minutes, and two hours in
// which going back takes seconds.
func ExampleNewDeploymentGroup() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("shop-ecs"))
	here := identity.LocationOf(stack)
	pair := bluegreen.NewTargetGroupPair(stack, "web-targets", bluegreen.TargetGroupPairProps{
		Name:  "shop-web",
		VPCID: "vpc-0a1b2c3d4e5f60718",
	})
	bluegreen.NewDeploymentGroup(stack, "web-deployment", bluegreen.DeploymentGroupProps{
		Name:                  "shop-web",
		ClusterName:           "shop",
		ServiceName:           "web",
		TargetGroupNames:      [2]string{pair.Blue.Name, pair.Green.Name},
		ProductionListenerARN: here.ARN("elasticloadbalancing", "listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2"),
		Traffic:               bluegreen.Canary10Percent5Minutes,
		BakeTime:              2 * time.Hour,
		AlarmNames:            []string{"shop-web-server-errors", "shop-web-latency"},
		PassRoleARNs:          []string{here.GlobalARN("iam", "role/shop-web-execution"), here.GlobalARN("iam", "role/shop-web-task")},
	})
}
