package constructs_test

import (
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	yaml "go.yaml.in/yaml/v4"
	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/pipeline"
	"github.com/berth-iac/berth/constructs/remotestate"
	"github.com/berth-iac/berth/internal/synthtest"
)

type pipelineNetwork struct {
	SubnetIDs []string `output:"private_subnet_ids"`
	GroupID   string   `output:"group_id"`
}

// pipelineStack builds the whole of a blue/green pipeline, with subnets that
// Terraform reads from another stack's state.
func pipelineStack(t *testing.T) *synthtest.Template {
	t.Helper()
	stack := synthtest.NewStack(t)
	network := remotestate.Read[pipelineNetwork](stack, "prod-network", remotestate.S3{Bucket: "b", Region: "ap-northeast-1", Prefix: "acme/prod"})
	connection := pipeline.NewConnection(stack, "github", pipeline.ConnectionProps{Name: "acme-prod"})
	artifacts := pipeline.NewArtifactStore(stack, "artifacts", pipeline.ArtifactStoreProps{Name: "acme-prod-artifacts", KMSKeyARN: "arn:key", Disposable: true})
	build := pipeline.NewBuildProject(stack, "build", pipeline.BuildProjectProps{
		Name: "acme-prod-web", Architecture: pipeline.ARM64,
		Images: []pipeline.Image{{Container: "web", RepositoryARN: "arn:repository", RepositoryURL: "example.com/web", Context: "${folder}"}},
		Files: pipeline.BlueGreenFiles{
			TaskFamily: "acme-prod-web", ContainerName: "web", ContainerPort: 8080,
			SubnetIDs: network.SubnetIDs, SecurityGroupIDs: []string{network.GroupID}, AssignPublicIP: true,
		},
		ArtifactBucketName: artifacts.Name, KMSKeyARN: "arn:key", LogRetentionDays: 30,
	})
	pipeline.NewPipeline(stack, "pipeline", pipeline.PipelineProps{
		Name: "acme-prod-web", ConnectionARN: connection.ARN, Repository: "acme/web", Branch: "release/${x}", Build: build,
		Approval: true, ApprovalTopicARN: "arn:topic",
		Release:            pipeline.BlueGreenRelease{ApplicationName: "acme-prod-web", DeploymentGroupName: "acme-prod-web"},
		PassRoleARNs:       []string{"arn:execution", "arn:task"},
		ArtifactBucketName: artifacts.Name, KMSKeyARN: "arn:key",
	})
	return synthtest.Synth(t, stack)
}

func TestPipelineGoesFromThePushToCodeDeploy(t *testing.T) {
	template := pipelineStack(t)
	resource := template.One("aws_codepipeline")
	bucket := template.One("aws_s3_bucket")

	assert.Equal(t, resource.String("pipeline_type"), "V2")
	assert.Equal(t, resource.String("execution_mode"), "SUPERSEDED")
	assert.Equal(t, resource.String("artifact_store.0.location"), "${"+bucket.Address()+".bucket}")
	assert.DeepEqual(t, resource.Get("artifact_store.0.encryption_key"), map[string]any{"id": "arn:key", "type": "KMS"})

	assert.DeepEqual(t, resource.Get("stage.0.action.0.configuration"), map[string]any{
		"ConnectionArn": "${" + template.One("aws_codeconnections_connection").Address() + ".arn}", "FullRepositoryId": "acme/web",
		"BranchName": "release/$${x}", "OutputArtifactFormat": "CODE_ZIP", "DetectChanges": "true",
	})
	assert.DeepEqual(t, resource.Get("stage.1.action.0.configuration"), map[string]any{"ProjectName": "${" + template.One("aws_codebuild_project").Address() + ".name}"})
	assert.Equal(t, resource.String("stage.2.action.0.provider"), "Manual")
	assert.Equal(t, resource.String("stage.2.action.0.configuration.NotificationArn"), "arn:topic")
	assert.Equal(t, resource.String("stage.3.action.0.provider"), "CodeDeployToECS")
	assert.DeepEqual(t, resource.Get("stage.3.action.0.configuration"), map[string]any{
		"ApplicationName": "acme-prod-web", "DeploymentGroupName": "acme-prod-web",
		"AppSpecTemplateArtifact": "build", "AppSpecTemplatePath": "appspec.yaml",
		"TaskDefinitionTemplateArtifact": "build", "TaskDefinitionTemplatePath": "taskdef.json",
		"Image1ArtifactName": "build", "Image1ContainerName": "IMAGE1_NAME",
	})
	assert.DeepEqual(t, resource.Get("stage.3.action.0.input_artifacts"), []any{"build"})

	// A pipeline starts as soon as it exists: its role can do its work by then.
	policy := template.One("aws_iam_role_policy", "pipeline")
	assert.DeepEqual(t, resource.Strings("depends_on"), []string{policy.Address()})
	assert.Assert(t, strings.Contains(policy.String("policy"), `"Action":["codeconnections:UseConnection","codestar-connections:UseConnection"]`))
}

