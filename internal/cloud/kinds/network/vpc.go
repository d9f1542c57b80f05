package network

import (
	"net/netip"

	"github.com/berth-iac/berth/internal/cloud"
)

var vpc = cloud.Kind{
	Type: "aws_vpc",
	Noun: "EC2 VPC",
	Validate: func(in cloud.Attributes) []cloud.Problem {
		block, err := netip.ParsePrefix(in.Text("cidr_block"))
		if err == nil && (block.Bits() < 16 || block.Bits() > 28) {
			return []cloud.Problem{{Path: "cidr_block", Message: `expected "cidr_block" to contain a network Value with between 16 and 28 significant bits, got: ` + in.Text("cidr_block")}}
		}
		return nil
	},
	Create: func(c *cloud.Call) error {
		id := c.NewID("vpc-")
		c.Object["id"] = id
		c.Object["arn"] = c.ARN("ec2", "vpc/"+id)
		c.Object["owner_id"] = c.Account
		c.Object["main_route_table_id"] = c.NewID("rtb-")
		c.Object["default_route_table_id"] = c.Object["main_route_table_id"]
		c.Object["default_network_acl_id"] = c.NewID("acl-")
		c.Object["dhcp_options_id"] = c.NewID("dopt-")
		c.Object["default_security_group_id"] = c.NewID("sg-")
		c.Object.Default("enable_dns_hostnames", false)
		c.Object.Default("enable_network_address_usage_metrics", false)
		return nil
	},
}

var subnet = cloud.Kind{
	Type: "aws_subnet",
	Noun: "EC2 Subnet",
	Refs: []cloud.Ref{{Path: "vpc_id", To: "aws_vpc", Missing: vpcNotFound, InUse: vpcNotEmpty}},
	Create: func(c *cloud.Call) error {
		block, err := netip.ParsePrefix(c.Object.Text("cidr_block"))
		if err != nil {
			return invalidSubnet.With(c.Object.Text("cidr_block"))
		}
		whole, _ := netip.ParsePrefix(c.One("aws_vpc", "id", c.Object.Text("vpc_id")).Text("cidr_block"))
		if !whole.Contains(block.Addr()) || block.Bits() < whole.Bits() {
			return subnetOutside.With(block)
		}
		for _, other := range c.Find("aws_subnet", "vpc_id", c.Object.Text("vpc_id")) {
			if taken, err := netip.ParsePrefix(other.Text("cidr_block")); err == nil && taken.Overlaps(block) {
				return subnetConflict.With(block)
			}
		}
		id := c.NewID("subnet-")
		c.Object["id"] = id
		c.Object["arn"] = c.ARN("ec2", "subnet/"+id)
		c.Object["owner_id"] = c.Account
		c.Object.Default("availability_zone", c.Region+"a")
		c.Object.Default("private_dns_hostname_type_on_launch", "ip-name")
		return nil
	},
}
