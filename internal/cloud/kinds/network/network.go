// Package network holds what EC2 calls a network: VPCs, subnets, gateways,
// routes, security groups and endpoints.
package network

import "github.com/berth-iac/berth/internal/cloud"

// Kinds are the kinds of this area.
func Kinds() []cloud.Kind {
	return []cloud.Kind{
		vpc, subnet, internetGateway, elasticIP, natGateway,
		routeTable, route, routeTableAssociation,
		securityGroup, defaultSecurityGroup, ingressRule, egressRule,
		endpoint, flowLog,
	}
}

// Data are the data sources of this area.
func Data() []cloud.Data {
	return []cloud.Data{availabilityZones, managedPrefixList, prefixList, oneVPC, subnets, oneSecurityGroup}
}
