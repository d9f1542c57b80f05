// Package datastore holds databases and caches: instances and clusters of RDS,
// replication groups of ElastiCache, and the groups of subnets and parameters
// that they use.
package datastore

import (
	"strings"
	"time"

	"github.com/berth-iac/berth/internal/cloud"
)

// Kinds are the kinds of this area.
func Kinds() []cloud.Kind {
	return []cloud.Kind{
		subnetGroup, parameterGroup, clusterParameterGroup, optionGroup,
		instance, cluster, clusterInstance,
		cacheSubnetGroup, cacheParameterGroup, replicationGroup,
	}
}

// Data are the data sources of this area.
func Data() []cloud.Data {
	return []cloud.Data{oneInstance, oneCluster, oneSubnetGroup, oneReplicationGroup}
}

// domain is the part of an endpoint's name that the endpoints of an account
// share, such as "c0f3a91b22de.ap-northeast-1.rds.amazonaws.com".
func domain(s cloud.Session) string {
	return "c" + cloud.Hex("rds "+s.Account+s.Region, 11) + "." + s.Region + ".rds." + s.DNSSuffix()
}

// hostedZone is the id of the zone that endpoints of RDS are in.
func hostedZone(s cloud.Session) string {
	return "Z" + strings.ToUpper(cloud.Hex("rds "+s.Region, 13))
}

// resourceID is the id by which AWS knows a database, whatever its name.
func resourceID(c *cloud.Call, prefix string) string {
	return prefix + strings.ToUpper(c.NewHex(26))
}

// now is the time as RDS writes it.
func now() string { return time.Now().UTC().Format(time.RFC3339) }

// nameFromPrefix sets the identifier of a database that the user did not name.
func nameFromPrefix(c *cloud.Call, path string) {
	prefix := c.Object.Text(path + "_prefix")
	if prefix == "" {
		prefix = "tf-"
	}
	if c.Object.Text(path) == "" {
		c.Object[path] = c.NewName(prefix)
	}
}
