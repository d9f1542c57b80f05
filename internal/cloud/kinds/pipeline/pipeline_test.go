//go:build rehearsal

package pipeline

import (
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
	"github.com/berth-iac/berth/internal/cloud/kinds/network"
)

const whole = `
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}
resource "aws_security_group" "main" {
  name   = "builds"
  vpc_id = aws_vpc.main.id
}
resource "aws_iam_role" "main" {
  for_each           = toset(["codebuild", "codepipeline"])
  name               = each.key
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${each.key}.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "build" {
  role   = aws_iam_role.main["codebuild"].name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ec2:*", Resource = "*" }] })
}
resource "aws_codeconnections_connection" "main" {
  name          = "github"
  provider_type = "GitHub"
}
resource "aws_codestarconnections_connection" "main" {
  name          = "gitlab"
  provider_type = "GitLab"
}
resource "aws_codebuild_source_credential" "main" {
  auth_type   = "PERSONAL_ACCESS_TOKEN"
  server_type = "GITHUB"
  token       = "secret"
}
resource "aws_codebuild_project" "main" {
  name         = "web"
  service_role = aws_iam_role.main["codebuild"].arn
  depends_on   = [aws_iam_role_policy.build]
  source {
    type      = "CODEPIPELINE"
    buildspec = "version: 0.2"
  }
  artifacts { type = "CODEPIPELINE" }
  environment {
    type            = "ARM_CONTAINER"
    compute_type    = "BUILD_GENERAL1_SMALL"
    image           = "aws/codebuild/amazonlinux-aarch64-standard:3.0"
    privileged_mode = true
    environment_variable {
      name  = "PLATFORM"
      value = "linux/arm64"
    }
  }
  cache {
    type  = "LOCAL"
    modes = ["LOCAL_DOCKER_LAYER_CACHE"]
  }
  logs_config {
    cloudwatch_logs { group_name = "/builds" }
  }
  vpc_config {
    vpc_id             = aws_vpc.main.id
    subnets            = [aws_subnet.main.id]
    security_group_ids = [aws_security_group.main.id]
  }
}
resource "aws_codepipeline" "main" {
  name          = "web"
  role_arn      = aws_iam_role.main["codepipeline"].arn
  pipeline_type = "V2"
  artifact_store {
    type     = "S3"
    location = "artifacts"
  }
  stage {
    name = "Source"
    action {
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      name             = "Source"
      output_artifacts = ["source"]
      configuration = {
        ConnectionArn    = aws_codeconnections_connection.main.arn
        FullRepositoryId = "example/web"
        BranchName       = "main"
      }
    }
  }
  stage {
    name = "Build"
    action {
      category         = "Build"
      owner            = "AWS"
      provider         = "CodeBuild"
      version          = "1"
      name             = "Build"
      input_artifacts  = ["source"]
      output_artifacts = ["build"]
      configuration    = { ProjectName = aws_codebuild_project.main.name }
    }
  }
  stage {
    name = "Deploy"
    action {
      category  = "Approval"
      owner     = "AWS"
      provider  = "Manual"
      version   = "1"
      name      = "Approve"
      run_order = 1
    }
    action {
      category        = "Deploy"
      owner           = "AWS"
      provider        = "CodeDeployToECS"
      version         = "1"
      name            = "Deploy"
      run_order       = 2
      input_artifacts = ["build"]
      configuration = {
        ApplicationName                = "web"
        DeploymentGroupName            = "web"
        TaskDefinitionTemplateArtifact = "build"
        AppSpecTemplateArtifact        = "build"
        Image1ArtifactName             = "build"
        Image1ContainerName            = "IMAGE1_NAME"
      }
    }
  }
  trigger {
    provider_type = "CodeStarSourceConnection"
    git_configuration {
      source_action_name = "Source"
      push {
        branches { includes = ["main"] }
      }
    }
  }
}
resource "aws_codestarnotifications_notification_rule" "main" {
  name           = "web"
  detail_type    = "BASIC"
  resource       = aws_codepipeline.main.arn
  event_type_ids = ["codepipeline-pipeline-pipeline-execution-failed"]
  target { address = "arn:aws:sns:ap-northeast-1:000000000000:missing" }
}
data "aws_codestarconnections_connection" "main" { name = aws_codestarconnections_connection.main.name }
output "status" { value = aws_codeconnections_connection.main.connection_status }
output "project" { value = aws_codebuild_project.main.id }
output "pipeline" { value = aws_codepipeline.main.arn }
output "target" { value = one(aws_codestarnotifications_notification_rule.main.target).status }
`

