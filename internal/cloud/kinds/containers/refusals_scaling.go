package containers

import "github.com/berth-iac/berth/internal/cloud"

const (
	scalingAPI   = "https://docs.aws.amazon.com/autoscaling/application/APIReference/"
	discoveryAPI = "https://docs.aws.amazon.com/cloud-map/latest/api/"
)

func scalingRefusal(name, operation, code, message string) cloud.Refusal {
	return cloud.Refusal{
		Name: name, Operation: "Application Auto Scaling: " + operation, Code: code, Message: message,
		Source: scalingAPI + "API_" + operation + ".html",
	}
}

var scalingRefusals = []cloud.Refusal{
	capacityReversed, dimensionUnsupported, scaledServiceUnknown, targetUnregistered, metricUnsupported, labelMissing,
	actionTargetUnregistered, actionCapacityReversed,
}

const noTarget = "No scalable target registered for service namespace: %s, resource ID: %s, scalable dimension: %s"

var (
	capacityReversed         = scalingRefusal("scaling-capacity-reversed", "RegisterScalableTarget", "ValidationException", "Maximum capacity cannot be less than minimum capacity")
	dimensionUnsupported     = scalingRefusal("scaling-dimension", "RegisterScalableTarget", "ValidationException", "Unsupported service namespace, resource type or scalable dimension")
	scaledServiceUnknown     = scalingRefusal("scaling-service-not-found", "RegisterScalableTarget", "ValidationException", "ECS service doesn't exist: %s")
	targetUnregistered       = scalingRefusal("scaling-policy-without-target", "PutScalingPolicy", "ObjectNotFoundException", noTarget)
	metricUnsupported        = scalingRefusal("scaling-metric", "PutScalingPolicy", "ValidationException", "Predefined metric type '%s' is not supported for the scalable dimension")
	labelMissing             = scalingRefusal("scaling-resource-label", "PutScalingPolicy", "ValidationException", "A resource label must be specified for the predefined metric type ALBRequestCountPerTarget")
	actionTargetUnregistered = scalingRefusal("scheduled-action-without-target", "PutScheduledAction", "ObjectNotFoundException", noTarget)
	actionCapacityReversed   = scalingRefusal("scheduled-action-capacity-reversed", "PutScheduledAction", "ValidationException", "Maximum capacity cannot be less than minimum capacity")
)

func discoveryRefusal(name, operation, code, message string) cloud.Refusal {
	return cloud.Refusal{
		Name: name, Operation: "ServiceDiscovery: " + operation, Code: code, Message: message, Source: discoveryAPI + "API_" + operation + ".html",
	}
}

var discoveryRefusals = []cloud.Refusal{
	namespaceNetworkUnknown, namespaceTaken, namespaceInUse, namespaceUnknown, discoveryServiceTaken, discoveryServiceInUse, instanceServiceUnknown,
}

var (
	namespaceNetworkUnknown = discoveryRefusal("namespace-vpc-not-found", "CreatePrivateDnsNamespace", "InvalidInput", "The VPC %s does not exist")
	namespaceTaken          = discoveryRefusal("namespace-taken", "CreatePrivateDnsNamespace", "NamespaceAlreadyExists", "Namespace with name %s already exists")
	namespaceInUse          = discoveryRefusal("namespace-in-use", "DeleteNamespace", "ResourceInUse", "Namespace has associated services; delete the services before deleting the namespace")
	namespaceUnknown        = discoveryRefusal("discovery-namespace-not-found", "CreateService", "NamespaceNotFound", "%s")
	discoveryServiceTaken   = discoveryRefusal("discovery-service-taken", "CreateService", "ServiceAlreadyExists", "Service already exists.")
	discoveryServiceInUse   = discoveryRefusal("discovery-service-in-use", "DeleteService", "ResourceInUse", "Service contains registered instances; delete the instances before deleting the service")
	instanceServiceUnknown  = discoveryRefusal("instance-service-not-found", "RegisterInstance", "ServiceNotFound", "%s")
)
