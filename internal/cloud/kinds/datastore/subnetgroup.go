package datastore

import (
	"maps"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var subnetGroup = cloud.Kind{
	Type: "aws_db_subnet_group",
	Noun: "RDS DB Subnet Group",
	Refs: []cloud.Ref{
		{Path: "subnet_ids", To: "aws_subnet", Missing: subnetInvalid, InUse: subnetInUse},
	},
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: subnetGroupTaken}},
	Validate: argument.All(
		argument.Match("name", `^[ .0-9a-z-_]+$`, `only lowercase alphanumeric characters, hyphens, underscores, periods, and spaces allowed in "name"`),
		argument.Length("name", 0, 255),
		notDefault,
		argument.Conflict("name", "name_prefix"),
	),
	Create: func(c *cloud.Call) error {
		c.NameFromPrefix("terraform-")
		if err := checkCoverage(c); err != nil {
			return err
		}
		name := c.Object.Text("name")
		c.Object["id"] = name
		c.Object["arn"] = c.ARN("rds", "subgrp:"+name)
		c.Object["supported_network_types"] = []any{"IPV4"}
		c.Object["vpc_id"] = vpcOf(c, c.Object)
		return nil
	},
	Update: checkCoverage,
	Delete: func(c *cloud.Call) error {
		for _, database := range c.Find("aws_db_instance", "db_subnet_group_name", c.ID()) {
			return subnetGroupInUse.With(c.ID(), database.Text("identifier"))
		}
		for _, database := range c.Find("aws_rds_cluster", "db_subnet_group_name", c.ID()) {
			return subnetGroupInUse.With(c.ID(), database.Text("id"))
		}
		return nil
	},
}

// notDefault keeps the name of AWS's own group.
func notDefault(in cloud.Attributes) []cloud.Problem {
	if in.Text("name") != "default" {
		return nil
	}
	return []cloud.Problem{{Path: "name", Message: `"default" is not allowed as "name"`}}
}

// checkCoverage refuses subnets of one availability zone, and of two VPCs.
func checkCoverage(c *cloud.Call) error {
	zones := zonesOf(c, c.Object)
	if len(zones) < 2 {
		return subnetGroupTooNarrow.With(strings.Join(zones, ", "))
	}
	return checkOneVPC(c, subnetsOfTwoVPCs)
}

func checkOneVPC(c *cloud.Call, refusal cloud.Refusal) error {
	network := vpcOf(c, c.Object)
	for _, id := range c.Object.Texts("subnet_ids") {
		if c.One("aws_subnet", "id", id).Text("vpc_id") != network {
			return refusal.With()
		}
	}
	return nil
}

// zonesOf are the availability zones of a group of subnets, in order.
func zonesOf(c *cloud.Call, group cloud.Attributes) []string {
	zones := map[string]bool{}
	for _, id := range group.Texts("subnet_ids") {
		zones[c.One("aws_subnet", "id", id).Text("availability_zone")] = true
	}
	return slices.Sorted(maps.Keys(zones))
}

// vpcOf is the VPC of a group of subnets, or "" where there is no group.
func vpcOf(c *cloud.Call, group cloud.Attributes) string {
	return c.One("aws_subnet", "id", group.Text("subnet_ids")).Text("vpc_id")
}

var cacheSubnetGroup = cloud.Kind{
	Type: "aws_elasticache_subnet_group",
	Noun: "ElastiCache Subnet Group",
	Refs: []cloud.Ref{
		{Path: "subnet_ids", To: "aws_subnet", Missing: cacheSubnetInvalid, InUse: subnetInUse},
	},
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: cacheSubnetGroupTaken}},
	Create: func(c *cloud.Call) error {
		if err := checkOneVPC(c, cacheSubnetsOfTwoVPCs); err != nil {
			return err
		}
		// ElastiCache keeps names in lower case, and so does the provider.
		name := strings.ToLower(c.Object.Text("name"))
		c.Object["id"] = name
		c.Object["arn"] = c.ARN("elasticache", "subnetgroup:"+name)
		c.Object["vpc_id"] = vpcOf(c, c.Object)
		return nil
	},
	Update: func(c *cloud.Call) error { return checkOneVPC(c, cacheSubnetsOfTwoVPCs) },
	Delete: func(c *cloud.Call) error {
		if len(c.Find("aws_elasticache_replication_group", "subnet_group_name", c.ID())) > 0 {
			return cacheSubnetGroupInUse.With(c.ID())
		}
		return nil
	},
}
