package pipeline

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/codebuildproject"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/network"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
	"github.com/berth-iac/berth/internal/retention"
)

// MigrationProjectProps describe a CodeBuild project that runs a command in a
// container of a new image, inside the VPC, so that it reaches a database: the
// migration of a database before a release.
//
// The tasks that run go on with the old image while it works and, where the
// release fails, after it: a migration keeps the database fit for both.
type MigrationProjectProps struct {
	// Name of the project, as in BuildProjectProps.
	Name string
	// Architecture is X8664 or ARM64, that of the image. Default: X8664.
	Architecture Architecture
	// ComputeType is Small, Medium or Large. Default: Small.
	ComputeType ComputeType
	// Container whose image the command runs in, one of the build's.
	Container string
	// RepositoryARN is the ECR repository of that image.
	RepositoryARN string
	// Command replaces the image's own, such as [php, artisan, migrate, --force].
	// What it exits with, other than 0, stops the release.
	Command []string
	// Environment holds variables of the container that are no secrets. It has
	// AWS_REGION and AWS_DEFAULT_REGION besides, and no other variable of the
	// machine that builds can be set. Default: none.
	Environment map[string]string
	// Secrets are variables of the container that are read when a migration
	// starts. CodeBuild hides their values in its logs. Default: none.
	Secrets map[string]Secret
	// SecretKMSKeyARNs are the keys that encrypt the secrets, besides KMSKeyARN.
	// Default: none.
	SecretKMSKeyARNs []string
	// VPCID and SubnetIDs are where it runs: private subnets, with NAT or with
	// endpoints for ECR, S3, logs and the secrets. Each id is given on its own,
	// since the policy of the role names the subnets.
	VPCID     string
	SubnetIDs []string
	// ArtifactBucketName is the bucket of the artifact store.
	ArtifactBucketName string
	// KMSKeyARN is the key of the artifact store and of the logs, as in
	// BuildProjectProps.
	KMSKeyARN string
	// LogRetentionDays is how long the logs are kept, in days, as in
	// logs.GroupProps. Default: 365.
	LogRetentionDays int
	// Timeout of a migration: 5 minutes to 36 hours, in whole minutes. Default:
	// 30 minutes.
	Timeout time.Duration
}

// MigrationProject is a CodeBuild project that migrates a database.
type MigrationProject struct {
	// Name and ARN of the project.
	Name, ARN string
	// RoleARN is the role of the project.
	RoleARN string
	// SecurityGroupID is the group of the migration. It lets out TLS, to AWS and
	// the internet; open the port of the database with network.NewEgressRule and
	// network.NewIngressRule.
	SecurityGroupID string
	// LogGroupName is where the logs go.
	LogGroupName string
	// Resource is the aws_codebuild_project; nil where the props are invalid.
	Resource codebuildproject.CodebuildProject

	container string
}

func (p MigrationProjectProps) withDefaults() MigrationProjectProps {
	p.Architecture = cmp.Or(p.Architecture, X8664)
	p.ComputeType = cmp.Or(p.ComputeType, Small)
	p.Timeout = cmp.Or(p.Timeout, defaultTimeout)
	return p
}

// Validate tells what CodeBuild would refuse, or a migration stumble over.
func (p MigrationProjectProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, projectName)
	check.Name(&problems, "Container", p.Container, naming.ECS)
	problems.Required("RepositoryARN", p.RepositoryARN)
	problems.Required("VPCID", p.VPCID)
	problems.Required("ArtifactBucketName", p.ArtifactBucketName)
	problems.Required("KMSKeyARN", p.KMSKeyARN)
	if len(p.Command) == 0 {
		problems.Addf("Command", "none: the command that migrates is required")
	}
	if slices.ContainsFunc(p.Command, literal.IsToken) {
		problems.Addf("Command", "holds a value that Terraform knows only later, which the shell might take for code: hand it in Environment")
	}
	if len(p.SubnetIDs) == 0 {
		problems.Addf("SubnetIDs", "none: at least one private subnet is required")
	}
	if slices.ContainsFunc(p.SubnetIDs, literal.IsListToken) {
		problems.Addf("SubnetIDs", "a list that Terraform knows only later: a policy document needs the ids one by one")
	}
	p.checkVariables(&problems)
	retention.Check(&problems, "LogRetentionDays", p.LogRetentionDays)
	p = p.withDefaults()
	checkMachine(&problems, p.Architecture, p.ComputeType, p.Timeout)
	return problems.Err()
}

