package stacks_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/synthtest"
)

// Rule 99: addresses and gateways come after the internet gateway.
func TestNATGateways(t *testing.T) {
	each(t, "aws_eip", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		assert.Equal(t, r.String("domain"), "vpc")
		assert.Assert(t, dependsOn(r, "aws_internet_gateway"))
	})
	each(t, "aws_nat_gateway", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		assert.Assert(t, dependsOn(r, "aws_internet_gateway"))
	})
	for _, stack := range shippedStacks(t, "network") {
		want := map[string]int{"dev-network": 1, "prod-network": 3}[stack.name]
		assert.Equal(t, len(stack.All("aws_nat_gateway")), want, stack.name)
		assert.Assert(t, len(stack.All("aws_eip")) <= 5, "AWS gives five addresses a region")
	}
}

// Rules 100, 101: zones are pinned, subnets disjoint and inside the VPC, and
// routes stand alone.
func TestSubnets(t *testing.T) {
	for _, stack := range shippedStacks(t, "network") {
		vpc := netip.MustParsePrefix(stack.One("aws_vpc").String("cidr_block"))
		var seen []netip.Prefix
		for _, r := range stack.All("aws_subnet") {
			block := netip.MustParsePrefix(r.String("cidr_block"))
			assert.Assert(t, vpc.Contains(block.Addr()) && block.Bits() <= 28)
			for _, other := range seen {
				assert.Assert(t, !block.Overlaps(other))
			}
			seen = append(seen, block)
			assert.Assert(t, strings.HasPrefix(r.String("availability_zone"), "ap-northeast-1"))
			assert.Equal(t, r.Get("map_public_ip_on_launch"), false)
		}
		for _, r := range stack.All("aws_route_table") {
			assert.Assert(t, !r.Has("route"), "routes are resources of their own")
		}
		assert.Equal(t, len(stack.All("aws_route_table_association")), len(seen))
	}
}

// Rule 103: private names of endpoints need both DNS settings.
func TestVPC(t *testing.T) {
	each(t, "aws_vpc", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.Equal(t, r.Get("enable_dns_support"), true)
		assert.Equal(t, r.Get("enable_dns_hostnames"), true)
		stack.One("aws_flow_log")
		closed := stack.One("aws_default_security_group")
		assert.Equal(t, len(closed.Strings("ingress"))+len(closed.Strings("egress")), 0)
		assert.Equal(t, stack.One("aws_vpc_endpoint", "s3").String("vpc_endpoint_type"), "Gateway")
	})
}

// Rule 102: without NAT, tasks have the endpoints of what they use.
func TestEndpoints(t *testing.T) {
	found := 0
	for _, stack := range everyStack(t, "network") {
		if len(stack.All("aws_nat_gateway")) > 0 {
			continue
		}
		found++
		tasks := companion(t, stack, "ecs")
		needed := map[string]bool{
			"ecr.api": true, "ecr.dkr": true, "logs": true, "kms": true,
			"ssm":            strings.Contains(tasks.JSON(), "ssm:GetParameters"),
			"secretsmanager": strings.Contains(tasks.JSON(), "secretsmanager:GetSecretValue"),
			"ssmmessages":    strings.Contains(tasks.JSON(), "ssmmessages:"),
		}
		for _, service := range []string{"ecs", "ecs-agent", "ecs-telemetry"} {
			needed[service] = len(tasks.All("aws_autoscaling_group")) > 0
		}
		for service, isNeeded := range needed {
			assert.Assert(t, !isNeeded || strings.Contains(stack.JSON(), `.`+service+`"`), "%s has no endpoint of %s", stack.name, service)
		}
		for _, r := range stack.All("aws_vpc_endpoint") {
			if has(r, "vpc_endpoint_type", "Interface") {
				assert.Equal(t, r.Get("private_dns_enabled"), true)
			}
		}
	}
	assert.Equal(t, found, 2)
}

// opened lists the ports from one security group to another, which both sides
// have to allow.
func opened(stack shippedStack, from, to string) (out, in []float64) {
	for _, side := range []struct {
		resourceType, own, peer string
		ports                   *[]float64
	}{
		{"aws_vpc_security_group_egress_rule", from, to, &out},
		{"aws_vpc_security_group_ingress_rule", to, from, &in},
	} {
		for _, r := range stack.All(side.resourceType) {
			if has(r, "security_group_id", side.own) && has(r, "referenced_security_group_id", side.peer) {
				*side.ports = append(*side.ports, r.Get("from_port").(float64))
			}
		}
	}
	return out, in
}

// Rule 63: the load balancer reaches the port of each task that it sends
// requests to, which is the one that it checks.
func TestLoadBalancersReachTheirTasks(t *testing.T) {
	found := 0
	eachOf(t, everyStack(t), "aws_ecs_service", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		if !r.Has("load_balancer") {
			return
		}
		found++
		balancer := stack.One("aws_lb").Strings("security_groups")[0]
		if r.Has("network_configuration") {
			out, in := opened(stack, balancer, r.Strings("network_configuration.0.security_groups")[0])
			want := []float64{number(t, r, "load_balancer.0.container_port")}
			assert.DeepEqual(t, out, want)
			assert.DeepEqual(t, in, want)
		} else {
			// The instance chooses the port, or the service has fixed it.
			out, in := opened(stack, balancer, stack.One("aws_launch_template").Strings("vpc_security_group_ids")[0])
			task := referred(t, stack, "aws_ecs_task_definition", r.String("task_definition"))
			port := *containers(t, task)[0].PortMappings[0].HostPort
			if port == 0 {
				port = 32768
			}
			assert.Assert(t, slices.Contains(out, port) && slices.Contains(in, port), "%v is not open", port)
		}
		group := referred(t, stack, "aws_lb_target_group", r.String("load_balancer.0.target_group_arn"))
		assert.Equal(t, group.String("health_check.0.port"), "traffic-port")
	})
	assert.Assert(t, found >= 5, "%d services with a route", found)
}

