package network

import (
	"fmt"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

var endpoint = cloud.Kind{
	Type: "aws_vpc_endpoint",
	Noun: "EC2 VPC Endpoint",
	Refs: []cloud.Ref{
		{Path: "vpc_id", To: "aws_vpc", Missing: vpcNotFound, InUse: vpcNotEmpty},
		{Path: "subnet_ids", To: "aws_subnet", Missing: subnetNotFound, InUse: subnetInUse},
		{Path: "security_group_ids", To: "aws_security_group", Missing: groupNotFound, InUse: groupInUse},
		{Path: "route_table_ids", To: "aws_route_table", Missing: routeTableNotFound},
	},
	Create: func(c *cloud.Call) error {
		service := c.Object.Text("service_name")
		if err := checkEndpoint(c, service); err != nil {
			return err
		}
		id := c.NewID("vpce-")
		c.Object["id"] = id
		c.Object["arn"] = c.ARN("ec2", "vpc-endpoint/"+id)
		c.Object["owner_id"] = c.Account
		c.Object["requester_managed"] = false
		c.Object["state"] = "available"
		c.Object["network_interface_ids"] = []any{}
		c.Object["dns_entry"] = []any{}
		c.Object.Default("policy", `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}`)
		c.Object.Default("security_group_ids", []any{})
		c.Object.Default("subnet_ids", []any{})
		c.Object.Default("route_table_ids", []any{})
		c.Object.Default("private_dns_enabled", false)
		c.Object.Default("service_region", c.Region)
		if gateway(c.Object) {
			c.Object["prefix_list_id"] = prefixListID(service)
			c.Object["cidr_blocks"] = []any{"52.219.0.0/20"}
			return nil
		}
		c.Object.Default("ip_address_type", "ipv4")
		var interfaces []any
		for range c.Object.Texts("subnet_ids") {
			interfaces = append(interfaces, c.NewID("eni-"))
		}
		c.Object["network_interface_ids"] = interfaces
		c.Object["dns_entry"] = []any{map[string]any{
			"dns_name":       fmt.Sprintf("%s-%s.%s.vpce.%s", id, c.NewHex(8), reversed(service, c.Region), c.DNSSuffix()),
			"hosted_zone_id": "Z2E726K9Y6RL4W",
		}}
		return nil
	},
}

func gateway(endpoint cloud.Attributes) bool {
	kind := endpoint.Text("vpc_endpoint_type")
	return kind == "" || kind == "Gateway"
}

func checkEndpoint(c *cloud.Call, service string) error {
	if !strings.HasPrefix(service, "com.amazonaws."+c.Region+".") && !strings.HasPrefix(service, "com.amazonaws.vpce.") {
		return serviceInvalid.With(service)
	}
	if gateway(c.Object) || !c.Object.Bool("private_dns_enabled") {
		return nil
	}
	network := c.Object.Text("vpc_id")
	vpc := c.One("aws_vpc", "id", network)
	if !vpc.Bool("enable_dns_support") || !vpc.Bool("enable_dns_hostnames") {
		return privateDNSNeedsVPC.With(network)
	}
	for _, other := range c.Find("aws_vpc_endpoint", "vpc_id", network) {
		if other.Text("service_name") == service && other.Bool("private_dns_enabled") {
			return privateDNSTaken.With(reversed(service, c.Region) + "." + c.DNSSuffix())
		}
	}
	return nil
}

// reversed is the host of a service, such as ecr.api.ap-northeast-1 for
// com.amazonaws.ap-northeast-1.ecr.api.
func reversed(service, region string) string {
	name := service[strings.LastIndex(service, region)+len(region)+1:]
	labels := strings.Split(name, ".")
	for i, j := 0, len(labels)-1; i < j; i, j = i+1, j-1 {
		labels[i], labels[j] = labels[j], labels[i]
	}
	return strings.Join(labels, ".") + "." + region
}

var flowLog = cloud.Kind{
	Type: "aws_flow_log",
	Noun: "Flow Log",
	Refs: []cloud.Ref{
		{Path: "vpc_id", To: "aws_vpc", Missing: flowLogVPCNotFound},
		{Path: "iam_role_arn", To: "aws_iam_role", By: "arn", Missing: flowLogRole},
	},
	Unique: []cloud.Unique{{Paths: []string{"vpc_id", "log_destination"}, Taken: flowLogTaken}},
	Create: func(c *cloud.Call) error {
		id := c.NewID("fl-")
		c.Object["id"] = id
		c.Object["arn"] = c.ARN("ec2", "vpc-flow-log/"+id)
		c.Object.Default("log_format", "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}")
		c.Object.Default("log_group_name", "")
		return nil
	},
}
