//go:build rehearsal

package balancing

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
)

// standing is what the refused requests are about.
const standing = `
resource "aws_lb" "main" {
  name     = "main"
  internal = true
  subnets  = ["subnet-a", "subnet-c"]
}
resource "aws_lb_target_group" "main" {
  name        = "main"
  port        = 80
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = "vpc-1"
}
resource "aws_lb_target_group" "elsewhere" {
  name     = "elsewhere"
  port     = 80
  protocol = "HTTP"
  vpc_id   = "vpc-2"
}
resource "aws_lb_listener" "main" {
  load_balancer_arn = aws_lb.main.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.main.arn
  }
}
resource "aws_acm_certificate" "pending" {
  domain_name       = "pending.example.com"
  validation_method = "DNS"
}
`

// leaving is what cannot be deleted, for what refused hangs on it.
const leaving = `
resource "aws_lb" "protected" {
  name                       = "protected"
  internal                   = true
  subnets                    = ["subnet-a", "subnet-c"]
  enable_deletion_protection = true
}
resource "aws_lb_target_group" "held" {
  name     = "held"
  port     = 80
  protocol = "HTTP"
  vpc_id   = "vpc-1"
}
resource "aws_acm_certificate" "held" {
  domain_name       = "held.example.com"
  validation_method = "DNS"
}
resource "aws_route53_zone" "held" { name = "held.example.com" }
`

// Every refusal is one that Terraform comes to see.
func TestRefusals(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds(), Data: Data()})
	network(tf)
	tf.Apply(standing + leaving)
	zone := one(tf, "aws_route53_zone", "name", "held.example.com").Text("id")
	tf.Exists("aws_lb_listener_rule", cloud.Attributes{"id": "rule", "listener_arn": "none", "action": []any{
		map[string]any{"type": "forward", "target_group_arn": one(tf, "aws_lb_target_group", "name", "held").Text("arn")},
	}})
	tf.Exists("aws_lb_listener", cloud.Attributes{"id": "listener", "certificate_arn": one(tf, "aws_acm_certificate", "domain_name", "held.example.com").Text("arn")})
	tf.Exists("aws_route53_record", cloud.Attributes{"id": zone + "_www_A", "zone_id": zone, "fqdn": "www.held.example.com", "type": "A"})
	tf.Exists("aws_route53_zone", cloud.Attributes{"id": "ZOTHER", "name": "other.example.com"})
	tf.Exists("aws_route53_record", cloud.Attributes{"id": "ZOTHER_taken_A", "zone_id": "ZOTHER", "fqdn": "taken.other.example.com", "type": "A"})

	refused := tf.Refused(standing + strings.Join(refusedBalancing, "") + strings.Join(refusedDNS, ""))
	read := tf.Refused(standing + `data "aws_route53_zone" "unknown" { zone_id = "ZNONE" }`)
	cloudtest.Seen(t, Refusals(), refused, read)
	left := strings.Count(leaving, "\nresource ")
	assert.Equal(t, strings.Count("\n"+refused, "\nError: "), len(refusedBalancing)+len(refusedDNS)+left, refused)
}

// What the provider itself refuses is told of every argument before anything is
// asked of AWS.
func TestValidate(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds()})
	out := tf.Refused(`
resource "aws_lb" "long" {
  name    = "a-name-that-is-longer-than-thirty-two"
  subnets = ["subnet-a"]
}
resource "aws_lb" "hyphens" {
  name    = "-name_-"
  subnets = ["subnet-a"]
}
resource "aws_lb_target_group" "prefix" { name_prefix = "seven-x" }
resource "aws_lb_target_group" "lambda" {
  target_type = "lambda"
  port        = 80
  health_check { path = "health" }
}
resource "aws_lb_target_group" "tcp" {
  health_check {
    protocol = "TCP"
    path     = "/"
  }
}
resource "aws_lb_listener_rule" "mixed" {
  listener_arn = "arn"
  priority     = 50001
  action {
    type             = "redirect"
    target_group_arn = "arn"
    fixed_response { content_type = "text/plain" }
  }
  condition {
    path_pattern { values = ["/"] }
  }
}`)
	for _, want := range []string{
		`"name" cannot be longer than 32 characters: "a-name-that-is-longer-than-thirty-two"`,
		`only alphanumeric characters and hyphens allowed in "name": "-name_-"`,
		`"name" cannot begin with a hyphen: "-name_-"`,
		`"name" cannot end with a hyphen: "-name_-"`,
		`"name_prefix" cannot be longer than 6 characters: "seven-x"`,
		`Attribute "port" cannot be specified when "target_type" is "lambda".`,
		`must begin with a '/' character: "health"`,
		`Attribute "health_check.path" cannot be specified when "health_check.protocol" is "TCP".`,
		`expected priority to be in the range (1 - 50000), got 50001`,
		`Attribute "action[0].target_group_arn" cannot be specified when "action[0].type" is "redirect".`,
		`Attribute "action[0].fixed_response" cannot be specified when "action[0].type" is "redirect".`,
	} {
		assert.Check(t, strings.Contains(out, want), "%s is not in:\n%s", want, out)
	}
}

