package config

// Unknown and missing keys, and values of the wrong type.
var brokenShape = []broken{
	{"file: nothing required", "{}\n", []string{
		"1:1: project: missing: a value is required",
		"1:1: region: missing: a value is required",
	}},
	{"misspelt key at the top", `netwrok:
  nat: none
`, []string{
		"3:1: netwrok: unknown key: did you mean network?",
	}},
	{"misspelt key below", `services:
  web:
    image: nginx:1.29
    memroy: 1024
    cpu: 512
`, []string{
		"6:5: services.web.memroy: unknown key: did you mean memory?",
	}},
	{"other spelling", `services:
  web:
    image: nginx:1.29
    health_check: {command: [CMD, a]}
`, []string{
		"6:5: services.web.health_check: unknown key: did you mean healthCheck?",
	}},
	{"abbreviated key", `services:
  web:
    image: nginx:1.29
    env: {A: b}
`, []string{
		"6:5: services.web.env: unknown key: did you mean environment?",
	}},
	{"unknown key", "foo: bar\n", []string{
		"3:1: foo: unknown key: known are account, alerts, buckets, caches, cluster, databases, disposable, emulator, loadBalancer, network, parameters, project, region, schedules, secrets, services, state, tags",
	}},
	{"unknown key in a list of keys", `state:
  lock: true
`, []string{
		"4:3: state.lock: unknown key: known are backend, bucket",
	}},
	{"number for text", "account: 123456789012\n", []string{
		`3:10: account: the number 123456789012 is given, a text is needed: write it in quotes, "123456789012"`,
	}},
	{"number for a version", `databases:
  main:
    engine: postgres
    version: 17
`, []string{
		`6:14: databases.main.version: the number 17 is given, a text is needed: write it in quotes, "17"`,
	}},
	{"bool for text", `services:
  web:
    image: nginx:1.29
    environment:
      DEBUG: true
`, []string{
		`7:14: services.web.environment.DEBUG: true is given, a text is needed: write it in quotes, "true"`,
	}},
	{"text for a number", `services:
  web:
    image: nginx:1.29
    port: "80"
`, []string{
		`6:11: services.web.port: the text "80" is given, a whole number is needed: write it without quotes`,
	}},
	{"word for a number", `services:
  web:
    image: nginx:1.29
    port: http
`, []string{
		`6:11: services.web.port: the text "http" is given, a whole number is needed`,
	}},
	{"fraction for a whole number", `services:
  web:
    image: nginx:1.29
    port: 80.5
`, []string{
		"6:11: services.web.port: the number 80.5 is given, a whole number is needed",
	}},
	{"yes for true", "disposable: yes\n", []string{
		`3:13: disposable: the text "yes" is given, true or false is needed: write true`,
	}},
	{"off for false", "disposable: off\n", []string{
		`3:13: disposable: the text "off" is given, true or false is needed: write false`,
	}},
	{"number for true", "disposable: 1\n", []string{
		"3:13: disposable: the number 1 is given, true or false is needed",
	}},
	{"text for a list", `network:
  zones: a
`, []string{
		`4:10: network.zones: the text "a" is given, a list is needed: write [a]`,
	}},
	{"list for a map", `services:
  - web
`, []string{
		"3:1: services: a list is given, a map of keys is needed",
	}},
	{"map for a list", `alerts:
  emails: {a: b}
`, []string{
		"4:3: alerts.emails: a map of keys is given, a list is needed",
	}},
	{"text for a map", "services: web\n", []string{
		`3:11: services: the text "web" is given, a map of keys is needed`,
	}},
	{"map for text", `project_: 1
tags:
  a: {b: c}
`, []string{
		"3:1: project_: unknown key: did you mean project?",
		"5:3: tags.a: a map of keys is given, a text is needed",
	}},
	{"nothing for a map", `buckets:
  assets:
`, []string{
		"4:10: buckets.assets: nothing is given: write {} for the defaults, or remove the key",
	}},
	{"nothing for text", "account:\n", []string{
		"3:9: account: nothing is given: give a text, or remove the key",
	}},
	{"misspelt key beside the right one", `services:
  web:
    image: nginx:1.29
    cpuu: 512
    cpu: 300
`, []string{
		"6:5: services.web.cpuu: unknown key: did you mean cpu?",
		"7:10: services.web.cpu: 300 is not allowed: Fargate offers 256, 512, 1024, 2048, 4096, 8192, 16384",
	}},
	{"nothing follows from a misspelt key", `services:
  web:
    image: nginx:1.29
    prot: 80
    route: {priority: 1}
`, []string{
		"6:5: services.web.prot: unknown key: did you mean port?",
	}},
	{"wrong type in a list", `network:
  zones: [a, {b: c}, {b: c}]
`, []string{
		"4:14: network.zones[1]: a map of keys is given, a text is needed",
		"4:22: network.zones[2]: a map of keys is given, a text is needed",
	}},
	{"empty text", "account: \"\"\n", []string{
		"3:10: account: empty: give a value, or remove the key",
	}},
	{"empty list", `loadBalancer:
  allowFrom: []
`, []string{
		"4:3: loadBalancer.allowFrom: 0 items given: 1 or more are needed",
	}},
	{"missing required", `services:
  web:
    port: 80
`, []string{
		"4:3: services.web.image: missing: a value is required",
	}},
	{"missing required deeper", `services:
  web:
    image: nginx:1.29
    route: {}
    port: 80
`, []string{
		"6:5: services.web.route.priority: missing: a value is required",
	}},
}
