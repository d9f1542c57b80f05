// Package identity holds who may do what: roles, policies and instance profiles
// of IAM, keys of KMS, and the data sources that tell who asks and where.
package identity

import "github.com/berth-iac/berth/internal/cloud"

// Kinds are the kinds of this area.
func Kinds() []cloud.Kind {
	return []cloud.Kind{role, rolePolicy, roleAttachment, managedPolicy, instanceProfile, key, alias}
}

// Data are the data sources of this area.
func Data() []cloud.Data {
	return []cloud.Data{
		callerIdentity, partition, region, servicePrincipal, sessionContext,
		policyDocument, dataPolicy, dataRole, dataKey, dataAlias,
	}
}
