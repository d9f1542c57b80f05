package pipeline

import "github.com/berth-iac/berth/internal/cloud"

const (
	createProject  = "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html"
	buildVPC       = "https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html"
	buildCompute   = "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html"
	buildImages    = "https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html"
	buildLambda    = "https://docs.aws.amazon.com/codebuild/latest/userguide/lambda.html"
	createPipeline = "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_CreatePipeline.html"
	structure      = "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html"
	actions        = "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html"
	pipelineTypes  = "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html"
	createRule     = "https://docs.aws.amazon.com/codestar-notifications/latest/APIReference/API_CreateNotificationRule.html"
)

// Refusals are those of this area.
func Refusals() []cloud.Refusal {
	return []cloud.Refusal{
		projectTaken, projectRole, projectPowerless, projectVPCMissing, projectSubnetMissing, projectGroupMissing, projectElsewhere,
		projectHalfInPipeline, projectSourceMissing, projectBuildspecMissing, projectArtifactsMissing,
		projectSecondarySource, projectSecondaryArtifacts, projectCompute, projectImage, projectLambda,
		pipelineTaken, pipelineRole, storeRegionUnwanted, storeRegionMissing, stageTaken, actionTaken, firstStage, laterStage,
		artifactMissing, artifactTaken, artifactsTooFew, artifactsTooMany,
		actionUnknown, configurationUnknown, configurationMissing, configurationEmpty,
		triggerNeedsV2, variableNeedsV2, modeNeedsV2, triggerInvalid,
		ruleTaken, ruleResource, ruleEvent,
	}
}

func build(name, message, source string) cloud.Refusal {
	return cloud.Refusal{Name: name, Operation: "CodeBuild: CreateProject", Code: "InvalidInputException", Message: message, Source: source}
}

func invalid(name, message, source string) cloud.Refusal {
	return cloud.Refusal{Name: name, Operation: "CodePipeline: CreatePipeline", Code: "InvalidStructureException", Message: message, Source: source}
}

func declared(name, code, message string) cloud.Refusal {
	return cloud.Refusal{Name: name, Operation: "CodePipeline: CreatePipeline", Code: code, Message: message, Source: actions}
}

const invalidAction = "InvalidActionDeclarationException"