var refusedBalancing = []string{
	`
resource "aws_lb" "taken" {
  name       = "main"
  internal   = true
  subnets    = ["subnet-a", "subnet-c"]
  depends_on = [aws_lb.main]
}`, `
resource "aws_lb" "internal" {
  name     = "internal-name"
  internal = true
  subnets  = ["subnet-a", "subnet-c"]
}`, `
resource "aws_lb" "subnet" {
  name     = "subnet"
  internal = true
  subnets  = ["subnet-a", "subnet-none"]
}`, `
resource "aws_lb" "group" {
  name            = "group"
  internal        = true
  subnets         = ["subnet-a", "subnet-c"]
  security_groups = ["sg-vpc-2"]
}`, `
resource "aws_lb" "zone" {
  name     = "zone"
  internal = true
  subnets  = ["subnet-a", "subnet-c", "subnet-c2"]
}`, `
resource "aws_lb" "networks" {
  name     = "networks"
  internal = true
  subnets  = ["subnet-a", "subnet-2c"]
}`, `
resource "aws_lb" "few" {
  name     = "few"
  internal = true
  subnets  = ["subnet-a"]
}`, `
resource "aws_lb" "gateway" {
  name    = "gateway"
  subnets = ["subnet-2a", "subnet-2c"]
}`, `
resource "aws_lb" "logs" {
  name     = "logs"
  internal = true
  subnets  = ["subnet-a", "subnet-c"]
  access_logs {
    bucket  = "closed"
    enabled = true
  }
}`, `
resource "aws_lb" "prefix" {
  name     = "prefix"
  internal = true
  subnets  = ["subnet-a", "subnet-c"]
  access_logs {
    bucket  = "logs"
    prefix  = "not-granted"
    enabled = true
  }
}`, `
resource "aws_lb_target_group" "taken" {
  name       = "main"
  port       = 80
  protocol   = "HTTP"
  vpc_id     = "vpc-1"
  depends_on = [aws_lb_target_group.main]
}`, `
resource "aws_lb_target_group" "network" {
  name     = "network"
  port     = 80
  protocol = "HTTP"
  vpc_id   = "vpc-none"
}`, `
resource "aws_lb_target_group" "incomplete" {
  name   = "incomplete"
  vpc_id = "vpc-1"
}`, `
resource "aws_lb_target_group" "slow" {
  name     = "slow"
  port     = 80
  protocol = "HTTP"
  vpc_id   = "vpc-1"
  health_check {
    interval = 5
    timeout  = 5
  }
}`, `
resource "aws_lb_target_group_attachment" "nowhere" {
  target_group_arn = "arn:aws:elasticloadbalancing:ap-northeast-1:000000000000:targetgroup/none/0"
  target_id        = "i-0123456789abcdef0"
}`, `
resource "aws_lb_target_group_attachment" "address" {
  target_group_arn = aws_lb_target_group.elsewhere.arn
  target_id        = "10.0.0.1"
}`,
	refusedListener("balancer", `load_balancer_arn = "arn:none"`, 81, `protocol = "HTTP"`, fixed),
	refusedListener("port", here, 80, `protocol = "HTTP"`, fixed, `depends_on = [aws_lb_listener.main]`),
	refusedListener("protocol", here, 81, "", fixed),
	refusedListener("plain", here, 82, `protocol = "HTTPS"`, fixed),
	refusedListener("certificate", here, 83, `protocol = "HTTP"`, fixed, `certificate_arn = aws_acm_certificate.pending.arn`),
	refusedListener("policy", here, 84, `protocol = "HTTP"`, fixed, `ssl_policy = "ELBSecurityPolicy-2016-08"`),
	refusedListener("unknown_policy", here, 85, `protocol = "HTTPS"`, fixed, `ssl_policy = "Strict"`, `certificate_arn = aws_acm_certificate.pending.arn`),
	refusedListener("region", here, 86, `protocol = "HTTPS"`, fixed, `certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/1"`),
	refusedListener("pending", here, 87, `protocol = "HTTPS"`, fixed, `certificate_arn = aws_acm_certificate.pending.arn`),
	refusedListener("group", here, 88, `protocol = "HTTP"`, forward(`"arn:none"`)),
	refusedListener("network", here, 89, `protocol = "HTTP"`, forward(`aws_lb_target_group.elsewhere.arn`)),
	refusedListener("redirect", here, 90, `protocol = "HTTP"`, `type = "redirect"`),
	refusedListener("forward", here, 91, `protocol = "HTTP"`, `type = "forward"`),
	`
resource "aws_lb" "second" {
  name     = "second"
  internal = true
  subnets  = ["subnet-a", "subnet-c"]
}` + refusedListener("shared", `load_balancer_arn = aws_lb.second.arn`, 80, `protocol = "HTTP"`, forward(`aws_lb_target_group.main.arn`), `depends_on = [aws_lb_listener.main]`),
	`
resource "aws_lb_listener_certificate" "nowhere" {
  listener_arn    = "arn:none"
  certificate_arn = aws_acm_certificate.pending.arn
}`, `
resource "aws_lb_listener_certificate" "unknown" {
  listener_arn    = aws_lb_listener.main.arn
  certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/1"
}`, `
resource "aws_lb_listener_certificate" "pending" {
  listener_arn    = aws_lb_listener.main.arn
  certificate_arn = aws_acm_certificate.pending.arn
}`,
	refusedRule("nowhere", `"arn:none"`, 1, `"/"`, fixed),
	refusedRule("group", `aws_lb_listener.main.arn`, 2, `"/"`, forward(`"arn:none"`)),
	refusedRule("values", `aws_lb_listener.main.arn`, 3, `"/1", "/2", "/3", "/4", "/5", "/6"`, fixed),
	refusedRule("network", `aws_lb_listener.main.arn`, 4, `"/"`, forward(`aws_lb_target_group.elsewhere.arn`)),
	`
resource "aws_lb_listener_rule" "first" {
  listener_arn = aws_lb_listener.main.arn
  priority     = 7
  action {
    ` + fixed + `
  }
  condition {
    path_pattern { values = ["/"] }
  }
}` + refusedRule("priority", `aws_lb_listener.main.arn`, 7, `"/"`, fixed, `depends_on = [aws_lb_listener_rule.first]`),
}

