package pipeline

import (
	"slices"
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check/checktest"
)

var here = identity.Location{Partition: "aws-cn", DNSSuffix: "amazonaws.com.cn", Region: "cn-north-1", AccountID: "123456789012"}

func pipelineProps() PipelineProps {
	return PipelineProps{
		Name: "acme-prod-web", ConnectionARN: "arn:connection", Repository: "acme/web", Branch: "main", BuildProjectName: "acme-prod-web",
		Approval: true, ApprovalTopicARN: "arn:topic",
		Release:            BlueGreenRelease{ApplicationName: "acme-prod-web", DeploymentGroupName: "acme-prod-web"},
		PassRoleARNs:       []string{"arn:execution", "arn:task"},
		ArtifactBucketName: "artifacts", KMSKeyARN: "arn:key",
	}
}

func buildProps() BuildProjectProps {
	return BuildProjectProps{
		Name: "acme-prod-web", RepositoryARN: "arn:repository", RepositoryURL: "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/acme/web",
		Files: blueGreen(), ArtifactBucketName: "artifacts", KMSKeyARN: "arn:key",
	}
}

func TestPipelinePropsAreRefused(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*PipelineProps)
		want   string // "" where the props are valid
	}{
		{"blue/green with approval", func(p *PipelineProps) {}, ""},
		{"rolling without approval", func(p *PipelineProps) {
			p.Release, p.Approval, p.ApprovalTopicARN = RollingRelease{ClusterName: "c", ServiceName: "s"}, false, ""
		}, ""},
		{"groups of GitLab", func(p *PipelineProps) { p.Repository = "acme/backend/web" }, ""},
		{"no name", func(p *PipelineProps) { p.Name = "" }, "Name: missing"},
		{"a space", func(p *PipelineProps) { p.Name = "a b" }, "CodePipeline allows letters"},
		{"too long", func(p *PipelineProps) { p.Name = strings.Repeat("x", 101) }, "101 characters: CodePipeline allows 100"},
		{"a URL", func(p *PipelineProps) { p.Repository = "https://github.com/acme/web" }, "CodePipeline allows the form owner/name"},
		{"no owner", func(p *PipelineProps) { p.Repository = "web" }, "CodePipeline allows the form owner/name"},
		{"no connection", func(p *PipelineProps) { p.ConnectionARN = "" }, "ConnectionARN: missing"},
		{"a topic and no question", func(p *PipelineProps) { p.Approval = false }, "ApprovalTopicARN: set without Approval"},
		{"no roles", func(p *PipelineProps) { p.PassRoleARNs = nil }, "PassRoleARNs: none"},
		{"a list in a policy", func(p *PipelineProps) { p.PassRoleARNs = []string{"#{TfToken[TOKEN.1]}"} }, "PassRoleARNs: a list"},
		{"no release", func(p *PipelineProps) { p.Release = nil }, "Release: missing"},
		{"half a release", func(p *PipelineProps) { p.Release = BlueGreenRelease{ApplicationName: "a"} }, "Release.DeploymentGroupName: missing"},
		{"no service", func(p *PipelineProps) { p.Release = RollingRelease{ClusterName: "c"} }, "Release.ServiceName: missing"},
		{"no key", func(p *PipelineProps) { p.KMSKeyARN = "" }, "KMSKeyARN: missing"},
		{"no bucket", func(p *PipelineProps) { p.ArtifactBucketName = "" }, "ArtifactBucketName: missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			props := pipelineProps()
			test.change(&props)
			checktest.Verdict(t, props.Validate(), test.want)
		})
	}
}

