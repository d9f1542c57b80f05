package loadbalancer

import (
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestLoadBalancerProps(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(p *LoadBalancerProps)
		want   string
	}{
		{"two subnets", func(*LoadBalancerProps) {}, ""},
		{"subnets known later", func(p *LoadBalancerProps) { p.SubnetIDs = []string{"#{TfToken[TOKEN.0]}"} }, ""},
		{"the longest name", func(p *LoadBalancerProps) { p.Name = strings.Repeat("a", 32) }, ""},
		{"a name known later", func(p *LoadBalancerProps) { p.Name = "${TfToken[TOKEN.1]}_and more than 32 characters" }, ""},
		{"the longest timeout", func(p *LoadBalancerProps) { p.IdleTimeout = 4000 * time.Second }, ""},
		{"no name", func(p *LoadBalancerProps) { p.Name = "" }, "Name: missing"},
		{"a long name", func(p *LoadBalancerProps) { p.Name = strings.Repeat("a", 33) }, "33 characters: Elastic Load Balancing allows 32"},
		{"an underscore", func(p *LoadBalancerProps) { p.Name = "a_b" }, "letters, digits and hyphens"},
		{"a hyphen at the end", func(p *LoadBalancerProps) { p.Name = "a-" }, "no hyphen at an end"},
		{"a name of internal ones", func(p *LoadBalancerProps) { p.Name = "internal-a" }, "starts with internal-"},
		{"no VPC", func(p *LoadBalancerProps) { p.VPCID = "" }, "VPCID: missing"},
		{"no subnets", func(p *LoadBalancerProps) { p.SubnetIDs = nil }, "SubnetIDs: 0 given"},
		{"one subnet", func(p *LoadBalancerProps) { p.SubnetIDs = p.SubnetIDs[:1] }, "SubnetIDs: 1 given"},
		{"one subnet known later", func(p *LoadBalancerProps) { p.SubnetIDs = []string{"${TfToken[TOKEN.1]}"} }, "SubnetIDs: 1 given"},
		{"a long timeout", func(p *LoadBalancerProps) { p.IdleTimeout = 4001 * time.Second }, "out of range: 1s to 1h6m40s"},
		{"half a second", func(p *LoadBalancerProps) { p.IdleTimeout = 1500 * time.Millisecond }, "1.5s: whole seconds are allowed"},
		{"a negative retention", func(p *LoadBalancerProps) { p.AccessLogRetentionDays = -1 }, "AccessLogRetentionDays: -1 is out of range"},
	} {
		t.Run(c.name, func(t *testing.T) {
			props := LoadBalancerProps{Name: "acme-dev", VPCID: "vpc-1", SubnetIDs: []string{"subnet-1", "subnet-2"}}
			c.change(&props)
			checktest.Verdict(t, props.Validate(), c.want)
		})
	}
}

func TestLoadBalancersOfTheAccountAloneLogIntoTheBucket(t *testing.T) {
	statement := logDelivery(identity.Location{Partition: "aws", AccountID: "123456789012"}, "acme-logs")
	assert.DeepEqual(t, statement.Resources, []string{"arn:aws:s3:::acme-logs/AWSLogs/123456789012/*"})
	assert.DeepEqual(t, statement.Actions, []string{"s3:PutObject"})
	assert.DeepEqual(t, statement.Principals, []identity.Principal{{Type: identity.Service, IDs: []string{"logdelivery.elasticloadbalancing.amazonaws.com"}}})
}