func TestBuildProjectBuildsImagesForItsArchitecture(t *testing.T) {
	template := pipelineStack(t)
	project := template.One("aws_codebuild_project")

	assert.Equal(t, project.String("source.type"), "CODEPIPELINE")
	assert.Equal(t, project.String("artifacts.type"), "CODEPIPELINE")
	assert.Equal(t, project.Get("environment.privileged_mode"), true)
	assert.Equal(t, project.String("environment.type"), "ARM_CONTAINER")
	assert.Equal(t, project.String("environment.image"), "aws/codebuild/amazonlinux-aarch64-standard:3.0")
	assert.Equal(t, project.String("encryption_key"), "arn:key")
	group := template.One("aws_cloudwatch_log_group")
	assert.Equal(t, group.String("name"), "/aws/codebuild/acme-prod-web")
	assert.Equal(t, group.String("kms_key_id"), "arn:key")
	assert.Equal(t, project.String("logs_config.cloudwatch_logs.group_name"), "${"+group.Address()+".name}")

	variables := map[string]any{}
	for _, v := range project.Get("environment.environment_variable").([]any) {
		variables[v.(map[string]any)["name"].(string)] = v.(map[string]any)["value"]
	}
	assert.DeepEqual(t, variables, map[string]any{
		"REPOSITORY_URL": "example.com/web", "PLATFORM": "linux/arm64", "DOCKERFILE": "Dockerfile", "BUILD_CONTEXT": "$${folder}",
		"TASK_FAMILY": "acme-prod-web", "CONTAINER_NAME": "web", "CONTAINER_PORT": "8080", "ASSIGN_PUBLIC_IP": "ENABLED", "PLATFORM_VERSION": "LATEST",
		// A list of another stack is joined by Terraform.
		"SUBNET_IDS":         `${join(", ", data.terraform_remote_state.prod-network.outputs.private_subnet_ids)}`,
		"SECURITY_GROUP_IDS": `${join(", ", [data.terraform_remote_state.prod-network.outputs.group_id])}`,
	})

	// The shell's ${...} is not Terraform's.
	text := project.String("source.buildspec")
	assert.Equal(t, strings.Count(text, "${"), strings.Count(text, "$${"))
	assert.Assert(t, strings.Contains(text, "$${REPOSITORY_URL%%/*}"), text)
	var spec struct {
		Phases map[string]struct{ Commands []string }
	}
	assert.NilError(t, yaml.Unmarshal([]byte(text), &spec))
	assert.Equal(t, len(spec.Phases), 2)
}

func TestRollingPipelineHasNoApprovalUnlessAsked(t *testing.T) {
	stack := synthtest.NewStack(t)
	build := pipeline.NewBuildProject(stack, "build", pipeline.BuildProjectProps{
		Name:   "acme-dev-worker",
		Images: []pipeline.Image{{Container: "worker", RepositoryARN: "arn:repository", RepositoryURL: "example.com/worker"}},
		Files:  pipeline.RollingFiles{}, ArtifactBucketName: "artifacts", KMSKeyARN: "arn:key",
	})
	p := pipeline.NewPipeline(stack, "pipeline", pipeline.PipelineProps{
		Name: "acme-dev-worker", ConnectionARN: "arn:connection", Repository: "acme/worker", Build: build,
		Release:      pipeline.RollingRelease{ClusterName: "acme-dev", ServiceName: "acme-dev-worker"},
		PassRoleARNs: []string{"arn:execution", "arn:task"}, ArtifactBucketName: "artifacts", KMSKeyARN: "arn:key",
	})
	cdktf.NewTerraformOutput(stack, jsii.String("arn"), &cdktf.TerraformOutputConfig{Value: jsii.String(p.ARN()), StaticId: jsii.Bool(true)})
	resource := synthtest.Synth(t, stack).One("aws_codepipeline")
	assert.Equal(t, len(resource.Get("stage").([]any)), 3)
	assert.Equal(t, resource.String("stage.0.action.0.configuration.BranchName"), "main")
	assert.Equal(t, resource.String("stage.2.action.0.provider"), "ECS")
	assert.DeepEqual(t, resource.Get("stage.2.action.0.configuration"), map[string]any{
		"ClusterName": "acme-dev", "ServiceName": "acme-dev-worker", "FileName": "imagedefinitions.json",
	})
}

