package network

import "github.com/berth-iac/berth/internal/cloud"

const ec2Errors = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"

// Refusals are those of this area.
func Refusals() []cloud.Refusal {
	return []cloud.Refusal{vpcNotFound, vpcNotEmpty, invalidSubnet, subnetOutside, subnetConflict}
}

var vpcNotFound = cloud.Refusal{
	Name: "vpc-not-found", Operation: "EC2: CreateSubnet", Code: "InvalidVpcID.NotFound",
	Message: "The vpc ID '%s' does not exist", Source: ec2Errors,
}

var vpcNotEmpty = cloud.Refusal{
	Name: "vpc-not-empty", Operation: "EC2: DeleteVpc", Code: "DependencyViolation",
	Message: "The vpc '%[1]s' has dependencies and cannot be deleted.", Source: ec2Errors,
}

var invalidSubnet = cloud.Refusal{
	Name: "subnet-invalid", Operation: "EC2: CreateSubnet", Code: "InvalidParameterValue",
	Message: "Value (%s) for parameter cidrBlock is invalid. This is not a valid CIDR block.", Source: ec2Errors,
}

var subnetOutside = cloud.Refusal{
	Name: "subnet-outside-vpc", Operation: "EC2: CreateSubnet", Code: "InvalidSubnet.Range",
	Message: "The CIDR '%s' is invalid.", Source: ec2Errors,
}

var subnetConflict = cloud.Refusal{
	Name: "subnet-conflict", Operation: "EC2: CreateSubnet", Code: "InvalidSubnet.Conflict",
	Message: "The CIDR '%s' conflicts with another subnet", Source: ec2Errors,
}
