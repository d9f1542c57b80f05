//go:build rehearsal

package balancing

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"
	is "gotest.tools/v3/assert/cmp"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
)

// network are the objects of other areas: two networks, of which the first
// reaches the internet, and a bucket for logs.
func network(tf *cloudtest.Terraform) {
	for _, id := range []string{"vpc-1", "vpc-2"} {
		tf.Exists("aws_vpc", cloud.Attributes{"id": id, "default_security_group_id": "sg-" + id})
		tf.Exists("aws_security_group", cloud.Attributes{"id": "sg-" + id, "vpc_id": id})
	}
	tf.Exists("aws_internet_gateway", cloud.Attributes{"id": "igw-1", "vpc_id": "vpc-1"})
	for id, place := range map[string][]string{
		"subnet-a": {"vpc-1", "a"}, "subnet-c": {"vpc-1", "c"}, "subnet-c2": {"vpc-1", "c"},
		"subnet-2a": {"vpc-2", "a"}, "subnet-2c": {"vpc-2", "c"},
	} {
		tf.Exists("aws_subnet", cloud.Attributes{"id": id, "vpc_id": place[0], "availability_zone": cloudtest.Region + place[1]})
	}
	for _, bucket := range []string{"logs", "closed"} {
		tf.Exists("aws_s3_bucket", cloud.Attributes{"id": bucket, "bucket": bucket})
	}
	tf.Exists("aws_s3_bucket_policy", cloud.Attributes{"id": "logs", "bucket": "logs", "policy": `{"Statement":[
		{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},
		{"Effect":"Allow","Principal":{"Service":"logdelivery.elasticloadbalancing.amazonaws.com"},"Action":"s3:PutObject",
		 "Resource":"arn:aws:s3:::logs/AWSLogs/000000000000/*"}]}`})
	tf.Exists("aws_s3_bucket_policy", cloud.Attributes{"id": "closed", "bucket": "closed", "policy": `{"Statement":[
		{"Effect":"Allow","Principal":{"Service":"logdelivery.elasticloadbalancing.amazonaws.com"},"Action":"s3:PutObject",
		 "Resource":"arn:aws:s3:::closed/AWSLogs/111111111111/*"}]}`})
}

// service is what our stacks put before a service, with every kind.
const service = `
data "aws_route53_zone" "own" { name = "example.com" }
resource "aws_acm_certificate" "app" {
  domain_name       = "app.example.com"
  validation_method = "DNS"
}
locals { proof = tolist(aws_acm_certificate.app.domain_validation_options)[0] }
resource "aws_route53_record" "proof" {
  zone_id         = data.aws_route53_zone.own.zone_id
  name            = local.proof.resource_record_name
  type            = local.proof.resource_record_type
  records         = [local.proof.resource_record_value]
  ttl             = 60
  allow_overwrite = true
}
resource "aws_acm_certificate_validation" "app" {
  certificate_arn         = aws_acm_certificate.app.arn
  validation_record_fqdns = [aws_route53_record.proof.fqdn]
}
resource "aws_lb" "main" {
  name            = "main"
  subnets         = ["subnet-a", "subnet-c"]
  security_groups = ["sg-vpc-1"]
  access_logs {
    bucket  = "logs"
    enabled = true
  }
}
resource "aws_lb_target_group" "blue" {
  name        = "blue"
  port        = 80
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = "vpc-1"
  health_check {
    path     = "/health"
    interval = 15
    timeout  = 5
  }
}
resource "aws_lb_target_group" "other" {
  name_prefix = "other-"
  port        = 80
  protocol    = "HTTP"
  vpc_id      = "vpc-1"
}
resource "aws_lb_target_group_attachment" "other" {
  target_group_arn = aws_lb_target_group.other.arn
  target_id        = "i-0123456789abcdef0"
}
resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.main.arn
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = aws_acm_certificate_validation.app.certificate_arn
  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}
resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.main.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "forward"
    forward {
      target_group { arn = aws_lb_target_group.other.arn }
    }
  }
}
resource "aws_lb_listener_rule" "app" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 100
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.blue.arn
  }
  condition {
    path_pattern { values = ["/*"] }
  }
}
resource "aws_lb_listener_certificate" "app" {
  listener_arn    = aws_lb_listener.https.arn
  certificate_arn = aws_acm_certificate_validation.app.certificate_arn
}
resource "aws_route53_record" "app" {
  zone_id = data.aws_route53_zone.own.zone_id
  name    = "app.example.com"
  type    = "A"
  alias {
    name                   = aws_lb.main.dns_name
    zone_id                = aws_lb.main.zone_id
    evaluate_target_health = true
  }
}
resource "aws_route53_zone" "inner" {
  name = "example.internal"
  vpc { vpc_id = "vpc-1" }
}
`

// What a service needs of load balancing deploys, stays as it is, and is read
// back as the provider does where CodeDeploy moved a rule.
func TestBalancing(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds(), Data: Data()})
	network(tf)
	tf.Apply(service + `
data "aws_lb" "main" { name = aws_lb.main.name }
data "aws_lb_target_group" "blue" { arn = aws_lb_target_group.blue.arn }
data "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb_listener.https.load_balancer_arn
  port              = 443
}
data "aws_acm_certificate" "app" {
  domain     = "app.example.com"
  depends_on = [aws_acm_certificate_validation.app]
}`)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})

	balancer := one(tf, "aws_lb", "name", "main")
	assert.Check(t, is.Regexp(`^arn:aws:elasticloadbalancing:ap-northeast-1:000000000000:loadbalancer/app/main/[0-9a-f]{16}$`, balancer.Text("id")))
	assert.Check(t, is.Regexp(`^main-[0-9a-f]{10}\.ap-northeast-1\.elb\.amazonaws\.com$`, balancer.Text("dns_name")))
	assert.Equal(t, balancer.Text("zone_id"), "Z14GRHDCWA56QT")
	assert.Equal(t, one(tf, "aws_acm_certificate", "domain_name", "app.example.com").Text("status"), "ISSUED")

	// A rule that forwards to two groups has no ARN that the provider writes.
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		moved := c.One("aws_lb_listener_rule", "priority", "100").Clone()
		blue, other := c.One("aws_lb_target_group", "name", "blue"), c.All("aws_lb_target_group")[1]
		moved["action"] = []any{map[string]any{"type": "forward", "order": 1, "forward": []any{map[string]any{
			"target_group": []any{map[string]any{"arn": blue["arn"], "weight": 0}, map[string]any{"arn": other["arn"], "weight": 100}},
		}}}}
		c.Put("aws_lb_listener_rule", moved)
		return nil
	}))
	assert.DeepEqual(t, tf.Plan(), map[string]string{"aws_lb_listener_rule.app": "update"})
	ignored := strings.Replace(service, "  priority     = 100\n", "  priority     = 200\n  lifecycle { ignore_changes = [action[0].target_group_arn] }\n", 1)
	tf.Apply(ignored)
	assert.Equal(t, len(one(tf, "aws_lb_listener_rule", "priority", "200").Texts("action.forward.target_group.arn")), 2)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})

	tf.Destroy()
	assert.DeepEqual(t, tf.Left(), map[string]int{})
}

func one(tf *cloudtest.Terraform, kind, path, value string) cloud.Attributes {
	var found cloud.Attributes
	_ = tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		found = c.One(kind, path, value).Clone()
		return nil
	})
	return found
}
