package config

const onInstances = "cluster: {instances: {}}\n"

// Launch types, instances, placement, ports, volumes and links.
var brokenCapacity = []broken{
	{"launch type", inService + `    launchType: EC2
`, []string{
		`6:17: services.web.launchType: "EC2" is not allowed: one of fargate, ec2; did you mean ec2?`,
	}},
	{"ec2 without instances", inService + `    launchType: ec2
`, []string{
		"6:17: services.web.launchType: ec2 without cluster.instances: the cluster has none; add them, or choose fargate",
	}},
	{"instances of nobody", onInstances + inService, []string{
		"3:11: cluster.instances: no service runs on them: give one the launchType ec2, or remove them",
	}},
	{"bounds of instances", "cluster: {instances: {min: 3, max: 2}}\n" + inService + `    launchType: ec2
`, []string{
		"3:28: cluster.instances.min: 3 is more than max 2",
	}},
	{"types of instances", "cluster: {instances: {types: [t3.small, t4g.small, small]}}\n" + inService + `    launchType: ec2
`, []string{
		"3:41: cluster.instances.types[1]: t4g.small has arm64 processors: for x86_64 take a type such as t3.small",
		`3:52: cluster.instances.types[2]: "small" is not an instance type such as t3.small`,
	}},
	{"two architectures", onInstances + `services:
  app: {image: a, launchType: ec2, architecture: arm64}
  web: {image: a, launchType: ec2}
`, []string{
		"6:3: services.web.architecture: x86_64, and app on the same instances is arm64: give all services with the launch type ec2 one architecture, or run one of them on fargate",
	}},
	{"cpu on instances", onInstances + inService + `    launchType: ec2
    cpu: 100
`, []string{
		"8:10: services.web.cpu: 100 is out of range: 128 to 196608",
	}},
	{"bridge on Fargate", inService + `    networkMode: bridge
`, []string{
		"6:18: services.web.networkMode: bridge on Fargate, where each task has a network interface of its own: leave it out, or choose launchType ec2",
	}},
	{"host mode", inService + `    networkMode: host
`, []string{
		`6:18: services.web.networkMode: "host" is not allowed: one of awsvpc, bridge`,
	}},
	{"what Fargate has not", inService + `    daemon: true
    placement: {distinctInstance: true}
    volumes: {run: {hostPath: /var/run}}
`, []string{
		"6:13: services.web.daemon: true on Fargate: tasks on Fargate run on no instance of yours; leave it out, or choose launchType ec2",
		"7:5: services.web.placement: given on Fargate: tasks on Fargate run on no instance of yours; leave it out, or choose launchType ec2",
		`8:31: services.web.volumes.run.hostPath: "/var/run" on Fargate: tasks on Fargate run on no instance of yours; leave it out, or choose launchType ec2`,
	}},
	{"what instances have not", onInstances + inService + `    launchType: ec2
    spot: true
    ephemeralStorageGiB: 30
`, []string{
		"8:11: services.web.spot: true with the launch type ec2: the instances are on Spot or none is; set cluster.instances.spot",
		"9:26: services.web.ephemeralStorageGiB: 30 with the launch type ec2: tasks share the disk of their instance; set cluster.instances.volumeGiB",
	}},
	{"spot twice", inService + `    spot: true
    spotMix: {}
`, []string{
		"7:5: services.web.spotMix: given with spot: it says already how much runs on Fargate Spot",
	}},
	{"spot mix on instances", onInstances + inService + `    launchType: ec2
    spotMix: {}
`, []string{
		"8:5: services.web.spotMix: given with the launch type ec2: the instances are on Spot or none is; set cluster.instances.spot",
	}},
	{"spot mix with blue/green", inService + `    port: 80
    route: {priority: 1}
    spotMix: {spotWeight: 0}
`, []string{
		"8:5: services.web.spotMix: given with the strategy blueGreen: CodeDeploy cannot deploy to Fargate Spot; choose rolling, or no spotMix",
		"8:27: services.web.spotMix.spotWeight: 0 is out of range: 1 to 1000",
	}},
	{"strategies", onInstances + inService + `    launchType: ec2
    placement: {strategies: [spreadZone], memberOf: [" "]}
`, []string{
		`8:30: services.web.placement.strategies[0]: "spreadZone" is not allowed: one of spreadZones, spreadInstances, binpackCpu, binpackMemory, random; did you mean spreadZones?`,
		"8:54: services.web.placement.memberOf[0]: empty: give an expression such as attribute:ecs.instance-type =~ m7i.*",
	}},
	{"daemon", onInstances + inService + `    launchType: ec2
    daemon: true
    port: 80
    route: {priority: 1}
    deployment: {strategy: blueGreen}
    scaling: {min: 1}
    placement: {strategies: [random], distinctInstance: true}
`, []string{
		"11:28: services.web.deployment.strategy: blueGreen for a daemon: CodeDeploy releases no daemons; choose rolling",
		"12:5: services.web.scaling: given for a daemon: it has as many tasks as there are instances",
		"13:17: services.web.placement.strategies: given for a daemon: a task runs on every instance",
		"13:57: services.web.placement.distinctInstance: true for a daemon: an instance runs one task anyway",
	}},
	{"host port with awsvpc", onInstances + inService + `    launchType: ec2
    port: 80
    hostPort: 8080
    placement: {distinctInstance: true}
`, []string{
		"9:15: services.web.hostPort: 8080 with the network mode awsvpc, where a container is reached on its own port: leave it out, or choose bridge",
	}},
	{"host port to nothing", onInstances + inService + `    launchType: ec2
    networkMode: bridge
    daemon: true
    hostPort: 8080
`, []string{
		"10:15: services.web.hostPort: 8080 without port: the instance's port leads to one of the container",
	}},
	{"host port of several tasks", onInstances + inService + `    launchType: ec2
    networkMode: bridge
    port: 80
    hostPort: 8080
`, []string{
		"5:3: services.web.placement.distinctInstance: missing: hostPort is taken once an instance, so that an instance runs one task; set it to true, or make a service with daemon: true of what tasks can share",
	}},
	{"the same ports", inService + `    port: 80
    sidecars: {a: {image: a, port: 80}}
`, []string{
		"7:36: services.web.sidecars.a.port: 80 is the port of the service's own container: with awsvpc, the containers of a task share one network interface",
	}},
	{"the same host ports", onInstances + inService + `    launchType: ec2
    networkMode: bridge
    daemon: true
    sidecars: {a: {image: a, port: 80, hostPort: 80}, b: {image: b, port: 80, hostPort: 80}}
`, []string{
		"10:89: services.web.sidecars.b.hostPort: 80 is that of the sidecar a: an instance has each port once",
	}},
	{"volumes", onInstances + inService + `    launchType: ec2
    volumes: {run: {hostPath: var/run}, Tmp: {}}
    mounts: [{volume: rum, path: /run}, {volume: run, path: run}, {volume: run, path: /a}, {volume: run, path: /a}]
    sidecars: {a: {image: a, mounts: [{volume: x, path: /x}]}}
`, []string{
		`8:31: services.web.volumes.run.hostPath: "var/run" is not a path such as /var/run/fluent`,
		`8:41: services.web.volumes.Tmp: "Tmp" is not a name: lower-case letters, digits and single hyphens inside are allowed, a letter first`,
		`9:23: services.web.mounts[0].volume: "rum" is not among the service's volumes: did you mean run?`,
		`9:61: services.web.mounts[1].path: "run" is not a path such as /var/run/fluent`,
		"9:112: services.web.mounts[3].path: /a is mounted twice",
		`10:48: services.web.sidecars.a.mounts[0].volume: "x" is not among the service's volumes: known are Tmp, run`,
	}},
	{"links", `databases: {main: {engine: postgres}}
services:
  web:
    image: a
    databases: [main]
    links: [phh, db-main]
    sidecars: {php: {image: a}, db-main: {image: a}}
    environment: {PHH_HOST: x}
`, []string{
		`8:13: services.web.links[0]: "phh" is not among the service's sidecars: did you mean php?`,
		"8:18: services.web.links[1]: its variable DB_MAIN_HOST is that of a database or cache: rename the sidecar",
		"10:19: services.web.environment.PHH_HOST: Berth sets this variable: choose another name",
	}},
}
