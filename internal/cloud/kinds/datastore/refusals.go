package datastore

import "github.com/berth-iac/berth/internal/cloud"

const (
	rdsErrors      = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html"
	createInstance = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html"
	createCluster  = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
	deleteInstance = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html"
	deleteCluster  = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBCluster.html"
	createGroup    = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSubnetGroup.html"
	parameters     = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html"
	serverless     = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.create.html"
	monitoring     = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html"
	storage        = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html"
	upgrading      = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html"
	ec2Errors      = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"
)

// Refusals are those of this area.
func Refusals() []cloud.Refusal {
	return []cloud.Refusal{
		subnetInvalid, subnetInUse, subnetGroupTaken, subnetGroupTooNarrow, subnetsOfTwoVPCs, subnetGroupInUse, subnetGroupMissing,
		parameterGroupTaken, parameterGroupInUse, parameterGroupMissing, familyUnknown, familyMismatch, parameterStatic,
		clusterParameterGroupTaken, clusterParameterGroupInUse, clusterParameterGroupMissing, optionGroupTaken, optionGroupInUse,
		groupMissing, clusterGroupMissing, groupInUse, groupElsewhere, keyInaccessible, monitoringRoleMissing, monitoringRolePowerless,
		engineUnknown, versionUnknown, downgrade, majorUpgrade, logUnknown, windowsOverlap,
		databaseNameInvalid, masterReserved, masterMissing, passwordMissing, passwordShort, passwordInvalid,
		instanceTaken, instanceNeeds, instanceProtected, instanceSnapshotUnnamed, snapshotTaken,
		classUnknown, classUnsupported, storageInvalid, storageNotFaster, storageMaximum, storageShrunk,
		clusterTaken, clusterMissing, clusterHasInstances, clusterProtected, clusterSnapshotUnnamed, clusterSnapshotTaken,
		engineMismatch, versionMismatch, scalingMissing, capacityInvalid,

		cacheSubnetInvalid, cacheSubnetGroupTaken, cacheSubnetsOfTwoVPCs, cacheSubnetGroupInUse, cacheSubnetGroupMissing,
		cacheParameterGroupTaken, cacheParameterGroupInUse, cacheParameterGroupMissing, cacheFamilyUnknown, cacheFamilyMismatch,
		cacheTaken, cacheGroupMissing, cacheKeyMissing, cacheKeyUnused, cacheVersionUnknown, cacheNodeUnknown, cacheNodeMissing,
		cacheTokenPlain, cacheUsersPlain, cacheEncryptionStep, cacheSnapshotTaken, cacheDowngrade, cacheZones,
	}
}

func rds(name, operation, code, message, source string) cloud.Refusal {
	return cloud.Refusal{Name: name, Operation: "RDS: " + operation, Code: code, Message: message, Source: source}
}

// Codes that RDS uses for many things.
const invalidValue, invalidCombination = "InvalidParameterValue", "InvalidParameterCombination"

