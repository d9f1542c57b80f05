// Package network holds the VPC with its subnets, routes, NAT gateways,
// endpoints and flow logs, and the security groups of everything inside.
//
// The addresses of the subnets are planned by a pure function; adding an
// availability zone later moves none that exists.
package network
