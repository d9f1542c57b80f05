package network

import (
	"fmt"
	"strings"
	"time"

	"github.com/berth-iac/berth/internal/cloud"
)

var internetGateway = cloud.Kind{
	Type: "aws_internet_gateway",
	Noun: "EC2 Internet Gateway",
	// NAT gateways have to wait for it.
	Latency: 300 * time.Millisecond,
	Refs:    []cloud.Ref{{Path: "vpc_id", To: "aws_vpc", Missing: vpcNotFound, InUse: vpcNotEmpty}},
	Unique:  []cloud.Unique{{Paths: []string{"vpc_id"}, Taken: gatewayAttached}},
	Create: func(c *cloud.Call) error {
		id := c.NewID("igw-")
		c.Object["id"] = id
		c.Object["arn"] = c.ARN("ec2", "internet-gateway/"+id)
		c.Object["owner_id"] = c.Account
		return nil
	},
	Delete: func(c *cloud.Call) error {
		for _, nat := range c.All("aws_nat_gateway") {
			subnet := c.One("aws_subnet", "id", nat.Text("subnet_id"))
			if subnet.Text("vpc_id") == c.Object.Text("vpc_id") && nat.Text("connectivity_type") != "private" {
				return gatewayInUse.With(c.Object.Text("vpc_id"))
			}
		}
		return nil
	},
}

// addressQuota is the number of Elastic IP addresses in a region that AWS
// allows an account that did not ask for more.
const addressQuota = 5

var elasticIP = cloud.Kind{
	Type: "aws_eip",
	Noun: "EC2 EIP",
	Create: func(c *cloud.Call) error {
		if len(c.All("aws_eip")) >= addressQuota {
			return addressLimit.With()
		}
		id := c.NewID("eipalloc-")
		address := c.PublicAddress()
		c.Object["id"] = id
		c.Object["allocation_id"] = id
		c.Object["arn"] = c.ARN("ec2", "elastic-ip/"+id)
		c.Object["public_ip"] = address
		c.Object["public_dns"] = fmt.Sprintf("ec2-%s.%s.compute.%s", strings.ReplaceAll(address, ".", "-"), c.Region, c.DNSSuffix())
		c.Object.Default("domain", "vpc")
		c.Object.Default("public_ipv4_pool", "amazon")
		c.Object.Default("network_border_group", c.Region)
		return nil
	},
}

var natGateway = cloud.Kind{
	Type: "aws_nat_gateway",
	Noun: "EC2 NAT Gateway",
	Refs: []cloud.Ref{
		{Path: "subnet_id", To: "aws_subnet", Missing: natSubnetNotFound, InUse: subnetInUse},
		{Path: "allocation_id", To: "aws_eip", Missing: allocationNotFound, InUse: addressInUse},
	},
	Unique: []cloud.Unique{{Paths: []string{"allocation_id"}, Taken: allocationTaken}},
	Create: func(c *cloud.Call) error {
		id := c.NewID("nat-")
		if c.Object.Text("connectivity_type") != "private" {
			network := c.One("aws_subnet", "id", c.Object.Text("subnet_id")).Text("vpc_id")
			if c.One("aws_internet_gateway", "vpc_id", network) == nil {
				return natWithoutGateway.With(id, network)
			}
			c.Object["public_ip"] = c.One("aws_eip", "id", c.Object.Text("allocation_id")).Text("public_ip")
			c.Object.Default("association_id", c.NewID("eipassoc-"))
		}
		c.Object["id"] = id
		c.Object["network_interface_id"] = c.NewID("eni-")
		c.Object.Default("private_ip", "10.0.0.10")
		c.Object.Default("secondary_private_ip_address_count", 0)
		c.Object.Default("secondary_private_ip_addresses", []any{})
		return nil
	},
}
