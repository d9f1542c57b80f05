package pipeline

import (
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

// Types of environments, and what else CodeBuild lets one choose.
var (
	environments = []string{
		"LINUX_CONTAINER", "LINUX_GPU_CONTAINER", "WINDOWS_CONTAINER", "WINDOWS_SERVER_2019_CONTAINER", "WINDOWS_SERVER_2022_CONTAINER",
		"ARM_CONTAINER", "LINUX_LAMBDA_CONTAINER", "ARM_LAMBDA_CONTAINER", "LINUX_EC2", "ARM_EC2", "WINDOWS_EC2", "MAC_ARM",
	}
	lambdas  = []string{"BUILD_LAMBDA_1GB", "BUILD_LAMBDA_2GB", "BUILD_LAMBDA_4GB", "BUILD_LAMBDA_8GB", "BUILD_LAMBDA_10GB"}
	computes = append([]string{
		"ATTRIBUTE_BASED_COMPUTE", "CUSTOM_INSTANCE_TYPE", "BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_MEDIUM", "BUILD_GENERAL1_LARGE",
		"BUILD_GENERAL1_XLARGE", "BUILD_GENERAL1_2XLARGE",
	}, lambdas...)
	sources   = []string{"BITBUCKET", "CODECOMMIT", "CODEPIPELINE", "GITHUB", "GITHUB_ENTERPRISE", "GITLAB", "GITLAB_SELF_MANAGED", "NO_SOURCE", "S3"}
	artifacts = []string{"CODEPIPELINE", "NO_ARTIFACTS", "S3"}
)

var project = cloud.Kind{
	Type: "aws_codebuild_project",
	Noun: "CodeBuild Project",
	Refs: []cloud.Ref{
		{Path: "vpc_config.vpc_id", To: "aws_vpc", Missing: projectVPCMissing},
		{Path: "vpc_config.subnets", To: "aws_subnet", Missing: projectSubnetMissing},
		{Path: "vpc_config.security_group_ids", To: "aws_security_group", Missing: projectGroupMissing},
	},
	Validate: argument.All(
		argument.Match("name", `^[A-Za-z0-9]`, `first character must be a letter or number`),
		argument.Match("name", `^[A-Za-z0-9_-]+$`, `only alphanumeric characters, hyphens and underscores allowed`),
		argument.Length("name", 1, 255), argument.Length("description", 0, 255),
		argument.ARN("service_role"), argument.ARN("encryption_key"),
		argument.Between("build_timeout", 5, 2160), argument.Between("queued_timeout", 5, 480),
		argument.OneOf("environment.type", environments...), argument.OneOf("environment.compute_type", computes...),
		argument.OneOf("environment.image_pull_credentials_type", "CODEBUILD", "SERVICE_ROLE"),
		argument.OneOf("environment.environment_variable.type", "PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"),
		argument.OneOf("source.type", sources...), argument.OneOf("artifacts.type", artifacts...),
		argument.OneOf("cache.type", "NO_CACHE", "LOCAL", "S3"),
		argument.OneOf("cache.modes", "LOCAL_SOURCE_CACHE", "LOCAL_DOCKER_LAYER_CACHE", "LOCAL_CUSTOM_CACHE"),
		argument.OneOf("logs_config.cloudwatch_logs.status", "ENABLED", "DISABLED"),
		cacheHasPlace,
	),
	Create: func(c *cloud.Call) error {
		arn := c.ARN("codebuild", "project/"+c.Object.Text("name"))
		if c.One("aws_codebuild_project", "id", arn) != nil {
			return projectTaken.With(arn)
		}
		if err := checkProject(c); err != nil {
			return err
		}
		c.Object["id"], c.Object["arn"] = arn, arn
		c.Object["badge_url"], c.Object["public_project_alias"] = "", ""
		if c.Object.Bool("badge_enabled") {
			c.Object["badge_url"] = "https://codebuild." + c.Region + "." + c.DNSSuffix() + "/badges?uuid=" + c.NewUUID() + "&branch=master"
		}
		c.Object.Default("description", "")
		c.Object.Default("encryption_key", c.ARN("kms", "alias/aws/s3"))
		return nil
	},
	Update:   checkProject,
	ImportID: func(object cloud.Attributes) string { return object.Text("name") },
}

// cacheHasPlace is what the provider asks of a cache before it plans.
func cacheHasPlace(in cloud.Attributes) []cloud.Problem {
	for _, cache := range in.Blocks("cache") {
		if cache.Text("type") == "LOCAL" && cache["modes"] == nil {
			return []cloud.Problem{{Path: "cache", Message: `cache modes are required when cache type is "LOCAL"`}}
		}
	}
	return nil
}

func checkProject(c *cloud.Call) error {
	role := c.Object.Text("service_role")
	if !identity.CanAssume(c, role, "codebuild.amazonaws.com") {
		return projectRole.With(role)
	}
	// A build in a VPC gets a network interface, which the role has to ask for.
	if c.Object.Has("vpc_config") && !hasPolicy(c, role) {
		return projectPowerless.With()
	}
	for _, check := range []func(*cloud.Call) error{checkSource, checkEnvironment, checkVPC} {
		if err := check(c); err != nil {
			return err
		}
	}
	return nil
}

// hasPolicy tells whether a role may do anything at all.
func hasPolicy(c *cloud.Call, arn string) bool {
	name := c.One("aws_iam_role", "arn", arn).Text("name")
	return len(c.Find("aws_iam_role_policy", "role", name)) > 0 || len(c.Find("aws_iam_role_policy_attachment", "role", name)) > 0
}

func checkSource(c *cloud.Call) error {
	source, output := c.Object.Text("source.type"), c.Object.Text("artifacts.type")
	place := c.Object.Text("source.location")
	switch {
	case (source == "CODEPIPELINE") != (output == "CODEPIPELINE"):
		return projectHalfInPipeline.With()
	case source == "NO_SOURCE" && c.Object.Text("source.buildspec") == "":
		return projectBuildspecMissing.With()
	case !slices.Contains([]string{"CODEPIPELINE", "NO_SOURCE"}, source) && place == "":
		return projectSourceMissing.With(source)
	case output == "S3" && c.Object.Text("artifacts.location") == "":
		return projectArtifactsMissing.With()
	}
	for _, secondary := range c.Object.Texts("secondary_sources.type") {
		if secondary == "CODEPIPELINE" {
			return projectSecondarySource.With()
		}
	}
	for _, secondary := range c.Object.Texts("secondary_artifacts.type") {
		if secondary == "CODEPIPELINE" {
			return projectSecondaryArtifacts.With()
		}
	}
	return nil
}

// checkEnvironment refuses machines that CodeBuild has not, and its own images
// on machines of another architecture.
func checkEnvironment(c *cloud.Call) error {
	kind, compute := c.Object.Text("environment.type"), c.Object.Text("environment.compute_type")
	image, ofAWS := strings.CutPrefix(c.Object.Text("environment.image"), "aws/codebuild/")
	onLambda := strings.Contains(kind, "LAMBDA")
	onArm := strings.HasPrefix(kind, "ARM") || strings.HasSuffix(kind, "ARM")
	switch {
	case onLambda != slices.Contains(lambdas, compute),
		kind == "LINUX_GPU_CONTAINER" && compute != "BUILD_GENERAL1_SMALL" && compute != "BUILD_GENERAL1_LARGE",
		strings.HasPrefix(kind, "WINDOWS") && compute == "BUILD_GENERAL1_SMALL":
		return projectCompute.With(compute, kind)
	case ofAWS && strings.Contains(image, "aarch64") != onArm,
		ofAWS && strings.Contains(image, "windows") != strings.HasPrefix(kind, "WINDOWS"):
		return projectImage.With(c.Object.Text("environment.image"), kind)
	case onLambda && (c.Object.Bool("environment.privileged_mode") || c.Object.Has("vpc_config")):
		return projectLambda.With(kind)
	}
	return nil
}

// checkVPC refuses subnets and groups of another VPC.
func checkVPC(c *cloud.Call) error {
	network := c.Object.Text("vpc_config.vpc_id")
	for _, of := range []struct{ path, kind string }{
		{"vpc_config.subnets", "aws_subnet"}, {"vpc_config.security_group_ids", "aws_security_group"},
	} {
		for _, id := range c.Object.Texts(of.path) {
			if c.One(of.kind, "id", id).Text("vpc_id") != network {
				return projectElsewhere.With(id, network)
			}
		}
	}
	return nil
}

var sourceCredential = cloud.Kind{
	Type: "aws_codebuild_source_credential",
	Noun: "CodeBuild Source Credential",
	Validate: argument.All(
		argument.OneOf("auth_type", "OAUTH", "BASIC_AUTH", "PERSONAL_ACCESS_TOKEN", "CODECONNECTIONS", "SECRETS_MANAGER"),
		argument.OneOf("server_type", "GITHUB", "BITBUCKET", "GITHUB_ENTERPRISE", "GITLAB", "GITLAB_SELF_MANAGED"),
	),
	Create: func(c *cloud.Call) error {
		arn := c.ARN("codebuild", "token/"+strings.ToLower(c.Object.Text("server_type")))
		c.Object["id"], c.Object["arn"] = arn, arn
		return nil
	},
}
