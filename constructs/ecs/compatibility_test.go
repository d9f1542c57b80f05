package ecs

import (
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check/checktest"
)

var (
	socketVolume = Volume{Name: "fluent", HostPath: "/var/run/fluent"}
	socketMount  = []Mount{{Volume: "fluent", Path: "/fluentd/socket"}}
	bySocket     = Fluentd{Address: "unix:///var/run/fluent/fluent.sock"}
	byPort       = Fluentd{Address: "localhost:24224"}
)

// Rules 30, 38, 39, 40: what goes together on Fargate and on EC2.
func TestTaskCompatibilityRefusals(t *testing.T) {
	bridge := EC2{NetworkMode: Bridge}
	web := Container{Name: "web", Image: "nginx", Ports: []int{80}}
	with := func(change func(*Container)) []Container {
		c := web
		change(&c)
		return []Container{c, {Name: "php", Image: "php", Ports: []int{9000}}}
	}
	links := with(func(c *Container) { c.Links = []string{"php"} })
	hostPort := with(func(c *Container) { c.HostPorts = map[int]int{80: 8080} })
	privileged := with(func(c *Container) { c.Privileged = true })
	fluentd := func(f Fluentd, listener Container) []Container {
		listener.Name, listener.Image = "fluentd", "fluentd"
		return []Container{{Name: "web", Image: "nginx", Logging: f}, listener}
	}
	firelens := with(func(c *Container) { c.Logging = FireLens{Destination: ToCloudWatchLogs{}} })
	for name, c := range map[string]struct {
		props TaskDefinitionProps
		want  string // empty: allowed
	}{
		"fargate size on EC2":         {TaskDefinitionProps{RunsOn: EC2{}, CPU: 256, MemoryMiB: 512}, ""},
		"free size on EC2":            {TaskDefinitionProps{RunsOn: EC2{}, CPU: 300, MemoryMiB: 100}, ""},
		"free size by default":        {TaskDefinitionProps{RunsOn: EC2{}, CPU: 300}, ""},
		"little CPU":                  {TaskDefinitionProps{RunsOn: EC2{}, CPU: 127}, "CPU: 127 is out of range: 128 to 196608"},
		"little memory":               {TaskDefinitionProps{RunsOn: EC2{}, MemoryMiB: 5}, "MemoryMiB: 5: a task takes 6 or more"},
		"pointer":                     {TaskDefinitionProps{RunsOn: &EC2{}}, "RunsOn: *ecs.EC2: give Fargate or EC2 as a value"},
		"network mode":                {TaskDefinitionProps{RunsOn: EC2{NetworkMode: "none"}}, "RunsOn.NetworkMode: \"none\" is not one of awsvpc, bridge, host"},
		"empty query":                 {TaskDefinitionProps{RunsOn: EC2{MemberOf: []string{""}}}, "RunsOn.MemberOf[0]: missing"},
		"eleven queries":              {TaskDefinitionProps{RunsOn: EC2{MemberOf: []string{"a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a"}}}, "11 expressions: ECS takes 10"},
		"disk on EC2":                 {TaskDefinitionProps{RunsOn: EC2{}, EphemeralStorageGiB: 30}, "set ContainerInstancesProps.VolumeGiB"},
		"links":                       {TaskDefinitionProps{RunsOn: bridge, Containers: links}, ""},
		"links on Fargate":            {TaskDefinitionProps{Containers: links}, "Containers[web].Links: php: only Bridge has links; with awsvpc, containers of a task reach each other at 127.0.0.1"},
		"links on EC2 with awsvpc":    {TaskDefinitionProps{RunsOn: EC2{}, Containers: links}, "only Bridge has links"},
		"link with an alias":          {TaskDefinitionProps{RunsOn: bridge, Containers: with(func(c *Container) { c.Links = []string{"php:app"} })}, ""},
		"link without an alias":       {TaskDefinitionProps{RunsOn: bridge, Containers: with(func(c *Container) { c.Links = []string{"php:"} })}, "has no alias behind the colon"},
		"link to nobody":              {TaskDefinitionProps{RunsOn: bridge, Containers: with(func(c *Container) { c.Links = []string{"pph"} })}, "Containers[web].Links[pph]: is no container of the task: it has php, web"},
		"link to itself":              {TaskDefinitionProps{RunsOn: bridge, Containers: with(func(c *Container) { c.Links = []string{"web"} })}, "web -> web wait for each other"},
		"host ports":                  {TaskDefinitionProps{RunsOn: bridge, Containers: hostPort}, ""},
		"host ports with awsvpc":      {TaskDefinitionProps{RunsOn: EC2{}, Containers: hostPort}, "only Bridge maps ports"},
		"host port twice":             {TaskDefinitionProps{RunsOn: bridge, Containers: []Container{{Name: "a", Image: "a", Ports: []int{80}, HostPorts: map[int]int{80: 8080}}, {Name: "b", Image: "b", Ports: []int{80}, HostPorts: map[int]int{80: 8080}}}}, "Containers[b].HostPorts: 8080 is taken by a"},
		"same port in a bridge":       {TaskDefinitionProps{RunsOn: bridge, Containers: []Container{{Name: "a", Image: "a", Ports: []int{80}}, {Name: "b", Image: "b", Ports: []int{80}}}}, ""},
		"port twice in a bridge":      {TaskDefinitionProps{RunsOn: bridge, Containers: []Container{{Name: "a", Image: "a", Ports: []int{80, 80}}}}, "Containers[a].Ports: 80 is given twice"},
		"privileged":                  {TaskDefinitionProps{RunsOn: EC2{}, Containers: privileged}, ""},
		"privileged on Fargate":       {TaskDefinitionProps{Containers: privileged}, "Containers[web].Privileged: Fargate runs no privileged containers"},
		"volume":                      {TaskDefinitionProps{Volumes: []Volume{{Name: "fluent"}}, Containers: with(func(c *Container) { c.Mounts = socketMount })}, ""},
		"volume twice":                {TaskDefinitionProps{Volumes: []Volume{{Name: "v"}, {Name: "v"}}}, "Volumes[v]: is given twice"},
		"host folder":                 {TaskDefinitionProps{RunsOn: EC2{}, Volumes: []Volume{socketVolume}}, ""},
		"host folder on Fargate":      {TaskDefinitionProps{Volumes: []Volume{socketVolume}}, "Volumes[fluent].HostPath: \"/var/run/fluent\": Fargate has no instance"},
		"relative folder":             {TaskDefinitionProps{RunsOn: EC2{}, Volumes: []Volume{{Name: "v", HostPath: "run"}}}, "\"run\" is not a path"},
		"mount of nothing":            {TaskDefinitionProps{Containers: with(func(c *Container) { c.Mounts = socketMount })}, "Containers[web].Mounts[fluent]: is no volume of the task"},
		"mount nowhere":               {TaskDefinitionProps{Volumes: []Volume{{Name: "v"}}, Containers: with(func(c *Container) { c.Mounts = []Mount{{Volume: "v", Path: "/"}} })}, "\"/\" is not a path"},
		"mount twice":                 {TaskDefinitionProps{Volumes: []Volume{{Name: "v"}}, Containers: with(func(c *Container) { c.Mounts = []Mount{{Volume: "v", Path: "/v"}, {Volume: "v", Path: "/v"}} })}, "/v is mounted twice"},
		"fluentd on Fargate":          {TaskDefinitionProps{Containers: fluentd(byPort, Container{})}, "Containers[web].Logging: Fargate has no log driver fluentd: use FireLens"},
		"fluentd by socket":           {TaskDefinitionProps{RunsOn: EC2{}, Volumes: []Volume{socketVolume}, Containers: fluentd(bySocket, Container{Mounts: socketMount})}, ""},
		"fluentd by port":             {TaskDefinitionProps{RunsOn: bridge, Containers: fluentd(byPort, Container{Ports: []int{24224}, HostPorts: map[int]int{24224: 24224}})}, ""},
		"fluentd of a daemon":         {TaskDefinitionProps{RunsOn: EC2{}, Containers: []Container{{Name: "web", Image: "nginx", Logging: byPort}}}, ""},
		"fluentd by port with awsvpc": {TaskDefinitionProps{RunsOn: EC2{}, Containers: fluentd(byPort, Container{Ports: []int{24224}})}, "fluentd listens on the task's own interface (AWSVPC): use a socket"},
		"fluentd by a changing port":  {TaskDefinitionProps{RunsOn: bridge, Containers: fluentd(byPort, Container{Ports: []int{24224}})}, "the one of fluentd changes with each task: fix it with HostPorts"},
		"fluentd to itself":           {TaskDefinitionProps{RunsOn: bridge, Containers: []Container{{Name: "f", Image: "f", Ports: []int{24224}, HostPorts: map[int]int{24224: 24224}, Logging: byPort}}}, "f sends its output to itself"},
		"fluentd nowhere":             {TaskDefinitionProps{RunsOn: EC2{}, Containers: fluentd(Fluentd{}, Container{})}, "Containers[web].Logging.Address: missing"},
		"fluentd without a port":      {TaskDefinitionProps{RunsOn: EC2{}, Containers: fluentd(Fluentd{Address: "localhost"}, Container{})}, "is neither host:port nor a socket"},
		"logging pointer":             {TaskDefinitionProps{Containers: with(func(c *Container) { c.Logging = &CloudWatchLogs{} })}, "*ecs.CloudWatchLogs: give CloudWatchLogs, Fluentd or FireLens as a value"},
		"firelens":                    {TaskDefinitionProps{Containers: firelens}, ""},
		"firelens in a bridge":        {TaskDefinitionProps{RunsOn: bridge, Containers: firelens}, ""},
		"firelens on the host":        {TaskDefinitionProps{RunsOn: EC2{NetworkMode: Host}, Containers: firelens}, "use AWSVPC or Bridge"},
		"firelens nowhere":            {TaskDefinitionProps{Containers: with(func(c *Container) { c.Logging = FireLens{} })}, "Containers[web].Logging.Destination: missing"},
		"firelens to no bucket":       {TaskDefinitionProps{Containers: with(func(c *Container) { c.Logging = FireLens{Destination: ToS3{}} })}, "Containers[web].Logging.Destination.BucketName: missing"},
		"firelens to a strange prefix": {TaskDefinitionProps{Containers: with(func(c *Container) {
			c.Logging = FireLens{Destination: ToS3{BucketName: "b", BucketARN: "arn", Prefix: "/logs/"}}
		})}, "no slash at an end"},
		"firelens to an address": {TaskDefinitionProps{Containers: with(func(c *Container) {
			c.Logging = FireLens{Destination: ToOpenSearch{Endpoint: "https://x", DomainARN: "arn"}}
		})}, "write it without https://"},
		"name of the router": {TaskDefinitionProps{Containers: append(firelens[:1:1], Container{Name: "log-router", Image: "x"})}, "Containers[log-router]: is the name of the container that FireLens adds"},
		"port of the router": {TaskDefinitionProps{Containers: append(firelens[:1:1], Container{Name: "x", Image: "x", Ports: []int{24224}})}, "24224 is where the router of FireLens listens"},
		"policy of the router": {TaskDefinitionProps{Containers: firelens, TaskPolicies: map[string]identity.Policy{"log-router": {Statements: []identity.Statement{
			{Actions: []string{"a:B"}, Resources: []string{"*"}},
		}}}}, "TaskPolicies[log-router]: is the name of the policy that FireLens adds"},
		"router too large": {TaskDefinitionProps{Containers: firelens, LogRouter: LogRouter{MemoryReservationMiB: 1000}}, "reserve 1000 MiB together: the task has 512"},
	} {
		t.Run(name, func(t *testing.T) {
			c.props.Family = "web"
			if c.props.Containers == nil {
				c.props.Containers = []Container{web}
			}
			checktest.Verdict(t, c.props.Validate(), c.want)
		})
	}
}