func TestPipeline(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: slices.Concat(Kinds(), network.Kinds(), identity.Kinds()), Data: Data()})
	tf.Apply(whole)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	outputs, err := tf.Run("output")
	assert.NilError(t, err, outputs)
	for _, want := range []string{
		`status = "PENDING"`, `project = "arn:aws:codebuild:ap-northeast-1:000000000000:project/web"`,
		`pipeline = "arn:aws:codepipeline:ap-northeast-1:000000000000:web"`, `target = "UNREACHABLE"`,
	} {
		assert.Assert(t, strings.Contains(outputs, want), "%s is not in\n%s", want, outputs)
	}
	printed := tf.Refused(whole + refusedProjects + refusedPipelines)
	cloudtest.Seen(t, Refusals(), printed)

	// In place: somebody authorizes the connection meanwhile, which stays so.
	arn := tf.ID("aws_codeconnections_connection.main")
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		authorized := c.One(connectionType, "id", arn).Clone()
		authorized["connection_status"] = "AVAILABLE"
		c.Put(connectionType, authorized)
		return nil
	}))
	changed := strings.NewReplacer(
		`provider_type = "GitHub"`, `provider_type = "GitHub"`+"\n  tags = { Name = \"github\" }",
		`"BUILD_GENERAL1_SMALL"`, `"BUILD_GENERAL1_LARGE"`, `BranchName       = "main"`, `BranchName       = "develop"`,
		`"BASIC"`, `"FULL"`).Replace(whole)
	tf.Write(changed)
	plan := tf.Plan()
	assert.Equal(t, plan["aws_codepipeline.main"], "update")
	assert.Equal(t, plan["aws_codebuild_project.main"], "update")
	assert.Equal(t, plan["aws_codeconnections_connection.main"], "update")
	tf.Apply(changed)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	outputs, err = tf.Run("output", "status")
	assert.NilError(t, err, outputs)
	assert.Equal(t, strings.TrimSpace(outputs), `"AVAILABLE"`)

	tf.Destroy()
	assert.Equal(t, len(tf.Cloud.Objects()), 0)
}

// The words of the provider, before it plans.
func TestInvalidArguments(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds()})
	printed := tf.Refused(`
resource "aws_codeconnections_connection" "long" {
  name          = "a-name-that-is-longer-than-32-characters"
  provider_type = "Gitea"
}
resource "aws_codebuild_project" "misnamed" {
  name          = "web site"
  service_role  = "codebuild"
  build_timeout = 3
  source { type = "SVN" }
  artifacts { type = "NO_ARTIFACTS" }
  environment {
    type         = "ARM_CONTAINER"
    compute_type = "BUILD_GENERAL1_HUGE"
    image        = "alpine"
  }
  cache { type = "LOCAL" }
}
resource "aws_codepipeline" "short" {
  name     = "web site"
  role_arn = "arn:aws:iam::000000000000:role/codepipeline"
  artifact_store {
    type     = "S3"
    location = "artifacts"
  }
  stage {
    name = "Source"
    action {
      category = "Approval"
      owner    = "AWS"
      provider = "Manual"
      version  = "1"
      name     = "Approve"
    }
  }
}
`)
	for _, want := range []string{
		`expected length of name to be in the range (1 - 32)`, `expected provider_type to be one of`,
		`only alphanumeric characters, hyphens and underscores allowed`, `"service_role" (codebuild) is an invalid ARN`,
		`expected build_timeout to be in the range (5 - 2160), got 3`, `expected type to be one of`, `expected compute_type to be one of`,
		`cache modes are required when cache type is "LOCAL"`,
		`At least 2 "stage" blocks are required`,
	} {
		assert.Assert(t, strings.Contains(printed, want), "%s is not in\n%s", want, printed)
	}
}
