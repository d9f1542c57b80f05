package pipeline

import (
	"regexp"
	"time"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/codebuildproject"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/logs"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
)

// Architecture of the machine that builds, and of the image.
type Architecture string

// The architectures. The zero value is X8664. It is that of the task.
const (
	X8664 Architecture = "x86_64"
	ARM64 Architecture = "arm64"
)

// ComputeType is the size of the machine that builds, as CodeBuild names it.
type ComputeType string

// The compute types. The zero value is Small.
const (
	Small  ComputeType = "BUILD_GENERAL1_SMALL"
	Medium ComputeType = "BUILD_GENERAL1_MEDIUM"
	Large  ComputeType = "BUILD_GENERAL1_LARGE"
)

// machine is what an architecture builds on.
type machine struct {
	image, environmentType, platform string
}

var machines = map[Architecture]machine{
	X8664: {image: "aws/codebuild/amazonlinux-x86_64-standard:5.0", environmentType: "LINUX_CONTAINER", platform: "linux/amd64"},
	ARM64: {image: "aws/codebuild/amazonlinux-aarch64-standard:3.0", environmentType: "ARM_CONTAINER", platform: "linux/arm64"},
}

// Limits and defaults of CodeBuild.
const (
	defaultTimeout  = 30 * time.Minute
	shortestTimeout = 5 * time.Minute
	longestTimeout  = 36 * time.Hour
)

var projectName = check.TextRule{
	Service: "CodeBuild",
	Min:     2,
	Max:     naming.MaxCodeBuildProject,
	Form:    regexp.MustCompile(`^[A-Za-z0-9][\w-]*$`),
	Allowed: "letters, digits, hyphens and underscores, a letter or digit first",
}

func checkMachine(problems *check.Problems, architecture Architecture, size ComputeType, timeout time.Duration) {
	check.OneOf(problems, "Architecture", architecture, X8664, ARM64)
	check.OneOf(problems, "ComputeType", size, Small, Medium, Large)
	check.Minutes(problems, "Timeout", timeout, shortestTimeout, longestTimeout)
}

func newProjectLogs(scope constructs.Construct, project, kmsKeyARN string, retentionDays int) *logs.Group {
	return logs.NewGroup(scope, "logs", logs.GroupProps{
		Name:          "/aws/codebuild/" + project,
		RetentionDays: retentionDays,
		KMSKeyARN:     kmsKeyARN,
	})
}

// newProjectRole adds the role of a project, for this account's CodeBuild alone.
func newProjectRole(scope constructs.Construct, project, description, policyName string, policy identity.Policy) *identity.Role {
	return identity.NewRole(scope, "role", identity.RoleProps{
		Name:            naming.Fit(naming.MaxRole, project, "build"),
		Description:     description,
		Service:         "codebuild.amazonaws.com",
		TrustConditions: []identity.Condition{identity.SourceAccount(identity.LocationOf(scope).AccountID)},
		Policies:        map[string]identity.Policy{policyName: policy},
	})
}

// projectConfig is what builds and migrations have in common: a pipeline starts
// them, and they run Docker.
type projectConfig struct {
	name, description string
	machine           machine
	computeType       ComputeType
	timeout           time.Duration
	kmsKeyARN         string
	buildspec         string
	variables         []*codebuildproject.CodebuildProjectEnvironmentEnvironmentVariable
}

func (p projectConfig) of(role *identity.Role, group *logs.Group) *codebuildproject.CodebuildProjectConfig {
	return &codebuildproject.CodebuildProjectConfig{
		Name:          jsii.String(p.name),
		Description:   jsii.String(p.description),
		ServiceRole:   jsii.String(role.ARN),
		BuildTimeout:  jsii.Number(p.timeout.Minutes()),
		EncryptionKey: jsii.String(p.kmsKeyARN),
		Source: &codebuildproject.CodebuildProjectSource{
			Type:      jsii.String("CODEPIPELINE"),
			Buildspec: jsii.String(literal.Escape(p.buildspec)),
		},
		Artifacts: &codebuildproject.CodebuildProjectArtifacts{Type: jsii.String("CODEPIPELINE")},
		Environment: &codebuildproject.CodebuildProjectEnvironment{
			Type:        jsii.String(p.machine.environmentType),
			Image:       jsii.String(p.machine.image),
			ComputeType: jsii.String(string(p.computeType)),
			// The Docker daemon needs it; the machine is this run's own.
			PrivilegedMode:      jsii.Bool(true),
			EnvironmentVariable: p.variables,
		},
		LogsConfig: &codebuildproject.CodebuildProjectLogsConfig{
			CloudwatchLogs: &codebuildproject.CodebuildProjectLogsConfigCloudwatchLogs{GroupName: jsii.String(group.Name)},
		},
	}
}

func plainVariable(v variable) *codebuildproject.CodebuildProjectEnvironmentEnvironmentVariable {
	return &codebuildproject.CodebuildProjectEnvironmentEnvironmentVariable{
		Name:  jsii.String(v.name),
		Value: jsii.String(literal.Escape(v.value)),
		Type:  jsii.String("PLAINTEXT"),
	}
}
