package pipeline

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/naming"
)

// Image is what a build makes for one container of a task: it builds a
// Dockerfile and pushes the image to a repository of the container's own.
type Image struct {
	// Container of the task definition that gets the image.
	Container string
	// RepositoryARN and RepositoryURL of the ECR repository that gets the image.
	// All images of a build go to one account and region.
	RepositoryARN, RepositoryURL string
	// Dockerfile to build, relative to the Git repository. Default: Dockerfile.
	Dockerfile string
	// Context of the build, relative to the Git repository. Default: ".".
	Context string
	// BuildArgs are arguments (ARG) of the Dockerfile. They are no place for
	// secrets: whoever has the image can read them. Default: none.
	BuildArgs map[string]string
}

const (
	defaultDockerfile = "Dockerfile"
	defaultContext    = "."
)

// Variables of the build of an image, set in the CodeBuild project.
const (
	variableRepository = "REPOSITORY_URL"
	variableDockerfile = "DOCKERFILE"
	variableContext    = "BUILD_CONTEXT"
	variableContainer  = "CONTAINER_NAME"
	variableArgument   = "BUILD_ARG"
	// variableImage is made by the build: the image with its tag.
	variableImage = "IMAGE_URI"
)

// ofImage is the name of a variable of the image at a position: the first has
// the plain name, the second that name with _2 and so on.
func ofImage(name string, position int) string {
	if position == 0 {
		return name
	}
	return name + "_" + strconv.Itoa(position+1)
}

// argumentVariable holds the value of an argument. Names of arguments begin
// with no digit, so that those of two images never meet.
func argumentVariable(argument string, position int) string {
	return ofImage(variableArgument, position) + "_" + argument
}

func (i Image) withDefaults() Image {
	i.Dockerfile = cmp.Or(i.Dockerfile, defaultDockerfile)
	i.Context = cmp.Or(i.Context, defaultContext)
	return i
}

// Validate tells what a build would stumble over.
func (i Image) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Container", i.Container, naming.ECS)
	problems.Required("RepositoryARN", i.RepositoryARN)
	problems.Required("RepositoryURL", i.RepositoryURL)
	for _, name := range slices.Sorted(maps.Keys(i.BuildArgs)) {
		if err := naming.CheckVariable(name); err != nil {
			problems.Addf("BuildArgs["+name+"]", "%w", err)
		}
	}
	return problems.Err()
}

// imageVariables are what the builds of images for a platform read.
func imageVariables(images []Image, platform string) []variable {
	var repositories, sources []variable
	for i, image := range images {
		repositories = append(repositories, variable{ofImage(variableRepository, i), image.RepositoryURL})
		sources = append(sources,
			variable{ofImage(variableDockerfile, i), image.Dockerfile},
			variable{ofImage(variableContext, i), image.Context},
		)
		for _, name := range slices.Sorted(maps.Keys(image.BuildArgs)) {
			sources = append(sources, variable{argumentVariable(name, i), image.BuildArgs[name]})
		}
	}
	return slices.Concat(repositories, []variable{{variablePlatform, platform}}, sources)
}

// containerVariables name the container of each image.
func containerVariables(images []Image) []variable {
	all := make([]variable, len(images))
	for i, image := range images {
		all[i] = variable{ofImage(variableContainer, i), image.Container}
	}
	return all
}

// buildCommand builds the image at a position. What users write reaches the
// shell in variables, where it is never code.
func (i Image) buildCommand(position int) string {
	command := `docker build --platform "$PLATFORM" --file "$` + ofImage(variableDockerfile, position) + `"` +
		` --label "org.opencontainers.image.revision=${CODEBUILD_RESOLVED_SOURCE_VERSION:-}"`
	for _, name := range slices.Sorted(maps.Keys(i.BuildArgs)) {
		command += fmt.Sprintf(` --build-arg "%s=$%s"`, name, argumentVariable(name, position))
	}
	return command + ` --tag "$` + ofImage(variableImage, position) + `" "$` + ofImage(variableContext, position) + `"`
}

// checkImages notes what is wrong with the images of one build, of which a
// release takes so many.
func checkImages(problems *check.Problems, images []Image, most int) {
	switch {
	case len(images) == 0:
		problems.Addf("Images", "none: a build makes at least one")
	case len(images) > most:
		problems.Addf("Images", "%d given: the release takes %d", len(images), most)
	}
	containers, repositories := map[string]bool{}, map[string]bool{}
	for i, image := range images {
		field := fmt.Sprintf("Images[%d]", i)
		problems.Join(field, image.Validate())
		if image.Container != "" && containers[image.Container] {
			problems.Addf(field+".Container", "%q has an image already: a container has one", image.Container)
		}
		if image.RepositoryURL != "" && repositories[image.RepositoryURL] {
			problems.Addf(field+".RepositoryURL", "that of another image: both would have the same tag, which cannot be pushed twice")
		}
		containers[image.Container], repositories[image.RepositoryURL] = true, true
	}
}
