package config

// Tasks, scaling, references and pipelines.
var brokenService = []broken{
	{"service name", `services:
  web_app: {image: a}
  front--end: {image: a}
`, []string{
		`4:3: services.web_app: "web_app" is not a name: lower-case letters, digits and single hyphens inside are allowed, a letter first`,
		`5:3: services.front--end: "front--end" is not a name: lower-case letters, digits and single hyphens inside are allowed, a letter first`,
	}},
	{"cpu", `services:
  web:
    image: nginx:1.29
    cpu: 300
`, []string{
		"6:10: services.web.cpu: 300 is not allowed: Fargate offers 256, 512, 1024, 2048, 4096, 8192, 16384",
	}},
	{"memory", `services:
  web:
    image: nginx:1.29
    cpu: 256
    memory: 4096
`, []string{
		"7:13: services.web.memory: memory 4096 MiB with cpu 256: Fargate offers 512, 1024, 2048 MiB",
	}},
	{"memory of the default cpu", `services:
  web:
    image: nginx:1.29
    memory: 8192
`, []string{
		"6:13: services.web.memory: memory 8192 MiB with cpu 256: Fargate offers 512, 1024, 2048 MiB",
	}},
	{"architecture", `services:
  web:
    image: nginx:1.29
    architecture: amd64
`, []string{
		`6:19: services.web.architecture: "amd64" is not allowed: one of x86_64, arm64; did you mean arm64?`,
	}},
	{"port", `services:
  web:
    image: nginx:1.29
    port: 70000
`, []string{
		"6:11: services.web.port: 70000 is out of range: 1 to 65535",
	}},
	{"egress ports", `services:
  web:
    image: nginx:1.29
    egressPorts: [587, 443, 70000]
`, []string{
		"6:24: services.web.egressPorts[1]: 443 is open already",
		"6:29: services.web.egressPorts[2]: 70000 is out of range: 1 to 65535",
	}},
	{"public images without NAT", `network: {nat: none}
services:
  web:
    image: nginx:1.29
    sidecars:
      agent: {image: 123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/agent:1}
      proxy: {image: "envoy:1"}
`, []string{
		`6:12: services.web.image: "nginx:1.29" cannot be pulled with network.nat none: use an image of a private ECR repository, <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>`,
		`9:22: services.web.sidecars.proxy.image: "envoy:1" cannot be pulled with network.nat none: use an image of a private ECR repository, <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>`,
	}},
	{"ephemeral storage", `services:
  web:
    image: nginx:1.29
    ephemeralStorageGiB: 20
`, []string{
		"6:26: services.web.ephemeralStorageGiB: 20 is out of range: 21 to 200",
	}},
	{"stop timeout", `services:
  web:
    image: nginx:1.29
    stopTimeoutSeconds: 300
`, []string{
		"6:25: services.web.stopTimeoutSeconds: 300 is out of range: 2 to 120",
	}},
	{"exec", `services:
  web:
    image: nginx:1.29
    exec: true
    readOnlyRootFilesystem: true
`, []string{
		"6:11: services.web.exec: true with readOnlyRootFilesystem: the agent of ECS Exec writes to the root file system",
	}},
	{"unknown database", `databases:
  main:
    engine: postgres
services:
  web:
    image: nginx:1.29
    databases: [mian]
`, []string{
		`9:17: services.web.databases[0]: "mian" is not among the environment's databases: did you mean main?`,
	}},
	{"unknown cache", `services:
  web:
    image: nginx:1.29
    caches: [main]
`, []string{
		`6:14: services.web.caches[0]: "main" is not among the environment's caches: there is none`,
	}},
	{"unknown buckets", `buckets: {assets: {}, logs: {}}
services:
  web:
    image: nginx:1.29
    buckets: [asset, pictures]
`, []string{
		`7:15: services.web.buckets[0]: "asset" is not among the environment's buckets: did you mean assets?`,
		`7:22: services.web.buckets[1]: "pictures" is not among the environment's buckets: known are assets, logs`,
	}},
	{"scaling", `services:
  web:
    image: nginx:1.29
    scaling:
      min: 5
      max: 2
`, []string{
		"7:12: services.web.scaling.min: 5 is more than max 2",
	}},
	{"scaling default", `services:
  web:
    image: nginx:1.29
    scaling:
      max: 0
`, []string{
		"7:12: services.web.scaling.max: 0 is out of range: 1 to 5000",
	}},
	{"repository", `services:
  web:
    image: nginx:1.29
    pipeline:
      repository: https://github.com/example/web.git
`, []string{
		`7:19: services.web.pipeline.repository: "https://github.com/example/web.git" is not a repository on GitHub: owner/name is needed, without https:// and .git`,
	}},
	{"branch", `services:
  web:
    image: nginx:1.29
    pipeline:
      repository: example/web
      branch: "feature/*"
`, []string{
		`8:15: services.web.pipeline.branch: "feature/*" is not the name of a branch such as main`,
	}},
	{"images that run would go", `services:
  web:
    image: nginx:1.29
    pipeline:
      repository: example/web
      keepImages: 4
`, []string{
		"8:19: services.web.pipeline.keepImages: 4 is out of range: 5 to 1000",
	}},
	{"paths of a build", `services:
  web:
    image: nginx:1.29
    pipeline:
      repository: example/web
      dockerfile: /Dockerfile
      context: ../app
`, []string{
		`8:19: services.web.pipeline.dockerfile: "/Dockerfile" is not a path inside the repository such as build/app: no / at its start, no .., letters, digits and _.-/ are allowed`,
		`9:16: services.web.pipeline.context: "../app" is not a path inside the repository such as build/app: no / at its start, no .., letters, digits and _.-/ are allowed`,
	}},
}
