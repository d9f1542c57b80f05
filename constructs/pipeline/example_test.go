package pipeline_test

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/kms"
	"github.com/berth-iac/berth/constructs/pipeline"
	"github.com/berth-iac/berth/constructs/registry"
)

// A pipeline that releases a service with CodeDeploy, after somebody agreed.
func ExampleNewPipeline() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("prod-cicd"))
	key := kms.NewKey(stack, "key", kms.KeyProps{Alias: "acme-prod-cicd", Logs: true})
	images := registry.NewRepository(stack, "web", registry.RepositoryProps{Name: "acme-prod/web", KMSKeyARN: key.ARN})
	connection := pipeline.NewConnection(stack, "github", pipeline.ConnectionProps{Name: "acme-prod"})
	artifacts := pipeline.NewArtifactStore(stack, "artifacts", pipeline.ArtifactStoreProps{
		Name:      "acme-prod-artifacts-123456789012",
		KMSKeyARN: key.ARN,
	})

	build := pipeline.NewBuildProject(stack, "web-build", pipeline.BuildProjectProps{
		Name:          "acme-prod-web",
		Architecture:  pipeline.ARM64,
		RepositoryARN: images.ARN,
		RepositoryURL: images.URL,
		Files: pipeline.BlueGreenFiles{
			TaskFamily:       "acme-prod-web",
			ContainerName:    "web",
			ContainerPort:    8080,
			SubnetIDs:        []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
			SecurityGroupIDs: []string{"sg-0123456789abcdef0"},
		},
		ArtifactBucketName: artifacts.Name,
		KMSKeyARN:          key.ARN,
	})
	pipeline.NewPipeline(stack, "web-pipeline", pipeline.PipelineProps{
		Name:             "acme-prod-web",
		ConnectionARN:    connection.ARN,
		Repository:       "acme/web",
		BuildProjectName: build.Name,
		Approval:         true,
		Release: pipeline.BlueGreenRelease{
			ApplicationName:     "acme-prod-web",
			DeploymentGroupName: "acme-prod-web",
		},
		PassRoleARNs: []string{
			"arn:aws-cn:iam::123456789012:role/acme-prod-web-execution",
			"arn:aws-cn:iam::123456789012:role/acme-prod-web-task",
		},
		ArtifactBucketName: artifacts.Name,
		KMSKeyARN:          key.ARN,
	})
}
