package config

import "strings"

// The VPC and the load balancer.
var brokenNetwork = []broken{
	{"cidr with host bits", `network:
  cidr: 10.0.1.0/16
`, []string{
		`4:9: network.cidr: "10.0.1.0/16" has bits set outside its prefix: did you mean 10.0.0.0/16?`,
	}},
	{"cidr too small", `network:
  cidr: 10.0.0.0/24
`, []string{
		`4:9: network.cidr: "10.0.0.0/24" does not hold the subnets: a VPC is /16 to /20`,
	}},
	{"cidr that is none", `network:
  cidr: ten
`, []string{
		`4:9: network.cidr: "ten" is not an IPv4 CIDR block such as 10.0.0.0/16`,
	}},
	{"one zone", `network:
  zones: [a]
`, []string{
		"4:3: network.zones: 1 item given: 2 or more are needed",
	}},
	{"zone twice", `network:
  zones: [a, c, a]
`, []string{
		`4:17: network.zones[2]: "a" is given twice`,
	}},
	{"zone with its region", `network:
  zones: [a, ap-northeast-1c]
`, []string{
		`4:14: network.zones[1]: "ap-northeast-1c" is not allowed: one of a, b, c, d, e, f`,
	}},
	{"seven zones", `network:
  zones: [a, b, c, d, e, f, a]
`, []string{
		"4:3: network.zones: 7 items given: at most 6 are allowed",
		`4:29: network.zones[6]: "a" is given twice`,
	}},
	{"nat", `network:
  nat: one
`, []string{
		`4:8: network.nat: "one" is not allowed: one of none, single, zone; did you mean none?`,
	}},
	{"endpoints", `network:
  endpoints: [com.amazonaws.ap-northeast-1.sts, ECR, sts, sts]
`, []string{
		`4:15: network.endpoints[0]: "com.amazonaws.ap-northeast-1.sts" holds the region: write the part after it, such as ecr.api`,
		`4:49: network.endpoints[1]: "ECR" is not the name of an AWS service such as ecr.api or sts`,
		`4:59: network.endpoints[3]: "sts" is given twice`,
	}},
	{"flow logs", `network:
  flowLogRetentionDays: 360
`, []string{
		"4:25: network.flowLogRetentionDays: 360 is not allowed: CloudWatch Logs keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
	}},
	{"allowFrom", `loadBalancer:
  allowFrom: [203.0.113.7, 203.0.113.7/24, "::/0"]
`, []string{
		`4:15: loadBalancer.allowFrom[0]: "203.0.113.7" is not an IPv4 CIDR block such as 203.0.113.0/24`,
		`4:28: loadBalancer.allowFrom[1]: "203.0.113.7/24" has bits set outside its prefix: did you mean 203.0.113.0/24?`,
		`4:44: loadBalancer.allowFrom[2]: "::/0" is not an IPv4 CIDR block such as 203.0.113.0/24`,
	}},
	{"test listener open", `services:
  web:
    image: nginx:1.29
    port: 80
    route: {priority: 1}
loadBalancer:
  testListener:
    allowFrom: [0.0.0.0/0, 0.0.0.0/1, 10.0.0.0/8]
`, []string{
		"10:17: loadBalancer.testListener.allowFrom[0]: 0.0.0.0/0 opens the test listener to the internet: blocks of /8 and smaller are allowed",
		"10:28: loadBalancer.testListener.allowFrom[1]: 0.0.0.0/1 opens the test listener to the internet: blocks of /8 and smaller are allowed",
	}},
	{"test listener port", `services:
  web:
    image: nginx:1.29
    port: 80
    route: {priority: 1}
loadBalancer:
  testListener:
    port: 443
`, []string{
		"10:11: loadBalancer.testListener.port: 443 is production's port: choose another, such as 8443",
	}},
	{"test listener for nobody", `loadBalancer:
  testListener: {}
`, []string{
		"4:3: loadBalancer.testListener: no service uses it: a test listener needs a service with a route and the strategy blueGreen",
	}},
	{"domain outside its zone", `loadBalancer:
  domain: {name: app.example.com, zone: ample.com}
`, []string{
		`4:41: loadBalancer.domain.zone: the zone "ample.com" does not hold the name app.example.com: it is a part of the name's end`,
	}},
	{"domain without a zone", `loadBalancer:
  domain:
    name: example.com
`, []string{
		"4:3: loadBalancer.domain.zone: missing: the zone of example.com is not clear from its name",
	}},
	{"domain name", `loadBalancer:
  domain:
    name: https://app.example.com
`, []string{
		`5:11: loadBalancer.domain.name: "https://app.example.com" is not a domain name such as app.example.com: lower-case letters, digits, hyphens and dots`,
	}},
	{"wildcard domain", `loadBalancer:
  domain:
    name: "*.example.com"
`, []string{
		`5:11: loadBalancer.domain.name: "*.example.com" is not a domain name such as app.example.com: lower-case letters, digits, hyphens and dots`,
	}},
	{"long domain", `loadBalancer:
  domain:
    name: ` + strings.Repeat("a", 60) + ".example.com\n", []string{
		"5:11: loadBalancer.domain.name: a name of 72 characters: a certificate takes at most 64",
	}},
	{"zone syntax", `loadBalancer:
  domain:
    name: app.example.com
    zone: example.com.
`, []string{
		`6:11: loadBalancer.domain.zone: "example.com." is not a hosted zone such as example.com`,
	}},
	{"idle timeout", `loadBalancer:
  idleTimeoutSeconds: 5000
`, []string{
		"4:23: loadBalancer.idleTimeoutSeconds: 5000 is out of range: 1 to 4000",
	}},
}
