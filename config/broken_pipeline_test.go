package config

// Pipelines of several images, and migrations.
var brokenPipeline = []broken{
	{"image of no sidecar", `services:
  web:
    image: nginx:1.29
    sidecars:
      proxy: {image: envoy:1}
    pipeline:
      repository: example/web
      images:
        prxy: {}
        web: {context: web}
`, []string{
		"11:9: services.web.pipeline.images.prxy: not one of the service's sidecars: did you mean proxy?",
		"12:9: services.web.pipeline.images.web: the service's own container: its image is built from the pipeline's dockerfile and context",
	}},
	{"image without sidecars", `services:
  web:
    image: nginx:1.29
    pipeline:
      repository: example/web
      images: {app: {}}
`, []string{
		"8:16: services.web.pipeline.images.app: not one of the service's sidecars: there is none",
	}},
	{"paths and arguments of an image", `services:
  web:
    image: nginx:1.29
    sidecars: {app: {image: busybox:1}}
    pipeline:
      repository: example/web
      buildArgs: {"NODE-ENV": production}
      images:
        app: {context: /app, dockerfile: ../Dockerfile, buildArgs: {1ST: a, B: ""}}
`, []string{
		"9:19: services.web.pipeline.buildArgs.NODE-ENV: not the name of a variable: letters, digits and underscores are allowed, no digit first",
		`11:24: services.web.pipeline.images.app.context: "/app" is not a path inside the repository such as build/app: no / at its start, no .., letters, digits and _.-/ are allowed`,
		`11:42: services.web.pipeline.images.app.dockerfile: "../Dockerfile" is not a path inside the repository such as build/app: no / at its start, no .., letters, digits and _.-/ are allowed`,
		"11:69: services.web.pipeline.images.app.buildArgs.1ST: not the name of a variable: letters, digits and underscores are allowed, no digit first",
		"11:80: services.web.pipeline.images.app.buildArgs.B: empty: give a value, or remove the key",
	}},
	{"five images with blueGreen", `services:
  web:
    image: nginx:1.29
    port: 80
    route: {priority: 1}
    sidecars: {a: {image: a}, b: {image: b}, c: {image: c}, d: {image: d}}
    pipeline:
      repository: example/web
      images: {a: {}, b: {}, c: {}, d: {}}
`, []string{
		"11:7: services.web.pipeline.images: 5 images with the service's own, and the strategy blueGreen: CodePipeline hands CodeDeploy 4 at most; build fewer, or choose rolling",
	}},
	{"images that are kept", `services:
  web:
    image: nginx:1.29
    pipeline:
      repository: example/web
      keepImages: 4
`, []string{
		"8:19: services.web.pipeline.keepImages: 4 is out of range: 5 to 1000",
	}},
	{"migration of nothing", `services:
  web:
    image: nginx:1.29
    pipeline:
      repository: example/web
      migration: {command: []}
`, []string{
		"8:7: services.web.pipeline.migration.database: missing: a value is required",
		"8:19: services.web.pipeline.migration.command: 0 items given: 1 or more are needed",
	}},
	{"migration of an unknown database", `databases: {main: {engine: postgres}}
services:
  web:
    image: nginx:1.29
    pipeline:
      repository: example/web
      migration: {command: [migrate], database: mian}
`, []string{
		`9:49: services.web.pipeline.migration.database: "mian" is not among the environment's databases: did you mean main?`,
	}},
	{"migration in a container that is not built", `databases: {main: {engine: postgres}}
services:
  web:
    image: nginx:1.29
    sidecars: {app: {image: a}, agent: {image: b}}
    pipeline:
      repository: example/web
      images: {app: {}}
      migration: {command: [migrate], database: main, container: agent}
`, []string{
		`11:66: services.web.pipeline.migration.container: "agent" is not a container that the pipeline builds: known are web, app`,
	}},
	{"variables of a migration", `databases: {main: {engine: postgres}}
secrets: {app: {}}
services:
  web:
    image: nginx:1.29
    environment: {PATH: /bin, AWS_REGION: ap-northeast-1, DB_MAIN_PASSWORD: x}
    secrets: {LD_PRELOAD: {secret: app}}
    sidecars: {app: {image: a, environment: {PATH: /bin}}}
    pipeline:
      repository: example/web
      migration: {command: [migrate], database: main}
`, []string{
		"8:19: services.web.environment.PATH: the pipeline's migration cannot have it: a variable of the machine that builds: choose another name",
		"8:59: services.web.environment.DB_MAIN_PASSWORD: the pipeline's migration sets this variable: choose another name",
		"9:15: services.web.secrets.LD_PRELOAD: the pipeline's migration cannot have it: a variable of the machine that builds: choose another name",
	}},
	{"variables of a migration in a sidecar", `databases: {main: {engine: postgres}}
services:
  web:
    image: nginx:1.29
    environment: {PATH: /bin}
    sidecars: {app: {image: a, environment: {IMAGE_URI: x}}}
    pipeline:
      repository: example/web
      images: {app: {}}
      migration: {command: [migrate], database: main, container: app}
`, []string{
		"8:46: services.web.sidecars.app.environment.IMAGE_URI: the pipeline's migration sets this variable: choose another name",
	}},
}
