package pipeline

import (
	"cmp"
	"slices"
	"time"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/codebuildproject"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/node"
	"github.com/berth-iac/berth/internal/retention"
)

// BuildProjectProps describe a CodeBuild project that builds the images of a
// task, pushes them and writes the files of a release. It runs outside the VPC
// and takes its sources from a pipeline.
type BuildProjectProps struct {
	// Name of the project, unique in the region: 2 to 150 letters, digits,
	// hyphens and underscores.
	Name string
	// Architecture is X8664 or ARM64, that of the task. Default: X8664.
	Architecture Architecture
	// ComputeType is Small, Medium or Large. Default: Small.
	ComputeType ComputeType
	// Images are built and pushed together, each for a container of the task: one
	// to four with BlueGreenFiles, one to ten with RollingFiles.
	Images []Image
	// Files are BlueGreenFiles or RollingFiles, as the release needs them.
	Files ReleaseFiles
	// ArtifactBucketName is the bucket of the artifact store.
	ArtifactBucketName string
	// KMSKeyARN is the key of the artifact store. It encrypts the logs too: its
	// policy has to let the logs service of the region use it, see
	// kms.KeyProps.Logs.
	KMSKeyARN string
	// LogRetentionDays is how long the logs are kept, in days, as in
	// logs.GroupProps. Default: 365.
	LogRetentionDays int
	// Timeout of a build: 5 minutes to 36 hours, in whole minutes. Default: 30
	// minutes.
	Timeout time.Duration
}

// BuildProject is a CodeBuild project.
type BuildProject struct {
	// Name of the project.
	Name string
	// RoleARN is the role of the builds.
	RoleARN string
	// LogGroupName is where the logs go.
	LogGroupName string
	// Resource is the aws_codebuild_project; nil where the props are invalid.
	Resource codebuildproject.CodebuildProject

	images []Image
	files  ReleaseFiles
}

// outputs are the artifacts that the builds hand on.
func (b *BuildProject) outputs() []output { return b.files.outputs(len(b.images)) }

// position of the image of a container, -1 where the builds make none.
func (b *BuildProject) position(container string) int {
	return slices.IndexFunc(b.images, func(i Image) bool { return i.Container == container })
}

// ARN of the project.
func (b *BuildProject) ARN() string {
	if b.Resource == nil {
		return ""
	}
	return *b.Resource.Arn()
}

func (p BuildProjectProps) withDefaults() BuildProjectProps {
	p.Architecture = cmp.Or(p.Architecture, X8664)
	p.ComputeType = cmp.Or(p.ComputeType, Small)
	p.Timeout = cmp.Or(p.Timeout, defaultTimeout)
	p.Images = slices.Clone(p.Images)
	for i, image := range p.Images {
		p.Images[i] = image.withDefaults()
	}
	return p
}

// Validate tells what CodeBuild would refuse, or a build stumble over.
func (p BuildProjectProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, projectName)
	problems.Required("ArtifactBucketName", p.ArtifactBucketName)
	problems.Required("KMSKeyARN", p.KMSKeyARN)
	if p.Files == nil {
		problems.Addf("Files", "missing: BlueGreenFiles or RollingFiles are required")
	} else {
		problems.Join("Files", p.Files.Validate())
		checkImages(&problems, p.Images, p.Files.maxImages())
	}
	retention.Check(&problems, "LogRetentionDays", p.LogRetentionDays)
	p = p.withDefaults()
	checkMachine(&problems, p.Architecture, p.ComputeType, p.Timeout)
	return problems.Err()
}

// NewBuildProject adds a CodeBuild project with its role and its log group.
func NewBuildProject(scope constructs.Construct, id string, props BuildProjectProps) *BuildProject {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &BuildProject{}
	}
	props = props.withDefaults()
	here := identity.LocationOf(scope)
	group := newProjectLogs(scope, props.Name, props.KMSKeyARN, props.LogRetentionDays)
	role := newProjectRole(scope, props.Name, "Builds of "+props.Name, "build", buildPolicy(here, props, group.ARN))
	machine := machines[props.Architecture]
	config := projectConfig{
		name:        props.Name,
		description: "Image of " + props.Name,
		machine:     machine,
		computeType: props.ComputeType,
		timeout:     props.Timeout,
		kmsKeyARN:   props.KMSKeyARN,
		buildspec:   planBuildspec(props.Images, props.Files).YAML(),
		variables:   environment(props, machine),
	}.of(role, group)
	config.Cache = &codebuildproject.CodebuildProjectCache{
		Type:  jsii.String("LOCAL"),
		Modes: jsii.Strings("LOCAL_DOCKER_LAYER_CACHE"),
	}
	config.DependsOn = node.DependsOn(role.PolicyDependencies())
	resource := codebuildproject.NewCodebuildProject(scope, jsii.String("Resource"), config)
	return &BuildProject{
		Name:         *resource.Name(),
		RoleARN:      role.ARN,
		LogGroupName: group.Name,
		Resource:     resource,
		images:       props.Images,
		files:        props.Files,
	}
}

// environment holds the variables that the buildspec reads.
func environment(props BuildProjectProps, machine machine) []*codebuildproject.CodebuildProjectEnvironmentEnvironmentVariable {
	var out []*codebuildproject.CodebuildProjectEnvironmentEnvironmentVariable
	for _, v := range append(imageVariables(props.Images, machine.platform), props.Files.variables(props.Images)...) {
		out = append(out, plainVariable(v))
	}
	return out
}
