package network

import (
	"fmt"
	"hash/crc32"

	"github.com/berth-iac/berth/internal/cloud"
)

// zones are the letters of a region's availability zones in the rehearsal. In
// AWS they differ by account.
var zones = []string{"a", "c", "d"}

var availabilityZones = cloud.Data{
	Type: "aws_availability_zones",
	Read: func(c *cloud.Call) error {
		var names, ids []any
		for _, letter := range zones {
			names = append(names, c.Region+letter)
			ids = append(ids, zoneID(c.Region+letter))
		}
		c.Object["id"] = c.Region
		c.Object["names"] = names
		c.Object["zone_ids"] = ids
		c.Object["group_names"] = []any{c.Region}
		return nil
	},
}

var managedPrefixList = cloud.Data{
	Type: "aws_ec2_managed_prefix_list",
	Read: func(c *cloud.Call) error {
		name := c.Object.Text("name")
		id := prefixListID(name)
		c.Object["id"] = id
		c.Object["arn"] = c.ARN("ec2", "prefix-list/"+id)
		c.Object["owner_id"] = "AWS"
		c.Object["address_family"] = "IPv4"
		c.Object["version"] = 1
		return nil
	},
}

var prefixList = cloud.Data{
	Type: "aws_prefix_list",
	Read: func(c *cloud.Call) error {
		c.Object["id"] = prefixListID(c.Object.Text("name"))
		c.Object["cidr_blocks"] = []any{"52.219.0.0/20"}
		return nil
	},
}

// prefixListID is the id of AWS's own list of the addresses of a service.
func prefixListID(service string) string {
	return fmt.Sprintf("pl-%08x", crc32.ChecksumIEEE([]byte(service)))
}

var oneVPC = cloud.Data{
	Type: "aws_vpc",
	Read: func(c *cloud.Call) error {
		found := c.One("aws_vpc", "id", c.Object.Text("id"))
		if found == nil {
			return cloud.NoMatch("EC2 VPC")
		}
		c.Copy(found, "arn", "cidr_block", "enable_dns_hostnames", "enable_dns_support", "main_route_table_id", "owner_id", "tags")
		return nil
	},
}

var subnets = cloud.Data{
	Type: "aws_subnets",
	Read: func(c *cloud.Call) error {
		ids := []any{}
		for _, filter := range c.Object.Blocks("filter") {
			if filter.Text("name") != "vpc-id" {
				continue
			}
			for _, network := range filter.Texts("values") {
				for _, subnet := range c.Find("aws_subnet", "vpc_id", network) {
					ids = append(ids, subnet.Text("id"))
				}
			}
		}
		c.Object["id"] = c.Region
		c.Object["ids"] = ids
		return nil
	},
}

var oneSecurityGroup = cloud.Data{
	Type: "aws_security_group",
	Read: func(c *cloud.Call) error {
		found := c.One("aws_security_group", "id", c.Object.Text("id"))
		if found == nil {
			found = c.One("aws_security_group", "name", c.Object.Text("name"))
		}
		if found == nil {
			return cloud.NoMatch("EC2 Security Group")
		}
		c.Copy(found, "id", "arn", "name", "description", "vpc_id", "tags")
		return nil
	},
}
