package containers

import (
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var service = cloud.Kind{
	Type: "aws_ecs_service",
	Noun: "ECS Service",
	Validate: argument.All(
		argument.OneOf("launch_type", "EC2", "FARGATE", "EXTERNAL"),
		argument.OneOf("scheduling_strategy", "DAEMON", "REPLICA"),
		argument.OneOf("deployment_controller.type", "ECS", "CODE_DEPLOY", "EXTERNAL"),
		argument.OneOf("propagate_tags", "SERVICE", "TASK_DEFINITION", "NONE", ""),
		argument.Between("health_check_grace_period_seconds", 0, 2147483647),
		argument.Between("load_balancer.container_port", 0, 65536),
	),
	Create: func(c *cloud.Call) error {
		cluster := clusterOf(c, c.Object.Text("cluster"))
		if cluster == nil {
			return serviceClusterUnknown.With()
		}
		name := c.Object.Text("name")
		for _, other := range servicesOf(c, cluster) {
			if other.Text("name") == name {
				return serviceNameTaken.With()
			}
		}
		if err := acceptService(c); err != nil {
			return err
		}
		c.Object["id"] = c.ARN("ecs", "service/"+cluster.Text("name")+"/"+name)
		c.Object.Default("cluster", cluster["arn"])
		c.Object.Default("iam_role", "/aws-service-role/ecs."+c.DNSSuffix()+"/AWSServiceRoleForECS")
		c.Object.Default("triggers", map[string]any{})
		if !c.Object.Has("capacity_provider_strategy") {
			c.Object.Default("launch_type", "EC2")
		}
		c.Object.Default("launch_type", "")
		if runsOnFargate(c.Object) {
			c.Object.Default("platform_version", "LATEST")
		}
		c.Object.Default("platform_version", "")
		return nil
	},
	Update: func(c *cloud.Call) error {
		if controllerOf(c.Object) == codeDeploy {
			return acceptUpdate(c)
		}
		return acceptService(c)
	},
	ImportID: func(object cloud.Attributes) string {
		_, path, _ := strings.Cut(object.Text("id"), ":service/")
		return path
	},
}

// The deployment controllers.
const (
	rolling    = "ECS"
	codeDeploy = "CODE_DEPLOY"
	external   = "EXTERNAL"
)

func controllerOf(service cloud.Attributes) string {
	if controller := service.Text("deployment_controller.type"); controller != "" {
		return controller
	}
	return rolling
}

// runsOnFargate tells whether Fargate runs a service's tasks.
func runsOnFargate(service cloud.Attributes) bool {
	for _, provider := range service.Texts("capacity_provider_strategy.capacity_provider") {
		if strings.HasPrefix(provider, "FARGATE") {
			return true
		}
	}
	return service.Text("launch_type") == "FARGATE"
}

// acceptService refuses a service that does not fit together, or whose tasks
// could not start.
func acceptService(c *cloud.Call) error {
	if err := acceptController(c.Object); err != nil {
		return during(c, err)
	}
	if err := acceptCapacity(c); err != nil {
		return during(c, err)
	}
	if controllerOf(c.Object) == external {
		return nil
	}
	name := c.Object.Text("task_definition")
	definition := Revision(c, name)
	switch {
	case definition == nil:
		return during(c, taskDefinitionUnknown.With())
	case statusOf(definition) == inactive:
		return during(c, taskDefinitionInactive.With())
	}
	if err := acceptTaskOf(c, definition); err != nil {
		return during(c, err)
	}
	if err := acceptBalancers(c, definition); err != nil {
		return during(c, err)
	}
	if c.Object.Int("desired_count") > 0 || c.Object.Text("scheduling_strategy") == "DAEMON" {
		return starts(c, definition)
	}
	return nil
}

// during names the operation that a service was sent with.
func during(c *cloud.Call, err error) error {
	refused, isRefusal := err.(*cloud.Error)
	if isRefusal && c.Prior != nil {
		refused.Refusal.Operation = strings.Replace(refused.Refusal.Operation, "CreateService", "UpdateService", 1)
	}
	return err
}

var serviceData = cloud.Data{Type: "aws_ecs_service", Read: func(c *cloud.Call) error {
	cluster := clusterOf(c, c.Object.Text("cluster_arn"))
	for _, service := range servicesOf(c, cluster) {
		if cluster != nil && service.Text("name") == c.Object.Text("service_name") {
			c.Copy(service, "desired_count", "launch_type", "scheduling_strategy", "task_definition")
			c.Object["id"], c.Object["arn"] = service["id"], service["id"]
			c.Object["tags"] = service["tags_all"]
			return nil
		}
	}
	return cloud.NoMatch("ECS Service")
}}

var clusterData = cloud.Data{Type: "aws_ecs_cluster", Read: func(c *cloud.Call) error {
	cluster := clusterOf(c, c.Object.Text("cluster_name"))
	if cluster == nil {
		return cloud.NoMatch("ECS Cluster")
	}
	c.Copy(cluster, "id", "arn", "setting", "service_connect_defaults")
	running := 0
	for _, service := range servicesOf(c, cluster) {
		running += service.Int("desired_count")
	}
	c.Object["status"] = active
	c.Object["running_tasks_count"], c.Object["pending_tasks_count"] = running, 0
	c.Object["registered_container_instances_count"] = 0
	c.Object["tags"] = cluster["tags_all"]
	return nil
}}
