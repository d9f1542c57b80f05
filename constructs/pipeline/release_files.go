package pipeline

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
)

// ReleaseFiles are what a build hands to a release: BlueGreenFiles for a
// BlueGreenRelease, RollingFiles for a RollingRelease.
type ReleaseFiles interface {
	Validate() error
	// commands write the files for the images of the build.
	commands(images []Image) []string
	// outputs are the artifacts that hold them, for that many images.
	outputs(images int) []output
	// variables that the commands read.
	variables(images []Image) []variable
	usesTaskDefinition() bool
	// maxImages is how many images the release takes.
	maxImages() int
}

// variable of a build.
type variable struct {
	name, value string
}

// Names of the files, which the release expects.
const (
	taskDefinitionFile   = "taskdef.json"
	appSpecFile          = "appspec.yaml"
	imageDetailFile      = "imageDetail.json"
	imageDefinitionsFile = "imagedefinitions.json"
)

// Variables that the files of a blue/green release are made from, set in the
// CodeBuild project.
const (
	variableFamily   = "TASK_FAMILY"
	variablePort     = "CONTAINER_PORT"
	variableSubnets  = "SUBNET_IDS"
	variableGroups   = "SECURITY_GROUP_IDS"
	variablePublicIP = "ASSIGN_PUBLIC_IP"
	variableVersion  = "PLATFORM_VERSION"
	variableProvider = "CAPACITY_PROVIDER"
	// variableTarget is the container behind the load balancer, where the build
	// makes no image for it.
	variableTarget = "TARGET_CONTAINER_NAME"
)

// imagePlaceholder stands in the task definition for the image at a position;
// CodePipeline puts in the one that the imageDetail.json of its artifact names.
func imagePlaceholder(position int) string {
	return fmt.Sprintf("IMAGE%d_NAME", position+1)
}

// artifactOf is the artifact whose imageDetail.json names the image at a
// position: the file names one image, so that each has an artifact. CodeBuild
// takes letters, digits and underscores in the name of one among several.
func artifactOf(position int) string {
	if position == 0 {
		return buildArtifact
	}
	return fmt.Sprintf("image%d", position+1)
}

// directoryOf holds the imageDetail.json of the image at a position.
func directoryOf(position int) string {
	if position == 0 {
		return releaseDirectory
	}
	return releaseDirectory + "/" + artifactOf(position)
}

// Limits of the images of a release.
const (
	maxBlueGreenImages = 4  // the action CodeDeployToECS has Image1 to Image4
	maxRollingImages   = 10 // the containers of a task
)

// BlueGreenFiles make a build of one to four images write taskdef.json (the
// newest active revision of the family, with the new images), appspec.yaml, and
// an imageDetail.json an image.
//
// The AppSpec carries the network of the tasks: an ECS service whose deployments
// CodeDeploy makes takes no such change from Terraform, so that it reaches the
// tasks with the next release.
type BlueGreenFiles struct {
	// TaskFamily is the family of task definitions.
	TaskFamily string
	// ContainerName is the container that the load balancer sends requests to on
	// ContainerPort. It may have an image of the build, or another.
	ContainerName string
	// ContainerPort is 1 to 65535.
	ContainerPort int
	// SubnetIDs and SecurityGroupIDs of the tasks; neither where these have the
	// network of their instance (bridge, host).
	SubnetIDs, SecurityGroupIDs []string
	// AssignPublicIP gives tasks a public address, which they need in public
	// subnets without NAT. Default: false.
	AssignPublicIP bool
	// CapacityProviderName is the capacity provider of a service on EC2 instances;
	// without it, CodeDeploy would start the new tasks where there is room and
	// ask for no instance. Default: none, the tasks run on Fargate.
	CapacityProviderName string
	// PlatformVersion of Fargate. Default: LATEST.
	PlatformVersion string
	// Hooks are Lambda functions that judge a deployment. Default: none.
	Hooks Hooks
}

// Hooks name Lambda functions, by name or ARN, that CodeDeploy calls at the
// stages of a deployment. Each reports with
// codedeploy:PutLifecycleEventHookExecutionStatus.
type Hooks struct {
	BeforeInstall         string
	AfterInstall          string
	AfterAllowTestTraffic string
	BeforeAllowTraffic    string
	AfterAllowTraffic     string
}

// RollingFiles make a build write imagedefinitions.json, with all its images.
type RollingFiles struct{}

var (
	platformVersion = check.TextRule{
		Service: "Fargate",
		Form:    regexp.MustCompile(`^(LATEST|\d+\.\d+\.\d+)$`),
		Allowed: "LATEST or a version such as 1.4.0",
	}
	hookFunction = check.TextRule{
		Service: "CodeDeploy",
		Max:     170,
		Form:    regexp.MustCompile(`^[\w:-]+$`),
		Allowed: "the name or the ARN of a Lambda function",
	}
)

const defaultPlatformVersion = "LATEST"

// Validate tells what a release would stumble over.
func (f BlueGreenFiles) Validate() error {
	var problems check.Problems
	check.Name(&problems, "TaskFamily", f.TaskFamily, naming.ECS)
	check.Name(&problems, "ContainerName", f.ContainerName, naming.ECS)
	check.Between(&problems, "ContainerPort", f.ContainerPort, 1, 65535)
	if f.awsvpc() || f.CapacityProviderName == "" {
		if len(f.SubnetIDs) == 0 {
			problems.Addf("SubnetIDs", "none: the tasks need at least one subnet")
		}
		if len(f.SecurityGroupIDs) == 0 {
			problems.Addf("SecurityGroupIDs", "none: the tasks need at least one security group")
		}
	}
	check.Text(&problems, "CapacityProviderName", f.CapacityProviderName, naming.ECS)
	if f.CapacityProviderName != "" && f.PlatformVersion != "" {
		problems.Addf("PlatformVersion", "%q with a capacity provider of instances: only Fargate has platform versions", f.PlatformVersion)
	}
	check.Text(&problems, "PlatformVersion", f.PlatformVersion, platformVersion)
	for _, hook := range f.Hooks.list() {
		check.Text(&problems, "Hooks."+hook.name, hook.value, hookFunction)
	}
	return problems.Err()
}

