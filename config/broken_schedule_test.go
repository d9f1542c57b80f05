package config

// Schedules.
var brokenSchedule = []broken{
	{"schedule without anything", `schedules:
  nightly: {}
`, []string{
		"4:3: schedules.nightly: missing: one of service and task is required",
		"4:3: schedules.nightly.expression: missing: a value is required",
	}},
	{"schedule of crontab", `schedules:
  nightly:
    expression: 0 3 * * *
    task: {image: "nginx:1.29"}
`, []string{
		`5:17: schedules.nightly.expression: "0 3 * * *" is not an expression such as cron(0 3 * * ? *), rate(1 hour) or at(2026-04-01T03:00:00)` +
			`; a line of crontab needs cron( ) around it, a year, and a ? for the day that does not count`,
	}},
	{"schedule of both days", `schedules:
  nightly:
    expression: cron(0 3 1 * MON *)
    task: {image: "nginx:1.29"}
`, []string{
		`5:17: schedules.nightly.expression: "cron(0 3 1 * MON *)": day of month 1 and day of week MON: exactly one of them is ?, the one that does not count`,
	}},
	{"schedule of a plural", `schedules:
  nightly:
    expression: rate(1 hours)
    task: {image: "nginx:1.29"}
`, []string{
		`5:17: schedules.nightly.expression: "rate(1 hours)": 1 goes with the singular: rate(1 hour)`,
	}},
	{"time zone", `schedules:
  nightly:
    expression: rate(1 hour)
    timeZone: JST
    task: {image: "nginx:1.29"}
`, []string{
		`6:15: schedules.nightly.timeZone: "JST" is not a time zone such as Asia/Tokyo, Europe/Berlin or UTC`,
	}},
	{"rule with what only the scheduler has", `schedules:
  once:
    engine: rule
    expression: at(2026-04-01T03:00:00)
    timeZone: Asia/Tokyo
    flexibleWindowMinutes: 5
    task: {image: "nginx:1.29"}
`, []string{
		"6:17: schedules.once.expression: at(2026-04-01T03:00:00) runs once: a rule repeats, the engine scheduler does both",
		"7:15: schedules.once.timeZone: not with the engine rule: it counts in UTC, to the minute; use the engine scheduler",
		"8:28: schedules.once.flexibleWindowMinutes: not with the engine rule: it counts in UTC, to the minute; use the engine scheduler",
	}},
	{"schedule of a service on instances", `cluster: {instances: {}}
services:
  web: {image: a, launchType: ec2}
schedules:
  nightly: {service: web, expression: rate(1 hour), command: [a]}
`, []string{
		"7:22: schedules.nightly.service: web has the launchType ec2, and schedules start tasks on Fargate, where no instance has to wait for them: " +
			"give the schedule a task with the same image",
	}},
	{"engine", `schedules:
  nightly:
    engine: events
    expression: rate(1 hour)
    timeZone: nowhere
    task: {image: "nginx:1.29"}
`, []string{
		`5:13: schedules.nightly.engine: "events" is not allowed: one of scheduler, rule`,
	}},
	{"service and task", inService + `schedules:
  nightly:
    expression: rate(1 hour)
    service: web
    task: {image: "nginx:1.29"}
    command: [a]
`, []string{
		"10:5: schedules.nightly.task: given with service: only one of them is allowed",
	}},
	{"unknown service", inService + `schedules:
  nightly:
    expression: rate(1 hour)
    service: wep
    command: [a]
`, []string{
		`9:14: schedules.nightly.service: "wep" is not among the environment's services: did you mean web?`,
	}},
	{"the service once more", inService + `schedules:
  nightly:
    expression: rate(1 hour)
    service: web
`, []string{
		"7:3: schedules.nightly.command: missing: the service would start once more; give the command that the schedule runs",
	}},
	{"schedule named like a service", inService + `schedules:
  web:
    expression: rate(1 hour)
    service: web
    command: [a]
`, []string{
		"7:3: schedules.web: a service has this name: choose another, since their resources are named alike",
	}},
	{"schedule name", `schedules:
  Nightly: {expression: rate(1 hour), task: {image: a}}
`, []string{
		`4:3: schedules.Nightly: "Nightly" is not a name: lower-case letters, digits and single hyphens inside are allowed, a letter first`,
	}},
	{"numbers of a schedule", `schedules:
  nightly:
    expression: rate(1 hour)
    task: {image: "nginx:1.29"}
    flexibleWindowMinutes: 1441
    retries: 186
    maxAgeSeconds: 59
`, []string{
		"7:28: schedules.nightly.flexibleWindowMinutes: 1441 is out of range: 0 to 1440",
		"8:14: schedules.nightly.retries: 186 is out of range: 0 to 185",
		"9:20: schedules.nightly.maxAgeSeconds: 59 is out of range: 60 to 86400",
	}},
	{"task of a schedule", `network: {nat: none}
databases: {main: {engine: postgres}}
schedules:
  nightly:
    expression: rate(1 hour)
    task:
      image: "nginx:1.29"
      cpu: 300
      environment: {DB_MAIN_HOST: a}
      secrets: {KEY: {}}
      egressPorts: [443]
      databases: [main, mian]
      buckets: [assets]
`, []string{
		`9:14: schedules.nightly.task.image: "nginx:1.29" cannot be pulled with network.nat none: use an image of a private ECR repository, <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>`,
		"10:12: schedules.nightly.task.cpu: 300 is not allowed: Fargate offers 256, 512, 1024, 2048, 4096, 8192, 16384",
		"11:21: schedules.nightly.task.environment.DB_MAIN_HOST: Berth sets this variable: choose another name",
		"12:17: schedules.nightly.task.secrets.KEY: missing: one of secret and parameter is required",
		"13:21: schedules.nightly.task.egressPorts[0]: 443 is open already",
		`14:25: schedules.nightly.task.databases[1]: "mian" is not among the environment's databases: did you mean main?`,
		`15:17: schedules.nightly.task.buckets[0]: "assets" is not among the environment's buckets: there is none`,
	}},
	{"memory of a schedule", `schedules:
  nightly:
    expression: rate(1 hour)
    task: {image: "nginx:1.29", memory: 8192}
`, []string{
		"6:41: schedules.nightly.task.memory: memory 8192 MiB with cpu 256: Fargate offers 512, 1024, 2048 MiB",
	}},
}
