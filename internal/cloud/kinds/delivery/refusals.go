package delivery

import "github.com/berth-iac/berth/internal/cloud"

const (
	api = "https://docs.aws.amazon.com/codedeploy/latest/APIReference/"

	updateGroup = "CodeDeploy: UpdateDeploymentGroup"
)

// refused is a request to CodeDeploy that it turns down.
func refused(name, operation, code, message string) cloud.Refusal {
	return cloud.Refusal{
		Name: name, Operation: "CodeDeploy: " + operation, Code: code, Message: message, Source: api + "API_" + operation + ".html",
	}
}

// groupless is a deployment group that is not created, nor changed to.
func groupless(name, code, message string) cloud.Refusal {
	return refused(name, "CreateDeploymentGroup", code, message)
}

var applicationRefusals = []cloud.Refusal{
	applicationTaken, configurationTaken, configurationReserved, hostsMissing, hostsNotNeeded, routingMismatch, configurationInUse,
}

const createConfiguration = "CreateDeploymentConfig"

var (
	applicationTaken      = refused("application-taken", "CreateApplication", "ApplicationAlreadyExistsException", "Application already exists: %s")
	configurationTaken    = refused("deployment-config-taken", createConfiguration, "DeploymentConfigAlreadyExistsException", "Deployment config already exists: %s")
	configurationReserved = refused("deployment-config-reserved", createConfiguration, "InvalidDeploymentConfigNameException", "Deployment config name %s is reserved: names cannot start with CodeDeployDefault.")
	hostsMissing          = refused("deployment-config-hosts-missing", createConfiguration, "MinimumHealthyHostsRequiredException", "minimum healthy hosts argument is missing")
	hostsNotNeeded        = refused("deployment-config-hosts", createConfiguration, "InvalidMinimumHealthyHostValueException", "minimum healthy hosts should be null for %s deployment configuration")
	routingMismatch       = refused("deployment-config-routing", createConfiguration, "InvalidTrafficRoutingConfigurationException", "Traffic routing configuration of type %s must have the block of its type, and no other")
	configurationInUse    = refused("deployment-config-in-use", "DeleteDeploymentConfig", "DeploymentConfigInUseException", "Deployment config %[1]s is in use")
)

var groupRefusals = []cloud.Refusal{
	applicationUnknown, groupTaken, configurationUnknown, platformMismatch, roleNotAssumable, tooManyAlarms, alarmsMissing,
	rollbackWithoutEvents, rollbackWithoutAlarms, serverWithService,
}

var (
	applicationUnknown    = groupless("application-not-found", "ApplicationDoesNotExistException", "No application found for name: %s")
	groupTaken            = groupless("deployment-group-taken", "DeploymentGroupAlreadyExistsException", "Deployment Group already exists: %s")
	configurationUnknown  = groupless("deployment-config-not-found", "DeploymentConfigDoesNotExistException", "No deployment configuration found for name: %s")
	platformMismatch      = groupless("deployment-config-platform", "InvalidComputePlatformException", "Compute platform of deployment config %s does not match expected compute platform, correct compute platform should be %s.")
	roleNotAssumable      = groupless("deployment-role-not-assumable", "InvalidRoleException", "AWS CodeDeploy does not have the permissions required to assume the role %s.")
	tooManyAlarms         = groupless("deployment-alarms-limit", "AlarmsLimitExceededException", "The maximum number of alarms for a deployment group (10) was exceeded.")
	alarmsMissing         = groupless("deployment-alarms-missing", "InvalidAlarmConfigException", "Deployment Groups need to have at least one alarms attached if they are monitored.")
	rollbackWithoutEvents = groupless("rollback-without-events", "InvalidAutoRollbackConfigException", "Deployment Groups need to have at least one event specified when auto rollback is enabled")
	rollbackWithoutAlarms = groupless("rollback-without-alarms", "InvalidAutoRollbackConfigException", "Deployment Groups need alarms that are monitored when auto rollback is enabled for DEPLOYMENT_STOP_ON_ALARM")
	serverWithService     = groupless("deployment-server-with-service", "InvalidECSServiceException", "Server Deployment Groups should not define a value for ecsServices, eksClusters, or targetGroupPairInfoList")
)

// blueGreenRefusals are those of deployment groups on ECS.
var blueGreenRefusals = []cloud.Refusal{
	styleMismatch, withScalingGroups, withTags, balancerMissing, withClassicBalancer, pairIncomplete, oneListener, blueGreenMissing,
	withFleet, readyMissing, waitWithoutStop, blueKept, terminationTooLate, serviceMissing, serviceUnknown, controllerMismatch,
	serviceTaken,
}

const (
	badBalancer  = "InvalidLoadBalancerInfoException"
	badBlueGreen = "InvalidBlueGreenDeploymentConfigurationException"
	badService   = "InvalidECSServiceException"
)

var (
	styleMismatch       = groupless("deployment-style", "InvalidDeploymentStyleException", "For ECS deployment, the deployment type must be BLUE_GREEN, and deployment option must be WITH_TRAFFIC_CONTROL.")
	withScalingGroups   = groupless("deployment-auto-scaling-groups", "InvalidAutoScalingGroupException", "For ECS deployment group, autoScalingGroups can not be specified")
	withTags            = groupless("deployment-tag-filters", "InvalidEC2TagException", "For ECS deployment group, ec2TagFilters can not be specified")
	balancerMissing     = groupless("deployment-load-balancer-missing", badBalancer, "For ECS deployment group, loadBalancerInfo must be specified")
	withClassicBalancer = groupless("deployment-load-balancer-kind", badBalancer, "For ECS deployment group, loadBalancerInfo must not contain %s list")
	pairIncomplete      = groupless("deployment-target-groups", "InvalidTargetGroupPairException", "For ECS deployment group, targetGroupPairInfo must contain exactly two target groups")
	oneListener         = groupless("deployment-listeners", badBalancer, "For ECS deployment group, prodTrafficRoute must contain exactly one listener, and testTrafficRoute at most one")
	blueGreenMissing    = groupless("deployment-blue-green-missing", badBlueGreen, "For ECS deployment group, blueGreenDeploymentConfiguration must be specified")
	withFleet           = groupless("deployment-green-fleet", badBlueGreen, "For ECS deployment group, greenFleetProvisioningOption can not be specified")
	readyMissing        = groupless("deployment-ready-missing", badBlueGreen, "Deployment ready option cannot be null for blue green deployment")
	waitWithoutStop     = groupless("deployment-wait-without-stop", badBlueGreen, "Wait time can not be specified when the action on timeout is CONTINUE_DEPLOYMENT")
	blueKept            = groupless("deployment-blue-kept", badBlueGreen, "For ECS deployment group, the action on termination of blue instances must be TERMINATE")
	terminationTooLate  = groupless("deployment-termination-wait", badBlueGreen, "Termination wait time can not be more than 2880 minutes")
	serviceMissing      = groupless("deployment-service-missing", badService, "For ECS deployment group, ecsServices must be specified")
	serviceUnknown      = groupless("deployment-service-not-found", badService, "Could not load ECS service information for cluster: %s, service: %s. Cause: %s")
	controllerMismatch  = groupless("deployment-controller", badService, "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.")
	serviceTaken        = groupless("deployment-service-taken", "ECSServiceMappingLimitExceededException", "The Amazon ECS service is associated with more than one deployment groups. An Amazon ECS service can be associated with only one deployment group.")
)
