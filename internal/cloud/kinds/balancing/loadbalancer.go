package balancing

import (
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

var loadBalancer = cloud.Kind{
	Type:     "aws_lb",
	Noun:     "ELBv2 Load Balancer",
	Validate: checkNames,
	Refs: []cloud.Ref{
		{Path: "subnets", To: "aws_subnet", Missing: subnetNotFound},
		{Path: "subnet_mapping.subnet_id", To: "aws_subnet", Missing: subnetNotFound},
		{Path: "security_groups", To: "aws_security_group", Missing: securityGroupsInvalid},
	},
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: loadBalancerNameTaken}},
	Create: func(c *cloud.Call) error {
		c.NameFromPrefix("tf-lb-")
		name := c.Object.Text("name")
		if strings.HasPrefix(name, "internal-") {
			return loadBalancerNameInternal.With(name)
		}
		if err := checkPlace(c); err != nil {
			return err
		}
		hex := c.NewHex(16)
		c.Object["arn_suffix"] = shape(c.Object) + "/" + name + "/" + hex
		c.Object["arn"] = c.ARN("elasticloadbalancing", "loadbalancer/"+c.Object.Text("arn_suffix"))
		c.Object["id"] = c.Object["arn"]
		c.Object["dns_name"] = address(c, name, hex)
		c.Object["zone_id"] = balancerZone(c.Region, shape(c.Object))
		c.Object.Default("internal", false)
		c.Object.Default("ip_address_type", "ipv4")
		return nil
	},
	Update: checkPlace,
	Delete: func(c *cloud.Call) error {
		if c.Object.Bool("enable_deletion_protection") {
			return loadBalancerProtected.With(c.ID())
		}
		for _, gone := range c.Find("aws_lb_listener", "load_balancer_arn", c.ID()) {
			dropListener(c, gone.Text("arn"))
		}
		return nil
	},
}

// shape is how an ARN calls the type of a load balancer.
func shape(balancer cloud.Attributes) string {
	switch balancer.Text("load_balancer_type") {
	case "network":
		return "net"
	case "gateway":
		return "gwy"
	default:
		return "app"
	}
}

// address is the DNS name of a load balancer.
func address(c *cloud.Call, name, hex string) string {
	if shape(c.Object) == "net" {
		return name + "-" + hex + ".elb." + c.Region + "." + c.DNSSuffix()
	}
	// AWS has a number there, which hexadecimal digits do for.
	address := name + "-" + c.NewHex(10) + "." + c.Region + ".elb." + c.DNSSuffix()
	if c.Object.Bool("internal") {
		return "internal-" + address
	}
	return address
}

// checkPlace refuses subnets and security groups that do not go together, and
// sets what follows from them.
func checkPlace(c *cloud.Call) error {
	ids := c.Object.Texts("subnets")
	if len(ids) == 0 {
		ids = c.Object.Texts("subnet_mapping.subnet_id")
	}
	var networks, zones []string
	for _, id := range ids {
		subnet := c.One("aws_subnet", "id", id)
		if network := subnet.Text("vpc_id"); !slices.Contains(networks, network) {
			networks = append(networks, network)
		}
		zone := subnet.Text("availability_zone")
		if slices.Contains(zones, zone) {
			return sameZoneTwice.With()
		}
		zones = append(zones, zone)
	}
	switch {
	case len(networks) > 1:
		return subnetsOfTwoNetworks.With()
	case len(zones) < 2 && shape(c.Object) == "app":
		return tooFewSubnets.With()
	}
	for _, id := range c.Object.Texts("security_groups") {
		if c.One("aws_security_group", "id", id).Text("vpc_id") != networks[0] {
			return securityGroupsInvalid.With(id)
		}
	}
	if !c.Object.Bool("internal") && !reachesInternet(c, networks[0]) {
		return noInternetGateway.With(networks[0])
	}
	if err := checkLogs(c); err != nil {
		return err
	}
	c.Object["vpc_id"] = networks[0]
	if c.Object["subnets"] == nil {
		c.Object["subnets"] = anyOf(ids)
	}
	if c.Object["security_groups"] == nil {
		c.Object["security_groups"] = anyOf(c.One("aws_vpc", "id", networks[0]).Texts("default_security_group_id"))
	}
	return nil
}

func reachesInternet(c *cloud.Call, network string) bool {
	return c.One("aws_internet_gateway", "vpc_id", network) != nil ||
		c.One("aws_internet_gateway_attachment", "vpc_id", network) != nil
}

func anyOf(texts []string) []any {
	all := []any{}
	for _, text := range texts {
		all = append(all, text)
	}
	return all
}

var loadBalancerData = cloud.Data{Type: "aws_lb", Read: func(c *cloud.Call) error {
	balancer := found(c, "aws_lb", "arn", "name")
	if balancer == nil {
		return cloud.NoMatch("ELBv2 Load Balancer")
	}
	c.Copy(balancer, "id", "arn", "arn_suffix", "name", "dns_name", "zone_id", "vpc_id", "internal",
		"load_balancer_type", "ip_address_type", "security_groups", "subnets", "idle_timeout", "enable_deletion_protection",
		"enable_http2", "drop_invalid_header_fields", "desync_mitigation_mode", "xff_header_processing_mode")
	c.Object["tags"] = balancer["tags_all"]
	return nil
}}
