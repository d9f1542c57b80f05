package registry_test

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/registry"
)

// A repository that keeps the newest fifty images.
func ExampleNewRepository() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("prod-cicd"))

	web := registry.NewRepository(stack, "web", registry.RepositoryProps{
		Name:       "acme-prod/web",
		KeepImages: 50,
	})
	cdktf.NewTerraformOutput(stack, jsii.String("web_url"), &cdktf.TerraformOutputConfig{
		Value:    jsii.String(web.URL),
		StaticId: jsii.Bool(true),
	})
}
