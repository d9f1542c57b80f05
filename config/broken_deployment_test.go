package config

// Strategies, and the alarms that watch them.
var brokenDeployment = []broken{
	{"canary with rolling", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
    deployment:
      strategy: rolling
      traffic: canary10Percent5Minutes
      bakeMinutes: 5
      approvalMinutes: 0
      ignoreAlarms: true
`, []string{
		"11:7: services.web.deployment.traffic: given with the strategy rolling: only the strategy blueGreen has it",
		"12:7: services.web.deployment.bakeMinutes: given with the strategy rolling: only the strategy blueGreen has it",
		"13:7: services.web.deployment.approvalMinutes: given with the strategy rolling: only the strategy blueGreen has it",
		"14:7: services.web.deployment.ignoreAlarms: given with the strategy rolling: only the strategy blueGreen has it",
	}},
	{"blueGreen without a route", `services:
  web:
    image: nginx:1.29
    deployment:
      strategy: blueGreen
`, []string{
		"7:17: services.web.deployment.strategy: blueGreen without a route: CodeDeploy moves the load balancer's traffic; add a route, or choose rolling",
	}},
	{"traffic without a route", `services:
  web:
    image: nginx:1.29
    deployment:
      traffic: allAtOnce
`, []string{
		"7:7: services.web.deployment.traffic: given with the strategy rolling, the default without a route: only the strategy blueGreen has it",
	}},
	{"strategy", `services:
  web:
    image: nginx:1.29
    deployment:
      strategy: bluegreen
`, []string{
		`7:17: services.web.deployment.strategy: "bluegreen" is not allowed: one of blueGreen, rolling; did you mean blueGreen?`,
	}},
	{"spot with blueGreen", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
    spot: true
`, []string{
		"9:11: services.web.spot: true with the strategy blueGreen: CodeDeploy cannot deploy to Fargate Spot; choose rolling, or no spot",
	}},
	{"bake shorter than the delay", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
      deregistrationDelaySeconds: 600
    deployment:
      bakeMinutes: 5
`, []string{
		"11:20: services.web.deployment.bakeMinutes: 5 is shorter than the route's deregistrationDelaySeconds 600: 10 or more, or 0 to end the old tasks at once",
	}},
	{"bake", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
    deployment:
      bakeMinutes: 3000
`, []string{
		"10:20: services.web.deployment.bakeMinutes: 3000 is out of range: 0 to 2880",
	}},
	{"traffic", `services:
  web:
    image: nginx:1.29
    port: 80
    route:
      priority: 1
    deployment:
      traffic: canary10percent5minutes
`, []string{
		`10:16: services.web.deployment.traffic: "canary10percent5minutes" is not allowed: one of allAtOnce, canary10Percent5Minutes, canary10Percent15Minutes, linear10PercentEvery1Minutes, linear10PercentEvery3Minutes; did you mean canary10Percent5Minutes?`,
	}},
	{"latency", `services:
  web:
    image: nginx:1.29
    alarms:
      latencySeconds: 0
`, []string{
		"7:23: services.web.alarms.latencySeconds: 0 is out of range: more than 0",
	}},
}
