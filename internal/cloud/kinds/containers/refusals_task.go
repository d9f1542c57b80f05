package containers

import "github.com/berth-iac/berth/internal/cloud"

const taskGuide = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"

// unregistered is a task definition that ECS does not register.
func unregistered(name, message string) cloud.Refusal {
	return cloud.Refusal{
		Name: name, Operation: "ECS: RegisterTaskDefinition", Code: "ClientException", Message: message, Source: taskGuide,
	}
}

var taskRefusals = []cloud.Refusal{
	roleInvalid, noContainers, containerWithoutName, containerWithoutImage, containerTwice, noneEssential, cpuOverTask,
	portsDiffer, memoryMissing, reservationOverMemory, memoryOverTask, secretsWithoutRole, volumeUnknown, logOptionsMissing,
	dependsOnNothing, dependsOnNoHealth, dependsOnEssential, dependsOnItself, fargateNetwork, fargateCPU, fargateMemory,
	fargateSize, fargateUnsupported, fargateStopTimeout, fargateImageWithoutRole, fargateLogDriver, fargateLogsWithoutRole,
	fargateStreamPrefix, taskDefinitionUnread,
}

var (
	roleInvalid           = unregistered("task-role-not-found", "Role is not valid")
	noContainers          = unregistered("task-without-containers", "Container list cannot be empty.")
	containerWithoutName  = unregistered("container-without-name", "Container.name should not be null or empty.")
	containerWithoutImage = unregistered("container-without-image", "Container.image should not be null or empty.")
	containerTwice        = unregistered("container-name-taken", "Container.name contains duplicate: '%s'.")
	noneEssential         = unregistered("task-without-essential", "Task definition doesn't have any essential container.")
	cpuOverTask           = unregistered("container-cpu-over-task", "The sum of the 'cpu' settings for all containers is greater than for the task.")
	portsDiffer           = unregistered("container-ports-differ", "When networkMode=%s, the host ports and container ports in port mappings must match.")
	memoryMissing         = unregistered("container-memory-missing", "Invalid setting for container '%s'. At least one of 'memory' or 'memoryReservation' must be specified.")
	reservationOverMemory = unregistered("container-memory-reservation", "Invalid setting for container '%s'. 'memory' must be greater than or equal to 'memoryReservation'.")
	memoryOverTask        = unregistered("container-memory-over-task", "The 'memory' setting for container '%s' is greater than for the task.")
	secretsWithoutRole    = unregistered("secrets-without-execution-role", "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.")
	volumeUnknown         = unregistered("container-volume-unknown", "Unknown volume '%s'.")
	logOptionsMissing     = unregistered("awslogs-options", "Log driver awslogs requires options: awslogs-region, awslogs-group")
	// The sign between the words is AWS's.
	dependsOnNothing   = unregistered("depends-on-nothing", "Cannot depend on container + '%s' because it does not exist")
	dependsOnNoHealth  = unregistered("depends-on-no-health-check", "A dependency container with HEALTHY condition must have health check configured")
	dependsOnEssential = unregistered("depends-on-essential", "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container")
	dependsOnItself    = unregistered("depends-on-cycle", "Container dependency graph contains a cycle")

	fargateNetwork          = unregistered("fargate-network-mode", "Fargate only supports network mode ‘awsvpc’.")
	fargateCPU              = unregistered("fargate-cpu", "Fargate requires that 'cpu' be defined at the task level.")
	fargateMemory           = unregistered("fargate-memory", "Fargate requires that 'memory' be defined at the task level.")
	fargateSize             = unregistered("fargate-size", "No Fargate configuration exists for given values: %d CPU, %d memory. See the Amazon ECS documentation for the valid values.")
	fargateUnsupported      = unregistered("fargate-unsupported", "Fargate compatible task definitions do not support %s")
	fargateStopTimeout      = unregistered("fargate-stop-timeout", "Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds.")
	fargateImageWithoutRole = unregistered("fargate-image-without-role", "Fargate requires task definition to have execution role ARN to support ECR images.")
	fargateLogDriver        = unregistered("fargate-log-driver", "%s is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]")
	fargateLogsWithoutRole  = unregistered("fargate-logs-without-role", "Fargate requires task definition to have execution role ARN to support log driver awslogs.")
	fargateStreamPrefix     = unregistered("fargate-log-stream-prefix", "Log driver awslogs requires options: awslogs-stream-prefix")
)

var taskDefinitionUnread = cloud.Refusal{
	Name: "task-definition-unread", Operation: "ECS: DescribeTaskDefinition", Code: "ClientException",
	Message: "Unable to describe task definition.", Source: api + "API_DescribeTaskDefinition.html",
}