var (
	subnetInvalid        = rds("db-subnet-not-found", "CreateDBSubnetGroup", "InvalidSubnet", "Some input subnets in :[%s] are invalid.", createGroup)
	subnetGroupTaken     = rds("db-subnet-group-taken", "CreateDBSubnetGroup", "DBSubnetGroupAlreadyExists", "The DB subnet group '%s' already exists.", createGroup)
	subnetGroupTooNarrow = rds("db-subnet-group-zones", "CreateDBSubnetGroup", "DBSubnetGroupDoesNotCoverEnoughAZs", "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: %s. Add subnets to cover at least 2 AZs.", createGroup)
	subnetsOfTwoVPCs     = rds("db-subnet-group-vpcs", "CreateDBSubnetGroup", invalidValue, "The subnets of a DB subnet group must belong to the same VPC", createGroup)
	subnetGroupInUse     = rds("db-subnet-group-in-use", "DeleteDBSubnetGroup", "InvalidDBSubnetGroupStateFault", "Cannot delete the subnet group '%s' because at least one database instance: %s is still using it.", createGroup)
	subnetGroupMissing   = rds("db-subnet-group-not-found", "CreateDBInstance", "DBSubnetGroupNotFoundFault", "DB subnet group '%s' does not exist.", createInstance)
	subnetInUse          = cloud.Refusal{
		Name: "data-subnet-in-use", Operation: "EC2: DeleteSubnet", Code: "DependencyViolation",
		Message: "The subnet '%[1]s' has dependencies and cannot be deleted.", Source: ec2Errors,
	}

	parameterGroupTaken   = rds("db-parameter-group-taken", "CreateDBParameterGroup", "DBParameterGroupAlreadyExists", "Parameter group %s already exists", parameters)
	parameterGroupInUse   = rds("db-parameter-group-in-use", "DeleteDBParameterGroup", "InvalidDBParameterGroupState", "One or more database instances are still members of this parameter group %s, so the group cannot be deleted", parameters)
	parameterGroupMissing = rds("db-parameter-group-not-found", "CreateDBInstance", "DBParameterGroupNotFound", "DBParameterGroup not found: %s", createInstance)
	familyUnknown         = rds("db-parameter-group-family", "CreateDBParameterGroup", invalidValue, "ParameterGroupFamily %s is not a valid parameter group family", parameters)
	familyMismatch        = rds("db-parameter-group-mismatch", "CreateDBInstance", invalidCombination, "The parameter group %s with DBParameterGroupFamily %s can't be used for this instance. Use a parameter group with DBParameterGroupFamily %s.", parameters)
	parameterStatic       = rds("db-parameter-static", "ModifyDBParameterGroup", invalidCombination, "cannot use immediate apply method for static parameter", parameters)

	clusterParameterGroupTaken   = rds("db-cluster-parameter-group-taken", "CreateDBClusterParameterGroup", "DBParameterGroupAlreadyExists", "DB Parameter group %s already exists", parameters)
	clusterParameterGroupInUse   = rds("db-cluster-parameter-group-in-use", "DeleteDBClusterParameterGroup", "InvalidDBParameterGroupState", "One or more database clusters are still members of this parameter group %s, so the group cannot be deleted", parameters)
	clusterParameterGroupMissing = rds("db-cluster-parameter-group-not-found", "CreateDBCluster", "DBClusterParameterGroupNotFound", "DBClusterParameterGroup not found: %s", createCluster)

	optionGroupTaken = rds("db-option-group-taken", "CreateOptionGroup", "OptionGroupAlreadyExistsFault", "An option group with the name %s already exists.", rdsErrors)
	optionGroupInUse = rds("db-option-group-in-use", "DeleteOptionGroup", "InvalidOptionGroupStateFault", "The option group '%s' cannot be deleted because it is in use.", rdsErrors)

	groupMissing        = rds("db-security-group-not-found", "CreateDBInstance", invalidValue, "Invalid security group , groupId= %s, groupName=.", createInstance)
	clusterGroupMissing = rds("db-cluster-security-group-not-found", "CreateDBCluster", invalidValue, "Invalid security group , groupId= %s, groupName=.", createCluster)
	groupElsewhere      = rds("db-security-group-vpc", "CreateDBInstance", invalidCombination, "The DB instance and EC2 security group are in different VPCs. The DB instance is in %s and the EC2 security group is in %s", createInstance)
	groupInUse          = cloud.Refusal{
		Name: "data-security-group-in-use", Operation: "EC2: DeleteSecurityGroup", Code: "DependencyViolation",
		Message: "resource %[1]s has a dependent object", Source: ec2Errors,
	}
	keyInaccessible         = rds("db-key", "CreateDBInstance", "KMSKeyNotAccessibleFault", "The specified KMS key [%s] does not exist, is not enabled or you do not have permissions to access it.", createInstance)
	monitoringRoleMissing   = rds("db-monitoring-role", "CreateDBInstance", invalidCombination, "A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.", monitoring)
	monitoringRolePowerless = rds("db-monitoring-permissions", "CreateDBInstance", invalidValue, "IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING", monitoring)

	engineUnknown  = rds("db-engine", "CreateDBInstance", invalidValue, "Invalid DB engine: %s", createInstance)
	versionUnknown = rds("db-engine-version", "CreateDBInstance", invalidCombination, "Cannot find version %s for %s", createInstance)
	downgrade      = rds("db-downgrade", "ModifyDBInstance", invalidCombination, "Cannot upgrade %s from %s to %s", upgrading)
	majorUpgrade   = rds("db-major-upgrade", "ModifyDBInstance", invalidCombination, "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.", upgrading)
	logUnknown     = rds("db-log-type", "CreateDBInstance", invalidCombination, "You cannot use the log types '%s' with engine version %s %s. For supported log types, see the documentation.", createInstance)
	windowsOverlap = rds("db-windows-overlap", "CreateDBInstance", invalidValue, "The backup window and maintenance window must not overlap.", createInstance)

	databaseNameInvalid = rds("db-name", "CreateDBInstance", invalidValue, "DBName must begin with a letter and contain only alphanumeric characters.", createInstance)
	masterReserved      = rds("db-master-reserved", "CreateDBInstance", invalidValue, "MasterUsername %s cannot be used as it is a reserved word used by the engine", createInstance)
	masterMissing       = rds("db-master-missing", "CreateDBCluster", invalidValue, "The parameter MasterUsername must be provided and must not be blank.", createCluster)
	passwordMissing     = rds("db-password-missing", "CreateDBInstance", invalidValue, "The parameter MasterUserPassword must be provided and must not be blank.", createInstance)
	passwordShort       = rds("db-password-short", "CreateDBInstance", invalidValue, "The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.", createInstance)
	passwordInvalid     = rds("db-password-invalid", "CreateDBInstance", invalidValue, "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', '\"', ' ' may be used.", createInstance)

	instanceTaken           = rds("db-instance-taken", "CreateDBInstance", "DBInstanceAlreadyExists", "DB instance already exists", createInstance)
	instanceProtected       = rds("db-instance-protected", "DeleteDBInstance", invalidCombination, "Cannot delete protected DB Instance, please disable deletion protection and try again.", deleteInstance)
	snapshotTaken           = rds("db-snapshot-taken", "DeleteDBInstance", "DBSnapshotAlreadyExists", "Cannot create the snapshot because a snapshot with the identifier %s already exists.", deleteInstance)
	instanceNeeds           = cloud.Refusal{Name: "db-instance-needs", Message: `":%s": required field is not set`, Source: createInstance}
	instanceSnapshotUnnamed = cloud.Refusal{Name: "db-snapshot-unnamed", Message: "final_snapshot_identifier is required when skip_final_snapshot is false", Source: deleteInstance}
	classUnknown            = rds("db-class", "CreateDBInstance", invalidValue, "Invalid DB Instance class: %s", createInstance)
	classUnsupported        = rds("db-class-unsupported", "CreateDBInstance", invalidCombination, "RDS does not support creating a DB instance with the following combination: DBInstanceClass=%s, Engine=%s, EngineVersion=%s, LicenseModel=%s. For supported combinations of instance class and database engine version, see the documentation.", createInstance)
	storageInvalid          = rds("db-storage", "CreateDBInstance", invalidCombination, "Invalid storage size for engine name %s and storage type %s: %d", storage)
	storageNotFaster        = rds("db-storage-performance", "CreateDBInstance", invalidCombination, "You can't specify IOPS or storage throughput for engine %s and a storage size less than 400.", storage)
	storageMaximum          = rds("db-storage-maximum", "CreateDBInstance", invalidCombination, "Max storage size must be greater than storage size", storage)
	storageShrunk           = rds("db-storage-shrunk", "ModifyDBInstance", invalidCombination, "Invalid storage size: %d GiB is less than the %d GiB that are allocated. Storage cannot be reduced.", storage)

	clusterTaken           = rds("db-cluster-taken", "CreateDBCluster", "DBClusterAlreadyExistsFault", "DB Cluster already exists", createCluster)
	clusterMissing         = rds("db-cluster-not-found", "CreateDBInstance", "DBClusterNotFoundFault", "The source cluster could not be found or cannot be accessed: %s", createInstance)
	clusterHasInstances    = rds("db-cluster-has-instances", "DeleteDBCluster", "InvalidDBClusterStateFault", "Cluster cannot be deleted, it still contains DB instances in non-deleting state.", deleteCluster)
	clusterProtected       = rds("db-cluster-protected", "DeleteDBCluster", invalidCombination, "Cannot delete protected Cluster, please disable deletion protection and try again.", deleteCluster)
	clusterSnapshotUnnamed = cloud.Refusal{Name: "db-cluster-snapshot-unnamed", Message: "RDS Cluster final_snapshot_identifier is required when skip_final_snapshot is false", Source: deleteCluster}
	clusterSnapshotTaken   = rds("db-cluster-snapshot-taken", "DeleteDBCluster", "DBClusterSnapshotAlreadyExistsFault", "Cannot create the cluster snapshot because one with the identifier %s already exists.", deleteCluster)
	engineMismatch         = rds("db-cluster-engine", "CreateDBInstance", invalidCombination, "The engine name requested for your DB instance (%s) doesn't match the engine name of your DB cluster (%s).", createInstance)
	versionMismatch        = rds("db-cluster-version", "CreateDBInstance", invalidCombination, "The engine version that you requested for your DB instance (%s) does not match the engine version of your DB cluster (%s)", createInstance)
	scalingMissing         = rds("db-cluster-scaling", "CreateDBInstance", invalidCombination, "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 DB instance.", serverless)
	capacityInvalid        = rds("db-cluster-capacity", "CreateDBCluster", invalidValue, "Serverless v2 maximum capacity %v isn't valid. The maximum capacity must be greater than or equal to the minimum capacity %v.", serverless)
)
