package config

// Where the output of containers goes.
var brokenLogging = []broken{
	{"fluentd on Fargate", inService + `    logging: {fluentd: {address: localhost:24224}}
    sidecars: {a: {image: a, logging: {fluentd: {address: logs.example.com:24224}}}}
`, []string{
		"6:15: services.web.logging.fluentd: given on Fargate, which has no such log driver: use firelens, whose router runs in the task, or choose launchType ec2",
		"7:40: services.web.sidecars.a.logging.fluentd: given on Fargate, which has no such log driver: use firelens, whose router runs in the task, or choose launchType ec2",
	}},
	{"two drivers", inService + `    logging: {fluentd: {address: localhost:24224}, firelens: {}}
`, []string{
		"6:52: services.web.logging.firelens: given with fluentd: only one of them is allowed",
	}},
	{"fluentd nowhere", onInstances + inService + `    launchType: ec2
    logging: {fluentd: {}}
`, []string{
		"8:15: services.web.logging.fluentd.address: missing: a value is required",
	}},
	{"address of fluentd", onInstances + inService + `    launchType: ec2
    logging: {fluentd: {address: localhost}}
    sidecars: {a: {image: a, logging: {fluentd: {address: "unix://run/fluent.sock"}}}}
`, []string{
		`8:34: services.web.logging.fluentd.address: "localhost" is neither host:port nor a socket such as unix:///var/run/fluent/fluent.sock`,
		`9:59: services.web.sidecars.a.logging.fluentd.address: "unix://run/fluent.sock" is neither host:port nor a socket such as unix:///var/run/fluent/fluent.sock`,
	}},
	{"fluentd of nobody", onInstances + `services:
  web: {image: a, launchType: ec2, logging: {fluentd: {address: localhost:24224}}}
  app: {image: a, launchType: ec2, logging: {fluentd: {address: unix:///var/run/fluent/fluent.sock}}}
  fluentd: {image: f, launchType: ec2, daemon: true, networkMode: bridge, port: 24224}
`, []string{
		"5:65: services.web.logging.fluentd.address: nobody listens at localhost:24224: give a service with daemon: true, or a sidecar, hostPort: 24224",
		"6:65: services.app.logging.fluentd.address: nobody listens at unix:///var/run/fluent/fluent.sock: give a service with daemon: true, or a sidecar, a mount of a volume with the hostPath of /var/run/fluent/fluent.sock",
	}},
	{"fluentd sidecar by port with awsvpc", onInstances + inService + `    launchType: ec2
    logging: {fluentd: {address: localhost:24224}}
    sidecars: {fluentd: {image: f, port: 24224}}
`, []string{
		"8:34: services.web.logging.fluentd.address: localhost:24224 is the instance's port, and with awsvpc the sidecar fluentd listens on the task's own interface: use a socket in a volume with a hostPath, or the network mode bridge",
	}},
	{"fluentd sidecar by a changing port", onInstances + inService + `    launchType: ec2
    networkMode: bridge
    logging: {fluentd: {address: localhost:24224}}
    placement: {distinctInstance: true}
    sidecars: {fluentd: {image: f, port: 24224}}
`, []string{
		"9:34: services.web.logging.fluentd.address: localhost:24224 is the instance's port, and that of the sidecar fluentd changes with each task: give it hostPort: 24224",
	}},
	{"fluentd sidecar by port with several tasks", onInstances + inService + `    launchType: ec2
    networkMode: bridge
    logging: {fluentd: {address: localhost:24224}}
    sidecars: {fluentd: {image: f, port: 24224, hostPort: 24224}}
`, []string{
		"5:3: services.web.placement.distinctInstance: missing: the hostPort of the sidecar fluentd is taken once an instance, so that an instance runs one task; set it to true, or make a service with daemon: true of what tasks can share",
	}},
	{"fluentd sidecar by socket with several tasks", onInstances + inService + `    launchType: ec2
    logging: {fluentd: {address: unix:///var/run/fluent/fluent.sock}}
    volumes: {fluent: {hostPath: /var/run/fluent}}
    sidecars: {fluentd: {image: f, mounts: [{volume: fluent, path: /run}]}}
`, []string{
		"5:3: services.web.placement.distinctInstance: missing: the sidecar fluentd takes a socket of the instance, so that an instance runs one task; set it to true, or make a service with daemon: true of what tasks can share",
	}},
	{"fluentd to itself", onInstances + inService + `    launchType: ec2
    networkMode: bridge
    placement: {distinctInstance: true}
    sidecars: {fluentd: {image: f, port: 24224, hostPort: 24224, logging: {fluentd: {address: localhost:24224}}}}
`, []string{
		"10:95: services.web.sidecars.fluentd.logging.fluentd.address: localhost:24224 is where the sidecar itself listens: leave its logging out",
	}},
	{"firelens twice", inService + `    logging: {firelens: {s3: {bucket: b}, opensearch: {domain: logs, endpoint: logs.example.com}}}
`, []string{
		"6:43: services.web.logging.firelens.opensearch: given with s3: only one of them is allowed",
	}},
	{"firelens to S3", `buckets: {logs: {}}
` + inService + `    logging: {firelens: {s3: {bucket: log, prefix: /web/}}}
`, []string{
		`7:39: services.web.logging.firelens.s3.bucket: "log" is not among the environment's buckets: did you mean logs?`,
		`7:52: services.web.logging.firelens.s3.prefix: "/web/" is not allowed: letters, digits and ._/-, no slash at an end`,
	}},
	{"firelens to OpenSearch", inService + `    logging: {firelens: {opensearch: {domain: Logs, endpoint: "https://x.example.com", index: Web}}}
`, []string{
		`6:47: services.web.logging.firelens.opensearch.domain: "Logs" is not the name of a domain: 3 to 28 lower-case letters, digits and hyphens, a letter first`,
		`6:63: services.web.logging.firelens.opensearch.endpoint: "https://x.example.com" is not a host name: write it without https:// and without a path`,
		`6:95: services.web.logging.firelens.opensearch.index: "Web" is not an index: lower-case letters, digits and ._-`,
	}},
	{"router of nobody", inService + `    logRouter: {image: a}
`, []string{
		"6:5: services.web.logRouter: given, and no container logs through firelens: there is no router; remove it",
	}},
	{"what the router has", inService + `    port: 24224
    logging: {firelens: {}}
    logRouter: {image: "a b"}
    sidecars: {log-router: {image: a}}
`, []string{
		"6:11: services.web.port: 24224 is where the router of firelens listens: choose another",
		`8:24: services.web.logRouter.image: "a b" is not an image such as public.ecr.aws/nginx/nginx:1.29`,
		"9:16: services.web.sidecars.log-router: the container that firelens adds has this name: choose another",
	}},
	{"memory of the router", inService + `    logging: {firelens: {}}
    sidecars: {a: {image: a, memory: 480}}
`, []string{
		"7:5: services.web.sidecars: 530 MiB together: the task has 512, and the service's own container needs some of it",
	}},
	{"a large router", inService + `    logging: {firelens: {}}
    logRouter: {memoryReservation: 512}
`, []string{
		"7:36: services.web.logRouter.memoryReservation: 512 MiB together: the task has 512, and the service's own container needs some of it",
	}},
	{"router without NAT", `network: {nat: none}
services:
  web:
    image: 123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/web:1
    logging: {firelens: {}}
`, []string{
		"5:3: services.web.logRouter.image: missing: with network.nat none the image of FireLens cannot be pulled; copy it to a private ECR repository and name it here",
	}},
}
