package parameters_test

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/kms"
	"github.com/berth-iac/berth/constructs/parameters"
)

// A setting, and a secret that is filled after the first deployment.
func ExampleNewSecret() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("prod-parameters"))

	parameters.NewParameter(stack, "log-level", parameters.ParameterProps{
		Name:        "/acme/prod/log-level",
		Value:       "info",
		Description: "Level of the application's log",
	})

	key := kms.NewKey(stack, "key", kms.KeyProps{Alias: "acme-prod", Description: "Data of acme in prod"})
	parameters.NewSecret(stack, "web", parameters.SecretProps{
		Name:        "acme/prod/web",
		Description: "JSON object with the key session-key",
		KMSKeyARN:   key.ARN,
	})
}
