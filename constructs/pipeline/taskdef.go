package pipeline

import "strings"

// registrable are the keys of a Fargate task definition that are handed on.
// DescribeTaskDefinition returns others besides: revision, status, registeredAt
// and more, which cannot be registered, and enableFaultInjection, which not every
// release of CodePipeline knows. A list of what stays keeps out what AWS adds.
const registrable = `"family", "taskRoleArn", "executionRoleArn", "networkMode", "containerDefinitions", "volumes", ` +
	`"placementConstraints", "requiresCompatibilities", "cpu", "memory", "pidMode", "ipcMode", "proxyConfiguration", ` +
	`"ephemeralStorage", "runtimePlatform"`

// taskDefinitionProgram is the jq program that makes taskdef.json: it keeps what
// can be registered, leaves out what is null, and puts the placeholders in.
func taskDefinitionProgram(images []Image) string {
	steps := make([]string, len(images))
	for i := range images {
		keep := ""
		if i == 0 {
			keep = `with_entries(select(.value != null and (.key | IN(` + registrable + "))))\n    | "
		}
		steps[i] = strings.NewReplacer("KEEP", keep, "CONTAINER", ofImage("container", i), "IMAGE", imagePlaceholder(i)).Replace(`
  if any(.containerDefinitions[]; .name == $CONTAINER)
  then KEEP.containerDefinitions |= map(if .name == $CONTAINER then .image = "<IMAGE>" else . end)
  else error("the task definition has no container \($CONTAINER)")
  end`)
	}
	return strings.Join(steps, " |")
}
