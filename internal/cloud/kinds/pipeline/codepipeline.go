package pipeline

import (
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

const nameForm, nameRule = `^[0-9A-Za-z_.@-]+$`, ""

var pipeline = cloud.Kind{
	Type:   "aws_codepipeline",
	Noun:   "CodePipeline Pipeline",
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: pipelineTaken}},
	Validate: argument.All(
		argument.Length("name", 1, 100), argument.Match("name", nameForm, nameRule),
		argument.Length("stage.name", 1, 100), argument.Match("stage.name", nameForm, nameRule),
		argument.Length("stage.action.name", 1, 100), argument.Match("stage.action.name", nameForm, nameRule),
		argument.ARN("role_arn"), argument.ARN("stage.action.role_arn"),
		argument.OneOf("pipeline_type", "V1", "V2"),
		argument.OneOf("execution_mode", "PARALLEL", "QUEUED", "SUPERSEDED"),
		argument.OneOf("artifact_store.type", "S3"), argument.OneOf("artifact_store.encryption_key.type", "KMS"),
		argument.OneOf("stage.action.category", "Approval", "Build", "Compute", "Deploy", "Invoke", "Source", "Test"),
		argument.OneOf("stage.action.owner", "AWS", "ThirdParty", "Custom"),
		argument.Between("stage.action.run_order", 1, 999),
		argument.Between("stage.action.timeout_in_minutes", 5, 86400),
		argument.OneOf("trigger.provider_type", "CodeStarSourceConnection"),
	),
	Create: func(c *cloud.Call) error {
		if err := checkPipeline(c); err != nil {
			return err
		}
		name := c.Object.Text("name")
		c.Object["id"] = name
		c.Object["arn"] = c.ARN("codepipeline", name)
		c.Object["trigger_all"] = []any{}
		setActionDefaults(c)
		return nil
	},
	Update: func(c *cloud.Call) error {
		if err := checkPipeline(c); err != nil {
			return err
		}
		setActionDefaults(c)
		return nil
	},
}

func setActionDefaults(c *cloud.Call) {
	for _, action := range c.Object.Blocks("stage.action") {
		action.Default("run_order", 1)
		action.Default("region", "")
	}
}

func checkPipeline(c *cloud.Call) error {
	role := c.Object.Text("role_arn")
	if !identity.CanAssume(c, role, "codepipeline.amazonaws.com") {
		return pipelineRole.With(role)
	}
	for _, check := range []func(*cloud.Call) error{checkStores, checkNames, checkStages, checkArtifacts, checkActions, checkVersion} {
		if err := check(c); err != nil {
			return err
		}
	}
	return nil
}

// checkStores refuses regions where there is one store, and their lack where
// there are more, as the provider does.
func checkStores(c *cloud.Call) error {
	stores := c.Object.Blocks("artifact_store")
	for _, store := range stores {
		switch named := store.Text("region") != ""; {
		case named && len(stores) == 1:
			return storeRegionUnwanted.With()
		case !named && len(stores) > 1:
			return storeRegionMissing.With()
		}
	}
	return nil
}

// checkNames refuses stages of one name, and actions of one name in a stage.
func checkNames(c *cloud.Call) error {
	stages := map[string]bool{}
	for _, stage := range c.Object.Blocks("stage") {
		name := stage.Text("name")
		if stages[name] {
			return stageTaken.With(name)
		}
		stages[name] = true
		actions := map[string]bool{}
		for _, action := range stage.Texts("action.name") {
			if actions[action] {
				return actionTaken.With(action, name)
			}
			actions[action] = true
		}
	}
	return nil
}

// checkStages keeps sources in the first stage, and all else out of it.
func checkStages(c *cloud.Call) error {
	for i, stage := range c.Object.Blocks("stage") {
		for _, action := range stage.Blocks("action") {
			switch source := action.Text("category") == "Source"; {
			case i == 0 && !source:
				return firstStage.With()
			case i > 0 && source:
				return laterStage.With(action.Text("name"), stage.Text("name"))
			}
		}
	}
	return nil
}

// checkArtifacts refuses input that no earlier action puts out, and output of
// one name. Actions of a stage run in the order that they are given.
func checkArtifacts(c *cloud.Call) error {
	made := map[string]bool{}
	for _, stage := range c.Object.Blocks("stage") {
		actions := inOrder(stage.Blocks("action"))
		for i := 0; i < len(actions); {
			// Actions with one number run at the same time.
			var output []string
			order := orderOf(actions[i])
			for ; i < len(actions) && orderOf(actions[i]) == order; i++ {
				for _, name := range actions[i].Texts("input_artifacts") {
					if !made[name] {
						return artifactMissing.With(name, actions[i].Text("name"))
					}
				}
				output = append(output, actions[i].Texts("output_artifacts")...)
			}
			for _, name := range output {
				if made[name] {
					return artifactTaken.With(name)
				}
				made[name] = true
			}
		}
	}
	return nil
}

// checkVersion refuses what only the second type of pipelines can do.
func checkVersion(c *cloud.Call) error {
	if c.Object.Text("pipeline_type") != "V2" {
		switch mode := c.Object.Text("execution_mode"); {
		case c.Object.Has("trigger"):
			return triggerNeedsV2.With()
		case c.Object.Has("variable"):
			return variableNeedsV2.With()
		case mode != "" && mode != "SUPERSEDED":
			return modeNeedsV2.With(mode)
		}
	}
	triggered := map[string]bool{}
	for _, name := range c.Object.Texts("trigger.git_configuration.source_action_name") {
		if triggered[name] || !isConnected(c.Object, name) {
			return triggerInvalid.With()
		}
		triggered[name] = true
	}
	return nil
}

func isConnected(pipeline cloud.Attributes, name string) bool {
	for _, action := range pipeline.Blocks("stage.action") {
		if action.Text("name") == name && action.Text("provider") == "CodeStarSourceConnection" {
			return true
		}
	}
	return false
}

// regionName is a region as CodePipeline writes it: AP_NORTHEAST_1.
func regionName(region string) string {
	return strings.ToUpper(strings.ReplaceAll(region, "-", "_"))
}
