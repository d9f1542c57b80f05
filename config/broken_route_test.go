package config

import "strings"

// Rules of the load balancer and its health checks.
var brokenRoute = []broken{
	{"route without a port", `services:
  web:
    image: nginx:1.29
    route:
      priority: 1
`, []string{
		"4:3: services.web.port: missing: a service with a route needs the port its container listens on",
	}},
	{"priority", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 0
`, []string{
		"8:17: services.web.route.priority: 0 is out of range: 1 to 50000",
	}},
	{"priority twice", `services:
  api:
    image: a
    port: 80
    route: {priority: 10, paths: [/a]}
  web:
    image: a
    port: 80
    route: {priority: 10, paths: [/b]}
`, []string{
		"11:23: services.web.route.priority: 10 is given to the services api (line 7) and web (line 11): each needs its own",
	}},
	{"rule behind a catch-all", `services:
  api:
    image: a
    port: 80
    route: {priority: 20, paths: [/api/*]}
  web:
    image: a
    port: 80
    route: {priority: 10}
`, []string{
		"7:23: services.api.route.priority: 20 is never reached: the rule of web (line 11, priority 10) takes its requests before; give the narrower rule the smaller priority",
	}},
	{"rule behind the same", `services:
  api:
    image: a
    port: 80
    route: {priority: 1, hosts: [a.example.com]}
  web:
    image: a
    port: 80
    route: {priority: 2, hosts: [a.example.com], paths: [/x]}
`, []string{
		"11:23: services.web.route.priority: 2 is never reached: the rule of api (line 7, priority 1) takes its requests before; give the narrower rule the smaller priority",
	}},
	{"path", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      paths: [api, /a b]
`, []string{
		`9:15: services.web.route.paths[0]: "api" is not a path such as /api/*: it starts with a slash, then letters, digits, * ? and _-.$/~"'@:+& are allowed`,
		`9:20: services.web.route.paths[1]: "/a b" is not a path such as /api/*: it starts with a slash, then letters, digits, * ? and _-.$/~"'@:+& are allowed`,
	}},
	{"host", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      hosts: ["a b", localhost]
`, []string{
		`9:15: services.web.route.hosts[0]: "a b" is not a host such as api.example.com: letters, digits, hyphens, * and ? between dots`,
		`9:22: services.web.route.hosts[1]: "localhost" is not a host such as api.example.com: letters, digits, hyphens, * and ? between dots`,
	}},
	{"long path", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      paths: [/` + strings.Repeat("a", 128) + "]\n", []string{
		"9:15: services.web.route.paths[0]: 129 characters: a rule takes at most 128",
	}},
	{"too many conditions", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      paths: [/a, /b, /c]
      hosts: [a.example.com, b.example.com, c.example.com]
`, []string{
		"9:7: services.web.route.paths: 3 paths and 3 hosts: a rule takes 5 together, the default path /* among them",
	}},
	{"too many hosts", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      hosts: [a.a.com, b.a.com, c.a.com, d.a.com, e.a.com]
`, []string{
		"9:7: services.web.route.hosts: 1 path and 5 hosts: a rule takes 5 together, the default path /* among them",
	}},
	{"too many wildcards", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      paths: ["/*/*/*", "/a/*/*", "/b/??"]
`, []string{
		"9:7: services.web.route.paths: 7 wildcards (* and ?): a rule takes 6",
	}},
	{"health path", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      healthCheck:
        path: healthz
`, []string{
		`10:15: services.web.route.healthCheck.path: "healthz" does not start with a slash, as in /healthz`,
	}},
	{"health path with a space", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      healthCheck:
        path: /a b
`, []string{
		`10:15: services.web.route.healthCheck.path: "/a b" is not a path: at most 1024 characters without spaces are allowed`,
	}},
	{"matcher", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      healthCheck:
        matcher: 2xx
`, []string{
		`10:18: services.web.route.healthCheck.matcher: "2xx" is not allowed: codes of 200 to 499 such as 200, 200,204 or 200-299`,
	}},
	{"matcher range", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      healthCheck:
        matcher: 299-200
`, []string{
		`10:18: services.web.route.healthCheck.matcher: "299-200" is not allowed: codes of 200 to 499 such as 200, 200,204 or 200-299`,
	}},
	{"matcher out of range", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      healthCheck:
        matcher: 200,503
`, []string{
		`10:18: services.web.route.healthCheck.matcher: "200,503" is not allowed: codes of 200 to 499 such as 200, 200,204 or 200-299`,
	}},
	{"matcher number", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      healthCheck:
        matcher: 200
`, []string{
		`10:18: services.web.route.healthCheck.matcher: the number 200 is given, a text is needed: write it in quotes, "200"`,
	}},
	{"timeout", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      healthCheck:
        intervalSeconds: 10
        timeoutSeconds: 10
`, []string{
		"11:25: services.web.route.healthCheck.timeoutSeconds: 10 is not shorter than intervalSeconds 10",
	}},
	{"delay", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      deregistrationDelaySeconds: 4000
`, []string{
		"9:35: services.web.route.deregistrationDelaySeconds: 4000 is out of range: 0 to 3600",
	}},
	{"too many target groups", "services:\n" + numbered(51, "  s%[1]d: {image: a, port: 80, route: {priority: %[1]d, paths: [/s%[1]d]}}\n"), []string{
		"3:1: services: 102 target groups, two a service with the strategy blueGreen: a load balancer takes 100",
	}},
}
