package network

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestVpcProps(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(p *VpcProps)
		want   string
	}{
		{"two zones", func(*VpcProps) {}, ""},
		{"one gateway", func(p *VpcProps) { p.NAT = NATSingle }, ""},
		{"no gateway", func(p *VpcProps) { p.NAT = NATNone }, ""},
		{"a region with a long name", func(p *VpcProps) { p.AvailabilityZones = []string{"us-gov-west-1a", "us-gov-west-1b"} }, ""},
		{"no name", func(p *VpcProps) { p.Name = "" }, "Name: missing"},
		{"a long name", func(p *VpcProps) { p.Name = strings.Repeat("a", 41) }, "41 characters: this construct allows 40"},
		{"a name known later", func(p *VpcProps) { p.Name = "${TfToken[TOKEN.1]}" }, "give a plain name"},
		{"a name with a dot", func(p *VpcProps) { p.Name = "acme.dev" }, "letters, digits and hyphens"},
		{"a block too small", func(p *VpcProps) { p.CIDR = "10.0.0.0/24" }, "CIDR: \"10.0.0.0/24\""},
		{"one zone", func(p *VpcProps) { p.AvailabilityZones = p.AvailabilityZones[:1] }, "AvailabilityZones: 1 is out of range: 2 to 6"},
		{"a letter for a zone", func(p *VpcProps) { p.AvailabilityZones[1] = "c" }, `"c" is not the full name of a zone`},
		{"a zone twice", func(p *VpcProps) { p.AvailabilityZones[1] = "ap-northeast-1a" }, `"ap-northeast-1a" is given twice`},
		{"zones of two regions", func(p *VpcProps) { p.AvailabilityZones[1] = "ap-northeast-3c" }, "is not in ap-northeast-1"},
		{"an unknown NAT", func(p *VpcProps) { p.NAT = "two" }, `NAT: "two" is not one of`},
		{"an unknown retention", func(p *VpcProps) { p.FlowLogRetentionDays = 2 }, "FlowLogRetentionDays: 2 days"},
	} {
		t.Run(c.name, func(t *testing.T) {
			props := VpcProps{Name: "acme-dev", CIDR: "10.0.0.0/16", AvailabilityZones: []string{"ap-northeast-1a", "ap-northeast-1c"}}
			c.change(&props)
			checktest.Verdict(t, props.Validate(), c.want)
		})
	}
}

func TestFlowLogsWriteToTheirOwnGroupAlone(t *testing.T) {
	policy := flowLogPolicy("arn:group")
	assert.Equal(t, len(policy.Statements), 1)
	assert.DeepEqual(t, policy.Statements[0].Resources, []string{"arn:group:*"})
	for _, action := range policy.Statements[0].Actions {
		assert.Assert(t, strings.HasPrefix(action, "logs:") && !strings.Contains(action, "*"), action)
	}
}
