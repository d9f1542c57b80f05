package compute

import "github.com/berth-iac/berth/internal/cloud"

const (
	ec2Errors     = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"
	scalingErrors = "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html"
	scalingAPI    = "https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html"
)

// Refusals are those of this area.
func Refusals() []cloud.Refusal {
	return []cloud.Refusal{
		groupNotFound, profileNotFound, templateTaken, templateNameInvalid, templateNotFound, templateInUse,
		subnetNotFound, targetGroupNotFound, groupTaken, groupInUse, sizeInvalid, desiredInvalid,
	}
}

var (
	groupNotFound       = ec2("launch-template-group-not-found", "CreateLaunchTemplate", "InvalidGroup.NotFound", "The security group '%s' does not exist")
	profileNotFound     = ec2("launch-template-profile-not-found", "CreateLaunchTemplate", "InvalidParameterValue", "Value (%s) for parameter iamInstanceProfile is invalid. Invalid IAM Instance Profile")
	templateTaken       = ec2("launch-template-taken", "CreateLaunchTemplate", "InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use: %s")
	templateNameInvalid = ec2("launch-template-name", "CreateLaunchTemplate", "InvalidLaunchTemplateName.MalformedException", "The launch template name %s is not valid")
	templateInUse       = cloud.Refusal{
		Name: "launch-template-in-use", Operation: "EC2: DeleteLaunchTemplate", Code: "DependencyViolation",
		Message: "launch template %[1]s is used by Auto Scaling group %[2]s", Source: ec2Errors,
	}

	templateNotFound    = scaling("autoscaling-template-not-found", "CreateAutoScalingGroup", "ValidationError", "You must use a valid fully-formed launch template. The specified launch template, with template ID %s, does not exist.")
	subnetNotFound      = scaling("autoscaling-subnet-not-found", "CreateAutoScalingGroup", "ValidationError", "The subnet ID '%s' does not exist")
	targetGroupNotFound = scaling("autoscaling-target-group-not-found", "CreateAutoScalingGroup", "ValidationError", "Provided Target Groups may not be valid. Target group %s not found")
	groupTaken          = scaling("autoscaling-group-taken", "CreateAutoScalingGroup", "AlreadyExists", "AutoScalingGroup by this name already exists - A group with the name %s already exists")
	groupInUse          = scaling("autoscaling-group-in-use", "DeleteAutoScalingGroup", "ResourceInUse", "AutoScalingGroup %s is used by the capacity provider %s")
	sizeInvalid         = scaling("autoscaling-size", "CreateAutoScalingGroup", "ValidationError", "Min bound, %d, must be less than or equal to max bound, %d")
	desiredInvalid      = cloud.Refusal{
		Name: "autoscaling-desired", Operation: "Auto Scaling: CreateAutoScalingGroup", Code: "ValidationError",
		Message: "Desired capacity:%d must be between the specified min size:%d and max size:%d", Source: scalingAPI,
	}
)

func ec2(name, operation, code, message string) cloud.Refusal {
	return cloud.Refusal{Name: name, Operation: "EC2: " + operation, Code: code, Message: message, Source: ec2Errors}
}

func scaling(name, operation, code, message string) cloud.Refusal {
	return cloud.Refusal{Name: name, Operation: "Auto Scaling: " + operation, Code: code, Message: message, Source: scalingErrors}
}
