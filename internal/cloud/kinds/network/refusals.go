package network

import "github.com/berth-iac/berth/internal/cloud"

const (
	ec2Errors = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"
	natErrors = "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html"
	vpcQuotas = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"
)

// Refusals are those of this area.
func Refusals() []cloud.Refusal {
	return []cloud.Refusal{
		vpcNotFound, vpcNotEmpty,
		subnetNotFound, subnetInvalid, subnetOutside, subnetConflict, zoneInvalid, subnetInUse, subnetAssociated,
		gatewayAttached, gatewayInUse, gatewayNotFound,
		addressLimit, addressInUse, allocationNotFound, allocationTaken,
		natSubnetNotFound, natWithoutGateway, natNotFound,
		routeTableNotFound, routeTableInUse, routeTaken,
		groupNotFound, groupTaken, groupInvalid, groupInUse, ruleTaken, rulesLimit,
		serviceInvalid, privateDNSNeedsVPC, privateDNSTaken,
		flowLogVPCNotFound, flowLogRole, flowLogTaken,
	}
}

// ec2 is an error of the EC2 API.
func ec2(name, operation, code, message string) cloud.Refusal {
	return cloud.Refusal{Name: name, Operation: "EC2: " + operation, Code: code, Message: message, Source: ec2Errors}
}

var (
	vpcNotFound = ec2("vpc-not-found", "CreateSubnet", "InvalidVpcID.NotFound", "The vpc ID '%s' does not exist")
	vpcNotEmpty = ec2("vpc-not-empty", "DeleteVpc", "DependencyViolation", "The vpc '%[1]s' has dependencies and cannot be deleted.")

	subnetNotFound   = ec2("subnet-not-found", "AssociateRouteTable", "InvalidSubnetID.NotFound", "The subnet ID '%s' does not exist")
	subnetInvalid    = ec2("subnet-invalid", "CreateSubnet", "InvalidParameterValue", "Value (%s) for parameter cidrBlock is invalid. This is not a valid CIDR block.")
	subnetOutside    = ec2("subnet-outside-vpc", "CreateSubnet", "InvalidSubnet.Range", "The CIDR '%s' is invalid.")
	subnetConflict   = ec2("subnet-conflict", "CreateSubnet", "InvalidSubnet.Conflict", "The CIDR '%s' conflicts with another subnet")
	zoneInvalid      = ec2("zone-invalid", "CreateSubnet", "InvalidParameterValue", "Value (%s) for parameter availabilityZone is invalid.")
	subnetInUse      = ec2("subnet-in-use", "DeleteSubnet", "DependencyViolation", "The subnet '%[1]s' has dependencies and cannot be deleted.")
	subnetAssociated = ec2("subnet-associated", "AssociateRouteTable", "Resource.AlreadyAssociated", "the specified association conflicts with an existing association of %s")

	gatewayAttached = ec2("internet-gateway-attached", "AttachInternetGateway", "Resource.AlreadyAssociated", "resource %s is already associated with an internet gateway")
	gatewayInUse    = ec2("internet-gateway-in-use", "DetachInternetGateway", "DependencyViolation", "Network %s has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.")
	gatewayNotFound = ec2("internet-gateway-not-found", "CreateRoute", "InvalidGatewayID.NotFound", "The gateway ID '%s' does not exist")

	addressInUse       = ec2("address-in-use", "ReleaseAddress", "InvalidIPAddress.InUse", "Address with allocation id [%[1]s] is in use by %[2]s.")
	allocationNotFound = ec2("allocation-not-found", "CreateNatGateway", "InvalidAllocationID.NotFound", "The allocation ID '%s' does not exist")
	allocationTaken    = ec2("allocation-taken", "CreateNatGateway", "Resource.AlreadyAssociated", "Elastic IP address [%s] is already associated.")
	addressLimit       = cloud.Refusal{
		Name: "address-limit", Operation: "EC2: AllocateAddress", Code: "AddressLimitExceeded",
		Message: "The maximum number of addresses has been reached.", Source: vpcQuotas,
	}

	natSubnetNotFound = ec2("nat-subnet-not-found", "CreateNatGateway", "InvalidSubnetID.NotFound", "The subnet ID '%s' does not exist")
	natNotFound       = ec2("nat-gateway-not-found", "CreateRoute", "InvalidNatGatewayID.NotFound", "The NatGateway ID '%s' does not exist")
	// natWithoutGateway shows while the provider waits for the gateway.
	natWithoutGateway = cloud.Refusal{
		Name:    "nat-without-internet-gateway",
		Message: "waiting for EC2 NAT Gateway (%s) create: unexpected state 'failed', wanted target 'available'. last error: Gateway.NotAttached: Network %s has no Internet gateway attached",
		Source:  natErrors,
	}

	routeTableNotFound = ec2("route-table-not-found", "CreateRoute", "InvalidRouteTableID.NotFound", "The routeTable ID '%s' does not exist")
	routeTableInUse    = ec2("route-table-in-use", "DeleteRouteTable", "DependencyViolation", "The routeTable '%[1]s' has dependencies and cannot be deleted.")
	routeTaken         = ec2("route-taken", "CreateRoute", "RouteAlreadyExists", "The route identified by %s already exists.")

	groupNotFound = ec2("security-group-not-found", "AuthorizeSecurityGroupIngress", "InvalidGroup.NotFound", "The security group '%s' does not exist")
	groupTaken    = ec2("security-group-taken", "CreateSecurityGroup", "InvalidGroup.Duplicate", "The security group '%s' already exists for the VPC")
	groupInvalid  = ec2("security-group-invalid", "CreateSecurityGroup", "InvalidParameterValue", "Value (%s) for parameter %s is invalid. Character sets beyond ASCII are not supported.")
	groupInUse    = ec2("security-group-in-use", "DeleteSecurityGroup", "DependencyViolation", "resource %[1]s has a dependent object")
	ruleTaken     = ec2("security-group-rule-taken", "AuthorizeSecurityGroupIngress", "InvalidPermission.Duplicate", `the specified rule "%s" already exists`)
	rulesLimit    = cloud.Refusal{
		Name: "security-group-rules-limit", Operation: "EC2: AuthorizeSecurityGroupIngress", Code: "RulesPerSecurityGroupLimitExceeded",
		Message: "The maximum number of rules per security group has been reached.", Source: vpcQuotas,
	}

	serviceInvalid     = ec2("endpoint-service-invalid", "CreateVpcEndpoint", "InvalidServiceName", "The Vpc Endpoint Service '%s' does not exist")
	privateDNSNeedsVPC = ec2("endpoint-dns-support", "CreateVpcEndpoint", "InvalidParameter", "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for %s")
	privateDNSTaken    = ec2("endpoint-dns-taken", "CreateVpcEndpoint", "InvalidParameter", "private-dns-enabled cannot be set because there is already a conflicting DNS domain for %s in the VPC")

	flowLogVPCNotFound = ec2("flow-log-vpc-not-found", "CreateFlowLogs", "InvalidVpcID.NotFound", "The vpc ID '%s' does not exist")
	flowLogRole        = ec2("flow-log-role", "CreateFlowLogs", "InvalidParameter", "DeliverLogsPermissionArn %s does not exist")
	flowLogTaken       = ec2("flow-log-taken", "CreateFlowLogs", "FlowLogAlreadyExists", "Error. There is an existing Flow Log with the same configuration and log destination (%s).")
)
