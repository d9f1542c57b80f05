package ecs

import (
	"testing"
	"time"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/check/checktest"
)

const (
	secretARN    = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:web-AbCdEf"
	parameterARN = "arn:aws:ssm:eu-west-1:123456789012:parameter/web"
)

func TestContainerRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Container)
		want   string // empty: allowed
	}{
		"plain":              {func(*Container) {}, ""},
		"no name":            {func(c *Container) { c.Name = "" }, "Name: missing"},
		"name with a dot":    {func(c *Container) { c.Name = "a.b" }, "letters, digits, hyphens and underscores"},
		"no image":           {func(c *Container) { c.Image = "" }, "Image: missing"},
		"space in the image": {func(c *Container) { c.Image = "a b" }, "holds a space"},
		"negative cpu":       {func(c *Container) { c.CPU = -1 }, "cannot be negative"},
		"little memory":      {func(c *Container) { c.MemoryMiB = 5 }, "at least 6"},
		"soft above hard":    {func(c *Container) { c.MemoryMiB, c.MemoryReservationMiB = 64, 64 }, "not below MemoryMiB, 64"},
		"soft below hard":    {func(c *Container) { c.MemoryMiB, c.MemoryReservationMiB = 64, 32 }, ""},
		"port 0":             {func(c *Container) { c.Ports = []int{0} }, "1 to 65535"},
		"port 65536":         {func(c *Container) { c.Ports = []int{65536} }, "1 to 65535"},
		"few open files":     {func(c *Container) { c.OpenFiles = 10 }, "1024 to 1048576"},
		"root":               {func(c *Container) { c.User = "root" }, ""},
		"user 0":             {func(c *Container) { c.User = "0" }, "every plan would replace"},
		"user 0 and group":   {func(c *Container) { c.User = "0:1000" }, "every plan would replace"},
		"stop in 1s":         {func(c *Container) { c.StopTimeout = time.Second }, "2s to 2m0s"},
		"stop in 121s":       {func(c *Container) { c.StopTimeout = 121 * time.Second }, "2s to 2m0s"},
		"stop in 2.5s":       {func(c *Container) { c.StopTimeout = 2500 * time.Millisecond }, "whole seconds"},
		"empty variable":     {func(c *Container) { c.Environment = map[string]string{"A": ""} }, "Environment[A]: an empty value"},
		"nameless variable":  {func(c *Container) { c.Environment = map[string]string{"": "x"} }, "has no name"},
		"variable twice": {func(c *Container) {
			c.Environment = map[string]string{"A": "1"}
			c.Secrets = map[string]Secret{"A": SecretValue(secretARN)}
		}, "Secrets[A]: is set in Environment too"},
		"zero secret":         {func(c *Container) { c.Secrets = map[string]Secret{"A": {}} }, "make it with SecretValue"},
		"secret by name":      {func(c *Container) { c.Secrets = map[string]Secret{"A": SecretValue("web")} }, "not an ARN of secretsmanager"},
		"host port":           {func(c *Container) { c.Ports, c.HostPorts = []int{80}, map[int]int{80: 8080} }, ""},
		"host port of none":   {func(c *Container) { c.HostPorts = map[int]int{80: 8080} }, "HostPorts[80]: is no port of the container: it has []"},
		"host port 0":         {func(c *Container) { c.Ports, c.HostPorts = []int{80}, map[int]int{80: 0} }, "HostPorts[80]: 0 is out of range: 1 to 65535"},
		"secret token":        {func(c *Container) { c.Secrets = map[string]Secret{"A": SecretValue("${TfToken[TOKEN.1]}")} }, ""},
		"parameter":           {func(c *Container) { c.Secrets = map[string]Secret{"A": ParameterValue(parameterARN)} }, ""},
		"secret as parameter": {func(c *Container) { c.Secrets = map[string]Secret{"A": ParameterValue(secretARN)} }, "not an ARN of ssm"},
		"empty key":           {func(c *Container) { c.Secrets = map[string]Secret{"A": SecretKey(secretARN, "")} }, "a JSON key is not empty"},
		"key with a colon":    {func(c *Container) { c.Secrets = map[string]Secret{"A": SecretKey(secretARN, "a:b")} }, "no colon"},
	} {
		t.Run(name, func(t *testing.T) {
			container := Container{Name: "web", Image: "nginx"}
			c.change(&container)
			checktest.Verdict(t, container.Validate(), c.want)
		})
	}
}