// migrationStack builds a rolling pipeline of two images with a migration.
func migrationStack(t *testing.T) *synthtest.Template {
	t.Helper()
	stack := synthtest.NewStack(t)
	build := pipeline.NewBuildProject(stack, "build", pipeline.BuildProjectProps{
		Name: "acme-dev-web",
		Images: []pipeline.Image{
			{Container: "web", RepositoryARN: "arn:repository", RepositoryURL: "example.com/web"},
			{Container: "app", RepositoryARN: "arn:repository/app", RepositoryURL: "example.com/web/app", BuildArgs: map[string]string{"GREETING": "${x}"}},
		},
		Files: pipeline.RollingFiles{}, ArtifactBucketName: "artifacts", KMSKeyARN: "arn:key",
	})
	migration := pipeline.NewMigrationProject(stack, "migration", pipeline.MigrationProjectProps{
		Name: "acme-dev-web_migration", Container: "app", RepositoryARN: "arn:repository/app",
		Command: []string{"sh", "-c", "migrate ${HOME}"}, Environment: map[string]string{"A": "${b}"},
		Secrets: map[string]pipeline.Secret{"DB_PASSWORD": pipeline.SecretKey("arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:main-AbCdEf", "password")},
		VPCID:   "vpc-1", SubnetIDs: []string{"subnet-1", "subnet-2"}, ArtifactBucketName: "artifacts", KMSKeyARN: "arn:key",
	})
	pipeline.NewPipeline(stack, "pipeline", pipeline.PipelineProps{
		Name: "acme-dev-web", ConnectionARN: "arn:connection", Repository: "acme/web", Build: build, Migration: migration,
		Release:      pipeline.RollingRelease{ClusterName: "acme-dev", ServiceName: "acme-dev-web"},
		PassRoleARNs: []string{"arn:execution", "arn:task"}, ArtifactBucketName: "artifacts", KMSKeyARN: "arn:key",
	})
	return synthtest.Synth(t, stack)
}

// Rule 90: a migration has its interface in private subnets, with a group that
// lets TLS out, and its role by the time CodeBuild looks at the VPC.
func TestMigrationRunsInTheVPCBeforeTheRelease(t *testing.T) {
	template := migrationStack(t)
	project := template.One("aws_codebuild_project", "migration_")
	group := template.One("aws_security_group")
	egress := template.One("aws_vpc_security_group_egress_rule")

	assert.DeepEqual(t, project.Get("vpc_config"), map[string]any{
		"vpc_id": "vpc-1", "subnets": []any{"subnet-1", "subnet-2"}, "security_group_ids": []any{"${" + group.Address() + ".id}"},
	})
	assert.Equal(t, egress.Get("from_port"), 443.0)
	assert.Equal(t, len(template.All("aws_vpc_security_group_ingress_rule")), 0)
	assert.DeepEqual(t, project.Strings("depends_on"), []string{template.One("aws_iam_role_policy", "migration_").Address(), egress.Address()})
	assert.Equal(t, project.Get("environment.privileged_mode"), true)
	assert.DeepEqual(t, project.Get("environment.environment_variable"), []any{
		map[string]any{"name": "CONTAINER_NAME", "type": "PLAINTEXT", "value": "app"},
		map[string]any{"name": "PLATFORM", "type": "PLAINTEXT", "value": "linux/amd64"},
		map[string]any{"name": "A", "type": "PLAINTEXT", "value": "$${b}"},
		map[string]any{"name": "DB_PASSWORD", "type": "SECRETS_MANAGER", "value": "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:main-AbCdEf:password"},
	})
	text := project.String("source.buildspec")
	assert.Equal(t, strings.Count(text, "${"), strings.Count(text, "$${"), "the shell's ${...} is not Terraform's")

	resource := template.One("aws_codepipeline")
	assert.Equal(t, resource.String("stage.2.name"), "Migration")
	assert.DeepEqual(t, resource.Get("stage.2.action.0.configuration"), map[string]any{"ProjectName": "${" + project.Address() + ".name}"})
	assert.DeepEqual(t, resource.Get("stage.2.action.0.input_artifacts"), []any{"build"})
	assert.Assert(t, !resource.Has("stage.2.action.0.output_artifacts"))
	assert.Assert(t, strings.Contains(template.One("aws_iam_role_policy", "pipeline_").String("policy"), project.Address()+".name"), "the pipeline may start it")
}

func TestInvalidPipelinesBuildNothing(t *testing.T) {
	stack := synthtest.NewStack(t)
	pipeline.NewConnection(stack, "connection", pipeline.ConnectionProps{})
	pipeline.NewArtifactStore(stack, "store", pipeline.ArtifactStoreProps{})
	pipeline.NewBuildProject(stack, "build", pipeline.BuildProjectProps{})
	pipeline.NewMigrationProject(stack, "migration", pipeline.MigrationProjectProps{})
	pipeline.NewPipeline(stack, "pipeline", pipeline.PipelineProps{})
	got := strings.Join(synthtest.Errors(stack), "\n")
	for _, want := range []string{"connection: Name: missing", "store: KMSKeyARN: missing", "build: Files: missing", "migration: Command: none", "pipeline: Build: missing", "pipeline: Release: missing"} {
		assert.Assert(t, strings.Contains(got, want), got)
	}
	assert.Equal(t, len(*stack.Node().FindAll("")), 7, "the stack, its provider and five empty nodes")
}