// Rule 124: where security groups of two stacks meet, the rules are in the later
// stack, on both sides.
func TestDatastoresAreOpenedDownstream(t *testing.T) {
	for _, stack := range everyStack(t, "datastore") {
		stack.None("aws_vpc_security_group_ingress_rule")
		stack.None("aws_vpc_security_group_egress_rule")
	}
	met := 0
	eachOf(t, everyStack(t), "aws_vpc_security_group_ingress_rule", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		if to := r.String("security_group_id"); strings.Contains(to, "-datastore.outputs.") {
			met++
			out, in := opened(stack, r.String("referenced_security_group_id"), to)
			assert.DeepEqual(t, out, in)
		}
	})
	assert.Assert(t, met > 0)
}

// Rule 64: rules stand alone, and a replaced group stands beside the old.
func TestSecurityGroups(t *testing.T) {
	each(t, "aws_security_group", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		assert.Assert(t, r.Has("name_prefix") && !r.Has("name"))
		assert.Equal(t, r.Get("lifecycle.create_before_destroy"), true)
		assert.Assert(t, !r.Has("ingress") && !r.Has("egress"))
	})
}

// Rule 59: only the production listener's port is open to the internet.
func TestOpenPorts(t *testing.T) {
	each(t, "aws_vpc_security_group_ingress_rule", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		if has(r, "cidr_ipv4", "0.0.0.0/0") {
			port := number(t, r, "from_port")
			assert.Assert(t, port == 80 || port == 443, "port %v is open to the internet", port)
			assert.Assert(t, strings.Contains(r.ID, "allow-"), "%s is open to the internet", r.ID)
		}
	})
}

// Rules 54, 55: HTTPS has a validated certificate and a policy, HTTP neither.
func TestListeners(t *testing.T) {
	each(t, "aws_lb_listener", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		if r.String("protocol") == "HTTPS" {
			assert.Assert(t, strings.Contains(r.String("certificate_arn"), "aws_acm_certificate_validation."))
			assert.Assert(t, strings.HasPrefix(r.String("ssl_policy"), "ELBSecurityPolicy-TLS13-1-2"))
		} else {
			assert.Assert(t, !r.Has("certificate_arn") && !r.Has("ssl_policy"))
		}
		// Rules 52, 53: no rule but those of services is CodeDeploy's.
		assert.Assert(t, !r.Has("lifecycle.ignore_changes"))
		kind := r.String("default_action.0.type")
		assert.Assert(t, kind == "redirect" || kind == "fixed-response", kind)
		assert.Assert(t, r.Has("default_action.0."+strings.ReplaceAll(kind, "-", "_")))
	})
}

// Rules 51, 52, 60: CodeDeploy moves the rules of blue/green services and no
// others, and the priorities of a listener are unique.
func TestListenerRules(t *testing.T) {
	taken := map[string]string{}
	eachOf(t, everyStack(t), "aws_lb_listener_rule", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		place := stack.file + r.String("listener_arn") + r.String("priority")
		assert.Equal(t, taken[place], "")
		taken[place] = r.ID
		if !strings.Contains(r.String("action.0.target_group_arn"), "_target-groups_blue_") {
			assert.Assert(t, !r.Has("lifecycle"), "Terraform keeps the action of a rolling service's rule")
			return
		}
		assert.DeepEqual(t, r.Strings("lifecycle.ignore_changes"), []string{"action"})
	})
}

// Rules 47, 48, 50, 56: the pair is alike but for its names.
func TestTargetGroups(t *testing.T) {
	each(t, "aws_lb_target_group", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		name := r.String("name")
		assert.Assert(t, len(name) <= 32 && !strings.HasPrefix(name, "internal-"), name)
		assert.Equal(t, r.String("target_type"), "ip")
		assert.Assert(t, strings.HasPrefix(r.String("health_check.0.path"), "/"))
		assert.Assert(t, number(t, r, "health_check.0.timeout") < number(t, r, "health_check.0.interval"))
		_, isText := r.Get("health_check.0.matcher").(string)
		assert.Assert(t, isText)
		if strings.HasSuffix(name, "-green") {
			blue := stack.One("aws_lb_target_group", strings.Split(r.ID, "_")[0], "blue")
			for _, attribute := range []string{"port", "protocol", "vpc_id", "target_type", "deregistration_delay", "health_check"} {
				assert.DeepEqual(t, r.Get(attribute), blue.Get(attribute))
			}
		}
	})
}

// Rules 58, 61, 62: the load balancer logs where it may, from the start.
func TestLoadBalancers(t *testing.T) {
	each(t, "aws_lb", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.Assert(t, len(r.String("name")) <= 32)
		assert.Equal(t, r.Get("drop_invalid_header_fields"), true)
		assert.Equal(t, r.Get("enable_deletion_protection"), !stack.disposable())
		assert.Equal(t, r.Get("access_logs.0.enabled"), true)
		assert.Assert(t, dependsOn(r, "aws_s3_bucket_policy"))
		encryption := stack.One("aws_s3_bucket_server_side_encryption_configuration", "logs")
		assert.Equal(t, encryption.String("rule.0.apply_server_side_encryption_by_default.0.sse_algorithm"), "AES256")
	})
}
