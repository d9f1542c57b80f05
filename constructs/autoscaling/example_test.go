package autoscaling_test

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/autoscaling"
)

// Three to twelve tasks, whichever keeps the CPU at 60 %.
func ExampleNewServiceScaling() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("shop-ecs"))
	autoscaling.NewServiceScaling(stack, "web-scaling", autoscaling.ServiceScalingProps{
		ClusterName:   "shop",
		ServiceName:   "web",
		Min:           3,
		Max:           12,
		CPUPercent:    60,
		MemoryPercent: autoscaling.NotTracked,
	})
}