func (p MigrationProjectProps) checkVariables(problems *check.Problems) {
	own := []string{variableImage, variableContainer, variablePlatform}
	name := func(field, name string) {
		if err := naming.CheckBuildVariable(name); err != nil {
			problems.Addf(field, "%w", err)
		}
		if slices.Contains(own, name) {
			problems.Addf(field, "the migration sets this variable itself: choose another name")
		}
	}
	for _, n := range slices.Sorted(maps.Keys(p.Environment)) {
		name(fmt.Sprintf("Environment[%s]", n), n)
	}
	for _, n := range slices.Sorted(maps.Keys(p.Secrets)) {
		field := fmt.Sprintf("Secrets[%s]", n)
		name(field, n)
		if _, twice := p.Environment[n]; twice {
			problems.Addf(field, "is set in Environment too: a variable has one value")
		}
		problems.Join(field, p.Secrets[n].Validate())
	}
}

// NewMigrationProject adds a CodeBuild project with its role, its security group
// and its log group.
func NewMigrationProject(scope constructs.Construct, id string, props MigrationProjectProps) *MigrationProject {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &MigrationProject{}
	}
	props = props.withDefaults()
	here := identity.LocationOf(scope)
	group := newProjectLogs(scope, props.Name, props.KMSKeyARN, props.LogRetentionDays)
	securityGroup := network.NewSecurityGroup(scope, "security-group", network.SecurityGroupProps{
		Name:        props.Name,
		Description: "Migration " + props.Name,
		VPCID:       props.VPCID,
	})
	egress := network.NewEgressRule(scope, "internet-egress-443", network.RuleProps{
		SecurityGroupID: securityGroup.ID,
		Peer:            network.AnyIPv4(),
		Port:            443,
		Description:     props.Name + ": AWS and the internet",
	})
	role := newProjectRole(scope, props.Name, "Migration "+props.Name, "migration", migrationPolicy(here, props, group.ARN, securityGroup.ID))
	machine := machines[props.Architecture]
	config := projectConfig{
		name:        props.Name,
		description: "Migration with the image of " + props.Container,
		machine:     machine,
		computeType: props.ComputeType,
		timeout:     props.Timeout,
		kmsKeyARN:   props.KMSKeyARN,
		buildspec:   planMigration(props).YAML(),
		variables:   migrationEnvironment(props, machine),
	}.of(role, group)
	config.VpcConfig = &codebuildproject.CodebuildProjectVpcConfig{
		VpcId:            jsii.String(props.VPCID),
		Subnets:          jsii.Strings(props.SubnetIDs...),
		SecurityGroupIds: jsii.Strings(securityGroup.ID),
	}
	// CodeBuild looks at the VPC with the role when the project is made.
	config.DependsOn = node.DependsOn(role.PolicyDependencies(), []cdktf.ITerraformDependable{egress.Resource})
	resource := codebuildproject.NewCodebuildProject(scope, jsii.String("Resource"), config)
	return &MigrationProject{
		Name:            *resource.Name(),
		ARN:             *resource.Arn(),
		RoleARN:         role.ARN,
		SecurityGroupID: securityGroup.ID,
		LogGroupName:    group.Name,
		Resource:        resource,
		container:       props.Container,
	}
}

func migrationEnvironment(props MigrationProjectProps, machine machine) []*codebuildproject.CodebuildProjectEnvironmentEnvironmentVariable {
	out := []*codebuildproject.CodebuildProjectEnvironmentEnvironmentVariable{
		plainVariable(variable{variableContainer, props.Container}),
		plainVariable(variable{variablePlatform, machine.platform}),
	}
	for _, name := range slices.Sorted(maps.Keys(props.Environment)) {
		out = append(out, plainVariable(variable{name, props.Environment[name]}))
	}
	for _, name := range slices.Sorted(maps.Keys(props.Secrets)) {
		secret := props.Secrets[name]
		out = append(out, &codebuildproject.CodebuildProjectEnvironmentEnvironmentVariable{
			Name:  jsii.String(name),
			Value: jsii.String(literal.Escape(secret.reference())),
			Type:  jsii.String(string(secret.store)),
		})
	}
	return out
}

// action runs the migration with what the build hands to the release.
func (m *MigrationProject) action(build *BuildProject) action {
	artifact := buildArtifact
	if outputs := build.outputs(); len(outputs) > 1 {
		artifact = outputs[build.position(m.container)].name
	}
	return action{
		name: "Migration", category: "Build", provider: "CodeBuild",
		configuration: map[string]string{"ProjectName": m.Name},
		inputs:        []string{artifact},
	}
}
