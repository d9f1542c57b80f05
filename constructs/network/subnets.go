package network

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/eip"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/internetgateway"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/natgateway"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/route"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/routetable"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/routetableassociation"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/subnet"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/internal/node"
	"github.com/berth-iac/berth/internal/subnetplan"
)

const everywhere = "0.0.0.0/0"

// addSubnets renders the plan of the subnets, and the routes of each tier.
//
// Routes are resources of their own, never inline, so that others can add
// theirs. Private subnets have a table a zone whatever the NAT is: from a single
// gateway to one a zone, nothing but routes changes.
func (v *Vpc) addSubnets(scope constructs.Construct, props VpcProps, gateway internetgateway.InternetGateway) {
	plan, err := subnetplan.New(props.CIDR, len(props.AvailabilityZones), subnetplan.Public, subnetplan.Private, subnetplan.Isolated)
	if err != nil {
		// Validate has asked the planner already.
		node.Report(scope, err)
		return
	}
	public := v.newRouteTable(scope, props.Name, "public")
	route.NewRoute(scope, jsii.String("route-public-internet"), &route.RouteConfig{
		RouteTableId:         jsii.String(public),
		DestinationCidrBlock: jsii.String(everywhere),
		GatewayId:            gateway.Id(),
	})
	isolated := v.newRouteTable(scope, props.Name, "isolated")
	v.PublicRouteTableIDs, v.IsolatedRouteTableIDs = []string{public}, []string{isolated}

	for _, planned := range plan {
		zone := props.AvailabilityZones[planned.Zone]
		place := string(planned.Tier) + "-" + letter(zone)
		id := v.newSubnet(scope, props.Name, place, zone, planned)
		table := map[subnetplan.Tier]string{subnetplan.Public: public, subnetplan.Isolated: isolated}[planned.Tier]
		switch planned.Tier {
		case subnetplan.Public:
			v.PublicSubnetIDs = append(v.PublicSubnetIDs, id)
		case subnetplan.Isolated:
			v.IsolatedSubnetIDs = append(v.IsolatedSubnetIDs, id)
		case subnetplan.Private:
			table = v.newRouteTable(scope, props.Name, place)
			v.PrivateSubnetIDs = append(v.PrivateSubnetIDs, id)
			v.PrivateRouteTableIDs = append(v.PrivateRouteTableIDs, table)
		}
		routetableassociation.NewRouteTableAssociation(scope, jsii.String("association-"+place), &routetableassociation.RouteTableAssociationConfig{
			SubnetId:     jsii.String(id),
			RouteTableId: jsii.String(table),
		})
	}
	v.addNAT(scope, props, gateway)
}

func (v *Vpc) newSubnet(scope constructs.Construct, name, place, zone string, planned subnetplan.Subnet) string {
	return *subnet.NewSubnet(scope, jsii.String("subnet-"+place), &subnet.SubnetConfig{
		VpcId:            jsii.String(v.ID),
		CidrBlock:        jsii.String(planned.CIDR.String()),
		AvailabilityZone: jsii.String(zone),
		// Nothing gets a public address by accident, in public subnets neither:
		// load balancers and NAT gateways ask for theirs.
		MapPublicIpOnLaunch: jsii.Bool(false),
		Tags:                nameTag(name, place),
	}).Id()
}

func (v *Vpc) newRouteTable(scope constructs.Construct, name, place string) string {
	return *routetable.NewRouteTable(scope, jsii.String("route-table-"+place), &routetable.RouteTableConfig{
		VpcId: jsii.String(v.ID),
		Tags:  nameTag(name, place),
	}).Id()
}

// addNAT gives the private route tables their way out. The single gateway is
// that of the first zone: the others join it when there is one a zone.
func (v *Vpc) addNAT(scope constructs.Construct, props VpcProps, gateway internetgateway.InternetGateway) {
	if props.NAT == NATNone {
		return
	}
	var first string
	for i, zone := range props.AvailabilityZones {
		out := first
		if i == 0 || props.NAT == NATPerZone {
			out = v.newNATGateway(scope, props.Name, letter(zone), v.PublicSubnetIDs[i], gateway)
		}
		if i == 0 {
			first = out
		}
		route.NewRoute(scope, jsii.String("route-private-"+letter(zone)+"-nat"), &route.RouteConfig{
			RouteTableId:         jsii.String(v.PrivateRouteTableIDs[i]),
			DestinationCidrBlock: jsii.String(everywhere),
			NatGatewayId:         jsii.String(out),
		})
	}
}

func (v *Vpc) newNATGateway(scope constructs.Construct, name, zone, subnetID string, gateway internetgateway.InternetGateway) string {
	// Neither works in a VPC without an internet gateway, which has to be there
	// first and to go last.
	after := &[]cdktf.ITerraformDependable{gateway}
	address := eip.NewEip(scope, jsii.String("eip-"+zone), &eip.EipConfig{
		Domain:    jsii.String("vpc"),
		Tags:      nameTag(name, "nat", zone),
		DependsOn: after,
	})
	return *natgateway.NewNatGateway(scope, jsii.String("nat-"+zone), &natgateway.NatGatewayConfig{
		AllocationId: address.Id(),
		SubnetId:     jsii.String(subnetID),
		Tags:         nameTag(name, zone),
		DependsOn:    after,
	}).Id()
}
