package containers

import (
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

// acceptController refuses what the deployment controller does not offer.
func acceptController(service cloud.Attributes) error {
	daemon := service.Text("scheduling_strategy") == "DAEMON"
	if daemon && runsOnFargate(service) {
		return daemonOnFargate.With()
	}
	if controllerOf(service) != codeDeploy {
		return nil
	}
	balancers := len(service.Blocks("load_balancer"))
	switch {
	case daemon:
		return daemonWithCodeDeploy.With()
	case service.Bool("deployment_circuit_breaker.enable"):
		return breakerWithCodeDeploy.With()
	case service.Bool("alarms.enable"):
		return alarmsWithCodeDeploy.With()
	case service.Bool("service_connect_configuration.enabled"):
		return connectWithCodeDeploy.With()
	case balancers == 0:
		return codeDeployWithoutBalancer.With()
	case balancers > 1:
		return codeDeployBalancers.With()
	}
	return nil
}

// acceptCapacity refuses a launch type or capacity providers that the service
// cannot run on.
func acceptCapacity(c *cloud.Call) error {
	strategy := c.Object.Blocks("capacity_provider_strategy")
	launchType := c.Object.Text("launch_type")
	switch {
	case launchType != "" && len(strategy) > 0:
		return twoCapacities.With()
	case runsOnFargate(c.Object) && c.Object.Has("placement_constraints"):
		return fargateConstraints.With()
	case runsOnFargate(c.Object) && c.Object.Has("ordered_placement_strategy"):
		return fargatePlacement.With()
	case launchType == "EC2" && c.Object.Text("platform_version") != "":
		return platformOfInstances.With()
	}
	weight := 0
	associated := c.One("aws_ecs_cluster_capacity_providers", "cluster_name", clusterOf(c, c.Object.Text("cluster")).Text("name")).Texts("capacity_providers")
	for _, provider := range strategy {
		weight += provider.Int("weight")
		if !slices.Contains(associated, provider.Text("capacity_provider")) {
			return providerNotAssociated.With()
		}
	}
	if len(strategy) > 0 && weight == 0 {
		return strategyWithoutWeight.With()
	}
	return nil
}

// acceptTaskOf refuses a task definition that the service cannot run.
func acceptTaskOf(c *cloud.Call, definition cloud.Attributes) error {
	network := c.Object.Blocks("network_configuration")
	switch awsvpc := definition.Text("network_mode") == "awsvpc"; {
	case awsvpc && len(network) == 0:
		return networkMissing.With()
	case !awsvpc && len(network) > 0:
		return networkNotNeeded.With()
	case runsOnFargate(c.Object) && !isFargate(definition):
		return notForFargate.With()
	case c.Object.Bool("enable_execute_command") && !definition.Has("task_role_arn"):
		return execWithoutRole.With()
	}
	for _, id := range c.Object.Texts("network_configuration.subnets") {
		if c.One("aws_subnet", "id", id) == nil {
			return serviceSubnetUnknown.With(id, id)
		}
	}
	for _, id := range c.Object.Texts("network_configuration.security_groups") {
		if c.One("aws_security_group", "id", id) == nil {
			return serviceGroupUnknown.With(id, id)
		}
	}
	for _, arn := range c.Object.Texts("service_registries.registry_arn") {
		if c.One("aws_service_discovery_service", "arn", arn) == nil {
			return registryUnknown.With(arn)
		}
	}
	return nil
}

// acceptBalancers refuses load balancers that could not reach the tasks.
func acceptBalancers(c *cloud.Call, definition cloud.Attributes) error {
	containers, _ := containersOf(definition)
	for _, balancer := range c.Object.Blocks("load_balancer") {
		name, port := balancer.Text("container_name"), balancer.Int("container_port")
		target := named(containers, name)
		switch {
		case target == nil:
			return containerUnknown.With(name)
		case !target.publishes(port):
			return portUnknown.With(name, port)
		}
		arn := balancer.Text("target_group_arn")
		if arn == "" {
			continue
		}
		group := c.One("aws_lb_target_group", "arn", arn)
		if group == nil {
			return serviceTargetGroupUnknown.With(arn)
		}
		mode, kind := definition.Text("network_mode"), group.Text("target_type")
		if kind == "" {
			kind = "instance"
		}
		if fits := (mode == "awsvpc") == (kind == "ip"); !fits {
			return targetTypeMismatch.With(arn, kind, mode)
		}
		if !balanced(c, arn) {
			return targetGroupUnattached.With(arn)
		}
	}
	if c.Object.Has("health_check_grace_period_seconds") && c.Object.Int("health_check_grace_period_seconds") > 0 && !c.Object.Has("load_balancer") {
		return graceWithoutBalancer.With()
	}
	return nil
}

// balanced tells whether a listener or rule forwards to a target group.
func balanced(c *cloud.Call, group string) bool {
	for _, path := range []string{"target_group_arn", "forward.target_group.arn"} {
		if c.One("aws_lb_listener", "default_action."+path, group) != nil || c.One("aws_lb_listener_rule", "action."+path, group) != nil {
			return true
		}
	}
	return false
}

// acceptUpdate refuses what CodeDeploy alone may change about a service.
func acceptUpdate(c *cloud.Call) error {
	for _, of := range []struct {
		attribute string
		refusal   cloud.Refusal
	}{
		{"task_definition", updateTaskDefinition},
		{"load_balancer", updateLoadBalancer},
		{"network_configuration", updateNetwork},
		{"platform_version", updatePlatform},
		{"enable_execute_command", updateExec},
		{"service_registries", updateRegistries},
	} {
		if changed(c.Prior, c.Object, of.attribute) {
			return of.refusal.With()
		}
	}
	if c.Object.Bool("force_new_deployment") {
		return forceDeployment.With()
	}
	if err := acceptController(c.Object); err != nil {
		return during(c, err)
	}
	return nil
}

// changed tells whether an attribute has another value: nothing, an empty text
// and false are the same to the API.
func changed(before, after cloud.Attributes, name string) bool {
	return canonical(before[name]) != canonical(after[name])
}

func canonical(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case map[string]any:
		var parts []string
		for key, element := range value {
			if text := canonical(element); text != "" {
				parts = append(parts, key+"="+text)
			}
		}
		slices.Sort(parts)
		return strings.Join(parts, ";")
	case []any:
		var parts []string
		for _, element := range value {
			parts = append(parts, "["+canonical(element)+"]")
		}
		slices.Sort(parts)
		return strings.Join(parts, "")
	default:
		text := cloud.Attributes{"value": value}.Text("value")
		if text == "false" {
			return ""
		}
		return text
	}
}
