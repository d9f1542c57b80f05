package secrets

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

// publicParameters are the parameters that AWS publishes in every region, of
// which stacks of containers read the ids of images.
var publicParameters = []struct {
	name  *regexp.Regexp
	value func(c *cloud.Call, name string) string
}{
	{regexp.MustCompile(`^/aws/service/ecs/optimized-ami/` + ecsSystems + `/(recommended|\d[\w.-]*|[\w.-]*ami-ecs-[\w.-]+)/image_id$`), image},
	{regexp.MustCompile(`^/aws/service/ecs/optimized-ami/` + ecsSystems + `/(recommended|\d[\w.-]*|[\w.-]*ami-ecs-[\w.-]+)/(image_name|image_version|os|ecs_agent_version|ecs_runtime_version)$`), imageDetail},
	{regexp.MustCompile(`^/aws/service/ecs/optimized-ami/` + ecsSystems + `/(recommended|\d[\w.-]*|[\w.-]*ami-ecs-[\w.-]+)$`), imageDocument},
	{regexp.MustCompile(`^/aws/service/ami-amazon-linux-latest/(al2023-ami-|amzn2-ami-)[\w.-]+$`), image},
	{regexp.MustCompile(`^/aws/service/ami-windows-latest/[\w.-]+(/image_id)?$`), image},
	{regexp.MustCompile(`^/aws/service/canonical/ubuntu/(server|server-minimal|pro-server|eks)/[\w.-]+/([\w.-]+/)*(amd64|arm64)/hvm/ebs-gp[23]/ami-id$`), image},
	{regexp.MustCompile(`^/aws/service/debian/(release|daily)/[\w.-]+/(latest|[\w.-]+)/(amd64|arm64)$`), image},
	{regexp.MustCompile(`^/aws/service/bottlerocket/aws-ecs-\d(-[a-z]+)?/(x86_64|arm64)/(latest|[\d.]+)/image_id$`), image},
	{regexp.MustCompile(`^/aws/service/aws-for-fluent-bit/(latest|stable|[\w.-]+)$`), fluentBit},
}

// ecsSystems are the operating systems of the images for ECS.
const ecsSystems = `(amazon-linux-(2|2023|2-[\w.-]+)|amazon-linux-(2|2023)/(arm64|gpu|neuron|inf|kernel-5\.10(/arm64|/gpu)?)|windows_server/[\w.-]+/[a-z]+/(full|core))`

// readPublic reads a parameter of AWS.
func readPublic(c *cloud.Call, name string) error {
	for _, public := range publicParameters {
		if public.name.MatchString(name) {
			c.Object["arn"] = "arn:" + c.Partition + ":ssm:" + c.Region + "::parameter" + name
			c.Object["type"], c.Object["version"] = "String", 1
			value := public.value(c, name)
			c.Object["value"], c.Object["insecure_value"] = value, value
			return nil
		}
	}
	return parameterUnknown.With(name)
}

// image is the id of an image, another one in each region.
func image(c *cloud.Call, name string) string {
	return "ami-" + cloud.Hex(c.Region+" "+strings.TrimSuffix(name, "/image_id"), 17)
}

// details are what AWS says of an image for ECS, beside its id.
var details = map[string]string{
	"image_name": "al2023-ami-ecs-hvm-2023.0.20250501-kernel-6.1", "image_version": "2023.0.20250501", "os": "Amazon Linux 2023",
	"ecs_agent_version": "1.93.0", "ecs_runtime_version": "Docker version 25.0.8",
}

func imageDetail(_ *cloud.Call, name string) string {
	return details[name[strings.LastIndex(name, "/")+1:]]
}

func imageDocument(c *cloud.Call, name string) string {
	return fmt.Sprintf(`{"ecs_agent_version":%q,"ecs_runtime_version":%q,"image_id":%q,"image_name":%q,"image_version":%q,"os":%q,"schema_version":1}`,
		details["ecs_agent_version"], details["ecs_runtime_version"], image(c, name), details["image_name"], details["image_version"], details["os"])
}

func fluentBit(c *cloud.Call, name string) string {
	tag := name[strings.LastIndex(name, "/")+1:]
	return "906394416424.dkr.ecr." + c.Region + "." + c.DNSSuffix() + "/aws-for-fluent-bit:" + tag
}
