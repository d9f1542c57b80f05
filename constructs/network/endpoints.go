package network

import (
	"regexp"
	"slices"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/vpcendpoint"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// EndpointsProps describe the ways from a VPC to AWS services that do not leave
// AWS's network.
type EndpointsProps struct {
	// Name is the first part of the endpoints' names.
	Name string
	// VPCID and VPCCIDR are those of the VPC, which has DNS support and
	// hostnames. Its addresses may reach the interface endpoints.
	VPCID, VPCCIDR string
	// SubnetIDs hold the interface endpoints: the private subnets, one a zone.
	// Needed with Services only.
	SubnetIDs []string
	// RouteTableIDs lead to S3: those of every tier that uses it.
	RouteTableIDs []string
	// Services get an interface endpoint with a private DNS name: short names
	// such as ecr.api, or full ones such as
	// cn.com.amazonaws.cn-north-1.ecr.api in regions whose names do not start
	// with com.amazonaws. Default: none, there is the S3 gateway endpoint alone.
	Services []string
}

// Endpoints are the endpoints of a VPC.
type Endpoints struct {
	// SecurityGroupID is the group of the interface endpoints, which admits the
	// VPC on port 443; empty where there are none.
	SecurityGroupID string
	// S3PrefixListID stands for the addresses of S3 in the region's rules.
	S3PrefixListID string
}

var serviceName = regexp.MustCompile(`^[a-z][a-z0-9.-]*$`)

// Validate tells what EC2 would refuse.
func (p EndpointsProps) Validate() error {
	var problems check.Problems
	problems.Required("Name", p.Name)
	problems.Required("VPCID", p.VPCID)
	if len(p.RouteTableIDs) == 0 {
		problems.Addf("RouteTableIDs", "none: the S3 gateway endpoint needs at least one")
	}
	if len(p.Services) > 0 {
		problems.Required("VPCCIDR", p.VPCCIDR)
		if len(p.SubnetIDs) == 0 {
			problems.Addf("SubnetIDs", "none: interface endpoints need at least one")
		}
	}
	for i, service := range p.Services {
		switch {
		case !serviceName.MatchString(service):
			problems.Addf("Services", "%q is not the name of a service, such as ecr.api", service)
		case service == "s3":
			problems.Addf("Services", "%q has the gateway endpoint already", service)
		case slices.Contains(p.Services[:i], service):
			problems.Addf("Services", "%q is given twice", service)
		}
	}
	return problems.Err()
}

// NewEndpoints adds a gateway endpoint for S3, and an interface endpoint for
// each of the services.
func NewEndpoints(scope constructs.Construct, id string, props EndpointsProps) *Endpoints {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Endpoints{}
	}
	region := identity.LocationOf(scope).Region
	s3 := vpcendpoint.NewVpcEndpoint(scope, jsii.String("s3"), &vpcendpoint.VpcEndpointConfig{
		VpcId:           jsii.String(props.VPCID),
		VpcEndpointType: jsii.String("Gateway"),
		ServiceName:     jsii.String(endpointService(region, "s3")),
		RouteTableIds:   jsii.Strings(props.RouteTableIDs...),
		Tags:            nameTag(props.Name, "s3"),
	})
	endpoints := &Endpoints{S3PrefixListID: *s3.PrefixListId()}
	if len(props.Services) == 0 {
		return endpoints
	}
	group := NewSecurityGroup(scope, "security-group", SecurityGroupProps{
		Name:        naming.Join(props.Name, "endpoints"),
		Description: "Interface endpoints of AWS services",
		VPCID:       props.VPCID,
	})
	NewIngressRule(scope, "https-from-vpc", RuleProps{
		SecurityGroupID: group.ID,
		Peer:            CIDR(props.VPCCIDR),
		Port:            443,
		Description:     "HTTPS from the VPC",
	})
	for _, service := range props.Services {
		vpcendpoint.NewVpcEndpoint(scope, jsii.String("interface-"+service), &vpcendpoint.VpcEndpointConfig{
			VpcId:             jsii.String(props.VPCID),
			VpcEndpointType:   jsii.String("Interface"),
			ServiceName:       jsii.String(endpointService(region, service)),
			PrivateDnsEnabled: jsii.Bool(true),
			SubnetIds:         jsii.Strings(props.SubnetIDs...),
			SecurityGroupIds:  jsii.Strings(group.ID),
			Tags:              nameTag(props.Name, service),
		})
	}
	endpoints.SecurityGroupID = group.ID
	return endpoints
}

// endpointService is the name under which EC2 knows the endpoint of a service.
func endpointService(region, service string) string {
	if strings.Contains(service, ".amazonaws.") {
		return service
	}
	return "com.amazonaws." + region + "." + service
}

// Features are what tasks use besides pulling their image and writing logs.
type Features struct {
	Exec       bool // ECS Exec
	Parameters bool // SSM parameters
	Secrets    bool // Secrets Manager secrets
	KMS        bool // keys, used by the tasks themselves
	Instances  bool // EC2 instances that run tasks, with Session Manager
}

// RequiredServices are the services whose endpoints tasks need where
// the private subnets have no NAT, besides the S3 gateway endpoint, from which
// the layers of images come.
func RequiredServices(f Features) []string {
	services := []string{"ecr.api", "ecr.dkr", "logs"}
	for _, feature := range []struct {
		used    bool
		service string
	}{
		{f.Parameters, "ssm"},
		{f.Secrets, "secretsmanager"},
		{f.KMS, "kms"},
		{f.Exec, "ssmmessages"},
		{f.Instances, "ecs"},
		{f.Instances, "ecs-agent"},
		{f.Instances, "ecs-telemetry"},
		{f.Instances, "ssm"},
		{f.Instances, "ssmmessages"},
	} {
		if feature.used && !slices.Contains(services, feature.service) {
			services = append(services, feature.service)
		}
	}
	return services
}
