// Package storage holds S3: buckets, what is set on them one by one, and the
// objects that Terraform puts into them.
package storage

import "github.com/berth-iac/berth/internal/cloud"

// Kinds are the kinds of this area.
func Kinds() []cloud.Kind {
	return []cloud.Kind{
		bucket, bucketPolicy, publicAccessBlock, ownershipControls, acl, versioning, encryption, lifecycle, cors, logging, notification, object,
	}
}

// Data are the data sources of this area.
func Data() []cloud.Data {
	return []cloud.Data{dataBucket, canonicalUser, loadBalancerAccount}
}
