// Package subnetplan carves a VPC's address block into subnets.
//
// The place of a subnet depends on its tier and the position of its zone alone,
// never on how many there are: adding a zone or a tier later leaves every
// existing subnet where it is. For 10.0.0.0/16:
//
//	tier      share    block            subnets
//	private   a half   10.0.0.0/17      /20, eight zones
//	isolated  1/4      10.0.128.0/18    /21, eight zones
//	public    1/8      10.0.192.0/19    /22, eight zones
//	(spare)   1/8      10.0.224.0/19
package subnetplan

import (
	"encoding/binary"
	"fmt"
	"net/netip"
)

// Tier is a kind of subnet, told apart by its routes.
type Tier string

// The tiers of a VPC.
const (
	Public   Tier = "public"   // a route to the internet gateway
	Private  Tier = "private"  // a route to a NAT gateway, or none
	Isolated Tier = "isolated" // no route out of the VPC
)

// Bounds of what can be carved.
const (
	MinBits  = 16 // the largest VPC that AWS allows
	MaxBits  = 20 // the smallest whose public subnets hold a load balancer
	MinZones = 2
	MaxZones = 6
)

// zoneBits keeps room for eight zones in every tier.
const zoneBits = 3

// Subnet is one subnet of a plan.
type Subnet struct {
	Tier Tier
	Zone int // position among the zones, from 0
	CIDR netip.Prefix
}

// share is where a tier lies in the VPC: its offset in eighths, and the bits
// that its size takes from the VPC's.
var share = map[Tier]struct{ eighth, bits int }{
	Private:  {eighth: 0, bits: 1},
	Isolated: {eighth: 4, bits: 2},
	Public:   {eighth: 6, bits: 3},
}

// New plans the subnets of the given tiers, tier by tier, in each of the zones.
func New(vpc string, zones int, tiers ...Tier) ([]Subnet, error) {
	block, err := ParseVPC(vpc)
	if err != nil {
		return nil, err
	}
	if zones < MinZones || zones > MaxZones {
		return nil, fmt.Errorf("%d availability zones: %d to %d are allowed", zones, MinZones, MaxZones)
	}
	var plan []Subnet
	for _, tier := range tiers {
		if _, known := share[tier]; !known {
			return nil, fmt.Errorf("unknown tier %q: %s, %s or %s", tier, Public, Private, Isolated)
		}
		for zone := range zones {
			plan = append(plan, Subnet{Tier: tier, Zone: zone, CIDR: place(block, tier, zone)})
		}
	}
	return plan, nil
}

// ParseVPC reads the address block of a VPC.
func ParseVPC(cidr string) (netip.Prefix, error) {
	block, err := netip.ParsePrefix(cidr)
	if err != nil || !block.Addr().Is4() {
		return netip.Prefix{}, fmt.Errorf("%q is not an IPv4 CIDR block such as 10.0.0.0/16", cidr)
	}
	if block.Masked() != block {
		return netip.Prefix{}, fmt.Errorf("%q has bits set outside its prefix: did you mean %s?", cidr, block.Masked())
	}
	if block.Bits() < MinBits || block.Bits() > MaxBits {
		return netip.Prefix{}, fmt.Errorf("%q does not hold the subnets: a VPC is /%d to /%d", cidr, MinBits, MaxBits)
	}
	return block, nil
}

func place(vpc netip.Prefix, tier Tier, zone int) netip.Prefix {
	bits := vpc.Bits() + share[tier].bits + zoneBits
	eighth := uint32(1) << (32 - vpc.Bits() - 3)
	offset := uint32(share[tier].eighth)*eighth + uint32(zone)<<(32-bits)
	base := vpc.Addr().As4()
	start := binary.BigEndian.Uint32(base[:]) + offset
	var addr [4]byte
	binary.BigEndian.PutUint32(addr[:], start)
	return netip.PrefixFrom(netip.AddrFrom4(addr), bits)
}
