package kms_test

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/kms"
	"github.com/berth-iac/berth/constructs/logs"
)

// One key for the log groups and the alarm topic of an environment.
func ExampleNewKey() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("prod-ecs"))
	key := kms.NewKey(stack, "key", kms.KeyProps{
		Alias:       "acme-prod",
		Description: "Logs and alarms of acme-prod",
		Logs:        true,
		Alarms:      true,
	})
	logs.NewGroup(stack, "web-logs", logs.GroupProps{Name: "/acme/prod/web", KMSKeyARN: key.ARN})
}
