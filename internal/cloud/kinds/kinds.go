// Package kinds lists all that the rehearsal's cloud knows, area by area.
package kinds

import (
	"slices"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/kinds/balancing"
	"github.com/berth-iac/berth/internal/cloud/kinds/compute"
	"github.com/berth-iac/berth/internal/cloud/kinds/containers"
	"github.com/berth-iac/berth/internal/cloud/kinds/datastore"
	"github.com/berth-iac/berth/internal/cloud/kinds/delivery"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
	"github.com/berth-iac/berth/internal/cloud/kinds/network"
	"github.com/berth-iac/berth/internal/cloud/kinds/observability"
	"github.com/berth-iac/berth/internal/cloud/kinds/pipeline"
	"github.com/berth-iac/berth/internal/cloud/kinds/registry"
	"github.com/berth-iac/berth/internal/cloud/kinds/secrets"
	"github.com/berth-iac/berth/internal/cloud/kinds/storage"
)

// area is what a package of kinds offers.
type area struct {
	name     string
	kinds    []cloud.Kind
	data     []cloud.Data
	refusals []cloud.Refusal
}

func areas() []area {
	return []area{
		{"network", network.Kinds(), network.Data(), network.Refusals()},
		{"identity", identity.Kinds(), identity.Data(), identity.Refusals()},
		{"observability", observability.Kinds(), observability.Data(), observability.Refusals()},
		{"secrets", secrets.Kinds(), secrets.Data(), secrets.Refusals()},
		{"storage", storage.Kinds(), storage.Data(), storage.Refusals()},
		{"balancing", balancing.Kinds(), balancing.Data(), balancing.Refusals()},
		{"compute", compute.Kinds(), compute.Data(), compute.Refusals()},
		{"containers", containers.Kinds(), containers.Data(), containers.Refusals()},
		{"delivery", delivery.Kinds(), delivery.Data(), delivery.Refusals()},
		{"datastore", datastore.Kinds(), datastore.Data(), datastore.Refusals()},
		{"registry", registry.Kinds(), registry.Data(), registry.Refusals()},
		{"pipeline", pipeline.Kinds(), pipeline.Data(), pipeline.Refusals()},
	}
}

// All are the kinds of resources.
func All() []cloud.Kind {
	return collect(func(a area) []cloud.Kind { return a.kinds })
}

// Data are the data sources.
func Data() []cloud.Data {
	return collect(func(a area) []cloud.Data { return a.data })
}

// Refusals are all that AWS is known to refuse.
func Refusals() []cloud.Refusal {
	return collect(func(a area) []cloud.Refusal { return a.refusals })
}

func collect[T any](of func(area) []T) []T {
	var all []T
	for _, a := range areas() {
		all = slices.Concat(all, of(a))
	}
	return all
}
