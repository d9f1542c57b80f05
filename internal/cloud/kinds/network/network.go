// Package network holds what EC2 calls a network: VPCs, subnets, gateways,
// routes, security groups and endpoints.
package network

import "github.com/berth-iac/berth/internal/cloud"

// Kinds are the kinds of this area.
func Kinds() []cloud.Kind {
	return []cloud.Kind{vpc, subnet}
}
