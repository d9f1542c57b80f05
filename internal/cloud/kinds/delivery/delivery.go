// Package delivery holds CodeDeploy: applications, deployment groups and how
// traffic moves.
package delivery

import (
	"slices"

	"github.com/berth-iac/berth/internal/cloud"
)

// Kinds are the kinds of this area.
func Kinds() []cloud.Kind { return []cloud.Kind{application, group, configuration} }

// Data are the data sources of this area: the provider has none.
func Data() []cloud.Data { return nil }

// Refusals are those of this area.
func Refusals() []cloud.Refusal {
	return slices.Concat(applicationRefusals, groupRefusals, blueGreenRefusals)
}
