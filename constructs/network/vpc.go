package network

import (
	"regexp"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/defaultsecuritygroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/internetgateway"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/vpc"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/node"
	"github.com/berth-iac/berth/internal/retention"
	"github.com/berth-iac/berth/internal/subnetplan"
)

// NAT is how the private subnets reach the internet.
type NAT string

// The ways out of the private subnets. The zero value is one gateway a zone.
const (
	NATPerZone NAT = ""       // a gateway a zone: none of them is a single point of failure
	NATSingle  NAT = "single" // one gateway for all zones: cheaper
	NATNone    NAT = "none"   // no way out; AWS is reached through Endpoints
)

// VpcProps describe a VPC with public, private and isolated subnets in every
// zone.
type VpcProps struct {
	// Name is the first part of the names of everything in the VPC: at most 40
	// letters, digits and hyphens.
	Name string
	// CIDR is the VPC's IPv4 block, /16 to /20, such as 10.0.0.0/16. A change
	// replaces the VPC.
	CIDR string
	// AvailabilityZones are the full names of two to six zones of one region,
	// such as ap-northeast-1a. Zones can be added at the end: the place of a
	// subnet in the CIDR follows the position of its zone, so that a change in
	// the order replaces subnets.
	AvailabilityZones []string
	// NAT is how the private subnets reach the internet: NATPerZone, NATSingle
	// or NATNone. Default: NATPerZone. It can be changed at any time; only
	// routes, gateways and addresses change.
	NAT NAT
	// FlowLogRetentionDays is how long the flow logs are kept, in days: one of
	// the periods of CloudWatch Logs, see logs.GroupProps. Default: 365.
	FlowLogRetentionDays int
	// FlowLogKMSKeyARN is the key that encrypts the flow logs. Its policy has to
	// let CloudWatch Logs use it, see kms.KeyProps.Logs. Default: a key of
	// CloudWatch Logs.
	FlowLogKMSKeyARN string
}

// Vpc is a VPC.
type Vpc struct {
	// ID and CIDR of the VPC.
	ID, CIDR string
	// PublicSubnetIDs, PrivateSubnetIDs and IsolatedSubnetIDs are the subnets of
	// each tier, in the order of the zones.
	PublicSubnetIDs, PrivateSubnetIDs, IsolatedSubnetIDs []string
	// PublicRouteTableIDs, PrivateRouteTableIDs and IsolatedRouteTableIDs are
	// the route tables of each tier: one for public and isolated, one a zone for
	// private.
	PublicRouteTableIDs, PrivateRouteTableIDs, IsolatedRouteTableIDs []string
	// Resource is the aws_vpc; nil where the props are invalid.
	Resource vpc.Vpc
}

var (
	vpcName = check.TextRule{
		Service: "this construct",
		Max:     40, // leaves room for what is added to it in the name of a role
		Form:    regexp.MustCompile(`^[a-zA-Z0-9-]+$`),
		Allowed: "letters, digits and hyphens",
	}
	zoneName = regexp.MustCompile(`^([a-z]+(?:-[a-z]+)+-\d+)([a-z])$`)
)

// Validate tells what cannot be built.
func (p VpcProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, vpcName)
	check.Known(&problems, "Name", p.Name, "the name of the flow logs' role is made of it")
	if _, err := subnetplan.ParseVPC(p.CIDR); err != nil {
		problems.Addf("CIDR", "%w", err)
	}
	check.Between(&problems, "AvailabilityZones", len(p.AvailabilityZones), subnetplan.MinZones, subnetplan.MaxZones)
	checkZones(&problems, p.AvailabilityZones)
	check.OneOf(&problems, "NAT", p.NAT, NATPerZone, NATSingle, NATNone)
	retention.Check(&problems, "FlowLogRetentionDays", p.FlowLogRetentionDays)
	return problems.Err()
}

func checkZones(problems *check.Problems, zones []string) {
	seen := map[string]bool{}
	var region string
	for _, zone := range zones {
		parts := zoneName.FindStringSubmatch(zone)
		switch {
		case parts == nil:
			problems.Addf("AvailabilityZones", "%q is not the full name of a zone, such as ap-northeast-1a", zone)
		case seen[zone]:
			problems.Addf("AvailabilityZones", "%q is given twice", zone)
		case region != "" && parts[1] != region:
			problems.Addf("AvailabilityZones", "%q is not in %s as the zones before it: a VPC is in one region", zone, region)
		default:
			region = parts[1]
		}
		seen[zone] = true
	}
}

// letter is the part of a zone's name that tells it from the others of its
// region. The ids of what is in a zone carry it: they say the same however many
// zones there are.
func letter(zone string) string { return zone[len(zone)-1:] }

// NewVpc adds a VPC with its subnets, routes, NAT gateways and flow logs.
func NewVpc(scope constructs.Construct, id string, props VpcProps) *Vpc {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Vpc{}
	}
	resource := vpc.NewVpc(scope, jsii.String("Resource"), &vpc.VpcConfig{
		CidrBlock: jsii.String(props.CIDR),
		// Private DNS names of interface endpoints need both.
		EnableDnsSupport:   jsii.Bool(true),
		EnableDnsHostnames: jsii.Bool(true),
		Tags:               nameTag(props.Name),
	})
	network := &Vpc{ID: *resource.Id(), CIDR: *resource.CidrBlock(), Resource: resource}
	closeDefaultGroup(scope, props.Name, network.ID)
	gateway := internetgateway.NewInternetGateway(scope, jsii.String("internet-gateway"), &internetgateway.InternetGatewayConfig{
		VpcId: jsii.String(network.ID),
		Tags:  nameTag(props.Name),
	})
	network.addSubnets(scope, props, gateway)
	addFlowLogs(scope, props, network.ID)
	return network
}

// closeDefaultGroup takes the rules out of the group that EC2 gives to whatever
// names none. The lists are written out, empty: where they are left out,
// Terraform empties the group once and then accepts what others add.
func closeDefaultGroup(scope constructs.Construct, name, vpcID string) {
	group := defaultsecuritygroup.NewDefaultSecurityGroup(scope, jsii.String("default-security-group"), &defaultsecuritygroup.DefaultSecurityGroupConfig{
		VpcId: jsii.String(vpcID),
		Tags:  nameTag(name, "default-closed"),
	})
	group.AddOverride(jsii.String("ingress"), []any{})
	group.AddOverride(jsii.String("egress"), []any{})
}