func TestListenerProps(t *testing.T) {
	for _, c := range []struct {
		name  string
		props ListenerProps
		want  string
	}{
		{"HTTP", ListenerProps{LoadBalancerARN: "arn"}, ""},
		{"a redirect", ListenerProps{LoadBalancerARN: "arn", RedirectToHTTPS: true}, ""},
		{"HTTPS", ListenerProps{LoadBalancerARN: "arn", CertificateARN: "arn", TLSPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06", Port: 8443}, ""},
		{"no load balancer", ListenerProps{}, "LoadBalancerARN: missing"},
		{"a port too high", ListenerProps{LoadBalancerARN: "arn", Port: 65536}, "Port: 65536"},
		{"a negative port", ListenerProps{LoadBalancerARN: "arn", Port: -1}, "Port: -1"},
		{"HTTPS that redirects", ListenerProps{LoadBalancerARN: "arn", CertificateARN: "arn", RedirectToHTTPS: true}, "RedirectToHTTPS: true on an HTTPS listener"},
		{"a policy without a certificate", ListenerProps{LoadBalancerARN: "arn", TLSPolicy: "p"}, "TLSPolicy: \"p\" on an HTTP listener"},
	} {
		t.Run(c.name, func(t *testing.T) { checktest.Verdict(t, c.props.Validate(), c.want) })
	}
}

func TestRuleProps(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(p *RuleProps)
		want   string
	}{
		{"a path", func(*RuleProps) {}, ""},
		{"hosts", func(p *RuleProps) { p.Paths, p.Hosts = nil, []string{"app.example.com", "*.Example.org"} }, ""},
		{"a path for every character", func(p *RuleProps) { p.Paths = []string{`/aZ0_-.$/~"'@:+&*?`} }, ""},
		{"five values", func(p *RuleProps) { p.Paths, p.Hosts = []string{"/a", "/b", "/c"}, []string{"a.com", "b.com"} }, ""},
		{"no listener", func(p *RuleProps) { p.ListenerARN = "" }, "ListenerARN: missing"},
		{"no target group", func(p *RuleProps) { p.TargetGroupARN = "" }, "TargetGroupARN: missing"},
		{"no priority", func(p *RuleProps) { p.Priority = 0 }, "Priority: 0 is out of range: 1 to 50000"},
		{"a priority too high", func(p *RuleProps) { p.Priority = 50001 }, "Priority: 50001"},
		{"no condition", func(p *RuleProps) { p.Paths = nil }, "a rule has at least one condition"},
		{"six values", func(p *RuleProps) { p.Hosts = []string{"a.com", "b.com", "c.com", "d.com", "e.com"} }, "6 values with Hosts: a rule has at most 5"},
		{"an empty path", func(p *RuleProps) { p.Paths = []string{""} }, "Paths: missing"},
		{"a path without a slash", func(p *RuleProps) { p.Paths = []string{"api"} }, "a slash or * first"},
		{"a path with a brace", func(p *RuleProps) { p.Paths = []string{"/${x}"} }, "a slash or * first"},
		{"a long path", func(p *RuleProps) { p.Paths = []string{"/" + strings.Repeat("a", 128)} }, "129 characters: Elastic Load Balancing allows 128"},
		{"a host without a dot", func(p *RuleProps) { p.Hosts = []string{"localhost"} }, "Hosts: \"localhost\""},
		{"a host with a port", func(p *RuleProps) { p.Hosts = []string{"a.com:80"} }, "Hosts: \"a.com:80\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			props := RuleProps{ListenerARN: "arn", TargetGroupARN: "arn", Priority: 1, Paths: []string{"/*"}}
			c.change(&props)
			checktest.Verdict(t, props.Validate(), c.want)
		})
	}
}

func TestTargetGroupProps(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(p *TargetGroupProps)
		want   string
	}{
		{"defaults", func(*TargetGroupProps) {}, ""},
		{"no delay", func(p *TargetGroupProps) { p.DeregistrationDelay = NoDelay }, ""},
		{"the longest delay", func(p *TargetGroupProps) { p.DeregistrationDelay = time.Hour }, ""},
		{"the shortest interval", func(p *TargetGroupProps) { p.HealthCheck.Interval = 5 * time.Second }, ""},
		{"codes", func(p *TargetGroupProps) { p.HealthCheck.Matcher = "200,301-399,404" }, ""},
		{"a long name", func(p *TargetGroupProps) { p.Name = strings.Repeat("a", 33) }, "Name: "},
		{"instances", func(p *TargetGroupProps) { p.TargetType = Instance }, ""},
		{"functions", func(p *TargetGroupProps) { p.TargetType = "lambda" }, "TargetType: \"lambda\" is not one of ip, instance"},
		{"no VPC", func(p *TargetGroupProps) { p.VPCID = "" }, "VPCID: missing"},
		{"a long delay", func(p *TargetGroupProps) { p.DeregistrationDelay = time.Hour + time.Second }, "DeregistrationDelay: 1h0m1s is out of range: 0s to 1h0m0s"},
		{"a path without a slash", func(p *TargetGroupProps) { p.HealthCheck.Path = "health" }, "HealthCheck.Path: \"health\": Elastic Load Balancing allows a slash first"},
		{"a path with a space", func(p *TargetGroupProps) { p.HealthCheck.Path = "/a b" }, "HealthCheck.Path"},
		{"a word for a code", func(p *TargetGroupProps) { p.HealthCheck.Matcher = "OK" }, "HealthCheck.Matcher: \"OK\" is not a list of HTTP codes"},
		{"a code of failure", func(p *TargetGroupProps) { p.HealthCheck.Matcher = "200-599" }, "codes from 200 to 499"},
		{"codes that fall", func(p *TargetGroupProps) { p.HealthCheck.Matcher = "299-200" }, "in rising order"},
		{"a short interval", func(p *TargetGroupProps) { p.HealthCheck.Interval = 4 * time.Second }, "HealthCheck.Interval: 4s is out of range: 5s to 5m0s"},
		{"a timeout as long as the interval", func(p *TargetGroupProps) {
			p.HealthCheck.Interval, p.HealthCheck.Timeout = 10*time.Second, 10*time.Second
		}, "HealthCheck.Timeout: 10s is not shorter than the interval of 10s"},
		{"a short timeout", func(p *TargetGroupProps) { p.HealthCheck.Timeout = time.Second }, "HealthCheck.Timeout: 1s is out of range: 2s to 2m0s"},
		{"one success", func(p *TargetGroupProps) { p.HealthCheck.HealthyThreshold = 1 }, "HealthCheck.HealthyThreshold: 1 is out of range: 2 to 10"},
		{"eleven failures", func(p *TargetGroupProps) { p.HealthCheck.UnhealthyThreshold = 11 }, "HealthCheck.UnhealthyThreshold: 11"},
	} {
		t.Run(c.name, func(t *testing.T) {
			props := TargetGroupProps{Name: "acme-dev-web-blue", VPCID: "vpc-1"}
			c.change(&props)
			checktest.Verdict(t, props.Validate(), c.want)
		})
	}
}

func TestCertificateAndRecordProps(t *testing.T) {
	balancer := &LoadBalancer{}
	for _, c := range []struct {
		name  string
		props interface{ Validate() error }
		want  string
	}{
		{"a certificate", CertificateProps{DomainName: "app.example.com", ZoneID: "Z1"}, ""},
		{"a wildcard", CertificateProps{DomainName: "*.example.com", ZoneID: "Z1"}, ""},
		{"a certificate without a zone", CertificateProps{DomainName: "app.example.com"}, "ZoneID: missing"},
		{"a certificate for a label", CertificateProps{DomainName: "app", ZoneID: "Z1"}, "ACM allows a domain name"},
		{"a certificate in upper case", CertificateProps{DomainName: "App.example.com", ZoneID: "Z1"}, "ACM allows a domain name in lower case"},
		{"a certificate with a long name", CertificateProps{DomainName: strings.Repeat("a", 61) + ".com", ZoneID: "Z1"}, "65 characters: ACM allows 64"},
		{"a zone", zone("example.com"), ""},
		{"no zone", zone(""), "zoneName: missing"},
		{"a record without a load balancer", AliasRecordProps{Name: "app.example.com", ZoneID: "Z1"}, "LoadBalancer: missing"},
		{"a record of what was not built", AliasRecordProps{Name: "app.example.com", ZoneID: "Z1", LoadBalancer: balancer}, "LoadBalancer: missing"},
	} {
		t.Run(c.name, func(t *testing.T) { checktest.Verdict(t, c.props.Validate(), c.want) })
	}
}
