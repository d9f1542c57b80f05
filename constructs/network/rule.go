package network

import (
	"net/netip"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/vpcsecuritygroupegressrule"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/vpcsecuritygroupingressrule"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/node"
)

// Peer is who a rule of a security group is about: AnyIPv4, CIDR, Group or
// PrefixList.
type Peer struct {
	kind  peerKind
	value string
}

type peerKind int

const (
	noPeer peerKind = iota
	cidrPeer
	groupPeer
	prefixListPeer
)

// AnyIPv4 is the whole IPv4 internet and the VPC.
func AnyIPv4() Peer { return CIDR("0.0.0.0/0") }

// CIDR is a block of IPv4 or IPv6 addresses, such as 10.0.0.0/16.
func CIDR(block string) Peer { return Peer{kind: cidrPeer, value: block} }

// Group is whatever carries another security group.
func Group(securityGroupID string) Peer { return Peer{kind: groupPeer, value: securityGroupID} }

// PrefixList is a managed prefix list, such as that of S3.
func PrefixList(id string) Peer { return Peer{kind: prefixListPeer, value: id} }

func (p Peer) validate() error {
	var problems check.Problems
	switch p.kind {
	case noPeer:
		problems.Addf("Peer", "missing: use AnyIPv4, CIDR, Group or PrefixList")
	case cidrPeer:
		if literal.IsToken(p.value) {
			break
		}
		block, err := netip.ParsePrefix(p.value)
		switch {
		case err != nil:
			problems.Addf("Peer", "%q is not a CIDR block such as 10.0.0.0/16", p.value)
		case block.Masked() != block:
			problems.Addf("Peer", "%q has bits set outside its prefix: did you mean %s?", p.value, block.Masked())
		}
	default:
		problems.Required("Peer", p.value)
	}
	return problems.Err()
}

// block is the peer's block of addresses in the form in which EC2 hands it
// back, and whether that is IPv6. A block that is known only later is IPv4, as
// those of VPCs are.
func (p Peer) block() (text string, isIPv6 bool) {
	block, err := netip.ParsePrefix(p.value)
	if err != nil {
		return p.value, false
	}
	return block.String(), block.Addr().Is6()
}

// RuleProps describe a rule of a security group.
type RuleProps struct {
	// SecurityGroupID is the group that gets the rule.
	SecurityGroupID string
	// Peer is where traffic comes from (ingress) or goes to (egress).
	Peer Peer
	// Port is the TCP port that is opened: 1 to 65535. Default: 0, all
	// protocols and ports.
	Port int
	// ToPort ends a range of ports that Port begins: Port to 65535. Default: 0,
	// Port alone.
	ToPort int
	// Description says why the rule is there: at most 255 letters, digits,
	// spaces and ._-:/()#,@[]+=&;{}!$* characters. A rule without a reason
	// cannot be reviewed, so that it is required.
	Description string
}

// Validate tells what EC2 would refuse.
func (p RuleProps) Validate() error {
	var problems check.Problems
	problems.Required("SecurityGroupID", p.SecurityGroupID)
	problems.Join("", p.Peer.validate())
	check.Between(&problems, "Port", p.Port, 0, 65535)
	if p.ToPort != 0 {
		check.Between(&problems, "ToPort", p.ToPort, max(p.Port, 1), 65535)
		if p.Port == 0 {
			problems.Addf("ToPort", "%d without Port: a range has a beginning", p.ToPort)
		}
	}
	check.Name(&problems, "Description", p.Description, groupText)
	return problems.Err()
}

// target renders a rule for either direction.
type target struct {
	protocol                           *string
	fromPort, toPort                   *float64
	ipv4, ipv6, group, list, explained *string
}

func (p RuleProps) target() target {
	out := target{protocol: jsii.String("-1"), explained: jsii.String(literal.Escape(p.Description))}
	if p.Port != 0 {
		// EC2 takes ports with a protocol only.
		out.protocol, out.fromPort, out.toPort = jsii.String("tcp"), jsii.Number(p.Port), jsii.Number(max(p.Port, p.ToPort))
	}
	switch p.Peer.kind {
	case cidrPeer:
		block, isIPv6 := p.Peer.block()
		if isIPv6 {
			out.ipv6 = jsii.String(block)
		} else {
			out.ipv4 = jsii.String(block)
		}
	case groupPeer:
		out.group = jsii.String(p.Peer.value)
	case prefixListPeer:
		out.list = jsii.String(p.Peer.value)
	}
	return out
}

// IngressRule lets traffic into a security group.
type IngressRule struct {
	// Resource is the aws_vpc_security_group_ingress_rule; nil where the props
	// are invalid.
	Resource vpcsecuritygroupingressrule.VpcSecurityGroupIngressRule
}

// NewIngressRule lets traffic from a peer into a security group.
func NewIngressRule(scope constructs.Construct, id string, props RuleProps) *IngressRule {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &IngressRule{}
	}
	to := props.target()
	return &IngressRule{Resource: vpcsecuritygroupingressrule.NewVpcSecurityGroupIngressRule(scope, jsii.String("Resource"), &vpcsecuritygroupingressrule.VpcSecurityGroupIngressRuleConfig{
		SecurityGroupId:           jsii.String(props.SecurityGroupID),
		Description:               to.explained,
		IpProtocol:                to.protocol,
		FromPort:                  to.fromPort,
		ToPort:                    to.toPort,
		CidrIpv4:                  to.ipv4,
		CidrIpv6:                  to.ipv6,
		ReferencedSecurityGroupId: to.group,
		PrefixListId:              to.list,
	})}
}

// EgressRule lets traffic out of a security group.
type EgressRule struct {
	// Resource is the aws_vpc_security_group_egress_rule; nil where the props
	// are invalid.
	Resource vpcsecuritygroupegressrule.VpcSecurityGroupEgressRule
}

// NewEgressRule lets traffic to a peer out of a security group.
func NewEgressRule(scope constructs.Construct, id string, props RuleProps) *EgressRule {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &EgressRule{}
	}
	to := props.target()
	return &EgressRule{Resource: vpcsecuritygroupegressrule.NewVpcSecurityGroupEgressRule(scope, jsii.String("Resource"), &vpcsecuritygroupegressrule.VpcSecurityGroupEgressRuleConfig{
		SecurityGroupId:           jsii.String(props.SecurityGroupID),
		Description:               to.explained,
		IpProtocol:                to.protocol,
		FromPort:                  to.fromPort,
		ToPort:                    to.toPort,
		CidrIpv4:                  to.ipv4,
		CidrIpv6:                  to.ipv6,
		ReferencedSecurityGroupId: to.group,
		PrefixListId:              to.list,
	})}
}
