package containers

import (
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

// namespaces are the kinds that services are found in.
var namespaces = []string{
	"aws_service_discovery_private_dns_namespace", "aws_service_discovery_public_dns_namespace", "aws_service_discovery_http_namespace",
}

var privateNamespace = namespace(namespaces[0], "Service Discovery Private DNS Namespace",
	cloud.Ref{Path: "vpc", To: "aws_vpc", Missing: namespaceNetworkUnknown})

var publicNamespace = namespace(namespaces[1], "Service Discovery Public DNS Namespace")

var httpNamespace = namespace(namespaces[2], "Service Discovery HTTP Namespace")

// namespace is a kind of namespace; those with DNS have a hosted zone.
func namespace(kind, noun string, refs ...cloud.Ref) cloud.Kind {
	return cloud.Kind{
		Type:   kind,
		Noun:   noun,
		Refs:   refs,
		Unique: []cloud.Unique{{Paths: []string{"vpc", "name"}, Taken: namespaceTaken}},
		Create: func(c *cloud.Call) error {
			id := "ns-" + c.NewHex(16)
			c.Object["id"] = id
			c.Object["arn"] = c.ARN("servicediscovery", "namespace/"+id)
			if kind == "aws_service_discovery_http_namespace" {
				c.Object["http_name"] = c.Object["name"]
			} else {
				c.Object["hosted_zone"] = "Z" + strings.ToUpper(c.NewHex(20))
			}
			return nil
		},
		Delete: func(c *cloud.Call) error {
			if len(c.Find("aws_service_discovery_service", "namespace_id", c.ID())) > 0 {
				return namespaceInUse.With()
			}
			return nil
		},
	}
}

var discoveryService = cloud.Kind{
	Type: "aws_service_discovery_service",
	Noun: "Service Discovery Service",
	Create: func(c *cloud.Call) error {
		if namespace := c.Object.Text("dns_config.namespace_id"); namespace != "" {
			c.Object.Default("namespace_id", namespace)
			c.Object.Default("type", "DNS_HTTP")
		}
		c.Object.Default("type", "HTTP")
		namespace, name := c.Object.Text("namespace_id"), c.Object.Text("name")
		known := false
		for _, kind := range namespaces {
			known = known || c.One(kind, "id", namespace) != nil
		}
		if !known {
			return namespaceUnknown.With(namespace)
		}
		for _, other := range c.Find("aws_service_discovery_service", "namespace_id", namespace) {
			if other.Text("name") == name {
				return discoveryServiceTaken.With()
			}
		}
		id := "srv-" + c.NewHex(16)
		c.Object["id"] = id
		c.Object["arn"] = c.ARN("servicediscovery", "service/"+id)
		return nil
	},
	Delete: func(c *cloud.Call) error {
		for _, instance := range c.Find("aws_service_discovery_instance", "service_id", c.ID()) {
			if !c.Object.Bool("force_destroy") {
				return discoveryServiceInUse.With()
			}
			c.Drop("aws_service_discovery_instance", c.IDOf("aws_service_discovery_instance", instance))
		}
		return nil
	},
}

var discoveryInstance = cloud.Kind{
	Type: "aws_service_discovery_instance",
	Noun: "Service Discovery Instance",
	Key: func(object cloud.Attributes) string {
		return object.Text("service_id") + "/" + object.Text("instance_id")
	},
	Refs: []cloud.Ref{{Path: "service_id", To: "aws_service_discovery_service", Missing: instanceServiceUnknown}},
	Create: func(c *cloud.Call) error {
		c.Object["id"] = c.Object["instance_id"]
		return nil
	},
	ImportID: func(object cloud.Attributes) string {
		return object.Text("service_id") + "/" + object.Text("instance_id")
	},
}
