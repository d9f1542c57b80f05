package balancing

import (
	"fmt"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

var targetGroup = cloud.Kind{
	Type:     "aws_lb_target_group",
	Noun:     "ELBv2 Target Group",
	Patient:  true,
	Validate: checkTargetGroup,
	Refs:     []cloud.Ref{{Path: "vpc_id", To: "aws_vpc", Missing: targetGroupNetworkUnknown}},
	Unique:   []cloud.Unique{{Paths: []string{"name"}, Taken: targetGroupNameTaken}},
	Create: func(c *cloud.Call) error {
		if err := checkHealth(c); err != nil {
			return err
		}
		c.NameFromPrefix("tf-")
		c.Object["arn_suffix"] = "targetgroup/" + c.Object.Text("name") + "/" + c.NewHex(16)
		c.Object["arn"] = c.ARN("elasticloadbalancing", c.Object.Text("arn_suffix"))
		c.Object["id"] = c.Object["arn"]
		c.Object["load_balancer_arns"] = []any{}
		if c.Object.Text("target_type") != "lambda" {
			c.Object.Default("ip_address_type", "ipv4")
			c.Object.Default("load_balancing_cross_zone_enabled", "use_load_balancer_configuration")
		}
		if protocol := c.Object.Text("protocol"); protocol == "HTTP" || protocol == "HTTPS" {
			c.Object.Default("protocol_version", "HTTP1")
			c.Object.Default("load_balancing_algorithm_type", "round_robin")
			c.Object.Default("load_balancing_anomaly_mitigation", "off")
		}
		fillHealthCheck(c.Object)
		return nil
	},
	Update: checkHealth,
	Read: func(c *cloud.Call) error {
		c.Object["load_balancer_arns"] = anyOf(balancersOf(c, c.Object.Text("arn"), ""))
		return nil
	},
}

// checkTargetGroup lists what the provider says before it asks AWS.
func checkTargetGroup(in cloud.Attributes) []cloud.Problem {
	problems := checkNames(in)
	if in.Text("target_type") == "lambda" {
		for _, name := range []string{"port", "protocol", "vpc_id"} {
			if in.Has(name) {
				problems = append(problems, cloud.Problem{Path: name, Message: fmt.Sprintf(`Attribute %q cannot be specified when "target_type" is "lambda".`, name)})
			}
		}
	}
	check := in.Blocks("health_check")
	if len(check) == 0 {
		return problems
	}
	path, protocol := check[0].Text("path"), check[0].Text("protocol")
	if path != "" && !strings.HasPrefix(path, "/") {
		problems = append(problems, cloud.Problem{Path: "health_check", Message: fmt.Sprintf(`%q must begin with a '/' character: %q`, "health_check.0.path", path)})
	}
	if protocol == "TCP" {
		for _, name := range []string{"path", "matcher"} {
			if check[0].Has(name) {
				problems = append(problems, cloud.Problem{Path: "health_check", Message: fmt.Sprintf(`Attribute "health_check.%s" cannot be specified when "health_check.protocol" is "TCP".`, name)})
			}
		}
	}
	return problems
}

// What a health check is where nothing else is said.
const (
	healthInterval = 30
	healthTimeout  = 5
)

// checkHealth refuses a health check that would overlap itself.
func checkHealth(c *cloud.Call) error {
	if c.Object.Text("target_type") != "lambda" && (!c.Object.Has("port") || !c.Object.Has("protocol")) {
		return targetGroupIncomplete.With(orElse(c.Object.Text("target_type"), "instance"))
	}
	for _, check := range c.Object.Blocks("health_check") {
		interval, timeout := healthInterval, healthTimeout
		if check.Has("interval") {
			interval = check.Int("interval")
		}
		if check.Has("timeout") {
			timeout = check.Int("timeout")
		}
		if timeout >= interval {
			return healthCheckOverlaps.With()
		}
	}
	return nil
}

// fillHealthCheck sets what AWS decides about a health check.
func fillHealthCheck(group cloud.Attributes) {
	for _, check := range group.Blocks("health_check") {
		check.Default("timeout", healthTimeout)
		if protocol := orElse(check.Text("protocol"), "HTTP"); protocol != "TCP" {
			check.Default("path", "/")
			check.Default("matcher", "200")
		}
	}
}

func orElse(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}

var attachment = cloud.Kind{
	Type: "aws_lb_target_group_attachment",
	Noun: "ELBv2 Target Group Attachment",
	Refs: []cloud.Ref{{Path: "target_group_arn", To: "aws_lb_target_group", By: "arn", Missing: attachmentGroupUnknown}},
	Create: func(c *cloud.Call) error {
		group := c.One("aws_lb_target_group", "arn", c.Object.Text("target_group_arn"))
		target := c.Object.Text("target_id")
		if kind := orElse(group.Text("target_type"), "instance"); kind == "instance" && !strings.HasPrefix(target, "i-") {
			return targetInvalid.With(target)
		}
		c.Object["id"] = group.Text("arn") + "-" + c.NewHex(26)
		return nil
	},
}

var targetGroupData = cloud.Data{Type: "aws_lb_target_group", Read: func(c *cloud.Call) error {
	group := found(c, "aws_lb_target_group", "arn", "name")
	if group == nil {
		return cloud.NoMatch("ELBv2 Target Group")
	}
	c.Copy(group, "id", "arn", "arn_suffix", "name", "port", "protocol", "protocol_version", "vpc_id", "target_type",
		"deregistration_delay", "slow_start", "load_balancing_algorithm_type")
	c.Object["load_balancer_arns"] = anyOf(balancersOf(c, group.Text("arn"), ""))
	c.Object["tags"] = group["tags_all"]
	return nil
}}
