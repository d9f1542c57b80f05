package constructs_test

import (
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/loadbalancer"
	"github.com/berth-iac/berth/internal/synthtest"
)

func albProps() loadbalancer.LoadBalancerProps {
	return loadbalancer.LoadBalancerProps{Name: "Acme-prod", VPCID: "vpc-1", SubnetIDs: []string{"subnet-1", "subnet-2"}}
}

func TestLoadBalancerIsProtectedAndDropsInvalidHeaders(t *testing.T) {
	stack := synthtest.NewStack(t)
	loadbalancer.NewLoadBalancer(stack, "alb", albProps())
	template := synthtest.Synth(t, stack)

	alb := template.One("aws_lb")
	assert.Equal(t, alb.String("load_balancer_type"), "application")
	assert.Equal(t, alb.Get("drop_invalid_header_fields"), true)
	assert.Equal(t, alb.Get("enable_deletion_protection"), true)
	assert.Equal(t, alb.Get("internal"), false)
	assert.Equal(t, alb.Get("idle_timeout"), 60.0)
	assert.Equal(t, alb.String("desync_mitigation_mode"), "defensive")
	assert.DeepEqual(t, alb.Strings("subnets"), []string{"subnet-1", "subnet-2"})
	assert.DeepEqual(t, alb.Strings("security_groups"), []string{"${" + template.One("aws_security_group").Address() + ".id}"})
	template.None("aws_vpc_security_group_ingress_rule")
	template.None("aws_vpc_security_group_egress_rule")
}

func TestAccessLogsCanBeDeliveredBeforeTheLoadBalancerIsThere(t *testing.T) {
	stack := synthtest.NewStack(t)
	loadbalancer.NewLoadBalancer(stack, "alb", albProps())
	template := synthtest.Synth(t, stack)

	bucket, policy, alb := template.One("aws_s3_bucket"), template.One("aws_s3_bucket_policy"), template.One("aws_lb")
	assert.Equal(t, bucket.String("bucket"), "acme-prod-alb-logs-${data.aws_caller_identity.caller.account_id}")
	assert.Equal(t, bucket.Get("lifecycle.prevent_destroy"), true)
	assert.Equal(t, alb.Get("access_logs.enabled"), true)
	assert.Equal(t, alb.String("access_logs.bucket"), "${"+bucket.Address()+".bucket}")
	assert.Assert(t, strings.Contains(strings.Join(alb.Strings("depends_on"), " "), policy.Address()), alb.Strings("depends_on"))
	assert.Equal(t, template.One("aws_s3_bucket_server_side_encryption_configuration").String("rule.0.apply_server_side_encryption_by_default.sse_algorithm"), "AES256",
		"Elastic Load Balancing delivers to no bucket with a KMS key")
	assert.Equal(t, template.One("aws_s3_bucket_lifecycle_configuration").Get("rule.0.expiration.0.days"), 90.0)

	var document struct{ Statement []map[string]any }
	policy.Document("policy", &document)
	assert.DeepEqual(t, document.Statement[1]["Principal"], map[string]any{"Service": "logdelivery.elasticloadbalancing.amazonaws.com"})
	assert.Equal(t, document.Statement[1]["Resource"],
		"arn:${data.aws_partition.partition.partition}:s3:::acme-prod-alb-logs-${data.aws_caller_identity.caller.account_id}/AWSLogs/${data.aws_caller_identity.caller.account_id}/*")
}

func TestDisposableInternalLoadBalancer(t *testing.T) {
	stack := synthtest.NewStack(t)
	props := albProps()
	props.Internal, props.Disposable, props.IdleTimeout, props.AccessLogRetentionDays = true, true, 2*time.Minute, 7
	loadbalancer.NewLoadBalancer(stack, "alb", props)
	template := synthtest.Synth(t, stack)

	alb := template.One("aws_lb")
	assert.Equal(t, alb.Get("internal"), true)
	assert.Equal(t, alb.Get("enable_deletion_protection"), false)
	assert.Equal(t, alb.Get("idle_timeout"), 120.0)
	assert.Equal(t, template.One("aws_s3_bucket").Get("force_destroy"), true)
	assert.Equal(t, template.One("aws_s3_bucket_lifecycle_configuration").Get("rule.0.expiration.0.days"), 7.0)
}