func TestHealthCheckRefusals(t *testing.T) {
	run := []string{"CMD-SHELL", "true"}
	for _, c := range []struct {
		check HealthCheck
		want  string
	}{
		{HealthCheck{}, ""},
		{HealthCheck{Retries: 2}, "Command: missing"},
		{HealthCheck{Command: run}, ""},
		{HealthCheck{Command: []string{"curl", "x"}}, `"curl" is not one of CMD, CMD-SHELL`},
		{HealthCheck{Command: []string{"CMD"}}, "stands alone"},
		{HealthCheck{Command: run, Interval: 4 * time.Second}, "Interval: 4s is out of range: 5s to 5m0s"},
		{HealthCheck{Command: run, Timeout: 61 * time.Second}, "Timeout: 1m1s is out of range"},
		{HealthCheck{Command: run, Retries: 11}, "1 to 10"},
		{HealthCheck{Command: run, StartPeriod: 301 * time.Second}, "StartPeriod"},
		{HealthCheck{Command: run, StartPeriod: 1500 * time.Millisecond}, "whole seconds"},
		{HealthCheck{Command: run, Interval: 5 * time.Second, Timeout: 2 * time.Second, Retries: 10, StartPeriod: 300 * time.Second}, ""},
	} {
		checktest.Verdict(t, c.check.Validate(), c.want)
	}
}

func TestSecretReferences(t *testing.T) {
	assert.Equal(t, SecretValue(secretARN).valueFrom(), secretARN)
	assert.Equal(t, SecretKey(secretARN, "password").valueFrom(), secretARN+":password::")
	assert.Equal(t, ParameterValue(parameterARN).valueFrom(), parameterARN)
}

func TestContainerDefinitionOfEverything(t *testing.T) {
	p := TaskDefinitionProps{Family: "f", RunsOn: EC2{NetworkMode: Bridge}, Containers: []Container{{
		Name: "web", Image: "nginx", NonEssential: true, CPU: 128, MemoryMiB: 256, MemoryReservationMiB: 128,
		Ports: []int{80, 81}, HostPorts: map[int]int{81: 8081}, Links: []string{"init"}, Mounts: []Mount{{Volume: "v", Path: "/v"}}, Privileged: true, EntryPoint: []string{"/entry"}, Command: []string{"a && b < c"}, WorkingDirectory: "/app", User: "1000:1000",
		Environment: map[string]string{"Z": "%{x}", "A": "${TfToken[TOKEN.7]}"}, Secrets: map[string]Secret{"S": SecretValue(secretARN)},
		HealthCheck: HealthCheck{Command: []string{"CMD", "x"}, Interval: time.Minute, Timeout: 3 * time.Second, Retries: 2},
		DependsOn:   []Dependency{{Container: "init"}}, OpenFiles: 2048, ReadOnlyRootFilesystem: true, StopTimeout: 5 * time.Second, InitProcess: true,
	}}}
	got := p.renderContainers(taskLogs{family: "f", group: "g", region: "r", mode: Blocking})
	assert.Equal(t, got, `[{"name":"web","image":"nginx","essential":false,"cpu":128,"memory":256,"memoryReservation":128,`+
		`"portMappings":[{"containerPort":80,"hostPort":0,"protocol":"tcp"},{"containerPort":81,"hostPort":8081,"protocol":"tcp"}],"entryPoint":["/entry"],"command":["a && b < c"],`+
		`"workingDirectory":"/app","user":"1000:1000","environment":[{"name":"A","value":"${TfToken[TOKEN.7]}"},{"name":"Z","value":"%%{x}"}],`+
		`"secrets":[{"name":"S","valueFrom":"`+secretARN+`"}],"healthCheck":{"command":["CMD","x"],"interval":60,"timeout":3,"retries":2},`+
		`"dependsOn":[{"containerName":"init","condition":"START"}],"links":["init"],"mountPoints":[{"sourceVolume":"v","containerPath":"/v","readOnly":false}],"ulimits":[{"name":"nofile","softLimit":2048,"hardLimit":2048}],`+
		`"linuxParameters":{"initProcessEnabled":true},"privileged":true,"readonlyRootFilesystem":true,"stopTimeout":5,`+
		`"logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"g","awslogs-region":"r","awslogs-stream-prefix":"ecs","mode":"blocking"}}}]`)
}
