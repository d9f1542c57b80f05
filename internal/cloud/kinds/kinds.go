// Package kinds lists all that the rehearsal's cloud knows, area by area.
package kinds

import (
	"slices"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/kinds/compute"
	"github.com/berth-iac/berth/internal/cloud/kinds/datastore"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
	"github.com/berth-iac/berth/internal/cloud/kinds/network"
)

// area is what a package of kinds offers.
type area struct {
	kinds    []cloud.Kind
	data     []cloud.Data
	refusals []cloud.Refusal
}

func areas() []area {
	return []area{
		{network.Kinds(), network.Data(), network.Refusals()},
		{identity.Kinds(), identity.Data(), identity.Refusals()},
		{compute.Kinds(), compute.Data(), compute.Refusals()},
		{datastore.Kinds(), datastore.Data(), datastore.Refusals()},
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