func TestListenersAnswerWhatNoRuleTakes(t *testing.T) {
	stack := synthtest.NewStack(t)
	loadbalancer.NewListener(stack, "plain", loadbalancer.ListenerProps{LoadBalancerARN: "arn"})
	loadbalancer.NewListener(stack, "redirect", loadbalancer.ListenerProps{LoadBalancerARN: "arn", RedirectToHTTPS: true})
	loadbalancer.NewListener(stack, "secure", loadbalancer.ListenerProps{LoadBalancerARN: "arn", CertificateARN: "cert"})
	loadbalancer.NewListener(stack, "test", loadbalancer.ListenerProps{LoadBalancerARN: "arn", CertificateARN: "cert", Port: 8443, TLSPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06"})
	template := synthtest.Synth(t, stack)

	plain := template.One("aws_lb_listener", "plain")
	assert.Equal(t, plain.String("protocol"), "HTTP")
	assert.Equal(t, plain.Get("port"), 80.0)
	assert.Assert(t, !plain.Has("ssl_policy") && !plain.Has("certificate_arn"))
	assert.DeepEqual(t, plain.Get("default_action.0"), map[string]any{
		"type":           "fixed-response",
		"fixed_response": map[string]any{"content_type": "text/plain", "message_body": "Not found", "status_code": "404"},
	})
	redirect := template.One("aws_lb_listener", "redirect")
	assert.DeepEqual(t, redirect.Get("default_action.0"), map[string]any{
		"type":     "redirect",
		"redirect": map[string]any{"protocol": "HTTPS", "port": "443", "status_code": "HTTP_301"},
	})
	secure := template.One("aws_lb_listener", "secure")
	assert.Equal(t, secure.String("protocol"), "HTTPS")
	assert.Equal(t, secure.Get("port"), 443.0)
	assert.Equal(t, secure.String("certificate_arn"), "cert")
	assert.Equal(t, secure.String("ssl_policy"), "ELBSecurityPolicy-TLS13-1-2-2021-06")
	test := template.One("aws_lb_listener", "test")
	assert.Equal(t, test.Get("port"), 8443.0)
	assert.Equal(t, test.String("ssl_policy"), "ELBSecurityPolicy-TLS13-1-3-2021-06")
	for _, listener := range template.All("aws_lb_listener") {
		assert.Assert(t, !listener.Has("lifecycle"), "Terraform keeps the default action of %s", listener.ID)
	}
}

func TestRuleLeavesItsActionToCodeDeployAlone(t *testing.T) {
	stack := synthtest.NewStack(t)
	props := loadbalancer.RuleProps{ListenerARN: "arn", Priority: 100, Paths: []string{"/*"}, TargetGroupARN: "group"}
	loadbalancer.NewRule(stack, "rolling", props)
	props.MovedByCodeDeploy, props.Priority, props.Hosts = true, 200, []string{"App.example.com"}
	loadbalancer.NewRule(stack, "moved", props)
	template := synthtest.Synth(t, stack)

	rolling := template.One("aws_lb_listener_rule", "rolling")
	assert.Assert(t, !rolling.Has("lifecycle"))
	assert.DeepEqual(t, rolling.Get("action.0"), map[string]any{"type": "forward", "target_group_arn": "group"})
	assert.Equal(t, rolling.Get("priority"), 100.0)
	moved := template.One("aws_lb_listener_rule", "moved")
	assert.DeepEqual(t, moved.Strings("lifecycle.ignore_changes"), []string{"action"})
	assert.DeepEqual(t, moved.Get("condition"), []any{
		map[string]any{"path_pattern": map[string]any{"values": []any{"/*"}}},
		map[string]any{"host_header": map[string]any{"values": []any{"app.example.com"}}},
	})
}

func TestTargetGroupOfTasks(t *testing.T) {
	stack := synthtest.NewStack(t)
	loadbalancer.NewTargetGroup(stack, "default", loadbalancer.TargetGroupProps{Name: "acme-web-blue", VPCID: "vpc-1"})
	loadbalancer.NewTargetGroup(stack, "own", loadbalancer.TargetGroupProps{
		Name: "acme-web-green", VPCID: "vpc-1", DeregistrationDelay: loadbalancer.NoDelay,
		HealthCheck: loadbalancer.HealthCheck{Path: "/healthz", Matcher: "200-299", Interval: 5 * time.Second, HealthyThreshold: 5, UnhealthyThreshold: 10},
	})
	template := synthtest.Synth(t, stack)

	byDefault := template.One("aws_lb_target_group", "default")
	assert.Equal(t, byDefault.String("target_type"), "ip")
	assert.Equal(t, byDefault.Get("port"), 80.0)
	assert.Equal(t, byDefault.String("deregistration_delay"), "30")
	assert.DeepEqual(t, byDefault.Get("health_check"), map[string]any{
		"enabled": true, "protocol": "HTTP", "port": "traffic-port", "path": "/", "matcher": "200",
		"interval": 15.0, "timeout": 5.0, "healthy_threshold": 2.0, "unhealthy_threshold": 3.0,
	})
	own := template.One("aws_lb_target_group", "own")
	assert.Equal(t, own.String("deregistration_delay"), "0")
	assert.DeepEqual(t, own.Get("health_check"), map[string]any{
		"enabled": true, "protocol": "HTTP", "port": "traffic-port", "path": "/healthz", "matcher": "200-299",
		"interval": 5.0, "timeout": 4.0, "healthy_threshold": 5.0, "unhealthy_threshold": 10.0,
	})
}

func TestNameIsServedOverHTTPSOnceItsCertificateIsIssued(t *testing.T) {
	stack := synthtest.NewStack(t)
	alb := loadbalancer.NewLoadBalancer(stack, "alb", albProps())
	zone := loadbalancer.LookupZone(stack, "zone", "example.com")
	certificate := loadbalancer.NewCertificate(stack, "certificate", loadbalancer.CertificateProps{DomainName: "app.example.com", ZoneID: zone})
	loadbalancer.NewListener(stack, "https", loadbalancer.ListenerProps{LoadBalancerARN: alb.ARN, CertificateARN: certificate.ARN})
	loadbalancer.NewAliasRecord(stack, "alias", loadbalancer.AliasRecordProps{Name: "app.example.com", ZoneID: zone, LoadBalancer: alb})
	template := synthtest.Synth(t, stack)

	resource := template.One("aws_acm_certificate")
	assert.Equal(t, resource.String("validation_method"), "DNS")
	assert.Equal(t, resource.Get("lifecycle.create_before_destroy"), true)
	record := template.One("aws_route53_record", "validation")
	options := "${tolist(" + resource.Address() + ".domain_validation_options).0."
	assert.Equal(t, record.String("name"), options+"resource_record_name}", "a set has no index")
	assert.Equal(t, record.String("type"), options+"resource_record_type}")
	assert.DeepEqual(t, record.Strings("records"), []string{options + "resource_record_value}"})
	assert.Equal(t, record.Get("ttl"), 60.0)
	assert.Equal(t, record.Get("allow_overwrite"), true)
	found := template.Data("aws_route53_zone")[0]
	assert.Equal(t, found.Get("private_zone"), false)
	assert.Equal(t, record.String("zone_id"), "${data."+found.Address()+".zone_id}")

	validation := template.One("aws_acm_certificate_validation")
	assert.Equal(t, validation.String("certificate_arn"), "${"+resource.Address()+".arn}")
	assert.DeepEqual(t, validation.Strings("validation_record_fqdns"), []string{"${" + record.Address() + ".fqdn}"})
	assert.Equal(t, template.One("aws_lb_listener").String("certificate_arn"), "${"+validation.Address()+".certificate_arn}")

	alias := template.One("aws_route53_record", "alias")
	assert.Equal(t, alias.String("type"), "A")
	assert.DeepEqual(t, alias.Get("alias"), map[string]any{
		"name":                   "${" + template.One("aws_lb").Address() + ".dns_name}",
		"zone_id":                "${" + template.One("aws_lb").Address() + ".zone_id}",
		"evaluate_target_health": true,
	})
	assert.Assert(t, !alias.Has("ttl") && !alias.Has("records"))
}

func TestInvalidLoadBalancerPartsBuildNothing(t *testing.T) {
	stack := synthtest.NewStack(t)
	alb := loadbalancer.NewLoadBalancer(stack, "alb", loadbalancer.LoadBalancerProps{})
	loadbalancer.NewListener(stack, "listener", loadbalancer.ListenerProps{LoadBalancerARN: alb.ARN})
	loadbalancer.NewRule(stack, "rule", loadbalancer.RuleProps{})
	loadbalancer.NewTargetGroup(stack, "group", loadbalancer.TargetGroupProps{})
	loadbalancer.NewCertificate(stack, "certificate", loadbalancer.CertificateProps{})
	loadbalancer.NewAliasRecord(stack, "alias", loadbalancer.AliasRecordProps{LoadBalancer: alb})
	assert.Equal(t, loadbalancer.LookupZone(stack, "zone", ""), "")
	assert.Assert(t, alb.Resource == nil)
	got := strings.Join(synthtest.Errors(stack), "\n")
	for _, want := range []string{"alb: Name:", "listener: LoadBalancerARN:", "rule: Priority:", "group: Name:", "certificate: DomainName:", "alias: LoadBalancer:", "zone: zoneName:"} {
		assert.Assert(t, strings.Contains(got, want), got)
	}
}
