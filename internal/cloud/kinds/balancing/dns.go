package balancing

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

// ownZone is what the account has besides what a configuration creates: the
// hosted zone of each domain that a data source asked for.
const ownZone = "hosted zone of the account"

// bareName is a domain name without the dot at its end.
func bareName(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }

var zone = cloud.Kind{
	Type:   "aws_route53_zone",
	Noun:   "Route53 Hosted Zone",
	Global: true,
	Refs:   []cloud.Ref{{Path: "vpc.vpc_id", To: "aws_vpc", Missing: zoneNetworkUnknown}},
	Create: func(c *cloud.Call) error {
		id := "Z" + strings.ToUpper(c.NewHex(20))
		c.Object["id"], c.Object["zone_id"] = id, id
		c.Object["arn"] = zoneARN(c, id)
		c.Object["name_servers"] = nameServers(id)
		c.Object["primary_name_server"] = nameServers(id)[0]
		for _, network := range c.Object.Blocks("vpc") {
			network.Default("vpc_region", c.Region)
		}
		return nil
	},
	Delete: func(c *cloud.Call) error {
		for _, record := range c.Find("aws_route53_record", "zone_id", c.ID()) {
			if kind := record.Text("type"); record.Text("fqdn") == bareName(c.Object.Text("name")) && (kind == "NS" || kind == "SOA") {
				continue
			}
			if !c.Object.Bool("force_destroy") {
				return zoneNotEmpty.With()
			}
			c.Drop("aws_route53_record", record.Text("id"))
		}
		return nil
	},
}

func zoneARN(c *cloud.Call, id string) string {
	return "arn:" + c.Partition + ":route53:::hostedzone/" + id
}

// nameServers are the four that Route 53 gives a zone.
func nameServers(id string) []any {
	sum := sha256.Sum256([]byte(id))
	var servers []any
	for i, domain := range []string{"com", "net", "org", "co.uk"} {
		servers = append(servers, fmt.Sprintf("ns-%d.awsdns-%02d.%s", 512*i+int(sum[i]), sum[4+i]%64, domain))
	}
	return servers
}

// zoneData answers for every public domain that is asked for, so that a stack
// with the user's own domain deploys.
var zoneData = cloud.Data{Type: "aws_route53_zone", Read: func(c *cloud.Call) error {
	id, name := c.Object.Text("zone_id"), bareName(c.Object.Text("name"))
	private := c.Object.Bool("private_zone") || c.Object.Has("vpc_id")
	var answer cloud.Attributes
	for _, kind := range []string{"aws_route53_zone", ownZone} {
		for _, zone := range c.All(kind) {
			if answer == nil && (id == zone.Text("id") || id == "" && name == bareName(zone.Text("name"))) && private == zone.Has("vpc") {
				answer = zone
			}
		}
	}
	switch {
	case answer != nil:
	case id != "":
		return readZoneUnknown.With(id)
	case private || name == "":
		return cloud.NoMatch("Route 53 Hosted Zone")
	default:
		sum := sha256.Sum256([]byte(c.Account + " " + name))
		answer = cloud.Attributes{"id": "Z" + strings.ToUpper(hex.EncodeToString(sum[:10])), "name": name}
		c.Put(ownZone, answer)
	}
	id = answer.Text("id")
	c.Object["id"], c.Object["zone_id"], c.Object["arn"] = id, id, zoneARN(c, id)
	c.Object["name"] = bareName(answer.Text("name"))
	c.Object["private_zone"] = private
	c.Object["comment"] = answer.Text("comment")
	c.Object["name_servers"] = nameServers(id)
	c.Object["primary_name_server"] = nameServers(id)[0]
	c.Object["resource_record_set_count"] = 2 + len(c.Find("aws_route53_record", "zone_id", id))
	c.Object["tags"] = answer["tags_all"]
	return nil
}}
