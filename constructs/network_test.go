package constructs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/network"
	"github.com/berth-iac/berth/internal/synthtest"
)

// networkOf synthesizes a VPC in the zones with the given letters.
func networkOf(t *testing.T, nat network.NAT, letters ...string) *synthtest.Template {
	t.Helper()
	stack := synthtest.NewStack(t)
	zones := make([]string, len(letters))
	for i, letter := range letters {
		zones[i] = "ap-northeast-1" + letter
	}
	network.NewVpc(stack, "vpc", network.VpcProps{Name: "acme-dev", CIDR: "10.0.0.0/16", AvailabilityZones: zones, NAT: nat})
	return synthtest.Synth(t, stack)
}

// networkAddress is a reference to an attribute of the only resource of a type
// with the given words.
func networkAddress(template *synthtest.Template, attribute, resourceType string, words ...string) string {
	return fmt.Sprintf("${%s.%s}", template.One(resourceType, words...).Address(), attribute)
}

func TestVpcHasThreeTiersInPinnedZones(t *testing.T) {
	template := networkOf(t, network.NATPerZone, "a", "c")

	vpc := template.One("aws_vpc")
	assert.Equal(t, vpc.Get("enable_dns_support"), true, "endpoints have private names")
	assert.Equal(t, vpc.Get("enable_dns_hostnames"), true, "endpoints have private names")
	assert.Equal(t, len(template.All("aws_subnet")), 6)
	for _, c := range []struct{ place, zone, cidr, routes string }{
		{"public-a", "ap-northeast-1a", "10.0.192.0/22", "public"},
		{"public-c", "ap-northeast-1c", "10.0.196.0/22", "public"},
		{"private-a", "ap-northeast-1a", "10.0.0.0/20", "private-a"},
		{"private-c", "ap-northeast-1c", "10.0.16.0/20", "private-c"},
		{"isolated-a", "ap-northeast-1a", "10.0.128.0/21", "isolated"},
		{"isolated-c", "ap-northeast-1c", "10.0.136.0/21", "isolated"},
	} {
		subnet := template.One("aws_subnet", c.place)
		assert.Equal(t, subnet.String("availability_zone"), c.zone)
		assert.Equal(t, subnet.String("cidr_block"), c.cidr)
		assert.Equal(t, subnet.Get("map_public_ip_on_launch"), false)
		assert.Equal(t, subnet.String("tags.Name"), "acme-dev-"+c.place)
		association := template.One("aws_route_table_association", c.place)
		assert.Equal(t, association.String("subnet_id"), "${"+subnet.Address()+".id}")
		assert.Equal(t, association.String("route_table_id"), networkAddress(template, "id", "aws_route_table", "route-table-"+c.routes))
	}
}

func TestRoutesLeadOutOfEachTierAsItsNameSays(t *testing.T) {
	for _, c := range []struct {
		nat      network.NAT
		gateways []string // letters of the zones with a NAT gateway
		via      map[string]string
	}{
		{network.NATPerZone, []string{"a", "c"}, map[string]string{"private-a": "nat-a", "private-c": "nat-c"}},
		{network.NATSingle, []string{"a"}, map[string]string{"private-a": "nat-a", "private-c": "nat-a"}},
		{network.NATNone, nil, nil},
	} {
		t.Run(fmt.Sprintf("NAT %q", c.nat), func(t *testing.T) {
			template := networkOf(t, c.nat, "a", "c")
			assert.Equal(t, len(template.All("aws_nat_gateway")), len(c.gateways))
			assert.Equal(t, len(template.All("aws_eip")), len(c.gateways))
			for _, table := range template.All("aws_route_table") {
				assert.Assert(t, !table.Has("route"), "routes are resources of their own")
			}
			internet := template.One("aws_internet_gateway").Address()
			for _, letter := range c.gateways {
				address, gateway := template.One("aws_eip", "eip-"+letter), template.One("aws_nat_gateway", "nat-"+letter)
				assert.Equal(t, address.String("domain"), "vpc")
				assert.DeepEqual(t, address.Strings("depends_on"), []string{internet})
				assert.DeepEqual(t, gateway.Strings("depends_on"), []string{internet})
				assert.Equal(t, gateway.String("allocation_id"), "${"+address.Address()+".id}")
				assert.Equal(t, gateway.String("subnet_id"), networkAddress(template, "id", "aws_subnet", "public-"+letter))
			}

			assert.Equal(t, len(template.All("aws_route")), 1+len(c.via))
			public := template.One("aws_route", "public")
			assert.Equal(t, public.String("gateway_id"), "${"+internet+".id}")
			assert.Equal(t, public.String("route_table_id"), networkAddress(template, "id", "aws_route_table", "public"))
			for place, gateway := range c.via {
				route := template.One("aws_route", place)
				assert.Equal(t, route.String("destination_cidr_block"), "0.0.0.0/0")
				assert.Equal(t, route.String("route_table_id"), networkAddress(template, "id", "aws_route_table", place))
				assert.Equal(t, route.String("nat_gateway_id"), networkAddress(template, "id", "aws_nat_gateway", gateway))
			}
		})
	}
}

