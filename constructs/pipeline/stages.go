package pipeline

import (
	"fmt"
	"maps"
	"slices"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/codepipeline"

	"github.com/berth-iac/berth/internal/literal"
)

// action is the only one of its stage, and gives the stage its name.
type action struct {
	name, category, provider string
	configuration            map[string]string
	inputs, outputs          []string
}

// Artifacts that pass from stage to stage.
const (
	sourceArtifact = "source"
	buildArtifact  = "build"
)

// planStages says what a pipeline does, one stage after the other.
func planStages(props PipelineProps) []action {
	stages := []action{
		{
			name: "Source", category: "Source", provider: "CodeStarSourceConnection",
			configuration: map[string]string{
				"ConnectionArn":        props.ConnectionARN,
				"FullRepositoryId":     props.Repository,
				"BranchName":           props.Branch,
				"OutputArtifactFormat": "CODE_ZIP",
				"DetectChanges":        "true",
			},
			outputs: []string{sourceArtifact},
		},
		{
			name: "Build", category: "Build", provider: "CodeBuild",
			configuration: map[string]string{"ProjectName": props.Build.Name},
			inputs:        []string{sourceArtifact},
			outputs:       names(props.Build.outputs()),
		},
	}
	if props.Approval {
		approval := action{
			name: "Approval", category: "Approval", provider: "Manual",
			configuration: map[string]string{"CustomData": fmt.Sprintf("Release %s of %s with %s?", props.Branch, props.Repository, props.Name)},
		}
		if props.ApprovalTopicARN != "" {
			approval.configuration["NotificationArn"] = props.ApprovalTopicARN
		}
		stages = append(stages, approval)
	}
	if props.Migration != nil {
		stages = append(stages, props.Migration.action(props.Build))
	}
	return append(stages, props.Release.action(props.Build))
}

func names(outputs []output) []string {
	all := make([]string, len(outputs))
	for i, o := range outputs {
		all[i] = o.name
	}
	return all
}

func (r BlueGreenRelease) action(build *BuildProject) action {
	deploy := action{
		name: "Deploy", category: "Deploy", provider: "CodeDeployToECS",
		configuration: map[string]string{
			"ApplicationName":                r.ApplicationName,
			"DeploymentGroupName":            r.DeploymentGroupName,
			"AppSpecTemplateArtifact":        buildArtifact,
			"AppSpecTemplatePath":            appSpecFile,
			"TaskDefinitionTemplateArtifact": buildArtifact,
			"TaskDefinitionTemplatePath":     taskDefinitionFile,
		},
		inputs: names(build.outputs()),
	}
	for i := range build.images {
		deploy.configuration[fmt.Sprintf("Image%dArtifactName", i+1)] = artifactOf(i)
		deploy.configuration[fmt.Sprintf("Image%dContainerName", i+1)] = imagePlaceholder(i)
	}
	return deploy
}

func (r BlueGreenRelease) file() string { return appSpecFile }

func (r RollingRelease) file() string { return imageDefinitionsFile }

func (r RollingRelease) action(*BuildProject) action {
	return action{
		name: "Deploy", category: "Deploy", provider: "ECS",
		configuration: map[string]string{
			"ClusterName": r.ClusterName,
			"ServiceName": r.ServiceName,
			"FileName":    imageDefinitionsFile,
		},
		inputs: []string{buildArtifact},
	}
}

func render(stages []action) []*codepipeline.CodepipelineStage {
	var out []*codepipeline.CodepipelineStage
	for _, a := range stages {
		configuration := map[string]*string{}
		for _, key := range slices.Sorted(maps.Keys(a.configuration)) {
			configuration[key] = jsii.String(literal.Escape(a.configuration[key]))
		}
		rendered := &codepipeline.CodepipelineStageAction{
			Name:          jsii.String(a.name),
			Category:      jsii.String(a.category),
			Owner:         jsii.String("AWS"),
			Provider:      jsii.String(a.provider),
			Version:       jsii.String("1"),
			Configuration: &configuration,
		}
		if len(a.inputs) > 0 {
			rendered.InputArtifacts = jsii.Strings(a.inputs...)
		}
		if len(a.outputs) > 0 {
			rendered.OutputArtifacts = jsii.Strings(a.outputs...)
		}
		out = append(out, &codepipeline.CodepipelineStage{
			Name:   jsii.String(a.name),
			Action: []*codepipeline.CodepipelineStageAction{rendered},
		})
	}
	return out
}
