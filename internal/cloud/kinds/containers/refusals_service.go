package containers

import "github.com/berth-iac/berth/internal/cloud"

// uncreated is a service that ECS does not create, nor change to.
func uncreated(name, message string) cloud.Refusal {
	return cloud.Refusal{
		Name: name, Operation: "ECS: CreateService", Code: "InvalidParameterException", Message: message,
		Source: api + "API_CreateService.html",
	}
}

// client are those with the code of a client's mistake.
func client(refusal cloud.Refusal, code string) cloud.Refusal {
	refusal.Code = code
	return refusal
}

var serviceRefusals = []cloud.Refusal{
	serviceClusterUnknown, serviceNameTaken, taskDefinitionUnknown, taskDefinitionInactive, twoCapacities, platformOfInstances,
	fargateConstraints, fargatePlacement, providerNotAssociated, strategyWithoutWeight, daemonOnFargate, networkMissing,
	networkNotNeeded, notForFargate, execWithoutRole, serviceSubnetUnknown, serviceGroupUnknown, registryUnknown,
	containerUnknown, portUnknown, serviceTargetGroupUnknown, targetTypeMismatch, targetGroupUnattached, graceWithoutBalancer,
}

var (
	serviceClusterUnknown  = client(uncreated("service-cluster-not-found", "Cluster not found."), "ClusterNotFoundException")
	serviceNameTaken       = uncreated("service-name-taken", "Creation of service was not idempotent.")
	taskDefinitionUnknown  = client(uncreated("service-task-definition-not-found", "TaskDefinition not found."), "ClientException")
	taskDefinitionInactive = client(uncreated("service-task-definition-inactive", "TaskDefinition is inactive"), "ClientException")
	twoCapacities          = uncreated("service-two-capacities", "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.")
	platformOfInstances    = uncreated("service-platform-version-ec2", "The platform version must be null when specifying an EC2 launch type.")
	fargateConstraints     = uncreated("service-fargate-constraints", "Placement constraints are not supported with FARGATE launch type.")
	fargatePlacement       = uncreated("service-fargate-placement", "Placement strategies are not supported with FARGATE launch type.")
	providerNotAssociated  = uncreated("service-capacity-provider-not-associated", "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.")
	strategyWithoutWeight  = uncreated("service-capacity-weights", "There are no capacity providers in the capacity provider strategy with a weight value greater than zero. Specify a weight value greater than zero for at least one capacity provider.")
	daemonOnFargate        = uncreated("service-daemon-fargate", "The daemon scheduling strategy is not supported with FARGATE launch type.")
	networkMissing         = uncreated("service-network-missing", "Network Configuration must be provided when networkMode 'awsvpc' is specified.")
	networkNotNeeded       = uncreated("service-network-not-needed", "Network Configuration is not valid for the given networkMode of this task definition.")
	notForFargate          = uncreated("service-task-not-for-fargate", "Task definition does not support launch_type FARGATE.")
	execWithoutRole        = uncreated("service-exec-without-task-role", "The service couldn't be created because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.")
	serviceSubnetUnknown   = uncreated("service-subnet-not-found", "Error retrieving subnet information for [%s]: The subnet ID '%s' does not exist (ErrorCode: InvalidSubnetID.NotFound)")
	serviceGroupUnknown    = uncreated("service-security-group-not-found", "Error retrieving security group information for [%s]: The security group '%s' does not exist (ErrorCode: InvalidGroup.NotFound)")
	registryUnknown        = uncreated("service-registry-not-found", "The service registry with arn %s does not exist.")
	containerUnknown       = uncreated("service-container-unknown", "The container %s does not exist in the task definition.")
	portUnknown            = uncreated("service-port-unknown", "The container %s did not have a container port %d defined.")

	serviceTargetGroupUnknown = uncreated("service-target-group-not-found", "The specified target group %s does not exist.")
	targetTypeMismatch        = uncreated("service-target-type", "The provided target group %s has target type %s, which is incompatible with the %s network mode specified in the task definition.")
	targetGroupUnattached     = uncreated("service-target-group-unattached", "The target group with targetGroupArn %s does not have an associated load balancer.")
	graceWithoutBalancer      = uncreated("service-grace-period-without-load-balancer", "Health check grace period is only valid for services configured to use load balancers")
)

// Start refusals are what ECS writes into the service's events: no request is
// turned down, but no task comes up either.
var startRefusals = []cloud.Refusal{
	roleNotAssumable, logGroupUnknown, logsNotPermitted, secretUnknown, secretDenied, parameterUnknown, parameterDenied, pullDenied,
}

// stopped is a service whose tasks stop for a reason.
func stopped(name, reason string) cloud.Refusal {
	return cloud.Refusal{
		Name: name, Message: "(service %s) is unable to start its tasks. Reason: " + reason,
		Source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html",
	}
}

var (
	roleNotAssumable = stopped("task-role-not-assumable", "ECS was unable to assume the role '%s' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.")
	logGroupUnknown  = stopped("task-log-group-not-found", "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.")
	logsNotPermitted = stopped("task-logs-denied", "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: AccessDeniedException: %s is not authorized to perform: logs:CreateLogStream on resource: %s because no identity-based policy allows the logs:CreateLogStream action")
	secretUnknown    = stopped("task-secret-not-found", "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret.")
	secretDenied     = stopped("task-secret-denied", "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: AccessDeniedException: %s is not authorized to perform: secretsmanager:GetSecretValue on resource: %s because no identity-based policy allows the secretsmanager:GetSecretValue action")
	parameterUnknown = stopped("task-parameter-not-found", "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: %s")
	parameterDenied  = stopped("task-parameter-denied", "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: AccessDeniedException: %s is not authorized to perform: ssm:GetParameters on resource: %s because no identity-based policy allows the ssm:GetParameters action")
	pullDenied       = stopped("task-pull-denied", "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: AccessDeniedException: %s is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action")
)
