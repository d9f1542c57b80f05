// Package containers holds ECS: clusters, task definitions and services, and
// what scales services and finds them.
package containers

import (
	"slices"
	"time"

	"github.com/berth-iac/berth/internal/cloud"
)

// Kinds are the kinds of this area.
func Kinds() []cloud.Kind {
	return []cloud.Kind{
		cluster, clusterProviders, capacityProvider, taskDefinition, service,
		scalingTarget, scalingPolicy, scheduledAction,
		privateNamespace, publicNamespace, httpNamespace, discoveryService, discoveryInstance,
	}
}

// Data are the data sources of this area.
func Data() []cloud.Data {
	return []cloud.Data{clusterData, taskDefinitionData, serviceData}
}

// Refusals are those of this area.
func Refusals() []cloud.Refusal {
	return slices.Concat(clusterRefusals, taskRefusals, serviceRefusals, controllerRefusals, startRefusals, scalingRefusals, discoveryRefusals)
}

// slow is how long the kinds take that others have to be ordered after.
const slow = 300 * time.Millisecond

// nameForm is what ECS allows in names.
const nameForm = `^[0-9A-Za-z_-]+$`
