// Package balancing holds what stands between users and containers: load
// balancers, target groups, listeners and their rules, certificates and DNS.
package balancing

import (
	"slices"

	"github.com/berth-iac/berth/internal/cloud"
)

// Kinds are the kinds of this area.
func Kinds() []cloud.Kind {
	return []cloud.Kind{
		loadBalancer, targetGroup, attachment, listener, rule, listenerCertificate,
		certificate, certificateValidation, zone, record,
	}
}

// Data are the data sources of this area.
func Data() []cloud.Data {
	return []cloud.Data{zoneData, loadBalancerData, targetGroupData, listenerData, certificateData}
}

// Refusals are those of this area.
func Refusals() []cloud.Refusal {
	return slices.Concat(loadBalancerRefusals, targetGroupRefusals, listenerRefusals, certificateRefusals, dnsRefusals)
}

// found is the one object of a type that a data source's arguments name, or
// nil: all of those that are given have to be right.
func found(c *cloud.Call, kind string, arguments ...string) cloud.Attributes {
	for _, object := range c.All(kind) {
		if slices.ContainsFunc(arguments, func(name string) bool {
			wanted := c.Object.Text(name)
			return wanted != "" && wanted != object.Text(name)
		}) || !tagged(object, c.Object.Map("tags")) {
			continue
		}
		return object
	}
	return nil
}

func tagged(object cloud.Attributes, tags map[string]string) bool {
	all := object.Map("tags_all")
	for key, value := range tags {
		if all[key] != value {
			return false
		}
	}
	return true
}