const (
	here  = `load_balancer_arn = aws_lb.main.arn`
	fixed = `type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }`
)

func forward(group string) string {
	return `type = "forward"
    target_group_arn = ` + group
}

var refusedDNS = []string{
	`
resource "aws_acm_certificate_validation" "none" { certificate_arn = "arn:none" }`, `
resource "aws_acm_certificate_validation" "unnamed" {
  certificate_arn         = aws_acm_certificate.pending.arn
  validation_record_fqdns = ["www.example.com"]
}`, `
resource "aws_acm_certificate_validation" "never" { certificate_arn = aws_acm_certificate.pending.arn }`, `
resource "aws_route53_zone" "network" {
  name = "network.internal"
  vpc { vpc_id = "vpc-none" }
}`,
	refusedRecord("zone", "ZNONE", "www", "A"),
	refusedRecord("taken", "ZOTHER", "taken", "A"),
	refusedRecord("apex", "ZOTHER", "other.example.com", "CNAME"),
	refusedRecord("conflict", "ZOTHER", "taken", "CNAME"),
	`
resource "aws_route53_record" "alias" {
  zone_id = "ZOTHER"
  name    = "alias"
  type    = "A"
  alias {
    name                   = aws_lb.main.dns_name
    zone_id                = "ZWRONG"
    evaluate_target_health = true
  }
}`,
}
