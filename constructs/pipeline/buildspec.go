package pipeline

import (
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
	Artifacts buildArtifacts `yaml:"artifacts"`
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

type buildArtifacts struct {
	BaseDirectory string   `yaml:"base-directory"`
	Files         []string `yaml:"files"`
}

// releaseDirectory holds the files for the release, apart from the sources.
const releaseDirectory = ".release"

// Variables of the build, set in the CodeBuild project.
const (
	variableRepository = "REPOSITORY_URL"
	variablePlatform   = "PLATFORM"
	variableDockerfile = "DOCKERFILE"
	variableContext    = "BUILD_CONTEXT"
	variableContainer  = "CONTAINER_NAME"
	variableFamily     = "TASK_FAMILY"
	variablePort       = "CONTAINER_PORT"
	variableSubnets    = "SUBNET_IDS"
	variableGroups     = "SECURITY_GROUP_IDS"
	variablePublicIP   = "ASSIGN_PUBLIC_IP"
	variableVersion    = "PLATFORM_VERSION"
	variableProvider   = "CAPACITY_PROVIDER"
)

// planBuildspec says how an image is built, pushed, and handed to a release.
//
// The tag of the image is the commit and the number of the build: tags are
// immutable, and a second build of a commit has another number.
func planBuildspec(files ReleaseFiles) buildspec {
	build := []string{
		`docker build --platform "$PLATFORM" --file "$DOCKERFILE" --label "org.opencontainers.image.revision=${CODEBUILD_RESOLVED_SOURCE_VERSION:-}" --tag "$IMAGE_URI" "$BUILD_CONTEXT"`,
		`docker push "$IMAGE_URI"`,
		`mkdir -p ` + releaseDirectory,
	}
	return buildspec{
		Version: "0.2",
		Env:     buildEnv{Shell: "bash"},
		Phases: buildPhases{
			PreBuild: buildPhase{Commands: []string{
				`COMMIT="${CODEBUILD_RESOLVED_SOURCE_VERSION:-source}"`,
				`export IMAGE_URI="$REPOSITORY_URL:${COMMIT:0:12}-$CODEBUILD_BUILD_NUMBER"`,
				`aws ecr get-login-password | docker login --username AWS --password-stdin "${REPOSITORY_URL%%/*}"`,
			}},
			Build: buildPhase{Commands: append(build, files.commands()...)},
		},
		Artifacts: buildArtifacts{BaseDirectory: releaseDirectory, Files: files.names()},
	}
}

// YAML renders the document.
func (b buildspec) YAML() string {
	// A document of strings always encodes.
	text, _ := yaml.Marshal(b)
	return string(text)
}
