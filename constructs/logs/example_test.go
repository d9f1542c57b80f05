package logs_test

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/logs"
)

func ExampleNewGroup() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("prod-ecs"))
	group := logs.NewGroup(stack, "web-logs", logs.GroupProps{Name: "/acme/prod/web", RetentionDays: 90})
	fmt.Println(group.Name)
}
