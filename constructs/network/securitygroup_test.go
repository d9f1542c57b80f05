package network

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestSecurityGroupProps(t *testing.T) {
	for _, c := range []struct {
		name  string
		props SecurityGroupProps
		want  string
	}{
		{"a name", SecurityGroupProps{Name: "acme-dev-web", VPCID: "vpc-1"}, ""},
		{"every allowed character", SecurityGroupProps{Name: "a", Description: "aZ0 ._-:/()#,@[]+=&;{}!$*", VPCID: "vpc-1"}, ""},
		{"no name", SecurityGroupProps{VPCID: "vpc-1"}, "Name: missing"},
		{"no VPC", SecurityGroupProps{Name: "a"}, "VPCID: missing"},
		{"a name like an id", SecurityGroupProps{Name: "sg-web", VPCID: "vpc-1"}, "starts with sg-"},
		{"a name without room for a suffix", SecurityGroupProps{Name: strings.Repeat("a", 229), VPCID: "vpc-1"}, "Name: "},
		{"an apostrophe", SecurityGroupProps{Name: "a", Description: "the user's", VPCID: "vpc-1"}, "Description: \"the user's\": EC2 allows"},
		{"a long description", SecurityGroupProps{Name: "a", Description: strings.Repeat("a", 256), VPCID: "vpc-1"}, "256 characters: EC2 allows 255"},
	} {
		t.Run(c.name, func(t *testing.T) { checktest.Verdict(t, c.props.Validate(), c.want) })
	}
}

func TestRuleProps(t *testing.T) {
	for _, c := range []struct {
		name  string
		props RuleProps
		want  string
	}{
		{"everybody", RuleProps{SecurityGroupID: "sg-1", Peer: AnyIPv4(), Port: 443, Description: "d"}, ""},
		{"a group, all ports", RuleProps{SecurityGroupID: "sg-1", Peer: Group("sg-2"), Description: "d"}, ""},
		{"a prefix list", RuleProps{SecurityGroupID: "sg-1", Peer: PrefixList("pl-1"), Port: 443, Description: "d"}, ""},
		{"an IPv6 block", RuleProps{SecurityGroupID: "sg-1", Peer: CIDR("2001:db8::/32"), Port: 443, Description: "d"}, ""},
		{"a block known later", RuleProps{SecurityGroupID: "sg-1", Peer: CIDR("${TfToken[TOKEN.1]}"), Port: 443, Description: "d"}, ""},
		{"no group", RuleProps{Peer: AnyIPv4(), Port: 443, Description: "d"}, "SecurityGroupID: missing"},
		{"no peer", RuleProps{SecurityGroupID: "sg-1", Port: 443, Description: "d"}, "Peer: missing"},
		{"an empty peer", RuleProps{SecurityGroupID: "sg-1", Peer: Group(""), Port: 443, Description: "d"}, "Peer: missing"},
		{"an address", RuleProps{SecurityGroupID: "sg-1", Peer: CIDR("10.0.0.1"), Port: 443, Description: "d"}, "is not a CIDR block"},
		{"bits outside the prefix", RuleProps{SecurityGroupID: "sg-1", Peer: CIDR("10.0.0.1/16"), Port: 443, Description: "d"}, "did you mean 10.0.0.0/16"},
		{"a port too high", RuleProps{SecurityGroupID: "sg-1", Peer: AnyIPv4(), Port: 65536, Description: "d"}, "Port: 65536 is out of range"},
		{"a range", RuleProps{SecurityGroupID: "sg-1", Peer: AnyIPv4(), Port: 32768, ToPort: 65535, Description: "d"}, ""},
		{"a range that falls", RuleProps{SecurityGroupID: "sg-1", Peer: AnyIPv4(), Port: 443, ToPort: 442, Description: "d"}, "ToPort: 442 is out of range: 443 to 65535"},
		{"a range without a beginning", RuleProps{SecurityGroupID: "sg-1", Peer: AnyIPv4(), ToPort: 442, Description: "d"}, "ToPort: 442 without Port"},
		{"no reason", RuleProps{SecurityGroupID: "sg-1", Peer: AnyIPv4(), Port: 443}, "Description: missing"},
		{"an arrow", RuleProps{SecurityGroupID: "sg-1", Peer: AnyIPv4(), Port: 443, Description: "a -> b"}, "Description: \"a -> b\""},
	} {
		t.Run(c.name, func(t *testing.T) { checktest.Verdict(t, c.props.Validate(), c.want) })
	}
}

func TestRuleNamesOnePeerAndPortsOnlyWithAProtocol(t *testing.T) {
	all := RuleProps{Peer: Group("sg-2")}.target()
	assert.Equal(t, *all.protocol, "-1")
	assert.Assert(t, all.fromPort == nil && all.toPort == nil)
	assert.Assert(t, *all.group == "sg-2" && all.ipv4 == nil && all.ipv6 == nil && all.list == nil)

	one := RuleProps{Peer: CIDR("2001:DB8::/32"), Port: 443}.target()
	assert.Equal(t, *one.protocol, "tcp")
	assert.Assert(t, *one.fromPort == 443 && *one.toPort == 443)
	assert.Equal(t, *one.ipv6, "2001:db8::/32", "as EC2 hands it back")
	several := RuleProps{Peer: AnyIPv4(), Port: 32768, ToPort: 65535}.target()
	assert.Assert(t, *several.fromPort == 32768 && *several.toPort == 65535)
	assert.Assert(t, one.ipv4 == nil && one.group == nil && one.list == nil)
}
