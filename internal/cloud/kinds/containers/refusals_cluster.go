package containers

import "github.com/berth-iac/berth/internal/cloud"

const api = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/"

var clusterRefusals = []cloud.Refusal{
	clusterHasServices, execWithoutLogs, connectNamespaceUnknown, providersOfNoCluster, providerUnknown, defaultNotAssociated,
	providerInUse, scalingGroupUnknown, providerNameTaken, providerNameReserved, providerAssociated, protectionInvalid,
}

var clusterHasServices = cloud.Refusal{
	Name: "cluster-has-services", Operation: "ECS: DeleteCluster", Code: "ClusterContainsServicesException",
	Message: "The Cluster cannot be deleted while Services are active.", Source: api + "API_DeleteCluster.html",
}

const createCluster = "ECS: CreateCluster"

var execWithoutLogs = cloud.Refusal{
	Name: "cluster-exec-without-logs", Operation: createCluster, Code: "InvalidParameterException",
	Message: "A log configuration must be specified when the execute command logging is OVERRIDE.", Source: api + "API_ExecuteCommandConfiguration.html",
}

var connectNamespaceUnknown = cloud.Refusal{
	Name: "cluster-namespace-not-found", Operation: createCluster, Code: "NamespaceNotFoundException",
	Message: "The specified namespace wasn't found.", Source: api + "API_CreateCluster.html",
}

const putProviders = "ECS: PutClusterCapacityProviders"

var providersOfNoCluster = cloud.Refusal{
	Name: "capacity-providers-cluster-not-found", Operation: putProviders, Code: "ClusterNotFoundException",
	Message: "Cluster not found.", Source: api + "API_PutClusterCapacityProviders.html",
}

var providerUnknown = cloud.Refusal{
	Name: "capacity-provider-not-found", Operation: putProviders, Code: "InvalidParameterException",
	Message: "The specified capacity provider '%s' was not found. Specify a valid name or ARN and try again.",
	Source:  api + "API_PutClusterCapacityProviders.html",
}

var defaultNotAssociated = cloud.Refusal{
	Name: "default-capacity-provider-not-associated", Operation: putProviders, Code: "InvalidParameterException",
	Message: "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.",
	Source:  api + "API_PutClusterCapacityProviders.html",
}

var providerInUse = cloud.Refusal{
	Name: "capacity-provider-in-use", Operation: putProviders, Code: "ResourceInUseException",
	Message: "The specified capacity provider is in use and cannot be removed.", Source: api + "API_PutClusterCapacityProviders.html",
}

const createProvider = "ECS: CreateCapacityProvider"

var scalingGroupUnknown = cloud.Refusal{
	Name: "capacity-provider-auto-scaling-group", Operation: createProvider, Code: "ClientException",
	Message: "The specified Auto Scaling group ARN is not valid.", Source: api + "API_CreateCapacityProvider.html",
}

var providerNameTaken = cloud.Refusal{
	Name: "capacity-provider-name-taken", Operation: createProvider, Code: "ClientException",
	Message: "The specified capacity provider already exists. To change the configuration of an existing capacity provider, update the capacity provider.",
	Source:  api + "API_CreateCapacityProvider.html",
}

var providerNameReserved = cloud.Refusal{
	Name: "capacity-provider-name-reserved", Operation: createProvider, Code: "ClientException",
	Message: "The capacity provider name '%s' is not valid: names cannot be prefixed with aws, ecs, or fargate.",
	Source:  api + "API_CreateCapacityProvider.html",
}

var providerAssociated = cloud.Refusal{
	Name: "capacity-provider-associated", Operation: "ECS: DeleteCapacityProvider", Code: "ClientException",
	Message: "The capacity provider cannot be deleted because it is associated with cluster: %s. Remove the capacity provider from the cluster and try again.",
	Source:  api + "API_DeleteCapacityProvider.html",
}

var protectionInvalid = cloud.Refusal{
	Name: "capacity-provider-termination-protection", Operation: createProvider, Code: "ClientException",
	Message: "The managed termination protection setting for the capacity provider is invalid. To enable managed termination protection for a capacity provider, the Auto Scaling group must have instance protection from scale in enabled.",
	Source:  api + "API_CreateCapacityProvider.html",
}
