package pipeline_test

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/kms"
	"github.com/berth-iac/berth/constructs/network"
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
		Name:         "acme-prod-web",
		Architecture: pipeline.ARM64,
		Images: []pipeline.Image{
			{Container: "web", RepositoryARN: images.ARN, RepositoryURL: images.URL},
		},
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
		Name:          "acme-prod-web",
		ConnectionARN: connection.ARN,
		Repository:    "acme/web",
		Build:         build,
		Approval:      true,
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

// A build of two images, and a migration of the database with one of them
// before ECS replaces the tasks.
func ExampleNewMigrationProject() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("prod-cicd"))
	key := kms.NewKey(stack, "key", kms.KeyProps{Alias: "acme-prod-cicd", Logs: true})
	web := registry.NewRepository(stack, "web", registry.RepositoryProps{Name: "acme-prod/web", KMSKeyARN: key.ARN})
	app := registry.NewRepository(stack, "app", registry.RepositoryProps{Name: "acme-prod/app", KMSKeyARN: key.ARN})
	connection := pipeline.NewConnection(stack, "github", pipeline.ConnectionProps{Name: "acme-prod"})
	artifacts := pipeline.NewArtifactStore(stack, "artifacts", pipeline.ArtifactStoreProps{
		Name:      "acme-prod-artifacts-123456789012",
		KMSKeyARN: key.ARN,
	})

	build := pipeline.NewBuildProject(stack, "build", pipeline.BuildProjectProps{
		Name: "acme-prod-web",
		Images: []pipeline.Image{
			{Container: "web", RepositoryARN: web.ARN, RepositoryURL: web.URL, Dockerfile: "web/Dockerfile", Context: "web"},
			{Container: "app", RepositoryARN: app.ARN, RepositoryURL: app.URL, Dockerfile: "app/Dockerfile", Context: "app"},
		},
		Files:              pipeline.RollingFiles{},
		ArtifactBucketName: artifacts.Name,
		KMSKeyARN:          key.ARN,
	})
	migration := pipeline.NewMigrationProject(stack, "migration", pipeline.MigrationProjectProps{
		Name:          "acme-prod-web-migration",
		Container:     "app",
		RepositoryARN: app.ARN,
		Command:       []string{"php", "artisan", "migrate", "--force"},
		Environment:   map[string]string{"DB_HOST": "main.internal.example.com"},
		Secrets: map[string]pipeline.Secret{
			"DB_PASSWORD": pipeline.SecretKey("arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:main-AbCdEf", "password"),
		},
		VPCID:              "vpc-0123456789abcdef0",
		SubnetIDs:          []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
		ArtifactBucketName: artifacts.Name,
		KMSKeyARN:          key.ARN,
	})
	network.NewEgressRule(stack, "migration-database", network.RuleProps{
		SecurityGroupID: migration.SecurityGroupID,
		Peer:            network.Group("sg-0123456789abcdef0"),
		Port:            5432,
		Description:     "Migrations reach the database",
	})
	pipeline.NewPipeline(stack, "pipeline", pipeline.PipelineProps{
		Name:          "acme-prod-web",
		ConnectionARN: connection.ARN,
		Repository:    "acme/web",
		Build:         build,
		Migration:     migration,
		Release:       pipeline.RollingRelease{ClusterName: "acme-prod", ServiceName: "acme-prod-web"},
		PassRoleARNs: []string{
			"arn:aws-cn:iam::123456789012:role/acme-prod-web-execution",
			"arn:aws-cn:iam::123456789012:role/acme-prod-web-task",
		},
		ArtifactBucketName: artifacts.Name,
		KMSKeyARN:          key.ARN,
	})
}