// What an instance has once, one task of a definition takes.
func TestOncePerInstance(t *testing.T) {
	sidecar := []Container{{Name: "web", Logging: bySocket}, {Name: "fluentd", Mounts: socketMount}}
	for name, c := range map[string]struct {
		props TaskDefinitionProps
		want  string
	}{
		"a port of its own":      {TaskDefinitionProps{RunsOn: EC2{}, Containers: []Container{{Name: "a", Ports: []int{80}}}}, ""},
		"a changing port":        {TaskDefinitionProps{RunsOn: EC2{NetworkMode: Bridge}, Containers: []Container{{Name: "a", Ports: []int{80}}}}, ""},
		"a fixed port":           {TaskDefinitionProps{RunsOn: EC2{NetworkMode: Bridge}, Containers: []Container{{Name: "a", Ports: []int{80}, HostPorts: map[int]int{80: 8080}}}}, "a takes the instance's port 8080"},
		"a port of the instance": {TaskDefinitionProps{RunsOn: EC2{NetworkMode: Host}, Containers: []Container{{Name: "a", Ports: []int{80}}}}, "a listens on the instance's own port (Host)"},
		"a socket":               {TaskDefinitionProps{RunsOn: EC2{}, Volumes: []Volume{socketVolume}, Containers: sidecar}, "fluentd takes the instance's socket /var/run/fluent/fluent.sock"},
		"a socket of a daemon":   {TaskDefinitionProps{RunsOn: EC2{}, Containers: sidecar[:1]}, ""},
		"a folder of its own":    {TaskDefinitionProps{RunsOn: EC2{}, Volumes: []Volume{{Name: "fluent"}}, Containers: sidecar}, ""},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.props.oncePerInstance(), c.want) })
	}
}

