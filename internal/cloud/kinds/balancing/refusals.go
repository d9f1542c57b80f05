package balancing

import "github.com/berth-iac/berth/internal/cloud"

const api = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/"

var loadBalancerRefusals = []cloud.Refusal{
	loadBalancerNameTaken, loadBalancerNameInternal, loadBalancerProtected,
	subnetNotFound, securityGroupsInvalid,
	sameZoneTwice, subnetsOfTwoNetworks, tooFewSubnets, noInternetGateway, logsDenied,
}

// The provider looks for the name itself before it creates a load balancer.
var loadBalancerNameTaken = cloud.Refusal{
	Name: "load-balancer-name-taken", Message: "ELBv2 Load Balancer (%s) already exists",
	Source: api + "API_CreateLoadBalancer.html",
}

var loadBalancerNameInternal = cloud.Refusal{
	Name: "load-balancer-name-internal", Operation: createBalancer, Code: "ValidationError",
	Message: `The load balancer name '%s' cannot begin with "internal-"`, Source: api + "API_CreateLoadBalancer.html",
}

var loadBalancerProtected = cloud.Refusal{
	Name: "load-balancer-deletion-protection", Operation: "Elastic Load Balancing v2: DeleteLoadBalancer", Code: "OperationNotPermitted",
	Message: "Load balancer '%s' cannot be deleted because deletion protection is enabled", Source: api + "API_DeleteLoadBalancer.html",
}

const createBalancer = "Elastic Load Balancing v2: CreateLoadBalancer"

var subnetNotFound = cloud.Refusal{
	Name: "load-balancer-subnet-not-found", Operation: createBalancer, Code: "SubnetNotFound",
	Message: "The subnet ID '%s' does not exist", Source: api + "API_CreateLoadBalancer.html",
}

var securityGroupsInvalid = cloud.Refusal{
	Name: "load-balancer-security-groups-invalid", Operation: createBalancer, Code: "InvalidConfigurationRequest",
	Message: "One or more security groups are invalid", Source: api + "API_CreateLoadBalancer.html",
}

var sameZoneTwice = cloud.Refusal{
	Name: "load-balancer-zone-twice", Operation: createBalancer, Code: "InvalidConfigurationRequest",
	Message: "A load balancer cannot be attached to multiple subnets in the same Availability Zone", Source: api + "API_CreateLoadBalancer.html",
}

var subnetsOfTwoNetworks = cloud.Refusal{
	Name: "load-balancer-in-two-networks", Operation: createBalancer, Code: "InvalidConfigurationRequest",
	Message: "All subnets must belong to the same VPC", Source: api + "API_CreateLoadBalancer.html",
}

var tooFewSubnets = cloud.Refusal{
	Name: "load-balancer-in-one-zone", Operation: createBalancer, Code: "ValidationError",
	Message: "At least two subnets in two different Availability Zones must be specified", Source: api + "API_CreateLoadBalancer.html",
}

var noInternetGateway = cloud.Refusal{
	Name: "load-balancer-without-internet-gateway", Operation: createBalancer, Code: "InvalidSubnet",
	Message: "VPC %s has no internet gateway", Source: api + "API_CreateLoadBalancer.html",
}

var logsDenied = cloud.Refusal{
	Name: "access-logs-denied", Operation: "Elastic Load Balancing v2: ModifyLoadBalancerAttributes", Code: "InvalidConfigurationRequest",
	Message: "Access Denied for bucket: %s. Please check S3bucket permission",
	Source:  "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
}

var targetGroupRefusals = []cloud.Refusal{
	targetGroupNameTaken, targetGroupNetworkUnknown, targetGroupIncomplete, healthCheckOverlaps,
	attachmentGroupUnknown, targetInvalid,
}

var targetGroupNameTaken = cloud.Refusal{
	Name: "target-group-name-taken", Message: "ELBv2 Target Group (%s) already exists", Source: api + "API_CreateTargetGroup.html",
}

const createGroup = "Elastic Load Balancing v2: CreateTargetGroup"

var targetGroupNetworkUnknown = cloud.Refusal{
	Name: "target-group-vpc-not-found", Operation: createGroup, Code: "ValidationError",
	Message: "The VPC ID '%s' is not found", Source: api + "API_CreateTargetGroup.html",
}

var targetGroupIncomplete = cloud.Refusal{
	Name: "target-group-incomplete", Operation: createGroup, Code: "ValidationError",
	Message: "A target group of type '%s' must have a protocol and a port", Source: api + "API_CreateTargetGroup.html",
}

var healthCheckOverlaps = cloud.Refusal{
	Name: "health-check-timeout", Operation: createGroup, Code: "ValidationError",
	Message: "Health check interval must be greater than the timeout.", Source: api + "API_CreateTargetGroup.html",
}

const registerTargets = "Elastic Load Balancing v2: RegisterTargets"

var attachmentGroupUnknown = cloud.Refusal{
	Name: "attachment-target-group-not-found", Operation: registerTargets, Code: "TargetGroupNotFound",
	Message: "Target groups '%s' not found", Source: api + "API_RegisterTargets.html",
}

var targetInvalid = cloud.Refusal{
	Name: "target-invalid", Operation: registerTargets, Code: "ValidationError",
	Message: "Instance ID '%s' is not valid", Source: api + "API_RegisterTargets.html",
}
