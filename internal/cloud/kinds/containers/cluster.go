package containers

import (
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var cluster = cloud.Kind{
	Type: "aws_ecs_cluster",
	Noun: "ECS Cluster",
	Validate: argument.All(
		argument.Length("name", 1, 255),
		argument.Match("name", nameForm, "The cluster name must consist of alphanumerics, hyphens, and underscores."),
		argument.OneOf("configuration.execute_command_configuration.logging", "NONE", "DEFAULT", "OVERRIDE"),
		argument.OneOf("setting.name", "containerInsights"),
	),
	Create: func(c *cloud.Call) error {
		if err := acceptCluster(c); err != nil {
			return err
		}
		c.Object["arn"] = c.ARN("ecs", "cluster/"+c.Object.Text("name"))
		c.Object["id"] = c.Object["arn"]
		return nil
	},
	Update: acceptCluster,
	Delete: func(c *cloud.Call) error {
		if len(servicesOf(c, c.Object)) > 0 {
			return clusterHasServices.With()
		}
		return nil
	},
	ImportID: func(object cloud.Attributes) string { return object.Text("name") },
}

func acceptCluster(c *cloud.Call) error {
	for _, exec := range c.Object.Blocks("configuration.execute_command_configuration") {
		if exec.Text("logging") == "OVERRIDE" && !exec.Has("log_configuration") {
			return execWithoutLogs.With()
		}
	}
	namespace := c.Object.Text("service_connect_defaults.namespace")
	if namespace != "" && !slices.ContainsFunc(namespaces, func(kind string) bool { return c.One(kind, "arn", namespace) != nil }) {
		return connectNamespaceUnknown.With()
	}
	return nil
}

// clusterOf is the cluster that a service, or a request, names; nil where there
// is none.
func clusterOf(c *cloud.Call, name string) cloud.Attributes {
	switch {
	case name == "":
		name = "default"
	case strings.HasPrefix(name, "arn:"):
		return c.One("aws_ecs_cluster", "arn", name)
	}
	return c.One("aws_ecs_cluster", "name", name)
}

// servicesOf are the services of a cluster.
func servicesOf(c *cloud.Call, cluster cloud.Attributes) []cloud.Attributes {
	return slices.DeleteFunc(c.All("aws_ecs_service"), func(service cloud.Attributes) bool {
		return clusterOf(c, service.Text("cluster")).Text("arn") != cluster.Text("arn")
	})
}

var clusterProviders = cloud.Kind{
	Type:    "aws_ecs_cluster_capacity_providers",
	Noun:    "ECS Cluster Capacity Providers",
	Latency: slow,
	Refs:    []cloud.Ref{{Path: "cluster_name", To: "aws_ecs_cluster", By: "name", Missing: providersOfNoCluster}},
	Create: func(c *cloud.Call) error {
		c.Object["id"] = c.Object.Text("cluster_name")
		return acceptProviders(c)
	},
	Update: func(c *cloud.Call) error {
		if err := acceptProviders(c); err != nil {
			return err
		}
		return keepsUsed(c, c.Prior, c.Object.Texts("capacity_providers"))
	},
	Delete: func(c *cloud.Call) error { return keepsUsed(c, c.Object, nil) },
}

func acceptProviders(c *cloud.Call) error {
	providers := c.Object.Texts("capacity_providers")
	for _, name := range providers {
		if !strings.HasPrefix(name, "FARGATE") && c.One("aws_ecs_capacity_provider", "name", name) == nil {
			return providerUnknown.With(name)
		}
	}
	for _, name := range c.Object.Texts("default_capacity_provider_strategy.capacity_provider") {
		if !slices.Contains(providers, name) {
			return defaultNotAssociated.With()
		}
	}
	return nil
}

// keepsUsed refuses to take a provider from a cluster whose services run on it.
func keepsUsed(c *cloud.Call, before cloud.Attributes, after []string) error {
	for _, service := range servicesOf(c, clusterOf(c, before.Text("cluster_name"))) {
		for _, used := range service.Texts("capacity_provider_strategy.capacity_provider") {
			if slices.Contains(before.Texts("capacity_providers"), used) && !slices.Contains(after, used) {
				return providerInUse.With()
			}
		}
	}
	return nil
}

var capacityProvider = cloud.Kind{
	Type:     "aws_ecs_capacity_provider",
	Noun:     "ECS Capacity Provider",
	Validate: argument.All(argument.Length("name", 1, 255), argument.Match("name", nameForm, "")),
	Refs: []cloud.Ref{
		{Path: "auto_scaling_group_provider.auto_scaling_group_arn", To: "aws_autoscaling_group", By: "arn", Missing: scalingGroupUnknown},
	},
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: providerNameTaken}},
	Create: func(c *cloud.Call) error {
		name := c.Object.Text("name")
		for _, reserved := range []string{"aws", "ecs", "fargate"} {
			if strings.HasPrefix(strings.ToLower(name), reserved) {
				return providerNameReserved.With(name)
			}
		}
		for _, group := range c.Object.Blocks("auto_scaling_group_provider") {
			group.Default("managed_termination_protection", "DISABLED")
			group.Default("managed_draining", "ENABLED")
			for _, scaling := range group.Blocks("managed_scaling") {
				scaling.Default("instance_warmup_period", 300)
				scaling.Default("minimum_scaling_step_size", 1)
				scaling.Default("maximum_scaling_step_size", 10000)
				scaling.Default("target_capacity", 100)
				scaling.Default("status", "ENABLED")
			}
		}
		c.Object["arn"] = c.ARN("ecs", "capacity-provider/"+name)
		c.Object["id"] = c.Object["arn"]
		return acceptProtection(c)
	},
	Update: acceptProtection,
	Delete: func(c *cloud.Call) error {
		for _, association := range c.Find("aws_ecs_cluster_capacity_providers", "capacity_providers", c.Object.Text("name")) {
			return providerAssociated.With(association.Text("cluster_name"))
		}
		return nil
	},
	ImportID: func(object cloud.Attributes) string { return object.Text("name") },
}

// acceptProtection refuses to guard instances that their group may end.
func acceptProtection(c *cloud.Call) error {
	group := c.Object.Blocks("auto_scaling_group_provider")[0]
	guarded := c.One("aws_autoscaling_group", "arn", group.Text("auto_scaling_group_arn")).Bool("protect_from_scale_in")
	if group.Text("managed_termination_protection") == "ENABLED" && (!guarded || group.Text("managed_scaling.status") != "ENABLED") {
		return protectionInvalid.With()
	}
	return nil
}
