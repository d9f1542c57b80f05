package containers

import "github.com/berth-iac/berth/internal/cloud"

// controllerRefusals are what a service cannot do, or change, where CodeDeploy
// deploys it.
var controllerRefusals = []cloud.Refusal{
	daemonWithCodeDeploy, breakerWithCodeDeploy, alarmsWithCodeDeploy, connectWithCodeDeploy, codeDeployWithoutBalancer,
	codeDeployBalancers, updateTaskDefinition, updateLoadBalancer, updateNetwork, updatePlatform, updateExec,
	updateRegistries, forceDeployment,
}

var (
	daemonWithCodeDeploy      = uncreated("code-deploy-daemon", "The daemon scheduling strategy is not supported with a CODE_DEPLOY deployment controller.")
	breakerWithCodeDeploy     = uncreated("code-deploy-circuit-breaker", "Deployment circuit breaker feature can be configured only with ECS deployment controller.")
	alarmsWithCodeDeploy      = uncreated("code-deploy-alarms", "Deployment alarms feature can be configured only with ECS deployment controller.")
	connectWithCodeDeploy     = uncreated("code-deploy-service-connect", "Service Connect can be configured only with ECS deployment controller.")
	codeDeployWithoutBalancer = uncreated("code-deploy-without-load-balancer", "Your service requires an Application Load Balancer or Network Load Balancer to use a CODE_DEPLOY deployment controller.")
	codeDeployBalancers       = uncreated("code-deploy-load-balancers", "Multiple target groups are not supported with a CODE_DEPLOY deployment controller.")
)

// unchangeable is what UpdateService leaves to CodeDeploy.
func unchangeable(name, what string) cloud.Refusal {
	return cloud.Refusal{
		Name: name, Operation: "ECS: UpdateService", Code: "InvalidParameterException",
		Message: what + " on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.",
		Source:  api + "API_UpdateService.html",
	}
}

var (
	updateTaskDefinition = unchangeable("code-deploy-task-definition", "Unable to update task definition")
	updateLoadBalancer   = unchangeable("code-deploy-load-balancer", "Unable to update load balancers")
	updateNetwork        = unchangeable("code-deploy-network", "Unable to update network parameters")
	updatePlatform       = unchangeable("code-deploy-platform-version", "Unable to update platform version")
	updateExec           = unchangeable("code-deploy-exec", "Unable to update execute command")
	updateRegistries     = unchangeable("code-deploy-registries", "Unable to update service registries")
	forceDeployment      = unchangeable("code-deploy-force", "Cannot force a new deployment")
)
