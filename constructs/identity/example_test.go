package identity_test

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/identity"
)

// A role that the tasks of one account assume, and that may send to one queue.
func ExampleNewRole() {
	app := cdktf.NewApp(nil)
	stack := cdktf.NewTerraformStack(app, jsii.String("dev-jobs"))
	here := identity.LocationOf(stack)

	role := identity.NewRole(stack, "sender", identity.RoleProps{
		Name:            "acme-dev-sender",
		Description:     "Sends jobs",
		Service:         "ecs-tasks.amazonaws.com",
		TrustConditions: []identity.Condition{identity.SourceAccount(here.AccountID)},
		Policies: map[string]identity.Policy{"jobs": {Statements: []identity.Statement{{
			Actions:   []string{"sqs:SendMessage"},
			Resources: []string{here.ARN("sqs", "acme-dev-jobs")},
		}}}},
	})
	_ = role.ARN

	app.Synth()
}