// Rule 30: only a bridge has other ports outside the task than inside.
func TestHostPorts(t *testing.T) {
	c := Container{Ports: []int{80, 81}, HostPorts: map[int]int{81: 8081}}
	for _, mode := range []NetworkMode{AWSVPC, Host} {
		assert.Equal(t, c.hostPort(80, mode), 80)
	}
	assert.Equal(t, c.hostPort(80, Bridge), 0)
	assert.Equal(t, c.hostPort(81, Bridge), 8081)
}

func TestCapacityRefusals(t *testing.T) {
	instances := &ContainerInstances{CapacityProviderName: "ec2-acme"}
	onInstances := func(change func(*OnInstances)) func(*ServiceProps) {
		return func(p *ServiceProps) {
			o := OnInstances{Instances: instances}
			change(&o)
			p.Capacity, p.TaskDefinition.runsOn = o, EC2{}
		}
	}
	bridge := func(p *ServiceProps) {
		p.Capacity, p.TaskDefinition.runsOn = OnInstances{Instances: instances}, EC2{NetworkMode: Bridge}
	}
	for name, c := range map[string]struct {
		change func(*ServiceProps)
		want   string // empty: allowed
	}{
		"instances":    {onInstances(func(*OnInstances) {}), ""},
		"no instances": {onInstances(func(o *OnInstances) { o.Instances = nil }), "Capacity.Instances: missing"},
		"pointer":      {func(p *ServiceProps) { p.Capacity = &SpotMix{SpotWeight: 1} }, "Capacity: *ecs.SpotMix: give OnDemand, Spot, SpotMix or OnInstances as a value"},
		"platform version": {func(p *ServiceProps) {
			onInstances(func(*OnInstances) {})(p)
			p.PlatformVersion = "1.4.0"
		}, "only Fargate has platform versions"},
		"task of Fargate":      {func(p *ServiceProps) { p.Capacity = OnInstances{Instances: instances} }, "give it RunsOn EC2{}"},
		"task of EC2":          {func(p *ServiceProps) { p.TaskDefinition.runsOn = EC2{} }, "Capacity: FARGATE with a task definition for EC2"},
		"task of EC2 on a mix": {func(p *ServiceProps) { p.TaskDefinition.runsOn, p.Capacity = EC2{}, SpotMix{SpotWeight: 1} }, "Capacity: SpotMix with a task definition for EC2"},
		"blue/green":           {func(p *ServiceProps) { onInstances(func(*OnInstances) {})(p); p.Strategy = BlueGreen{Target: target} }, ""},
		"public address":       {func(p *ServiceProps) { onInstances(func(*OnInstances) {})(p); p.AssignPublicIP = true }, "only Fargate gives tasks a public address"},
		"placement":            {onInstances(func(o *OnInstances) { o.Placement = []PlacementStrategy{SpreadZones, BinpackMemory} }), ""},
		"unknown placement":    {onInstances(func(o *OnInstances) { o.Placement = []PlacementStrategy{"binpack disk"} }), `Capacity.Placement[0]: "binpack disk" is not one of spread attribute:ecs.availability-zone`},
		"six strategies": {onInstances(func(o *OnInstances) {
			o.Placement = []PlacementStrategy{Random, Random, Random, Random, Random, Random}
		}), "6 strategies: ECS takes 5"},
		"ten queries and one": {onInstances(func(o *OnInstances) { o.DistinctInstance, o.MemberOf = true, make10("a") }), "11 constraints with DistinctInstance: ECS takes 10"},
		"daemon":              {onInstances(func(o *OnInstances) { o.Daemon = true }), ""},
		"daemon of a fixed port": {func(p *ServiceProps) {
			onInstances(func(o *OnInstances) { o.Daemon = true })(p)
			p.TaskDefinition.once = "x"
		}, ""},
		"daemon blue/green": {func(p *ServiceProps) {
			onInstances(func(o *OnInstances) { o.Daemon = true })(p)
			p.Strategy = BlueGreen{Target: target}
		}, "CodeDeploy releases no daemons; use Rolling"},
		"daemon scaled":      {func(p *ServiceProps) { onInstances(func(o *OnInstances) { o.Daemon = true })(p); p.AutoScaled = true }, "the number of instances is that of the tasks"},
		"daemon placed":      {onInstances(func(o *OnInstances) { o.Daemon, o.Placement = true, []PlacementStrategy{Random} }), "random with Daemon"},
		"daemon on distinct": {onInstances(func(o *OnInstances) { o.Daemon, o.DistinctInstance = true, true }), "an instance runs one task anyway"},
		"sidecar that binds": {func(p *ServiceProps) {
			onInstances(func(*OnInstances) {})(p)
			p.TaskDefinition.once = "fluentd takes the instance's port 24224"
		}, "Capacity.DistinctInstance: false, and fluentd takes the instance's port 24224: an instance runs one such task"},
		"sidecar that may bind": {func(p *ServiceProps) {
			onInstances(func(o *OnInstances) { o.DistinctInstance = true })(p)
			p.TaskDefinition.once = "x"
		}, ""},
		"bridge with subnets": {bridge, "SubnetIDs: given with bridge, whose tasks have the network of their instance"},
		"bridge":              {func(p *ServiceProps) { bridge(p); p.SubnetIDs, p.SecurityGroupIDs = nil, nil }, ""},
		"mix":                 {func(p *ServiceProps) { p.Capacity = SpotMix{Base: 1, OnDemandWeight: 1, SpotWeight: 3} }, ""},
		"mix without Spot":    {func(p *ServiceProps) { p.Capacity = SpotMix{OnDemandWeight: 1} }, "Capacity.SpotWeight: 0 is out of range: 1 to 1000"},
		"mix blue/green":      {func(p *ServiceProps) { p.Capacity, p.Strategy = SpotMix{SpotWeight: 1}, BlueGreen{Target: target} }, "SpotMix does not go with BlueGreen"},
	} {
		t.Run(name, func(t *testing.T) {
			props := ServiceProps{
				Name:             "web",
				Cluster:          &Cluster{Name: "main"},
				TaskDefinition:   &TaskDefinition{containers: []Container{{Name: "web", Ports: []int{80}}}},
				SubnetIDs:        []string{"subnet"},
				SecurityGroupIDs: []string{"sg"},
				DesiredCount:     2,
			}
			c.change(&props)
			checktest.Verdict(t, props.Validate(), c.want)
		})
	}
}

func make10(s string) []string { return []string{s, s, s, s, s, s, s, s, s, s} }