func TestBuildProjectPropsAreRefused(t *testing.T) {
	files := func(change func(*BlueGreenFiles)) func(*BuildProjectProps) {
		return func(p *BuildProjectProps) {
			f := blueGreen()
			change(&f)
			p.Files = f
		}
	}
	for _, test := range []struct {
		name   string
		change func(*BuildProjectProps)
		want   string
	}{
		{"the least", func(p *BuildProjectProps) {}, ""},
		{"rolling", func(p *BuildProjectProps) { p.Files = RollingFiles{ContainerName: "worker"} }, ""},
		{"lists that Terraform knows later", files(func(f *BlueGreenFiles) { f.SubnetIDs = []string{"#{TfToken[TOKEN.1]}"} }), ""},
		{"the ARN of a hook", files(func(f *BlueGreenFiles) {
			f.Hooks.AfterInstall = "arn:aws:lambda:ap-northeast-1:123456789012:function:check"
		}), ""},
		{"a slash", func(p *BuildProjectProps) { p.Name = "acme/web" }, "CodeBuild allows letters"},
		{"one letter", func(p *BuildProjectProps) { p.Name = "w" }, "1 characters: CodeBuild allows 2 to 150"},
		{"a hyphen first", func(p *BuildProjectProps) { p.Name = "-web" }, "CodeBuild allows letters"},
		{"an architecture of Docker's", func(p *BuildProjectProps) { p.Architecture = "amd64" }, `"amd64" is not one of x86_64, arm64`},
		{"an unknown size", func(p *BuildProjectProps) { p.ComputeType = "small" }, "ComputeType"},
		{"too long", func(p *BuildProjectProps) { p.Timeout = 37 * time.Hour }, "Timeout: 37h0m0s is out of range"},
		{"half a minute", func(p *BuildProjectProps) { p.Timeout = 330 * time.Second }, "whole minutes"},
		{"no files", func(p *BuildProjectProps) { p.Files = nil }, "Files: missing"},
		{"no repository", func(p *BuildProjectProps) { p.RepositoryURL = "" }, "RepositoryURL: missing"},
		{"no key", func(p *BuildProjectProps) { p.KMSKeyARN = "" }, "KMSKeyARN: missing"},
		{"an unknown log retention", func(p *BuildProjectProps) { p.LogRetentionDays = 2 }, "LogRetentionDays: 2 days"},
		{"no family", files(func(f *BlueGreenFiles) { f.TaskFamily = "" }), "Files.TaskFamily: missing"},
		{"a container that ends the quotes", files(func(f *BlueGreenFiles) { f.ContainerName = `web"` }), "Files.ContainerName"},
		{"no port", files(func(f *BlueGreenFiles) { f.ContainerPort = 0 }), "Files.ContainerPort: 0 is out of range: 1 to 65535"},
		{"no subnets", files(func(f *BlueGreenFiles) { f.SubnetIDs = nil }), "Files.SubnetIDs: none"},
		{"no groups", files(func(f *BlueGreenFiles) { f.SecurityGroupIDs = nil }), "Files.SecurityGroupIDs: none"},
		{"no network on Fargate", files(func(f *BlueGreenFiles) { f.SubnetIDs, f.SecurityGroupIDs = nil, nil }), "Files.SubnetIDs: none"},
		{"a platform version of instances", files(func(f *BlueGreenFiles) { f.CapacityProviderName, f.PlatformVersion = "ec2", "1.4.0" }), "only Fargate has platform versions"},
		{"an unknown platform version", files(func(f *BlueGreenFiles) { f.PlatformVersion = "latest" }), "Files.PlatformVersion"},
		{"a hook that is shell", files(func(f *BlueGreenFiles) { f.Hooks.BeforeInstall = "$(id)" }), "Files.Hooks.BeforeInstall"},
		{"no container", func(p *BuildProjectProps) { p.Files = RollingFiles{} }, "Files.ContainerName: missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			props := buildProps()
			test.change(&props)
			checktest.Verdict(t, props.Validate(), test.want)
		})
	}
}

func TestStoreAndConnectionPropsAreRefused(t *testing.T) {
	checktest.Verdict(t, ArtifactStoreProps{Name: "acme-artifacts", KMSKeyARN: "arn:key"}.Validate(), "")
	checktest.Verdict(t, ArtifactStoreProps{Name: "Acme", KMSKeyARN: "arn:key"}.Validate(), "Name")
	checktest.Verdict(t, ArtifactStoreProps{Name: "acme-artifacts"}.Validate(), "KMSKeyARN: missing")
	checktest.Verdict(t, ConnectionProps{Name: strings.Repeat("x", 32)}.Validate(), "")
	checktest.Verdict(t, ConnectionProps{Name: strings.Repeat("x", 33)}.Validate(), "33 characters: CodeConnections allows 32")
	checktest.Verdict(t, ConnectionProps{Name: "x", Provider: "CodeCommit"}.Validate(), "is not one of GitHub, GitLab, Bitbucket")
}

func TestEveryArtifactWasMadeByAnEarlierStage(t *testing.T) {
	rolling := pipelineProps()
	rolling.Release, rolling.Approval, rolling.ApprovalTopicARN = RollingRelease{ClusterName: "c", ServiceName: "s"}, false, ""
	for _, props := range []PipelineProps{pipelineProps(), rolling} {
		stages := planStages(props)
		var made []string
		for i, stage := range stages {
			assert.Equal(t, stage.category == "Source", i == 0, "the first stage holds sources, and no other does")
			for _, input := range stage.inputs {
				assert.Assert(t, slices.Contains(made, input), "%s takes %s", stage.name, input)
			}
			made = append(made, stage.outputs...)
		}
	}
	names := func(props PipelineProps) (names []string) {
		for _, stage := range planStages(props) {
			names = append(names, stage.name)
		}
		return names
	}
	assert.DeepEqual(t, names(pipelineProps()), []string{"Source", "Build", "Approval", "Deploy"})
	assert.DeepEqual(t, names(rolling), []string{"Source", "Build", "Deploy"})
}

