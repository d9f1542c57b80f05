package pipeline

import (
	"cmp"
	"regexp"
	"slices"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/codepipeline"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// PipelineProps describe a CodePipeline that releases every push to a branch.
type PipelineProps struct {
	// Name of the pipeline, unique in the region: at most 100 letters, digits
	// and .@-_ characters.
	Name string
	// ConnectionARN is the connection to the Git provider, see NewConnection.
	ConnectionARN string
	// Repository as owner/name.
	Repository string
	// Branch whose pushes are released. Default: main.
	Branch string
	// Build is the project that builds the images and writes the files of the
	// release.
	Build *BuildProject
	// Approval asks somebody before each release. An approval that nobody gives
	// within seven days counts as refused. Default: false.
	Approval bool
	// ApprovalTopicARN is the SNS topic that tells of a wanted approval; only
	// with Approval. A key that encrypts the topic has to be KMSKeyARN. Default:
	// none, the console shows it.
	ApprovalTopicARN string
	// Migration is a project that changes the database with a new image, after
	// the approval and before the release. Where it fails, nothing is released.
	// Default: none.
	Migration *MigrationProject
	// Release is a BlueGreenRelease or a RollingRelease.
	Release Release
	// PassRoleARNs are the execution role and the task role of the service,
	// which the pipeline hands to ECS with each new task definition.
	PassRoleARNs []string
	// ArtifactBucketName is the bucket of the artifact store.
	ArtifactBucketName string
	// KMSKeyARN is the key of the artifact store.
	KMSKeyARN string
}

// Release says how the last stage brings an image to a service:
// BlueGreenRelease or RollingRelease.
type Release interface {
	Validate() error
	action(build *BuildProject) action
	// file is one that the build writes for such a release alone.
	file() string
	statements(here identity.Location) []identity.Statement
}

// BlueGreenRelease deploys with CodeDeploy; the build writes BlueGreenFiles.
type BlueGreenRelease struct {
	// ApplicationName and DeploymentGroupName in CodeDeploy.
	ApplicationName, DeploymentGroupName string
}

// RollingRelease lets ECS replace the tasks of a service; the build writes
// RollingFiles.
type RollingRelease struct {
	// ClusterName and ServiceName in ECS.
	ClusterName, ServiceName string
}

// Pipeline is a CodePipeline.
type Pipeline struct {
	// Name of the pipeline.
	Name string
	// RoleARN is the role of the pipeline.
	RoleARN string
	// Resource is the aws_codepipeline; nil where the props are invalid.
	Resource codepipeline.Codepipeline
}

// ARN of the pipeline.
func (p *Pipeline) ARN() string {
	if p.Resource == nil {
		return ""
	}
	return *p.Resource.Arn()
}

const defaultBranch = "main"

var (
	pipelineName = check.TextRule{
		Service: "CodePipeline",
		Max:     naming.MaxPipeline,
		Form:    regexp.MustCompile(`^[\w.@-]+$`),
		Allowed: "letters, digits and .@-_",
	}
	repository = check.TextRule{
		Service: "CodePipeline",
		Form:    regexp.MustCompile(`^[\w.-]+(/[\w.-]+)+$`),
		Allowed: "the form owner/name",
	}
)

// Validate tells what CodePipeline would refuse, or a release stumble over.
func (p PipelineProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, pipelineName)
	problems.Required("ConnectionARN", p.ConnectionARN)
	check.Name(&problems, "Repository", p.Repository, repository)
	problems.Required("ArtifactBucketName", p.ArtifactBucketName)
	problems.Required("KMSKeyARN", p.KMSKeyARN)
	if p.ApprovalTopicARN != "" && !p.Approval {
		problems.Addf("ApprovalTopicARN", "set without Approval: nobody would be asked")
	}
	if len(p.PassRoleARNs) == 0 {
		problems.Addf("PassRoleARNs", "none: the execution role and the task role of the service are required")
	}
	if slices.ContainsFunc(p.PassRoleARNs, literal.IsListToken) {
		problems.Addf("PassRoleARNs", "a list that Terraform knows only later: a policy document needs the ARNs one by one")
	}
	if p.Release == nil {
		problems.Addf("Release", "missing: a BlueGreenRelease or a RollingRelease is required")
	} else {
		problems.Join("Release", p.Release.Validate())
	}
	p.checkProjects(&problems)
	return problems.Err()
}

// checkProjects notes projects that were refused themselves, and those that do
// not go together.
func (p PipelineProps) checkProjects(problems *check.Problems) {
	if p.Build == nil || p.Build.Name == "" {
		problems.Addf("Build", "missing: a valid BuildProject is required")
		return
	}
	if p.Release != nil && !slices.ContainsFunc(p.Build.outputs(), func(o output) bool { return slices.Contains(o.files, p.Release.file()) }) {
		problems.Addf("Release", "needs %s, which the build does not write: BlueGreenFiles go with a BlueGreenRelease, RollingFiles with a RollingRelease", p.Release.file())
	}
	switch {
	case p.Migration == nil:
	case p.Migration.Name == "":
		problems.Addf("Migration", "invalid: a valid MigrationProject is required")
	case p.Build.position(p.Migration.container) < 0:
		problems.Addf("Migration", "runs with the image of %q, for which the build makes none", p.Migration.container)
	}
}

// Validate tells what is missing.
func (r BlueGreenRelease) Validate() error {
	var problems check.Problems
	problems.Required("ApplicationName", r.ApplicationName)
	problems.Required("DeploymentGroupName", r.DeploymentGroupName)
	return problems.Err()
}

// Validate tells what is missing.
func (r RollingRelease) Validate() error {
	var problems check.Problems
	problems.Required("ClusterName", r.ClusterName)
	problems.Required("ServiceName", r.ServiceName)
	return problems.Err()
}

// NewPipeline adds a pipeline with its role.
func NewPipeline(scope constructs.Construct, id string, props PipelineProps) *Pipeline {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Pipeline{}
	}
	props.Branch = cmp.Or(props.Branch, defaultBranch)
	here := identity.LocationOf(scope)
	role := identity.NewRole(scope, "role", identity.RoleProps{
		Name:            naming.Fit(naming.MaxRole, props.Name, "pipeline"),
		Description:     "Pipeline " + props.Name,
		Service:         "codepipeline.amazonaws.com",
		TrustConditions: []identity.Condition{identity.SourceAccount(here.AccountID)},
		Policies:        map[string]identity.Policy{"pipeline": pipelinePolicy(here, props)},
	})
	resource := codepipeline.NewCodepipeline(scope, jsii.String("Resource"), &codepipeline.CodepipelineConfig{
		Name:         jsii.String(props.Name),
		RoleArn:      jsii.String(role.ARN),
		PipelineType: jsii.String("V2"),
		// A push that waits for an approval or a long deployment gives way to a
		// later one: what is released next is the newest, and nothing piles up.
		ExecutionMode: jsii.String("SUPERSEDED"),
		ArtifactStore: []*codepipeline.CodepipelineArtifactStore{{
			Type:          jsii.String("S3"),
			Location:      jsii.String(props.ArtifactBucketName),
			EncryptionKey: &codepipeline.CodepipelineArtifactStoreEncryptionKey{Type: jsii.String("KMS"), Id: jsii.String(props.KMSKeyARN)},
		}},
		Stage:     render(planStages(props)),
		DependsOn: node.DependsOn(role.PolicyDependencies()),
	})
	return &Pipeline{Name: *resource.Name(), RoleARN: role.ARN, Resource: resource}
}