// Validate finds nothing wrong: there is nothing to choose.
func (RollingFiles) Validate() error { return nil }

// list holds the hooks that are set, in the order of a deployment.
func (h Hooks) list() []variable {
	var set []variable
	for _, hook := range []variable{
		{"BeforeInstall", h.BeforeInstall},
		{"AfterInstall", h.AfterInstall},
		{"AfterAllowTestTraffic", h.AfterAllowTestTraffic},
		{"BeforeAllowTraffic", h.BeforeAllowTraffic},
		{"AfterAllowTraffic", h.AfterAllowTraffic},
	} {
		if hook.value != "" {
			set = append(set, hook)
		}
	}
	return set
}

// arguments hand variables of every image to jq, under the names that they have
// there: container and image for the first, container_2 and image_2 for the next.
func arguments(images []Image, names map[string]string) string {
	var words []string
	for i := range images {
		for _, name := range slices.Sorted(maps.Keys(names)) {
			words = append(words, fmt.Sprintf(`--arg %s "$%s"`, ofImage(name, i), ofImage(names[name], i)))
		}
	}
	return strings.Join(words, " ")
}

func (f BlueGreenFiles) commands(images []Image) []string {
	commands := []string{
		`aws ecs describe-task-definition --task-definition "$TASK_FAMILY" --query taskDefinition --output json > ` + releaseDirectory + `/described.json`,
		`jq ` + arguments(images, map[string]string{"container": variableContainer}) + ` '` + taskDefinitionProgram(images) + `' ` +
			releaseDirectory + `/described.json > ` + releaseDirectory + `/` + taskDefinitionFile,
	}
	for i := range images {
		if i > 0 {
			commands = append(commands, `mkdir -p `+directoryOf(i))
		}
		commands = append(commands, `jq -n --arg image "$`+ofImage(variableImage, i)+`" '{ImageURI: $image}' > `+directoryOf(i)+`/`+imageDetailFile)
	}
	return append(commands, "cat > "+releaseDirectory+"/"+appSpecFile+" <<END\n"+f.appSpec(images)+"END")
}

func (f BlueGreenFiles) outputs(images int) []output {
	all := []output{{
		name: buildArtifact, directory: releaseDirectory,
		files: []string{appSpecFile, taskDefinitionFile, imageDetailFile},
	}}
	for i := 1; i < images; i++ {
		all = append(all, output{name: artifactOf(i), directory: directoryOf(i), files: []string{imageDetailFile}})
	}
	return all
}

func (f BlueGreenFiles) variables(images []Image) []variable {
	variables := append([]variable{{variableFamily, f.TaskFamily}}, containerVariables(images)...)
	if target := f.target(images); target == variableTarget {
		variables = append(variables, variable{target, f.ContainerName})
	}
	variables = append(variables, variable{variablePort, strconv.Itoa(f.ContainerPort)})
	if f.awsvpc() {
		publicIP := "DISABLED"
		if f.AssignPublicIP {
			publicIP = "ENABLED"
		}
		variables = append(variables, variable{variableSubnets, joined(f.SubnetIDs)},
			variable{variableGroups, joined(f.SecurityGroupIDs)}, variable{variablePublicIP, publicIP})
	}
	if f.CapacityProviderName != "" {
		return append(variables, variable{variableProvider, f.CapacityProviderName})
	}
	return append(variables, variable{variableVersion, cmp.Or(f.PlatformVersion, defaultPlatformVersion)})
}

// awsvpc tells whether the tasks have a network interface of their own.
func (f BlueGreenFiles) awsvpc() bool { return len(f.SubnetIDs)+len(f.SecurityGroupIDs) > 0 }

func (f BlueGreenFiles) usesTaskDefinition() bool { return true }

func (f BlueGreenFiles) maxImages() int { return maxBlueGreenImages }

func (f RollingFiles) commands(images []Image) []string {
	definitions := make([]string, len(images))
	for i := range images {
		definitions[i] = fmt.Sprintf("{name: $%s, imageUri: $%s}", ofImage("container", i), ofImage("image", i))
	}
	return []string{
		`jq -n ` + arguments(images, map[string]string{"container": variableContainer, "image": variableImage}) +
			` '[` + strings.Join(definitions, ", ") + `]' > ` + releaseDirectory + `/` + imageDefinitionsFile,
	}
}

func (f RollingFiles) outputs(int) []output {
	return []output{{name: buildArtifact, directory: releaseDirectory, files: []string{imageDefinitionsFile}}}
}

func (f RollingFiles) variables(images []Image) []variable { return containerVariables(images) }

func (f RollingFiles) usesTaskDefinition() bool { return false }

func (f RollingFiles) maxImages() int { return maxRollingImages }

// joined is a list as one string. A list that Terraform knows only later is a
// list of one that stands for all, and has to be joined by Terraform.
func joined(values []string) string {
	const separator = ", "
	for _, value := range values {
		if literal.IsToken(value) {
			return *cdktf.Fn_Join(jsii.String(separator), jsii.Strings(values...))
		}
	}
	return strings.Join(values, separator)
}
