package pipeline

import (
	"maps"
	"slices"
	"strings"
)

// findImage is the jq program that finds the image of a container in the files
// of a release: imagedefinitions.json lists those of all containers,
// imageDetail.json names one.
const findImage = `if type == "array" then .[] | select(.name == $container) | .imageUri else .ImageURI end`

// planMigration says how a command runs in a container of the new image. The
// variables are handed on by name, so that no value stands on a command line. The
// first command is an assignment and no export, which would succeed whatever jq
// does.
func planMigration(props MigrationProjectProps) buildspec {
	run := []string{"docker", "run", "--rm", "--platform", `"$PLATFORM"`}
	names := slices.Concat([]string{"AWS_DEFAULT_REGION", "AWS_REGION"},
		slices.Sorted(maps.Keys(props.Environment)), slices.Sorted(maps.Keys(props.Secrets)))
	for _, name := range names {
		run = append(run, "--env", name)
	}
	run = append(run, `"$`+variableImage+`"`)
	for _, word := range props.Command {
		run = append(run, quoted(word))
	}
	return buildspec{
		Version: "0.2",
		Env:     buildEnv{Shell: "bash"},
		Phases: buildPhases{
			PreBuild: buildPhase{Commands: []string{
				`IMAGE_URI="$(jq -er --arg container "$CONTAINER_NAME" '` + findImage + `' image*.json)"`,
				loginCommand(variableImage),
				`docker pull --platform "$PLATFORM" "$IMAGE_URI"`,
			}},
			Build: buildPhase{Commands: []string{strings.Join(run, " ")}},
		},
	}
}

// quoted is a word that the shell takes as it is.
func quoted(word string) string {
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