// networkKept asserts that every resource of before is in after, unchanged, but
// for those of the types that may change.
func networkKept(t *testing.T, before, after *synthtest.Template, mayChange ...string) {
	t.Helper()
	for _, resourceType := range before.Types() {
		if slices.Contains(mayChange, resourceType) {
			continue
		}
		kept := map[string]any{}
		for _, r := range after.All(resourceType) {
			kept[r.ID] = r.Attributes
		}
		for _, r := range before.All(resourceType) {
			assert.DeepEqual(t, kept[r.ID], any(r.Attributes))
		}
	}
}

func TestAddingAZoneChangesNothingThatIsThere(t *testing.T) {
	networkKept(t, networkOf(t, network.NATPerZone, "a", "c"), networkOf(t, network.NATPerZone, "a", "c", "d"))
}

func TestMoreNATGatewaysChangeRoutesAlone(t *testing.T) {
	networkKept(t, networkOf(t, network.NATSingle, "a", "c"), networkOf(t, network.NATPerZone, "a", "c"), "aws_route")
	networkKept(t, networkOf(t, network.NATNone, "a", "c"), networkOf(t, network.NATSingle, "a", "c"))
}

func TestDefaultSecurityGroupIsClosed(t *testing.T) {
	group := networkOf(t, network.NATNone, "a", "c").One("aws_default_security_group")
	assert.DeepEqual(t, group.Get("ingress"), []any{})
	assert.DeepEqual(t, group.Get("egress"), []any{})
}

func TestFlowLogsRecordAllTraffic(t *testing.T) {
	stack := synthtest.NewStack(t)
	network.NewVpc(stack, "vpc", network.VpcProps{
		Name: "acme-dev", CIDR: "10.0.0.0/16", AvailabilityZones: []string{"ap-northeast-1a", "ap-northeast-1c"},
		FlowLogRetentionDays: 30, FlowLogKMSKeyARN: "${key}",
	})
	template := synthtest.Synth(t, stack)

	group := template.One("aws_cloudwatch_log_group")
	assert.Equal(t, group.Get("retention_in_days"), 30.0)
	assert.Equal(t, group.String("kms_key_id"), "${key}")
	policy := template.One("aws_iam_role_policy")
	assert.Assert(t, strings.Contains(policy.String("policy"), "${"+group.Address()+".arn}:*"))
	assert.Assert(t, strings.Contains(template.One("aws_iam_role").String("assume_role_policy"), `"aws:SourceAccount"`))

	log := template.One("aws_flow_log")
	assert.Equal(t, log.String("traffic_type"), "ALL")
	assert.Equal(t, log.String("log_destination"), "${"+group.Address()+".arn}")
	assert.Equal(t, log.String("vpc_id"), networkAddress(template, "id", "aws_vpc"))
	assert.Equal(t, log.Get("max_aggregation_interval"), 600.0)
	assert.DeepEqual(t, log.Strings("depends_on"), []string{policy.Address()})
}

func TestEndpointsHavePrivateNamesAndAdmitTheVPCAlone(t *testing.T) {
	stack := synthtest.NewStack(t)
	endpoints := network.NewEndpoints(stack, "endpoints", network.EndpointsProps{
		Name: "acme-dev", VPCID: "vpc-1", VPCCIDR: "10.0.0.0/16",
		SubnetIDs: []string{"subnet-1", "subnet-2"}, RouteTableIDs: []string{"rtb-1", "rtb-2"},
		Services: []string{"ecr.api", "logs"},
	})
	assert.Assert(t, endpoints.SecurityGroupID != "" && endpoints.S3PrefixListID != "")
	template := synthtest.Synth(t, stack)

	s3 := template.One("aws_vpc_endpoint", "s3")
	assert.Equal(t, s3.String("vpc_endpoint_type"), "Gateway")
	assert.Equal(t, s3.String("service_name"), "com.amazonaws.${data.aws_region.region.name}.s3")
	assert.DeepEqual(t, s3.Strings("route_table_ids"), []string{"rtb-1", "rtb-2"})

	group := template.One("aws_security_group")
	for id, service := range map[string]string{"interface-ecrapi": "ecr.api", "interface-logs": "logs"} {
		endpoint := template.One("aws_vpc_endpoint", id)
		assert.Equal(t, endpoint.String("vpc_endpoint_type"), "Interface")
		assert.Equal(t, endpoint.String("service_name"), "com.amazonaws.${data.aws_region.region.name}."+service)
		assert.Equal(t, endpoint.Get("private_dns_enabled"), true)
		assert.DeepEqual(t, endpoint.Strings("subnet_ids"), []string{"subnet-1", "subnet-2"})
		assert.DeepEqual(t, endpoint.Strings("security_group_ids"), []string{"${" + group.Address() + ".id}"})
	}
	rule := template.One("aws_vpc_security_group_ingress_rule")
	assert.Equal(t, rule.String("cidr_ipv4"), "10.0.0.0/16")
	assert.Equal(t, rule.Get("from_port"), 443.0)
	template.None("aws_vpc_security_group_egress_rule")
}

