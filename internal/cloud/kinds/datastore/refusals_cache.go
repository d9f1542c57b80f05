package datastore

import "github.com/berth-iac/berth/internal/cloud"

const (
	createCache      = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html"
	modifyCache      = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html"
	deleteCache      = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteReplicationGroup.html"
	cacheSubnets     = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html"
	cacheParameters  = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheParameterGroup.html"
	transitEncrypted = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption-enable.html"
)

func cache(name, operation, code, message, source string) cloud.Refusal {
	return cloud.Refusal{Name: name, Operation: "ElastiCache: " + operation, Code: code, Message: message, Source: source}
}

var (
	cacheSubnetInvalid      = cache("cache-subnet-not-found", "CreateCacheSubnetGroup", "InvalidSubnet", "The requested subnet %s is invalid.", cacheSubnets)
	cacheSubnetGroupTaken   = cache("cache-subnet-group-taken", "CreateCacheSubnetGroup", "CacheSubnetGroupAlreadyExists", "Cache subnet group %s already exists.", cacheSubnets)
	cacheSubnetsOfTwoVPCs   = cache("cache-subnet-group-vpcs", "CreateCacheSubnetGroup", "InvalidSubnet", "The subnets of a cache subnet group must belong to the same VPC.", cacheSubnets)
	cacheSubnetGroupInUse   = cache("cache-subnet-group-in-use", "DeleteCacheSubnetGroup", "CacheSubnetGroupInUse", "Cache subnet group %s is currently in use by a cache cluster.", cacheSubnets)
	cacheSubnetGroupMissing = cache("cache-subnet-group-not-found", "CreateReplicationGroup", "CacheSubnetGroupNotFoundFault", "Cache Subnet Group %s does not exist.", createCache)

	cacheParameterGroupTaken   = cache("cache-parameter-group-taken", "CreateCacheParameterGroup", "CacheParameterGroupAlreadyExists", "Parameter group %s already exists.", cacheParameters)
	cacheParameterGroupInUse   = cache("cache-parameter-group-in-use", "DeleteCacheParameterGroup", "InvalidCacheParameterGroupState", "One or more cache clusters are still members of this parameter group %s, so the group cannot be deleted.", cacheParameters)
	cacheParameterGroupMissing = cache("cache-parameter-group-not-found", "CreateReplicationGroup", "CacheParameterGroupNotFound", "CacheParameterGroup not found: %s", createCache)
	cacheFamilyUnknown         = cache("cache-parameter-group-family", "CreateCacheParameterGroup", invalidValue, "CacheParameterGroupFamily %s is not a valid parameter group family.", cacheParameters)
	cacheFamilyMismatch        = cache("cache-parameter-group-mismatch", "CreateReplicationGroup", invalidCombination, "Expected a parameter group of family %s but found one of family %s", createCache)

	cacheTaken          = cache("cache-taken", "CreateReplicationGroup", "ReplicationGroupAlreadyExists", "Replication group %s already exists.", createCache)
	cacheGroupMissing   = cache("cache-security-group-not-found", "CreateReplicationGroup", invalidValue, "The security group %s does not exist.", createCache)
	cacheKeyMissing     = cache("cache-key", "CreateReplicationGroup", invalidValue, "The KMS key %s does not exist, is not enabled or you do not have permissions to access it.", createCache)
	cacheKeyUnused      = cache("cache-key-unused", "CreateReplicationGroup", invalidCombination, "A KMS key can be specified only where encryption at rest is enabled.", createCache)
	cacheVersionUnknown = cache("cache-engine-version", "CreateReplicationGroup", invalidCombination, "Cannot find version %s for %s", createCache)
	cacheNodeUnknown    = cache("cache-node-type", "CreateReplicationGroup", invalidValue, "Invalid Cache Node Type: %s.", createCache)
	cacheNodeMissing    = cache("cache-node-type-missing", "CreateReplicationGroup", invalidValue, "Cache node type must be specified.", createCache)
	cacheTokenPlain     = cache("cache-token-without-encryption", "CreateReplicationGroup", invalidCombination, "The AUTH token is only supported when encryption-in-transit is enabled.", transitEncrypted)
	cacheUsersPlain     = cache("cache-users-without-encryption", "CreateReplicationGroup", invalidCombination, "User group based access control requires encryption-in-transit to be enabled on the replication group.", transitEncrypted)
	cacheZones          = cache("cache-zones", "CreateReplicationGroup", invalidCombination, "The number of preferred availability zones must equal the number of cache clusters.", createCache)
	cacheEncryptionStep = cache("cache-encryption-step", "ModifyReplicationGroup", invalidCombination, "To enable encryption-in-transit on an existing replication group, set the transit encryption mode to preferred first.", transitEncrypted)
	cacheDowngrade      = cache("cache-downgrade", "ModifyReplicationGroup", invalidCombination, "Cannot modify the engine version from %s to %s: it is lower than the current version.", modifyCache)
	cacheSnapshotTaken  = cache("cache-snapshot-taken", "DeleteReplicationGroup", "SnapshotAlreadyExistsFault", "Snapshot with specified name already exists: %s.", deleteCache)
)
