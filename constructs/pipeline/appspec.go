package pipeline

import (
	"fmt"
	"slices"
	"strings"
)

// appSpec is the AppSpec file, with the variables of the build in it.
func (f BlueGreenFiles) appSpec(images []Image) string {
	text := `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: "<TASK_DEFINITION>"
        LoadBalancerInfo:
          ContainerName: "$` + f.target(images) + `"
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

// target is the variable that names the container behind the load balancer.
func (f BlueGreenFiles) target(images []Image) string {
	built := slices.IndexFunc(images, func(i Image) bool { return i.Container == f.ContainerName })
	if built < 0 {
		return variableTarget
	}
	return ofImage(variableContainer, built)
}
