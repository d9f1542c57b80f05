package network

import (
	"fmt"
	"hash/crc32"

	"github.com/berth-iac/berth/internal/cloud"
)

var routeTable = cloud.Kind{
	Type: "aws_route_table",
	Noun: "EC2 Route Table",
	Refs: []cloud.Ref{{Path: "vpc_id", To: "aws_vpc", Missing: vpcNotFound, InUse: vpcNotEmpty}},
	Create: func(c *cloud.Call) error {
		id := c.NewID("rtb-")
		c.Object["id"] = id
		c.Object["arn"] = c.ARN("ec2", "route-table/"+id)
		c.Object["owner_id"] = c.Account
		c.Object.Default("propagating_vgws", []any{})
		c.Object.Default("route", []any{})
		return nil
	},
}

var route = cloud.Kind{
	Type: "aws_route",
	Noun: "EC2 Route",
	Refs: []cloud.Ref{
		{Path: "route_table_id", To: "aws_route_table", Missing: routeTableNotFound},
		{Path: "gateway_id", To: "aws_internet_gateway", Missing: gatewayNotFound},
		{Path: "nat_gateway_id", To: "aws_nat_gateway", Missing: natNotFound},
	},
	Unique: []cloud.Unique{
		{Paths: []string{"route_table_id", "destination_cidr_block"}, Taken: routeTaken},
		{Paths: []string{"route_table_id", "destination_ipv6_cidr_block"}, Taken: routeTaken},
		{Paths: []string{"route_table_id", "destination_prefix_list_id"}, Taken: routeTaken},
	},
	Create: func(c *cloud.Call) error {
		table := c.Object.Text("route_table_id")
		c.Object["id"] = fmt.Sprintf("r-%s%d", table, crc32.ChecksumIEEE([]byte(destination(c.Object))))
		c.Object["origin"] = "CreateRoute"
		c.Object["state"] = "active"
		return nil
	},
	ImportID: func(route cloud.Attributes) string {
		return route.Text("route_table_id") + "_" + destination(route)
	},
}

func destination(route cloud.Attributes) string {
	for _, name := range []string{"destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"} {
		if text := route.Text(name); text != "" {
			return text
		}
	}
	return ""
}

var routeTableAssociation = cloud.Kind{
	Type: "aws_route_table_association",
	Noun: "EC2 Route Table Association",
	Refs: []cloud.Ref{
		{Path: "route_table_id", To: "aws_route_table", Missing: routeTableNotFound, InUse: routeTableInUse},
		{Path: "subnet_id", To: "aws_subnet", Missing: subnetNotFound},
	},
	Unique: []cloud.Unique{{Paths: []string{"subnet_id"}, Taken: subnetAssociated}},
	Create: func(c *cloud.Call) error {
		c.Object["id"] = c.NewID("rtbassoc-")
		return nil
	},
	ImportID: func(association cloud.Attributes) string {
		return association.Text("subnet_id") + "/" + association.Text("route_table_id")
	},
}