func TestBlueGreenReleaseNamesTheFilesOfTheBuild(t *testing.T) {
	configuration := BlueGreenRelease{ApplicationName: "a", DeploymentGroupName: "g"}.action().configuration
	files := planBuildspec(blueGreen()).Artifacts.Files
	for _, path := range []string{"AppSpecTemplatePath", "TaskDefinitionTemplatePath"} {
		assert.Assert(t, slices.Contains(files, configuration[path]), path)
	}
	// Image1ContainerName is the placeholder, without its brackets.
	assert.Assert(t, strings.Contains(planBuildspec(blueGreen()).YAML(), "<"+configuration["Image1ContainerName"]+">"))
	assert.Equal(t, configuration["Image1ArtifactName"], "build")

	configuration = RollingRelease{ClusterName: "c", ServiceName: "s"}.action().configuration
	assert.DeepEqual(t, planBuildspec(RollingFiles{}).Artifacts.Files, []string{configuration["FileName"]})
}

// grants lists the resources on which a policy allows an action.
func grants(policy identity.Policy, action string) []string {
	var resources []string
	for _, s := range policy.Statements {
		if slices.Contains(s.Actions, action) {
			resources = append(resources, s.Resources...)
		}
	}
	return resources
}

func TestPoliciesNameTheirResources(t *testing.T) {
	rolling := pipelineProps()
	rolling.Release = RollingRelease{ClusterName: "acme", ServiceName: "worker"}
	blueGreenPolicy, rollingPolicy, build := pipelinePolicy(here, pipelineProps()), pipelinePolicy(here, rolling), buildPolicy(here, buildProps(), "arn:logs")

	// Actions for which IAM knows no resource, or only conditions.
	without := []string{"ecr:GetAuthorizationToken", "ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition", "ecs:ListTasks"}
	for _, policy := range []identity.Policy{blueGreenPolicy, rollingPolicy, build} {
		assert.NilError(t, policy.Validate())
		for _, s := range policy.Statements {
			for _, action := range s.Actions {
				assert.Assert(t, !slices.Contains(s.Resources, "*") || slices.Contains(without, action), "%s on everything", action)
			}
		}
		// Bucket actions on the bucket, object actions on what is in it.
		assert.DeepEqual(t, grants(policy, "s3:GetBucketLocation"), []string{"arn:aws-cn:s3:::artifacts"})
		assert.DeepEqual(t, grants(policy, "s3:GetObject"), []string{"arn:aws-cn:s3:::artifacts/*"})
		assert.DeepEqual(t, grants(policy, "s3:PutObject"), []string{"arn:aws-cn:s3:::artifacts/*"})
		assert.DeepEqual(t, grants(policy, "kms:Decrypt"), []string{"arn:key"})
		assert.DeepEqual(t, grants(policy, "kms:GenerateDataKey"), []string{"arn:key"})
	}

	for _, policy := range []identity.Policy{blueGreenPolicy, rollingPolicy} {
		assert.DeepEqual(t, grants(policy, "iam:PassRole"), []string{"arn:execution", "arn:task"})
		for _, s := range policy.Statements {
			if slices.Contains(s.Actions, "iam:PassRole") {
				assert.DeepEqual(t, s.Conditions, []identity.Condition{identity.PassedTo("ecs-tasks.amazonaws.com")})
			}
		}
		for _, action := range []string{"codeconnections:UseConnection", "codestar-connections:UseConnection"} {
			assert.DeepEqual(t, grants(policy, action), []string{"arn:connection"})
		}
		assert.DeepEqual(t, grants(policy, "codebuild:StartBuild"), []string{"arn:aws-cn:codebuild:cn-north-1:123456789012:project/acme-prod-web"})
		assert.DeepEqual(t, grants(policy, "sns:Publish"), []string{"arn:topic"})
		assert.DeepEqual(t, grants(policy, "ecs:RegisterTaskDefinition"), []string{"*"})
	}
	for _, action := range []string{"codedeploy:CreateDeployment", "codedeploy:GetDeployment"} {
		assert.DeepEqual(t, grants(blueGreenPolicy, action), []string{"arn:aws-cn:codedeploy:cn-north-1:123456789012:deploymentgroup:acme-prod-web/acme-prod-web"})
	}
	for _, action := range []string{"codedeploy:GetApplication", "codedeploy:GetApplicationRevision", "codedeploy:RegisterApplicationRevision"} {
		assert.DeepEqual(t, grants(blueGreenPolicy, action), []string{"arn:aws-cn:codedeploy:cn-north-1:123456789012:application:acme-prod-web"})
	}
	// CodeDeploy updates the service, not the pipeline.
	assert.DeepEqual(t, grants(blueGreenPolicy, "ecs:UpdateService"), []string(nil))
	assert.DeepEqual(t, grants(rollingPolicy, "ecs:UpdateService"), []string{"arn:aws-cn:ecs:cn-north-1:123456789012:service/acme/worker"})
	assert.DeepEqual(t, grants(rollingPolicy, "codedeploy:CreateDeployment"), []string(nil))

	assert.DeepEqual(t, grants(build, "logs:PutLogEvents"), []string{"arn:logs:*"})
	assert.DeepEqual(t, grants(build, "ecr:PutImage"), []string{"arn:repository"})
	props := buildProps()
	props.Files = RollingFiles{ContainerName: "worker"}
	assert.DeepEqual(t, grants(buildPolicy(here, props, "arn:logs"), "ecs:DescribeTaskDefinition"), []string(nil))
}
