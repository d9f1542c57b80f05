package containers

import (
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

// desiredCount is the dimension of a service that scales.
const desiredCount = "ecs:service:DesiredCount"

// scaled names what scales, as Application Auto Scaling does.
func scaled(object cloud.Attributes) string {
	return strings.Join([]string{object.Text("service_namespace"), object.Text("resource_id"), object.Text("scalable_dimension")}, "/")
}

var scalingTarget = cloud.Kind{
	Type:   "aws_appautoscaling_target",
	Noun:   "Application AutoScaling Target",
	Key:    scaled,
	Create: func(c *cloud.Call) error { return acceptTarget(c, true) },
	Update: func(c *cloud.Call) error { return acceptTarget(c, false) },
	Delete: func(c *cloud.Call) error {
		for _, kind := range []string{"aws_appautoscaling_policy", "aws_appautoscaling_scheduled_action"} {
			for _, object := range c.Find(kind, "resource_id", c.Object.Text("resource_id")) {
				if scaled(object) == scaled(c.Object) {
					c.Drop(kind, c.IDOf(kind, object))
				}
			}
		}
		return nil
	},
	ImportID: scaled,
}

func acceptTarget(c *cloud.Call, created bool) error {
	resource, dimension := c.Object.Text("resource_id"), c.Object.Text("scalable_dimension")
	if c.Object.Int("max_capacity") < c.Object.Int("min_capacity") {
		return capacityReversed.With()
	}
	if c.Object.Text("service_namespace") == "ecs" {
		if dimension != desiredCount || !strings.HasPrefix(resource, "service/") {
			return dimensionUnsupported.With()
		}
		service := scaledService(c, resource)
		if service == nil {
			return scaledServiceUnknown.With(resource)
		}
		// The service is scaled to the range at once.
		within := min(max(service.Int("desired_count"), c.Object.Int("min_capacity")), c.Object.Int("max_capacity"))
		if within != service.Int("desired_count") {
			service = service.Clone()
			service["desired_count"] = within
			c.Put("aws_ecs_service", service)
		}
		c.Object.Default("role_arn", c.GlobalARN("iam", "role/aws-service-role/ecs.application-autoscaling."+c.DNSSuffix()+"/AWSServiceRoleForApplicationAutoScaling_ECSService"))
	}
	if created {
		c.Object["id"] = resource
		c.Object["arn"] = c.ARN("application-autoscaling", "scalable-target/"+c.NewUUID())
		c.Object.Default("role_arn", "")
	}
	return nil
}

// scaledService is the service that a resource id names, or nil.
func scaledService(c *cloud.Call, resource string) cloud.Attributes {
	parts := strings.Split(resource, "/")
	if len(parts) != 3 {
		return nil
	}
	cluster := clusterOf(c, parts[1])
	for _, service := range servicesOf(c, cluster) {
		if cluster != nil && service.Text("name") == parts[2] {
			return service
		}
	}
	return nil
}

// registered tells whether there is a scalable target for an object.
func registered(c *cloud.Call) bool {
	for _, target := range c.Find("aws_appautoscaling_target", "resource_id", c.Object.Text("resource_id")) {
		if scaled(target) == scaled(c.Object) {
			return true
		}
	}
	return false
}

// serviceMetrics are the metrics that AWS has for services.
var serviceMetrics = []string{"ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization", requestsPerTarget}

const requestsPerTarget = "ALBRequestCountPerTarget"

var scalingPolicy = cloud.Kind{
	Type:     "aws_appautoscaling_policy",
	Noun:     "Application AutoScaling Policy",
	Key:      func(object cloud.Attributes) string { return scaled(object) + "/" + object.Text("name") },
	Validate: argument.OneOf("policy_type", "StepScaling", "TargetTrackingScaling"),
	Create: func(c *cloud.Call) error {
		if err := acceptScaling(c); err != nil {
			return err
		}
		uuid, name := c.NewUUID(), c.Object.Text("name")
		resource := c.Object.Text("resource_id")
		c.Object["id"] = name
		c.Object["arn"] = c.ARN("autoscaling", "scalingPolicy:"+uuid+":resource/"+c.Object.Text("service_namespace")+"/"+resource+":policyName/"+name)
		alarms := []any{}
		if c.Object.Text("policy_type") == "TargetTrackingScaling" {
			for _, alarm := range []string{"AlarmHigh", "AlarmLow"} {
				alarms = append(alarms, c.ARN("cloudwatch", "alarm:TargetTracking-"+resource+"-"+alarm+"-"+c.NewUUID()))
			}
		}
		c.Object["alarm_arns"] = alarms
		return nil
	},
	Update: acceptScaling,
	ImportID: func(object cloud.Attributes) string {
		return strings.Join([]string{
			object.Text("service_namespace"), object.Text("resource_id"), object.Text("scalable_dimension"), object.Text("name"),
		}, "/")
	},
}

func acceptScaling(c *cloud.Call) error {
	if !registered(c) {
		return targetUnregistered.With(c.Object.Text("service_namespace"), c.Object.Text("resource_id"), c.Object.Text("scalable_dimension"))
	}
	for _, metric := range c.Object.Blocks("target_tracking_scaling_policy_configuration.predefined_metric_specification") {
		kind, label := metric.Text("predefined_metric_type"), metric.Text("resource_label")
		if c.Object.Text("service_namespace") != "ecs" {
			continue
		}
		known := false
		for _, name := range serviceMetrics {
			known = known || name == kind
		}
		switch {
		case !known:
			return metricUnsupported.With(kind)
		case kind == requestsPerTarget && label == "":
			return labelMissing.With()
		}
	}
	return nil
}

var scheduledAction = cloud.Kind{
	Type: "aws_appautoscaling_scheduled_action",
	Noun: "Application AutoScaling Scheduled Action",
	Key:  func(object cloud.Attributes) string { return scaled(object) + "/" + object.Text("name") },
	Create: func(c *cloud.Call) error {
		if err := acceptAction(c); err != nil {
			return err
		}
		name, namespace, resource := c.Object.Text("name"), c.Object.Text("service_namespace"), c.Object.Text("resource_id")
		c.Object["id"] = strings.Join([]string{name, namespace, resource}, "-")
		c.Object["arn"] = c.ARN("autoscaling", "scheduledAction:"+c.NewUUID()+":resource/"+namespace+"/"+resource+":scheduledActionName/"+name)
		return nil
	},
	Update: acceptAction,
}

func acceptAction(c *cloud.Call) error {
	if !registered(c) {
		return actionTargetUnregistered.With(c.Object.Text("service_namespace"), c.Object.Text("resource_id"), c.Object.Text("scalable_dimension"))
	}
	for _, action := range c.Object.Blocks("scalable_target_action") {
		if action.Text("min_capacity") != "" && action.Text("max_capacity") != "" && action.Int("max_capacity") < action.Int("min_capacity") {
			return actionCapacityReversed.With()
		}
	}
	return nil
}
