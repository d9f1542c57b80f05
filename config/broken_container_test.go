package config

// Images, variables, secrets, health checks and sidecars.
var brokenContainer = []broken{
	{"image with a scheme", `services:
  web:
    image: https://example.com/web:1
`, []string{
		`5:12: services.web.image: "https://example.com/web:1" is not an image: write it without the scheme, example.com/web:1`,
	}},
	{"image with a space", `services:
  web:
    image: nginx latest
`, []string{
		`5:12: services.web.image: "nginx latest" is not an image such as public.ecr.aws/nginx/nginx:1.29`,
	}},
	{"image in upper case", `services:
  web:
    image: Nginx
`, []string{
		`5:12: services.web.image: "Nginx" is not an image such as public.ecr.aws/nginx/nginx:1.29`,
	}},
	{"variable name", `services:
  web:
    image: nginx:1.29
    environment:
      APP-ENV: dev
      1ST: a
`, []string{
		"7:7: services.web.environment.APP-ENV: not the name of a variable: letters, digits and underscores are allowed, no digit first",
		"8:7: services.web.environment.1ST: not the name of a variable: letters, digits and underscores are allowed, no digit first",
	}},
	{"empty variable", `services:
  web:
    image: nginx:1.29
    environment:
      A: ""
`, []string{
		"7:10: services.web.environment.A: empty: give a value, or remove the key",
	}},
	{"variable that is set", `databases:
  main:
    engine: postgres
services:
  web:
    image: nginx:1.29
    databases: [main]
    environment:
      DB_MAIN_HOST: localhost
`, []string{
		"11:7: services.web.environment.DB_MAIN_HOST: Berth sets this variable: choose another name",
	}},
	{"variable in both", `parameters: {level: {value: info}}
secrets: {web: {}}
services:
  web:
    image: nginx:1.29
    environment: {A: b}
    secrets: {A: {secret: web}}
`, []string{
		"9:15: services.web.secrets.A: given in environment too: a variable has one value",
	}},
	{"secret and parameter", `parameters: {level: {value: info}}
secrets: {web: {}}
services:
  web:
    image: nginx:1.29
    secrets:
      A: {secret: web, parameter: level}
`, []string{
		"9:35: services.web.secrets.A.parameter: given with secret: only one of them is allowed",
	}},
	{"neither", `parameters: {level: {value: info}}
secrets: {web: {}}
services:
  web:
    image: nginx:1.29
    secrets:
      A: {}
      B: {key: x}
`, []string{
		"9:7: services.web.secrets.A: missing: one of secret and parameter is required",
		"10:7: services.web.secrets.B: missing: one of secret and parameter is required",
	}},
	{"key of a parameter", `parameters: {level: {value: info}}
secrets: {web: {}}
services:
  web:
    image: nginx:1.29
    secrets:
      A: {parameter: level, key: x}
`, []string{
		"9:34: services.web.secrets.A.key: given with parameter: only a secret has keys",
	}},
	{"unknown secret", `parameters: {level: {value: info}}
secrets: {web: {}}
services:
  web:
    image: nginx:1.29
    secrets:
      A: {secret: wbe}
      B: {parameter: lvel}
`, []string{
		`9:19: services.web.secrets.A.secret: "wbe" is not among the environment's secrets: known are web`,
		`10:22: services.web.secrets.B.parameter: "lvel" is not among the environment's parameters: did you mean level?`,
	}},
	{"key with a colon", `parameters: {level: {value: info}}
secrets: {web: {}}
services:
  web:
    image: nginx:1.29
    secrets:
      A: {secret: web, key: "a:b"}
`, []string{
		`9:29: services.web.secrets.A.key: "a:b" is not allowed: ECS cannot name a key with a colon`,
	}},
	{"health check command", `services:
  web:
    image: nginx:1.29
    healthCheck:
      command: [curl, localhost]
`, []string{
		`7:7: services.web.healthCheck.command: starts with "curl": the first word is CMD (a program) or CMD-SHELL (a line for the shell)`,
	}},
	{"health check of a shell", `services:
  web:
    image: nginx:1.29
    healthCheck:
      command: [CMD-SHELL, curl, localhost]
`, []string{
		"7:7: services.web.healthCheck.command: 2 words after CMD-SHELL: one is allowed, the line for the shell",
	}},
	{"health check interval", `services:
  web:
    image: nginx:1.29
    healthCheck:
      command: [CMD, a]
      intervalSeconds: 3
`, []string{
		"8:24: services.web.healthCheck.intervalSeconds: 3 is out of range: 5 to 300",
	}},
	{"sidecar with the service's name", `services:
  web:
    image: nginx:1.29
    sidecars:
      web: {image: a}
`, []string{
		"7:7: services.web.sidecars.web: the service's own container has this name: choose another",
	}},
	{"connections of a sidecar", `databases:
  main: {engine: mysql}
services:
  web:
    image: a
    databases: [main]
    sidecars:
      php: {image: a, connections: true, environment: {DB_MAIN_HOST: db, PHP_HOST: a}}
  worker:
    image: a
    sidecars:
      php: {image: a, connections: true}
`, []string{
		"10:56: services.web.sidecars.php.environment.DB_MAIN_HOST: Berth sets this variable: choose another name",
		"14:36: services.worker.sidecars.php.connections: true, and the service has none: name databases, caches or buckets",
	}},
	{"sidecar without an image", `services:
  web:
    image: nginx:1.29
    sidecars:
      proxy: {}
`, []string{
		"7:7: services.web.sidecars.proxy.image: missing: a value is required",
	}},
	{"cpu of sidecars", `services:
  web:
    image: nginx:1.29
    cpu: 256
    sidecars:
      a: {image: a, cpu: 200}
      b: {image: b, cpu: 100}
`, []string{
		"7:5: services.web.sidecars: 300 CPU units together: the task has 256",
	}},
	{"memory of sidecars", `services:
  web:
    image: nginx:1.29
    memory: 512
    sidecars:
      a: {image: a, memory: 512}
`, []string{
		"7:5: services.web.sidecars: 512 MiB together: the task has 512, and the service's own container needs some of it",
	}},
	{"little memory", `services:
  web:
    image: nginx:1.29
    sidecars:
      a: {image: a, memory: 4}
`, []string{
		"7:29: services.web.sidecars.a.memory: 4 MiB: a container takes 6 or more",
	}},
	{"many sidecars", inService + "    sidecars:\n" + numbered(10, "      s%[1]d: {image: a}\n"), []string{
		"6:5: services.web.sidecars: 10 sidecars: a task takes 9 besides the service's own container",
	}},
	{"secret of a sidecar", `parameters: {level: {value: info}}
secrets: {web: {}}
services:
  web:
    image: nginx:1.29
    sidecars:
      a:
        image: a
        secrets: {A: {secret: web2}}
`, []string{
		`11:31: services.web.sidecars.a.secrets.A.secret: "web2" is not among the environment's secrets: did you mean web?`,
	}},
}