func TestEndpointsWithoutServicesAreTheGatewayAlone(t *testing.T) {
	stack := synthtest.NewStack(t)
	endpoints := network.NewEndpoints(stack, "endpoints", network.EndpointsProps{Name: "acme-dev", VPCID: "vpc-1", RouteTableIDs: []string{"rtb-1"}})
	assert.Equal(t, endpoints.SecurityGroupID, "")
	template := synthtest.Synth(t, stack)
	assert.Equal(t, len(template.All("aws_vpc_endpoint")), 1)
	template.None("aws_security_group")
}

func TestSecurityGroupCanBeReplacedWhileItIsInUse(t *testing.T) {
	stack := synthtest.NewStack(t)
	network.NewSecurityGroup(stack, "web", network.SecurityGroupProps{Name: "acme-dev-web", VPCID: "vpc-1"})
	group := synthtest.Synth(t, stack).One("aws_security_group")
	assert.Equal(t, group.String("name_prefix"), "acme-dev-web-")
	assert.Equal(t, group.Get("lifecycle.create_before_destroy"), true)
	assert.Equal(t, group.String("description"), "acme-dev-web")
	for _, absent := range []string{"name", "ingress", "egress"} {
		assert.Assert(t, !group.Has(absent), "%s is left out", absent)
	}
}

func TestRulesOfSecurityGroups(t *testing.T) {
	stack := synthtest.NewStack(t)
	network.NewIngressRule(stack, "in", network.RuleProps{SecurityGroupID: "sg-1", Peer: network.Group("sg-2"), Port: 8080, Description: "from the load balancer"})
	network.NewEgressRule(stack, "out", network.RuleProps{SecurityGroupID: "sg-1", Peer: network.AnyIPv4(), Description: "to everywhere, ${a}"})
	network.NewEgressRule(stack, "s3", network.RuleProps{SecurityGroupID: "sg-1", Peer: network.PrefixList("pl-1"), Port: 443, Description: "to S3"})
	template := synthtest.Synth(t, stack)

	assert.DeepEqual(t, template.One("aws_vpc_security_group_ingress_rule").Attributes, map[string]any{
		"security_group_id": "sg-1", "referenced_security_group_id": "sg-2", "ip_protocol": "tcp", "from_port": 8080.0, "to_port": 8080.0, "description": "from the load balancer",
	})
	assert.DeepEqual(t, template.One("aws_vpc_security_group_egress_rule", "out").Attributes, map[string]any{
		"security_group_id": "sg-1", "cidr_ipv4": "0.0.0.0/0", "ip_protocol": "-1", "description": "to everywhere, $${a}",
	})
	assert.Equal(t, template.One("aws_vpc_security_group_egress_rule", "s3").String("prefix_list_id"), "pl-1")
}

func TestInvalidNetworkBuildsNothing(t *testing.T) {
	stack := synthtest.NewStack(t)
	vpc := network.NewVpc(stack, "vpc", network.VpcProps{})
	network.NewEndpoints(stack, "endpoints", network.EndpointsProps{})
	network.NewSecurityGroup(stack, "group", network.SecurityGroupProps{})
	network.NewIngressRule(stack, "in", network.RuleProps{})
	network.NewEgressRule(stack, "out", network.RuleProps{})
	assert.Assert(t, vpc.Resource == nil)
	got := strings.Join(synthtest.Errors(stack), "\n")
	for _, want := range []string{"vpc: CIDR:", "vpc: AvailabilityZones: 0", "endpoints: VPCID:", "group: Name:", "in: Peer:", "out: SecurityGroupID:"} {
		assert.Assert(t, strings.Contains(got, want), got)
	}
}