var (
	projectTaken = cloud.Refusal{
		Name: "build-project-taken", Operation: "CodeBuild: CreateProject", Code: "ResourceAlreadyExistsException",
		Message: "Project already exists: %s", Source: createProject,
	}
	projectRole               = build("build-role", "CodeBuild is not authorized to perform: sts:AssumeRole on %s", createProject)
	projectPowerless          = build("build-vpc-permissions", "Not authorized to perform DescribeSecurityGroups", buildVPC)
	projectVPCMissing         = build("build-vpc-not-found", "Invalid vpc config: the VPC %s does not exist", buildVPC)
	projectSubnetMissing      = build("build-subnet-not-found", "Invalid vpc config: the subnet %s does not exist", buildVPC)
	projectGroupMissing       = build("build-security-group-not-found", "Invalid vpc config: the security group %s does not exist", buildVPC)
	projectElsewhere          = build("build-vpc-mismatch", "Invalid vpc config: %s does not belong to the VPC %s", buildVPC)
	projectHalfInPipeline     = build("build-half-in-pipeline", "Invalid input: when using CodePipeline both sourceType, and artifactType must be set to: CODEPIPELINE", createProject)
	projectSourceMissing      = build("build-source-location", "Invalid project source: location must be set for source type %s", createProject)
	projectBuildspecMissing   = build("build-buildspec", "Invalid project source: a buildspec must be set for source type NO_SOURCE", createProject)
	projectArtifactsMissing   = build("build-artifacts-location", "Invalid artifacts: artifact type S3 should have a location", createProject)
	projectSecondarySource    = build("build-secondary-source", "Invalid input: sourceType CODEPIPELINE is not allowed for secondarySources", createProject)
	projectSecondaryArtifacts = build("build-secondary-artifacts", "Invalid input: artifactType CODEPIPELINE is not allowed for secondaryArtifacts", createProject)
	projectCompute            = build("build-compute-type", "Invalid environment: the compute type %s is not available for the environment type %s", buildCompute)
	projectImage              = build("build-image", "Invalid environment: the image %s does not run in the environment type %s", buildImages)
	projectLambda             = build("build-on-lambda", "Invalid environment: the environment type %s takes neither privilegedMode nor vpcConfig", buildLambda)

	pipelineTaken = cloud.Refusal{
		Name: "pipeline-taken", Operation: "CodePipeline: CreatePipeline", Code: "PipelineNameInUseException",
		Message: "A pipeline with the name '%s' already exists in this account.", Source: createPipeline,
	}
	pipelineRole        = invalid("pipeline-role", "CodePipeline is not authorized to perform AssumeRole on role %s", createPipeline)
	storeRegionUnwanted = cloud.Refusal{Name: "pipeline-store-region", Message: "region cannot be set for a single-region CodePipeline Pipeline", Source: structure}
	storeRegionMissing  = cloud.Refusal{Name: "pipeline-store-region-missing", Message: "region must be set for a cross-region CodePipeline Pipeline", Source: structure}
	stageTaken          = invalid("pipeline-stage-taken", "Stage names must be unique within a pipeline. The name %s is used more than once", structure)
	actionTaken         = invalid("pipeline-action-taken", "Action names must be unique within a stage. The name %s is used more than once in stage %s", structure)
	firstStage          = invalid("pipeline-first-stage", "Pipeline should start with a stage that only contains source actions", structure)
	laterStage          = invalid("pipeline-later-source", "Source action %s in stage %s: only the first stage can contain source actions", structure)

	artifactMissing  = declared("pipeline-artifact-not-found", invalidAction, "Input Artifact Bundle %s in action %s is not declared as Output Artifact Bundle in any of the preceding actions")
	artifactTaken    = declared("pipeline-artifact-taken", invalidAction, "Output Artifact Bundle name must be unique within the pipeline. %s is declared more than once")
	artifactsTooFew  = declared("pipeline-artifacts-too-few", invalidAction, "Action %s declares %d %s artifacts which is less than the minimum count (%d)")
	artifactsTooMany = declared("pipeline-artifacts-too-many", invalidAction, "Action %s declares %d %s artifacts which is more than the maximum count (%d)")

	actionUnknown        = declared("pipeline-action-unknown", invalidAction, "ActionType (Category: '%s', Provider: '%s', Owner: '%s', Version: '%s') in action '%s' is not available in region %s")
	configurationUnknown = declared("pipeline-configuration-unknown", invalidAction, "Action configuration for action '%s' contains unknown configuration '%s'")
	configurationMissing = declared("pipeline-configuration-missing", invalidAction, "Action configuration for action '%s' is missing required configuration '%s'")
	configurationEmpty   = declared("pipeline-configuration-empty", "ValidationException", "1 validation error detected: Value at 'pipeline.stages.%d.member.actions.%d.member.configuration' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 50000, Member must have length greater than or equal to 1]")

	triggerNeedsV2  = invalid("pipeline-trigger-type", "Triggers can only be used with V2 pipelines", pipelineTypes)
	variableNeedsV2 = invalid("pipeline-variable-type", "Pipeline variables can only be used with V2 pipelines", pipelineTypes)
	modeNeedsV2     = invalid("pipeline-mode-type", "Execution mode %s can only be used with V2 pipelines", pipelineTypes)
	triggerInvalid  = invalid("pipeline-trigger", "Triggers for connection must reference a CodeStarSourceConnection action. Note that when you specify a trigger, you cant specify more than one trigger per source action.", pipelineTypes)

	ruleTaken = cloud.Refusal{
		Name: "notification-rule-taken", Operation: "codestar notifications: CreateNotificationRule", Code: "ResourceAlreadyExistsException",
		Message: "A notification rule with the name %s already exists", Source: createRule,
	}
	ruleResource = cloud.Refusal{
		Name: "notification-resource", Operation: "codestar notifications: CreateNotificationRule", Code: "ValidationException",
		Message: "The resource %s is not one that notification rules are for", Source: createRule,
	}
	ruleEvent = cloud.Refusal{
		Name: "notification-event", Operation: "codestar notifications: CreateNotificationRule", Code: "ValidationException",
		Message: "Invalid event type ID for the resource: %s", Source: createRule,
	}
)
