package config

import "strings"

// Names, tags, the state, parameters and retention periods.
var brokenTop = []broken{
	{"file: project", `project: Berth_
region: eu-west-1
`, []string{
		`1:10: project: "Berth_" is not a name: lower-case letters, digits and single hyphens inside are allowed, a letter first`,
	}},
	{"file: long project", `project: a-very-long-project
region: eu-west-1
`, []string{
		"1:10: project: a name of 19 characters: at most 16 are allowed",
	}},
	{"file: reserved project", `project: awsome
region: eu-west-1
`, []string{
		`1:10: project: "awsome" is reserved: Systems Manager keeps names that start with aws for itself`,
	}},
	{"file: project that names a load balancer", `project: internal
region: eu-west-1
`, []string{
		`1:10: project: "internal" is reserved: a load balancer's name must not start with internal-`,
	}},
	{"file: region misspelt", `project: berth
region: ap-northeast1
`, []string{
		`2:9: region: "ap-northeast1" is not allowed: did you mean ap-northeast-1?`,
	}},
	{"file: region unknown", `project: berth
region: moon
`, []string{
		`2:9: region: "moon" is not allowed: one of af-south-1, ap-east-1, ap-east-2, ap-northeast-1, ap-northeast-2, ap-northeast-3, ap-south-1, ap-south-2, ap-southeast-1, ap-southeast-2, ap-southeast-3, ap-southeast-4, ap-southeast-5, ap-southeast-7, ca-central-1, ca-west-1, cn-north-1, cn-northwest-1, eu-central-1, eu-central-2, eu-north-1, eu-south-1, eu-south-2, eu-west-1, eu-west-2, eu-west-3, il-central-1, me-central-1, me-south-1, mx-central-1, sa-east-1, us-east-1, us-east-2, us-gov-east-1, us-gov-west-1, us-west-1, us-west-2`,
	}},
	{"account", "account: \"12345\"\n", []string{
		`3:10: account: "12345" is not an account id: 12 digits in quotes are needed`,
	}},
	{"emulator without endpoint", `emulator: {}
`, []string{
		"3:1: emulator.endpoint: missing: a value is required",
	}},
	{"emulator that is no URL", `emulator:
  endpoint: localhost:4566
`, []string{
		`4:13: emulator.endpoint: "localhost:4566" is not an endpoint: http or https, a host and a port are allowed, as in http://localhost:4566`,
	}},
	{"emulator with a path", `emulator:
  endpoint: http://localhost:4566/
`, []string{
		`4:13: emulator.endpoint: "http://localhost:4566/" is not an endpoint: http or https, a host and a port are allowed, as in http://localhost:4566`,
	}},
	{"emulator with a password", `emulator:
  endpoint: http://user:password@localhost
`, []string{
		`4:13: emulator.endpoint: "http://user:password@localhost" is not an endpoint: http or https, a host and a port are allowed, as in http://localhost:4566`,
	}},
	{"emulator in an account", `account: "123456789012"
emulator: {endpoint: "http://localhost:4566"}
`, []string{
		`3:10: account: an emulator is in no account of yours: leave out account or emulator`,
	}},
	{"own tag", `tags:
  project: x
`, []string{
		"4:3: tags.project: the tag Project is set by Berth: choose another key",
	}},
	{"reserved tag", `tags:
  aws:x: y
`, []string{
		`4:3: tags["aws:x"]: keys that start with aws: are reserved`,
	}},
	{"tags that differ in case", `tags:
  Team: x
  team: y
`, []string{
		"5:3: tags.team: the same as the tag Team: IAM does not tell upper from lower case",
	}},
	{"tag with a comma", `tags:
  "a,b": "c;d"
`, []string{
		`4:3: tags["a,b"]: not a key of a tag: letters, digits, spaces and _.:/=+-@ are allowed`,
		`4:10: tags["a,b"]: "c;d" is not the value of a tag: letters, digits, spaces and _.:/=+-@ are allowed`,
	}},
	{"long tag", `tags:
  a: ` + strings.Repeat("x", 257) + "\n", []string{
		"4:6: tags.a: a value of 257 characters: at most 256 are allowed",
	}},
	{"too many tags", "tags:\n" + numbered(41, "  t%[1]d: x\n"), []string{
		"3:1: tags: 41 tags: at most 40 are allowed",
	}},
	{"state backend", `state:
  backend: gcs
`, []string{
		`4:12: state.backend: "gcs" is not allowed: one of s3, local`,
	}},
	{"state bucket", `state:
  bucket: Berth_State
`, []string{
		`4:11: state.bucket: "Berth_State" is not the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens are allowed, a letter or digit first and last, no two dots together, no IP address`,
	}},
	{"state bucket reserved", `state:
  bucket: berth-s3alias
`, []string{
		`4:11: state.bucket: "berth-s3alias" is not the name of a bucket: names that end with -s3alias are reserved`,
	}},
	{"state bucket address", `state:
  bucket: 10.0.0.1
`, []string{
		`4:11: state.bucket: "10.0.0.1" is not the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens are allowed, a letter or digit first and last, no two dots together, no IP address`,
	}},
	{"email", `alerts:
  emails: [ops, ops@example.com, ops@example.com]
`, []string{
		`4:12: alerts.emails[0]: "ops" is not an email address such as ops@example.com`,
		`4:34: alerts.emails[2]: "ops@example.com" is given twice`,
	}},
	{"parameter names", `parameters:
  ssm-x: {value: a}
  Level: {value: b}
`, []string{
		"4:3: parameters.ssm-x: names that start with aws or ssm are reserved",
		`5:3: parameters.Level: "Level" is not a name: lower-case letters, digits and single hyphens inside are allowed, a letter first`,
	}},
	{"long parameter", `parameters:
  a:
    value: ` + strings.Repeat("x", 4097) + "\n", []string{
		"5:12: parameters.a.value: a value of 4097 bytes: 1 to 4096 are allowed",
	}},
	{"long parameter in another script", `parameters:
  a:
    value: ` + strings.Repeat("あ", 1366) + "\n", []string{
		"5:12: parameters.a.value: a value of 4098 bytes: 1 to 4096 are allowed",
	}},
	{"retention", `cluster:
  logRetentionDays: 10
`, []string{
		"4:21: cluster.logRetentionDays: 10 is not allowed: CloudWatch Logs keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
	}},
	{"insights", `cluster:
  containerInsights: enhance
`, []string{
		`4:22: cluster.containerInsights: "enhance" is not allowed: one of enhanced, enabled, disabled; did you mean enhanced?`,
	}},
}
