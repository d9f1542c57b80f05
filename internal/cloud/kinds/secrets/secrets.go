// Package secrets holds what an application is told and shall keep to itself:
// parameters of the Parameter Store, AWS's public ones among them, and secrets
// of Secrets Manager.
package secrets

import "github.com/berth-iac/berth/internal/cloud"

// Kinds are the kinds of this area.
func Kinds() []cloud.Kind {
	return []cloud.Kind{parameter, secret, version, secretPolicy, rotation}
}

// Data are the data sources of this area.
func Data() []cloud.Data { return []cloud.Data{dataParameter, dataSecret, dataVersion} }
