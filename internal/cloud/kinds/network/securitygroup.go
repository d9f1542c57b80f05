package network

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

// groupText is what AWS takes in names and descriptions of security groups.
var groupText = regexp.MustCompile(`^[0-9A-Za-z_ .:/()#,@\[\]+=&;{}!$*-]*$`)

var securityGroup = cloud.Kind{
	Type: "aws_security_group",
	Noun: "Security Group",
	Validate: func(in cloud.Attributes) []cloud.Problem {
		var problems []cloud.Problem
		for _, name := range []string{"name", "description"} {
			text := in.Text(name)
			if len(text) > 255 {
				problems = append(problems, cloud.Problem{Path: name, Message: fmt.Sprintf("expected length of %s to be in the range (0 - 255), got %s", name, text)})
			}
		}
		if name := in.Text("name"); strings.HasPrefix(name, "sg-") {
			problems = append(problems, cloud.Problem{Path: "name", Message: `invalid value for name (cannot begin with sg-)`})
		}
		return problems
	},
	Refs:   []cloud.Ref{{Path: "vpc_id", To: "aws_vpc", Missing: vpcNotFound, InUse: vpcNotEmpty}},
	Unique: []cloud.Unique{{Paths: []string{"vpc_id", "name"}, Taken: groupTaken}},
	HeldBy: []cloud.Hold{
		{Type: "aws_lb", Path: "security_groups", InUse: groupInUse},
		{Type: "aws_ecs_service", Path: "network_configuration.security_groups", InUse: groupInUse},
		{Type: "aws_db_instance", Path: "vpc_security_group_ids", InUse: groupInUse},
		{Type: "aws_rds_cluster", Path: "vpc_security_group_ids", InUse: groupInUse},
		{Type: "aws_elasticache_replication_group", Path: "security_group_ids", InUse: groupInUse},
		{Type: "aws_launch_template", Path: "vpc_security_group_ids", InUse: groupInUse},
		{Type: "aws_launch_template", Path: "network_interfaces.security_groups", InUse: groupInUse},
	},
	Create: func(c *cloud.Call) error {
		c.NameFromPrefix("terraform-")
		for _, name := range []string{"name", "description"} {
			if !groupText.MatchString(c.Object.Text(name)) {
				return groupInvalid.With(c.Object.Text(name), name)
			}
		}
		id := c.NewID("sg-")
		c.Object["id"] = id
		c.Object["arn"] = c.ARN("ec2", "security-group/"+id)
		c.Object["owner_id"] = c.Account
		c.Object.Default("ingress", []any{})
		c.Object.Default("egress", []any{})
		return nil
	},
	// The rules that others grant to the group hold it, its own go with it.
	Delete: func(c *cloud.Call) error {
		for _, kind := range []string{ingressRule.Type, egressRule.Type} {
			for _, rule := range c.Find(kind, "referenced_security_group_id", c.ID()) {
				if rule.Text("security_group_id") != c.ID() {
					return groupInUse.With(c.ID())
				}
			}
			for _, rule := range c.Find(kind, "security_group_id", c.ID()) {
				c.Drop(kind, rule.Text("id"))
			}
		}
		return nil
	},
}

// defaultSecurityGroup is the one that every VPC has: it is taken over, and let
// go, but neither made nor deleted.
var defaultSecurityGroup = cloud.Kind{
	Type: "aws_default_security_group",
	Noun: "EC2 Default Security Group",
	Refs: []cloud.Ref{{Path: "vpc_id", To: "aws_vpc", Missing: vpcNotFound}},
	Create: func(c *cloud.Call) error {
		id := c.One("aws_vpc", "id", c.Object.Text("vpc_id")).Text("default_security_group_id")
		c.Object["id"] = id
		c.Object["arn"] = c.ARN("ec2", "security-group/"+id)
		c.Object["owner_id"] = c.Account
		c.Object["name"] = "default"
		c.Object["name_prefix"] = ""
		c.Object["description"] = "default VPC security group"
		c.Object.Default("ingress", []any{})
		c.Object.Default("egress", []any{})
		return nil
	},
}

var (
	ingressRule = securityGroupRule("aws_vpc_security_group_ingress_rule", "VPC Security Group Ingress Rule")
	egressRule  = securityGroupRule("aws_vpc_security_group_egress_rule", "VPC Security Group Egress Rule")
)

// peers are the attributes of which a rule has exactly one.
var peers = []string{"cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"}

// ruleQuota is the number of rules a direction that a security group takes.
const ruleQuota = 60

func securityGroupRule(kind, noun string) cloud.Kind {
	return cloud.Kind{
		Type: kind,
		Noun: noun,
		Validate: func(in cloud.Attributes) []cloud.Problem {
			given := 0
			for _, peer := range peers {
				if in.Has(peer) {
					given++
				}
			}
			if given > 1 {
				return []cloud.Problem{{Path: peers[0], Message: "Invalid Attribute Combination: Exactly one of these attributes must be configured: [" + strings.Join(peers, ",") + "]"}}
			}
			return nil
		},
		Refs: []cloud.Ref{
			{Path: "security_group_id", To: "aws_security_group", Missing: groupNotFound},
			{Path: "referenced_security_group_id", To: "aws_security_group", Missing: groupNotFound},
		},
		Create: func(c *cloud.Call) error {
			group := c.Object.Text("security_group_id")
			rules := c.Find(kind, "security_group_id", group)
			if len(rules) >= ruleQuota {
				return rulesLimit.With()
			}
			for _, other := range rules {
				if permission(other) == permission(c.Object) {
					return ruleTaken.With(permission(c.Object))
				}
			}
			id := c.NewID("sgr-")
			c.Object["id"] = id
			c.Object["security_group_rule_id"] = id
			c.Object["arn"] = c.ARN("ec2", "security-group-rule/"+id)
			return nil
		},
	}
}

// permission is a rule in AWS's words.
func permission(rule cloud.Attributes) string {
	peer := ""
	for _, name := range peers {
		peer += rule.Text(name)
	}
	protocol := strings.ToUpper(rule.Text("ip_protocol"))
	if protocol == "-1" {
		return fmt.Sprintf("peer: %s, ALL, ALLOW", peer)
	}
	return fmt.Sprintf("peer: %s, %s, from port: %s, to port: %s, ALLOW", peer, protocol, rule.Text("from_port"), rule.Text("to_port"))
}
