package pipeline

import (
	"cmp"
	"fmt"
	"regexp"
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
	commands() []string
	names() []string
	variables() []variable
	usesTaskDefinition() bool
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

	// imagePlaceholder stands for the image in the task definition; CodePipeline
	// puts in the one that imageDetail.json names.
	imagePlaceholder = "IMAGE1_NAME"
)

// BlueGreenFiles make a build write taskdef.json (the newest active revision of
// the family, with the new image), appspec.yaml and imageDetail.json.
//
// The AppSpec carries the network of the tasks: an ECS service whose deployments
// CodeDeploy makes takes no such change from Terraform, so that it reaches the
// tasks with the next release.
type BlueGreenFiles struct {
	// TaskFamily is the family of task definitions.
	TaskFamily string
	// ContainerName is the container that gets the image, and that the load
	// balancer sends requests to on ContainerPort.
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

// RollingFiles make a build write imagedefinitions.json.
type RollingFiles struct {
	// ContainerName is the container that gets the image.
	ContainerName string
}

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

// Validate tells what a release would stumble over.
func (f RollingFiles) Validate() error {
	var problems check.Problems
	check.Name(&problems, "ContainerName", f.ContainerName, naming.ECS)
	return problems.Err()
}

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

// registrable are the keys of a Fargate task definition that are handed on.
// DescribeTaskDefinition returns others besides: revision, status, registeredAt
// and more, which cannot be registered, and enableFaultInjection, which not every
// release of CodePipeline knows. A list of what stays keeps out what AWS adds.
const registrable = `"family", "taskRoleArn", "executionRoleArn", "networkMode", "containerDefinitions", "volumes", ` +
	`"placementConstraints", "requiresCompatibilities", "cpu", "memory", "pidMode", "ipcMode", "proxyConfiguration", ` +
	`"ephemeralStorage", "runtimePlatform"`

// taskDefinitionProgram is the jq program that makes taskdef.json: it keeps what
// can be registered, leaves out what is null, and puts the placeholder in.
const taskDefinitionProgram = `
  if any(.containerDefinitions[]; .name == $container)
  then with_entries(select(.value != null and (.key | IN(` + registrable + `))))
    | .containerDefinitions |= map(if .name == $container then .image = "<` + imagePlaceholder + `>" else . end)
  else error("the task definition has no container \($container)")
  end`

func (f BlueGreenFiles) commands() []string {
	return []string{
		`aws ecs describe-task-definition --task-definition "$TASK_FAMILY" --query taskDefinition --output json > ` + releaseDirectory + `/described.json`,
		`jq --arg container "$CONTAINER_NAME" '` + taskDefinitionProgram + `' ` + releaseDirectory + `/described.json > ` + releaseDirectory + `/` + taskDefinitionFile,
		`jq -n --arg image "$IMAGE_URI" '{ImageURI: $image}' > ` + releaseDirectory + `/` + imageDetailFile,
		"cat > " + releaseDirectory + "/" + appSpecFile + " <<END\n" + f.appSpec() + "END",
	}
}

// appSpec is the AppSpec file, with the variables of the build in it.
func (f BlueGreenFiles) appSpec() string {
	text := `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: "<TASK_DEFINITION>"
        LoadBalancerInfo:
          ContainerName: "$CONTAINER_NAME"
          ContainerPort: $CONTAINER_PORT
`
	if f.CapacityProviderName == "" {
		text += "        PlatformVersion: \"$PLATFORM_VERSION\"\n"
	} else {
		text += `        CapacityProviderStrategy:
          - CapacityProvider: "$CAPACITY_PROVIDER"
            Base: 0
            Weight: 1
`
	}
	if f.awsvpc() {
		text += `        NetworkConfiguration:
          AwsvpcConfiguration:
            Subnets: [$SUBNET_IDS]
            SecurityGroups: [$SECURITY_GROUP_IDS]
            AssignPublicIp: "$ASSIGN_PUBLIC_IP"
`
	}
	if hooks := f.Hooks.list(); len(hooks) > 0 {
		var lines strings.Builder
		for _, hook := range hooks {
			fmt.Fprintf(&lines, "  - %s: %q\n", hook.name, hook.value)
		}
		text += "Hooks:\n" + lines.String()
	}
	return text
}

func (f BlueGreenFiles) names() []string {
	return []string{appSpecFile, taskDefinitionFile, imageDetailFile}
}

func (f BlueGreenFiles) variables() []variable {
	variables := []variable{
		{variableFamily, f.TaskFamily},
		{variableContainer, f.ContainerName},
		{variablePort, strconv.Itoa(f.ContainerPort)},
	}
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

func (f RollingFiles) commands() []string {
	return []string{
		`jq -n --arg container "$CONTAINER_NAME" --arg image "$IMAGE_URI" '[{name: $container, imageUri: $image}]' > ` + releaseDirectory + `/` + imageDefinitionsFile,
	}
}

func (f RollingFiles) names() []string { return []string{imageDefinitionsFile} }

func (f RollingFiles) variables() []variable {
	return []variable{{variableContainer, f.ContainerName}}
}

func (f RollingFiles) usesTaskDefinition() bool { return false }

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
