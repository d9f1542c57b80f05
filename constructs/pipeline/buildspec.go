package pipeline

import (
	"fmt"

	yaml "go.yaml.in/yaml/v4"
)

// buildspec is the document that tells CodeBuild what to run.
//
// Everything happens in the phases pre_build and build: CodeBuild would run
// post_build even after a failed build. Each command is one program whose exit
// status counts, so that no failure hides in the middle of a pipe or a script:
// CodeBuild stops at the first command that fails.
type buildspec struct {
	Version   string         `yaml:"version"`
	Env       buildEnv       `yaml:"env"`
	Phases    buildPhases    `yaml:"phases"`
	Artifacts buildArtifacts `yaml:"artifacts,omitempty"`
}

type buildEnv struct {
	Shell string `yaml:"shell"`
}

type buildPhases struct {
	PreBuild buildPhase `yaml:"pre_build"`
	Build    buildPhase `yaml:"build"`
}

type buildPhase struct {
	Commands []string `yaml:"commands"`
}

// buildArtifacts are one artifact, or several by the names that the pipeline
// has for them: CodeBuild looks at the first two fields where the pipeline asks
// for one, and at the third where it asks for more.
type buildArtifacts struct {
	BaseDirectory string                    `yaml:"base-directory,omitempty"`
	Files         []string                  `yaml:"files,omitempty"`
	Secondary     map[string]buildArtifacts `yaml:"secondary-artifacts,omitempty"`
}

// releaseDirectory holds the files for the release, apart from the sources.
const releaseDirectory = ".release"

// variablePlatform is set in the CodeBuild project.
const variablePlatform = "PLATFORM"

// loginCommand lets Docker use the registry of the image in a variable.
func loginCommand(variable string) string {
	return fmt.Sprintf(`aws ecr get-login-password | docker login --username AWS --password-stdin "${%s%%%%/*}"`, variable)
}

// planBuildspec says how images are built, pushed, and handed to a release.
// Nothing is pushed before all are built.
//
// The tag of the images is the commit and the number of the build: tags are
// immutable, and a second build of a commit has another number.
func planBuildspec(images []Image, files ReleaseFiles) buildspec {
	before := []string{`COMMIT="${CODEBUILD_RESOLVED_SOURCE_VERSION:-source}"`}
	var build, push []string
	for i, image := range images {
		tagged := ofImage(variableImage, i)
		before = append(before, fmt.Sprintf(`export %s="$%s:${COMMIT:0:12}-$CODEBUILD_BUILD_NUMBER"`, tagged, ofImage(variableRepository, i)))
		build = append(build, image.buildCommand(i))
		push = append(push, fmt.Sprintf(`docker push "$%s"`, tagged))
	}
	build = append(build, push...)
	build = append(build, `mkdir -p `+releaseDirectory)
	return buildspec{
		Version: "0.2",
		Env:     buildEnv{Shell: "bash"},
		Phases: buildPhases{
			PreBuild: buildPhase{Commands: append(before, loginCommand(variableRepository))},
			Build:    buildPhase{Commands: append(build, files.commands(images)...)},
		},
		Artifacts: planArtifacts(files.outputs(len(images))),
	}
}

// output is an artifact that a build hands on.
type output struct {
	name, directory string
	files           []string
}

func planArtifacts(outputs []output) buildArtifacts {
	if len(outputs) == 1 {
		return buildArtifacts{BaseDirectory: outputs[0].directory, Files: outputs[0].files}
	}
	all := buildArtifacts{Secondary: map[string]buildArtifacts{}}
	for _, o := range outputs {
		all.Secondary[o.name] = buildArtifacts{BaseDirectory: o.directory, Files: o.files}
	}
	return all
}

// YAML renders the document.
func (b buildspec) YAML() string {
	// A document of strings always encodes.
	text, _ := yaml.Marshal(b)
	return string(text)
}
