package pipeline

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/berth-iac/berth/internal/cloud"
)

// actionType is what CodePipeline knows of a provider's actions.
type actionType struct {
	required, optional []string
	// inputs and outputs are how many artifacts an action takes and makes.
	inputs, outputs [2]int
}

// actionTypes are those of AWS and of GitHub's first version, by category and
// provider.
var actionTypes = map[string]actionType{
	"Source S3": {
		required: []string{"S3Bucket", "S3ObjectKey"}, optional: []string{"AllowOverrideForS3ObjectKey", "PollForSourceChanges"},
		outputs: [2]int{1, 1},
	},
	"Source ECR": {required: []string{"RepositoryName"}, optional: []string{"ImageTag"}, outputs: [2]int{1, 1}},
	"Source CodeCommit": {
		required: []string{"RepositoryName", "BranchName"}, optional: []string{"PollForSourceChanges", "OutputArtifactFormat"},
		outputs: [2]int{1, 1},
	},
	"Source CodeStarSourceConnection": {
		required: []string{"ConnectionArn", "FullRepositoryId", "BranchName"}, optional: []string{"DetectChanges", "OutputArtifactFormat"},
		outputs: [2]int{1, 1},
	},
	"Source GitHub": {
		required: []string{"Owner", "Repo", "Branch", "OAuthToken"}, optional: []string{"PollForSourceChanges"},
		outputs: [2]int{1, 1},
	},
	"Build CodeBuild": codeBuild,
	"Test CodeBuild":  codeBuild,
	"Build ECRBuildAndPublish": {
		required: []string{"ECRRepositoryName"}, optional: []string{"DockerFilePath", "ImageTags", "RegistryType"},
		inputs: [2]int{1, 1}, outputs: [2]int{0, 1},
	},
	"Deploy CodeDeployToECS": {
		required: []string{"ApplicationName", "DeploymentGroupName", "TaskDefinitionTemplateArtifact", "AppSpecTemplateArtifact"},
		optional: append([]string{"TaskDefinitionTemplatePath", "AppSpecTemplatePath"}, images("ArtifactName", "ContainerName")...),
		inputs:   [2]int{1, 5},
	},
	"Deploy CodeDeploy": {required: []string{"ApplicationName", "DeploymentGroupName"}, inputs: [2]int{1, 1}},
	"Deploy ECS": {
		required: []string{"ClusterName", "ServiceName"}, optional: []string{"FileName", "DeploymentTimeout"},
		inputs: [2]int{1, 1},
	},
	"Deploy S3": {
		required: []string{"BucketName", "Extract"}, optional: []string{"ObjectKey", "KMSEncryptionKeyARN", "CannedACL", "CacheControl"},
		inputs: [2]int{1, 1},
	},
	"Deploy CloudFormation": {
		required: []string{"ActionMode"},
		optional: []string{"Capabilities", "ChangeSetName", "OutputFileName", "ParameterOverrides", "RoleArn", "StackName", "TemplateConfiguration", "TemplatePath"},
		inputs:   [2]int{0, 10}, outputs: [2]int{0, 1},
	},
	"Approval Manual": {optional: []string{"NotificationArn", "CustomData", "ExternalEntityLink"}},
	"Invoke Lambda": {
		required: []string{"FunctionName"}, optional: []string{"UserParameters"},
		inputs: [2]int{0, 5}, outputs: [2]int{0, 5},
	},
	"Invoke StepFunctions": {
		required: []string{"StateMachineArn"}, optional: []string{"ExecutionNamePrefix", "Input", "InputType"},
		inputs: [2]int{0, 1}, outputs: [2]int{0, 1},
	},
}

var codeBuild = actionType{
	required: []string{"ProjectName"},
	optional: []string{"PrimarySource", "BatchEnabled", "CombineArtifacts", "EnvironmentVariables"},
	inputs:   [2]int{1, 5}, outputs: [2]int{0, 5},
}

// mostImages is how many images CodeDeployToECS puts into a task definition.
const mostImages = 4

// images are keys such as Image1ArtifactName.
func images(of ...string) []string {
	var keys []string
	for n := range mostImages {
		for _, what := range of {
			keys = append(keys, fmt.Sprintf("Image%d%s", n+1, what))
		}
	}
	return keys
}

// checkActions refuses what the provider of an action does not understand.
func checkActions(c *cloud.Call) error {
	for i, stage := range c.Object.Blocks("stage") {
		for j, action := range stage.Blocks("action") {
			if err := checkAction(c, action); err != nil {
				return err
			}
			for _, value := range action.Map("configuration") {
				if value == "" {
					return configurationEmpty.With(i+1, j+1)
				}
			}
		}
	}
	return nil
}

func checkAction(c *cloud.Call, action cloud.Attributes) error {
	name, owner := action.Text("name"), action.Text("owner")
	known, found := actionTypes[action.Text("category")+" "+action.Text("provider")]
	switch {
	case owner == "Custom":
		return nil // the account's own, which the rehearsal does not keep
	case !found || (owner == "ThirdParty") != (action.Text("provider") == "GitHub") || action.Text("version") != "1":
		return actionUnknown.With(action.Text("category"), action.Text("provider"), owner, action.Text("version"), name, regionName(c.Region))
	}
	given := action.Map("configuration")
	for _, key := range slices.Sorted(maps.Keys(given)) {
		if !slices.Contains(known.required, key) && !slices.Contains(known.optional, key) {
			return configurationUnknown.With(name, key)
		}
	}
	for _, key := range needed(known, action, given) {
		if _, found := given[key]; !found {
			return configurationMissing.With(name, key)
		}
	}
	for _, count := range []struct {
		what    string
		bounds  [2]int
		present int
	}{
		{"input", known.inputs, len(action.Texts("input_artifacts"))},
		{"output", known.outputs, len(action.Texts("output_artifacts"))},
	} {
		switch {
		case count.present < count.bounds[0]:
			return artifactsTooFew.With(name, count.present, count.what, count.bounds[0])
		case count.present > count.bounds[1]:
			return artifactsTooMany.With(name, count.present, count.what, count.bounds[1])
		}
	}
	return nil
}

// needed are the keys that an action cannot do without.
func needed(known actionType, action cloud.Attributes, given map[string]string) []string {
	keys := slices.Clone(known.required)
	if action.Text("provider") == "CodeBuild" && len(action.Texts("input_artifacts")) > 1 {
		keys = append(keys, "PrimarySource")
	}
	// An image's artifact and its placeholder come together.
	pairs := images("ArtifactName", "ContainerName")
	for i := 0; i < len(pairs); i += 2 {
		_, artifact := given[pairs[i]]
		_, container := given[pairs[i+1]]
		if artifact || container {
			keys = append(keys, pairs[i], pairs[i+1])
		}
	}
	return keys
}

// inOrder are the actions of a stage as they run.
func inOrder(actions []cloud.Attributes) []cloud.Attributes {
	return slices.SortedStableFunc(slices.Values(actions), func(a, b cloud.Attributes) int {
		return cmp.Compare(orderOf(a), orderOf(b))
	})
}

func orderOf(action cloud.Attributes) int { return max(action.Int("run_order"), 1) }
