package balancing

import (
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

var record = cloud.Kind{
	Type:   "aws_route53_record",
	Noun:   "Route53 Record",
	Global: true,
	Create: func(c *cloud.Call) error {
		id := c.Object.Text("zone_id")
		zone := c.One("aws_route53_zone", "id", id)
		if zone == nil {
			zone = c.One(ownZone, "id", id)
		}
		if zone == nil {
			return zoneUnknown.With(id)
		}
		name, kind := bareName(c.Object.Text("name")), c.Object.Text("type")
		c.Object["fqdn"] = fullName(name, bareName(zone.Text("name")))
		if err := checkRecord(c, bareName(zone.Text("name"))); err != nil {
			return err
		}
		parts := []string{id, name, kind}
		if set := c.Object.Text("set_identifier"); set != "" {
			parts = append(parts, set)
		}
		c.Object["id"] = strings.Join(parts, "_")
		return nil
	},
	Update: checkAlias,
}

// fullName is the name of a record in its zone: what does not end with the
// zone's name is below it.
func fullName(name, zone string) string {
	switch {
	case name == "":
		return zone
	case strings.HasSuffix(name, zone):
		return name
	default:
		return name + "." + zone
	}
}

func checkRecord(c *cloud.Call, zone string) error {
	name, kind := c.Object.Text("fqdn"), c.Object.Text("type")
	if kind == "CNAME" && name == zone {
		return nameAtApex.With(name, zone)
	}
	for _, other := range c.Find("aws_route53_record", "fqdn", name) {
		if other.Text("zone_id") != c.Object.Text("zone_id") || other.Text("set_identifier") != c.Object.Text("set_identifier") {
			continue
		}
		switch {
		case other.Text("type") == kind && !c.Object.Bool("allow_overwrite"):
			return recordTaken.With(name, kind)
		case (other.Text("type") == "CNAME") != (kind == "CNAME"):
			return nameConflict.With(kind, name, zone)
		}
	}
	return checkAlias(c)
}

// checkAlias refuses an alias whose target is in another zone than it says.
func checkAlias(c *cloud.Call) error {
	for _, alias := range c.Object.Blocks("alias") {
		target := bareName(alias.Text("name"))
		balancer := c.One("aws_lb", "dns_name", strings.TrimPrefix(target, "dualstack."))
		if balancer != nil && balancer.Text("zone_id") != alias.Text("zone_id") {
			return aliasElsewhere.With(target, c.Object.Text("type"), alias.Text("zone_id"))
		}
	}
	return nil
}

// balancerZone is the hosted zone of the load balancers of a region.
func balancerZone(region, shape string) string {
	zones := applicationZones
	if shape == "net" {
		zones = networkZones
	}
	if zone, known := zones[region]; known {
		return zone
	}
	return zones["us-east-1"]
}

var applicationZones = map[string]string{
	"af-south-1": "Z268VQBMOI5EKX", "ap-east-1": "Z3DQVH9N71FHZ0", "ap-northeast-1": "Z14GRHDCWA56QT",
	"ap-northeast-2": "ZWKZPGTI48KDX", "ap-northeast-3": "Z5LXEXXYW11ES", "ap-south-1": "ZP97RAFLXTNZK",
	"ap-southeast-1": "Z1LMS91P8CMLE5", "ap-southeast-2": "Z1GM3OXH4ZPM65", "ap-southeast-3": "Z08888821HLRG5A9ZRTER",
	"ca-central-1": "ZQSVJUPU6J1EY", "cn-north-1": "Z1GDH35T77C1KE", "cn-northwest-1": "ZM7IZAIOVVDZF",
	"eu-central-1": "Z215JYRZR1TBD5", "eu-north-1": "Z23TAZ6LKFMNIO", "eu-south-1": "Z3ULH7SSC9OV64",
	"eu-west-1": "Z32O12XQLNTSW2", "eu-west-2": "ZHURV8PSTC4K8", "eu-west-3": "Z3Q77PNBQS71R4", "me-south-1": "ZS929ML54UICD",
	"sa-east-1": "Z2P70J7HTTTPLU", "us-east-1": "Z35SXDOTRQ7X7K", "us-east-2": "Z3AADJGX6KTTL2",
	"us-gov-east-1": "Z166TLBEWOO7G0", "us-gov-west-1": "Z33AYJ8TM3BH4J", "us-west-1": "Z368ELLRRE2KJ0", "us-west-2": "Z1H1FL5HABSF5",
}

var networkZones = map[string]string{
	"ap-northeast-1": "Z31USIVHYNEOWT", "ap-northeast-2": "ZIBE1TIR4HY56", "ap-southeast-1": "ZKVM4W9LS7TM",
	"ap-southeast-2": "ZCT6FZBF4DROD", "eu-central-1": "Z3F0SRJ5LGBH90", "eu-west-1": "Z2IFOLAFXWLO4F", "eu-west-2": "ZD4D7Y8KGAS4G",
	"us-east-1": "Z26RNL4JYFTOTI", "us-east-2": "ZLMOA37VPKANP", "us-west-1": "Z24FKFUX50B4VW", "us-west-2": "Z18D5FSROUN65G",
}
