// Package registry holds repositories of ECR, their policies, and the images
// that builds push.
package registry

import "github.com/berth-iac/berth/internal/cloud"

// Kinds are the kinds of this area.
func Kinds() []cloud.Kind { return []cloud.Kind{repository, lifecyclePolicy, repositoryPolicy} }

// Data are the data sources of this area.
func Data() []cloud.Data { return []cloud.Data{oneRepository, oneImage, authorizationToken} }

// host is the name of an account's registry.
func host(s cloud.Session) string {
	return s.Account + ".dkr.ecr." + s.Region + "." + s.DNSSuffix()
}
