package subnetplan

import (
	"fmt"
	"net/netip"
	"testing"

	"gotest.tools/v3/assert"
	"pgregory.net/rapid"
)

func TestPlanOfASlash16(t *testing.T) {
	plan, err := New("10.0.0.0/16", 2, Public, Private, Isolated)
	assert.NilError(t, err)
	var got []string
	for _, s := range plan {
		got = append(got, fmt.Sprintf("%s %d %s", s.Tier, s.Zone, s.CIDR))
	}
	assert.DeepEqual(t, got, []string{
		"public 0 10.0.192.0/22", "public 1 10.0.196.0/22",
		"private 0 10.0.0.0/20", "private 1 10.0.16.0/20",
		"isolated 0 10.0.128.0/21", "isolated 1 10.0.136.0/21",
	})
}

// vpcs draws an address block that New takes.
func vpcs(t *rapid.T) string {
	bits := rapid.IntRange(MinBits, MaxBits).Draw(t, "bits")
	addr := netip.AddrFrom4([4]byte{10, rapid.Byte().Draw(t, "b"), rapid.Byte().Draw(t, "c"), 0})
	return netip.PrefixFrom(addr, bits).Masked().String()
}

func TestSubnetsAreInsideTheVPCAndDisjoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		vpc := vpcs(t)
		plan, err := New(vpc, rapid.IntRange(MinZones, MaxZones).Draw(t, "zones"), Public, Private, Isolated)
		if err != nil {
			t.Fatal(err)
		}
		block := netip.MustParsePrefix(vpc)
		for i, s := range plan {
			if !block.Contains(s.CIDR.Addr()) || s.CIDR.Bits() <= block.Bits() || s.CIDR.Masked() != s.CIDR {
				t.Fatalf("%s of %s is not a block inside the VPC", s.CIDR, vpc)
			}
			if s.CIDR.Bits() > 28 {
				t.Fatalf("%s is smaller than the /28 that AWS allows", s.CIDR)
			}
			if s.Tier == Public && s.CIDR.Bits() > 27 {
				t.Fatalf("%s is too small for a load balancer, which needs a /27", s.CIDR)
			}
			for _, other := range plan[:i] {
				if s.CIDR.Overlaps(other.CIDR) {
					t.Fatalf("%v overlaps %v", s, other)
				}
			}
		}
	})
}

func TestAddingAZoneOrATierMovesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		vpc := vpcs(t)
		few := rapid.IntRange(MinZones, MaxZones).Draw(t, "few")
		many := rapid.IntRange(few, MaxZones).Draw(t, "many")
		small, err := New(vpc, few, Private)
		if err != nil {
			t.Fatal(err)
		}
		large, err := New(vpc, many, Public, Isolated, Private)
		if err != nil {
			t.Fatal(err)
		}
		at := map[string]netip.Prefix{}
		for _, s := range large {
			at[fmt.Sprint(s.Tier, s.Zone)] = s.CIDR
		}
		for _, s := range small {
			if at[fmt.Sprint(s.Tier, s.Zone)] != s.CIDR {
				t.Fatalf("%v moved to %s", s, at[fmt.Sprint(s.Tier, s.Zone)])
			}
		}
	})
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		vpc   string
		zones int
		tier  Tier
		want  string
	}{
		{"10.0.0.0", 2, Public, "is not an IPv4 CIDR block"},
		{"fd00::/16", 2, Public, "is not an IPv4 CIDR block"},
		{"10.0.1.0/16", 2, Public, "did you mean 10.0.0.0/16"},
		{"10.0.0.0/8", 2, Public, "/16 to /20"},
		{"10.0.0.0/21", 2, Public, "/16 to /20"},
		{"10.0.0.0/16", 1, Public, "2 to 6 are allowed"},
		{"10.0.0.0/16", 7, Public, "2 to 6 are allowed"},
		{"10.0.0.0/16", 2, "secret", "unknown tier"},
	} {
		_, err := New(c.vpc, c.zones, c.tier)
		assert.ErrorContains(t, err, c.want)
	}
}
