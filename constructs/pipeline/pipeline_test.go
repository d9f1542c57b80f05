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
		Name: "acme-prod-web", ConnectionARN: "arn:connection", Repository: "acme/web", Branch: "main",
		Build:    &BuildProject{Name: "acme-prod-web", images: oneImage("web"), files: blueGreen()},
		Approval: true, ApprovalTopicARN: "arn:topic",
		Release:            BlueGreenRelease{ApplicationName: "acme-prod-web", DeploymentGroupName: "acme-prod-web"},
		PassRoleARNs:       []string{"arn:execution", "arn:task"},
		ArtifactBucketName: "artifacts", KMSKeyARN: "arn:key",
	}
}

// rollingProps release two images without asking.
func rollingProps() PipelineProps {
	props := pipelineProps()
	props.Build = &BuildProject{Name: "acme-prod-web", images: twoImages(), files: RollingFiles{}}
	props.Release, props.Approval, props.ApprovalTopicARN = RollingRelease{ClusterName: "acme", ServiceName: "worker"}, false, ""
	return props
}

func buildProps() BuildProjectProps {
	return BuildProjectProps{
		Name: "acme-prod-web", Images: oneImage("web"),
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
		{"rolling without approval", func(p *PipelineProps) { *p = rollingProps() }, ""},
		{"a migration with the second image", func(p *PipelineProps) {
			*p = rollingProps()
			p.Migration = &MigrationProject{Name: "m", container: "proxy"}
		}, ""},
		{"no build", func(p *PipelineProps) { p.Build = nil }, "Build: missing"},
		{"a build that was refused", func(p *PipelineProps) { p.Build = &BuildProject{} }, "Build: missing"},
		{"files of another release", func(p *PipelineProps) { p.Build.files = RollingFiles{} }, "Release: needs appspec.yaml, which the build does not write"},
		{"a migration that was refused", func(p *PipelineProps) { p.Migration = &MigrationProject{} }, "Migration: invalid"},
		{"a migration without an image", func(p *PipelineProps) { p.Migration = &MigrationProject{Name: "m", container: "proxy"} }, `Migration: runs with the image of "proxy"`},
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
		{"no service", func(p *PipelineProps) { *p = rollingProps(); p.Release = RollingRelease{ClusterName: "c"} }, "Release.ServiceName: missing"},
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
	images := func(images ...Image) func(*BuildProjectProps) {
		return func(p *BuildProjectProps) { p.Images = images }
	}
	image := func(change func(*Image)) func(*BuildProjectProps) {
		return func(p *BuildProjectProps) {
			p.Images = twoImages()
			change(&p.Images[1])
		}
	}
	five := make([]Image, 5)
	for i := range five {
		name := "c" + string(rune('0'+i))
		five[i] = Image{Container: name, RepositoryARN: "arn:" + name, RepositoryURL: name}
	}
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
		{"rolling", func(p *BuildProjectProps) { p.Files = RollingFiles{} }, ""},
		{"two images", images(twoImages()...), ""},
		{"four images", images(five[:4]...), ""},
		{"five images", images(five...), "Images: 5 given: the release takes 4"},
		{"five images, rolling", func(p *BuildProjectProps) { p.Images, p.Files = five, RollingFiles{} }, ""},
		{"no images", images(), "Images: none"},
		{"a container twice", image(func(i *Image) { i.Container = "web" }), `Images[1].Container: "web" has an image already`},
		{"a repository twice", image(func(i *Image) { i.RepositoryURL = twoImages()[0].RepositoryURL }), "Images[1].RepositoryURL: that of another image"},
		{"no repository", image(func(i *Image) { i.RepositoryURL = "" }), "Images[1].RepositoryURL: missing"},
		{"no container", image(func(i *Image) { i.Container = "" }), "Images[1].Container: missing"},
		{"an argument that is shell", image(func(i *Image) { i.BuildArgs = map[string]string{"$(id)": "x"} }), "Images[1].BuildArgs[$(id)]: not the name of a variable"},
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

// withMigration adds a migration with the image of a container.
func withMigration(props PipelineProps, container string) PipelineProps {
	props.Migration = &MigrationProject{Name: "acme-prod-web_migration", container: container}
	return props
}

// twoImagesProps release two images with CodeDeploy.
func twoImagesProps() PipelineProps {
	props := pipelineProps()
	props.Build = &BuildProject{Name: "acme-prod-web", images: twoImages(), files: blueGreen()}
	return props
}

func TestEveryArtifactWasMadeByAnEarlierStage(t *testing.T) {
	for _, test := range []struct {
		props PipelineProps
		want  string
	}{
		{pipelineProps(), "Source Build Approval Deploy"},
		{twoImagesProps(), "Source Build Approval Deploy"},
		{rollingProps(), "Source Build Deploy"},
		{withMigration(twoImagesProps(), "proxy"), "Source Build Approval Migration Deploy"},
		{withMigration(rollingProps(), "web"), "Source Build Migration Deploy"},
	} {
		assert.NilError(t, test.props.Validate())
		var made, names []string
		for i, stage := range planStages(test.props) {
			assert.Equal(t, stage.category == "Source", i == 0, "the first stage holds sources, and no other does")
			for _, input := range stage.inputs {
				assert.Assert(t, slices.Contains(made, input), "%s takes %s", stage.name, input)
			}
			made = append(made, stage.outputs...)
			names = append(names, stage.name)
		}
		assert.Equal(t, strings.Join(names, " "), test.want)
	}
}

// A migration runs with the image of the release that it precedes.
func TestMigrationTakesTheArtifactWithItsImage(t *testing.T) {
	inputs := func(props PipelineProps) []string {
		stages := planStages(props)
		return stages[len(stages)-2].inputs
	}
	assert.DeepEqual(t, inputs(withMigration(twoImagesProps(), "web")), []string{"build"})
	assert.DeepEqual(t, inputs(withMigration(twoImagesProps(), "proxy")), []string{"image2"})
	assert.DeepEqual(t, inputs(withMigration(rollingProps(), "proxy")), []string{"build"})
}

func TestBlueGreenReleaseNamesTheFilesOfTheBuild(t *testing.T) {
	build := twoImagesProps().Build
	deploy := BlueGreenRelease{ApplicationName: "a", DeploymentGroupName: "g"}.action(build)
	configuration, spec := deploy.configuration, planBuildspec(build.images, build.files)
	for _, of := range []string{"AppSpecTemplate", "TaskDefinitionTemplate"} {
		files := spec.Artifacts.Secondary[configuration[of+"Artifact"]].Files
		assert.Assert(t, slices.Contains(files, configuration[of+"Path"]), of)
	}
	for _, image := range []string{"Image1", "Image2"} {
		// The container name is the placeholder, without its brackets.
		assert.Assert(t, strings.Contains(spec.YAML(), "<"+configuration[image+"ContainerName"]+">"))
		artifact := configuration[image+"ArtifactName"]
		assert.Assert(t, slices.Contains(spec.Artifacts.Secondary[artifact].Files, "imageDetail.json"), artifact)
		assert.Assert(t, slices.Contains(deploy.inputs, artifact), artifact)
	}
	assert.Assert(t, configuration["Image1ArtifactName"] != configuration["Image2ArtifactName"])
	_, more := configuration["Image3ArtifactName"]
	assert.Assert(t, !more)

	rolling := rollingProps()
	configuration = rolling.Release.action(rolling.Build).configuration
	assert.DeepEqual(t, planBuildspec(rolling.Build.images, RollingFiles{}).Artifacts.Files, []string{configuration["FileName"]})
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
	rolling := rollingProps()
	rolling.Approval, rolling.ApprovalTopicARN = true, "arn:topic"
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
	props.Images, props.Files = twoImages(), RollingFiles{}
	assert.DeepEqual(t, grants(buildPolicy(here, props, "arn:logs"), "ecr:PutImage"), []string{"arn:repository", "arn:repository/proxy"})
	assert.DeepEqual(t, grants(buildPolicy(here, props, "arn:logs"), "ecs:DescribeTaskDefinition"), []string(nil))
}
