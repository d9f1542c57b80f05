package network

import (
	"fmt"
	"net/netip"

	"github.com/berth-iac/berth/internal/cloud"
)

var vpc = cloud.Kind{
	Type: "aws_vpc",
	Noun: "EC2 VPC",
	Validate: func(in cloud.Attributes) []cloud.Problem {
		block, err := netip.ParsePrefix(in.Text("cidr_block"))
		if err == nil && (block.Bits() < 16 || block.Bits() > 28) {
			return []cloud.Problem{{Path: "cidr_block", Message: fmt.Sprintf(
				`expected "cidr_block" to contain a network Value with between 16 and 28 significant bits, got: %d`, block.Bits())}}
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

// AWS takes subnets of /16 to /28.
const smallestSubnet, largestSubnet = 28, 16

var subnet = cloud.Kind{
	Type: "aws_subnet",
	Noun: "EC2 Subnet",
	Refs: []cloud.Ref{{Path: "vpc_id", To: "aws_vpc", Missing: vpcNotFound, InUse: vpcNotEmpty}},
	HeldBy: []cloud.Hold{
		{Type: "aws_lb", Path: "subnets", InUse: subnetInUse},
		{Type: "aws_ecs_service", Path: "network_configuration.subnets", InUse: subnetInUse},
		{Type: "aws_autoscaling_group", Path: "vpc_zone_identifier", InUse: subnetInUse},
		{Type: "aws_efs_mount_target", Path: "subnet_id", InUse: subnetInUse},
	},
	Create: func(c *cloud.Call) error {
		if err := checkSubnet(c); err != nil {
			return err
		}
		id := c.NewID("subnet-")
		c.Object["id"] = id
		c.Object["arn"] = c.ARN("ec2", "subnet/"+id)
		c.Object["owner_id"] = c.Account
		c.Object.Default("availability_zone", c.Region+"a")
		c.Object.Default("availability_zone_id", zoneID(c.Object.Text("availability_zone")))
		c.Object.Default("private_dns_hostname_type_on_launch", "ip-name")
		return nil
	},
}

func checkSubnet(c *cloud.Call) error {
	zone := c.Object.Text("availability_zone")
	if zone != "" && (len(zone) != len(c.Region)+1 || zone[:len(c.Region)] != c.Region) {
		return zoneInvalid.With(zone)
	}
	block, err := netip.ParsePrefix(c.Object.Text("cidr_block"))
	if err != nil {
		return subnetInvalid.With(c.Object.Text("cidr_block"))
	}
	network := c.One("aws_vpc", "id", c.Object.Text("vpc_id"))
	whole, err := netip.ParsePrefix(network.Text("cidr_block"))
	if err != nil || !whole.Contains(block.Addr()) || block.Bits() < whole.Bits() ||
		block.Bits() < largestSubnet || block.Bits() > smallestSubnet {
		return subnetOutside.With(block)
	}
	for _, other := range c.Find("aws_subnet", "vpc_id", network.Text("id")) {
		if taken, err := netip.ParsePrefix(other.Text("cidr_block")); err == nil && taken.Overlaps(block) {
			return subnetConflict.With(block)
		}
	}
	return nil
}

// zoneID is the id of a zone, which is the same in every account: apne1-az1 for
// the first zone of ap-northeast-1. Which letter stands for which differs; here
// the letters are in order.
func zoneID(zone string) string {
	if zone == "" {
		return ""
	}
	return fmt.Sprintf("%s-az%d", zone[:len(zone)-1], zone[len(zone)-1]-'a'+1)
}
