package datastore

import (
	"cmp"
	"regexp"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dbinstance"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dbparametergroup"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
	"github.com/berth-iac/berth/internal/retention"
)

// DatabaseInstanceProps describe an RDS instance.
type DatabaseInstanceProps struct {
	// Identifier of the instance, unique in the region and first part of the
	// names of what belongs to it: at most 63 lower-case letters, digits and
	// single hyphens, a letter first. Renaming replaces the database.
	Identifier string
	// Engine is Postgres or MySQL.
	Engine Engine
	// Version of the engine: a major version, which AWS keeps on its newest
	// minor version, or one with its minor version, which stays as it is.
	// Default: 17 (Postgres), 8.4 (MySQL).
	Version string
	// DatabaseName of the first database: a letter, then letters, digits and
	// underscores, 63 at most. Changing it replaces the database. Default: app.
	DatabaseName string
	// InstanceClass such as db.m7g.large. Default: db.t4g.micro.
	InstanceClass string
	// StorageGiB is the storage at first (gp3), in GiB: 20 to 65536. Default:
	// 20.
	StorageGiB int
	// MaxStorageGiB is how far the storage grows by itself, in GiB: at least a
	// tenth more than StorageGiB, or as much, which keeps it from growing.
	// Default: twice StorageGiB, at most 65536.
	MaxStorageGiB int
	// SingleZone runs no standby in another availability zone. Default: false
	// (multi_az).
	SingleZone bool
	// VPCID is the VPC of the instance.
	VPCID string
	// SubnetIDs in two or more availability zones, without a way to the
	// internet.
	SubnetIDs []string
	// KMSKeyARN is the key that encrypts storage, backups, the master password,
	// logs and Performance Insights. Its policy has to let the logs service of
	// the region use it, see kms.KeyProps.Logs. Changing it replaces the
	// database. Default: AWS's own keys of each service.
	KMSKeyARN string
	// BackupRetentionDays is how long automatic backups are kept, in days: 1 to
	// 35. Default: 14, or 1 where the instance is disposable.
	BackupRetentionDays int
	// BackupWindow is when backups are made, every day, in UTC: 30 minutes or
	// more. Default: 17:00-18:00.
	BackupWindow string
	// MaintenanceWindow is when AWS may restart the instance, every week, in
	// UTC: 30 minutes to a day, apart from BackupWindow. Changes that need a
	// restart wait for it, unless the instance is disposable. Default:
	// sun:18:30-sun:19:30.
	MaintenanceWindow string
	// LogRetentionDays is how long the engine's logs are kept in CloudWatch, in
	// days, as in logs.GroupProps. Default: 365.
	LogRetentionDays int
	// Disposable lets the database be destroyed with its backups, at once and
	// without a final snapshot, and changes be made at once. Default: false.
	Disposable bool
}

// DatabaseInstance is an RDS instance.
type DatabaseInstance struct {
	// Identifier of the instance.
	Identifier string
	// Address is the host to connect to.
	Address string
	// Port to connect to.
	Port int
	// DatabaseName of the first database.
	DatabaseName string
	// SecretARN is the Secrets Manager secret with the keys username and
	// password of the master user. RDS replaces the password every seven days.
	SecretARN string
	// SecurityGroupID is the instance's security group, to which readers add an
	// ingress rule.
	SecurityGroupID string
	// Resource is the aws_db_instance; nil where the props are invalid.
	Resource dbinstance.DbInstance
}

// Limits and defaults of RDS instances.
const (
	defaultInstanceClass = "db.t4g.micro"
	minStorageGiB        = 20
	maxStorageGiB        = 65536
)

var instanceClass = check.TextRule{
	Service: "RDS",
	Form:    regexp.MustCompile(`^db\.[a-z0-9]+\.[a-z0-9.]+$`),
	Allowed: "the form db.<family>.<size>, such as " + defaultInstanceClass,
}

func (p DatabaseInstanceProps) withDefaults() DatabaseInstanceProps {
	p.Version = cmp.Or(p.Version, dialects[string(p.Engine)].defaultVersion)
	p.DatabaseName = cmp.Or(p.DatabaseName, defaultDatabaseName)
	p.InstanceClass = cmp.Or(p.InstanceClass, defaultInstanceClass)
	p.StorageGiB = cmp.Or(p.StorageGiB, minStorageGiB)
	p.MaxStorageGiB = cmp.Or(p.MaxStorageGiB, min(2*p.StorageGiB, maxStorageGiB))
	p.BackupRetentionDays = backupDays(p.BackupRetentionDays, p.Disposable)
	p.BackupWindow = cmp.Or(p.BackupWindow, defaultBackupWindow)
	p.MaintenanceWindow = cmp.Or(p.MaintenanceWindow, defaultMaintenanceWindow)
	return p
}

// Validate tells what RDS would refuse.
func (p DatabaseInstanceProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Identifier", p.Identifier, identifierOf("RDS", naming.MaxDBIdentifier))
	check.OneOf(&problems, "Engine", p.Engine, Postgres, MySQL)
	checkVersion(&problems, string(p.Engine), p.Version)
	checkDatabaseName(&problems, string(p.Engine), p.DatabaseName)
	checkBackupDays(&problems, p.BackupRetentionDays)
	retention.Check(&problems, "LogRetentionDays", p.LogRetentionDays)
	problems.Required("VPCID", p.VPCID)
	check.SubnetsInTwoZones(&problems, "SubnetIDs", p.SubnetIDs)

	p = p.withDefaults()
	check.Text(&problems, "InstanceClass", p.InstanceClass, instanceClass)
	check.Between(&problems, "StorageGiB", p.StorageGiB, minStorageGiB, maxStorageGiB)
	check.Between(&problems, "MaxStorageGiB", p.MaxStorageGiB, minStorageGiB, maxStorageGiB)
	if p.MaxStorageGiB != p.StorageGiB && p.MaxStorageGiB*10 < p.StorageGiB*11 {
		problems.Addf("MaxStorageGiB", "%d is less than a tenth above StorageGiB, %d: RDS allows %d or more, or %d for no growth",
			p.MaxStorageGiB, p.StorageGiB, (p.StorageGiB*11+9)/10, p.StorageGiB)
	}
	checkWindows(&problems, "BackupWindow", p.BackupWindow, p.MaintenanceWindow, shortestDatabaseWindow)
	return problems.Err()
}

// NewDatabaseInstance adds an RDS instance.
func NewDatabaseInstance(scope constructs.Construct, id string, props DatabaseInstanceProps) *DatabaseInstance {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &DatabaseInstance{}
	}
	props = props.withDefaults()
	dialect := dialects[string(props.Engine)]
	group := securityGroup(scope, props.Identifier, props.VPCID)
	monitoring := monitoringRole(scope, props.Identifier)
	logGroups := logGroups(scope, "/aws/rds/instance/"+props.Identifier, dialect.logs, props.LogRetentionDays, props.KMSKeyARN)

	config := &dbinstance.DbInstanceConfig{
		Identifier:    jsii.String(props.Identifier),
		Engine:        jsii.String(string(props.Engine)),
		EngineVersion: jsii.String(props.Version),
		InstanceClass: jsii.String(props.InstanceClass),
		DbName:        jsii.String(props.DatabaseName),
		Port:          jsii.Number(dialect.port),

		Username:                         jsii.String(masterUsername),
		ManageMasterUserPassword:         jsii.Bool(true),
		MasterUserSecretKmsKeyId:         optional(props.KMSKeyARN),
		IamDatabaseAuthenticationEnabled: jsii.Bool(true),

		AllocatedStorage: jsii.Number(props.StorageGiB),
		StorageType:      jsii.String("gp3"),
		StorageEncrypted: jsii.Bool(true),
		KmsKeyId:         optional(props.KMSKeyARN),

		MultiAz:             jsii.Bool(!props.SingleZone),
		PubliclyAccessible:  jsii.Bool(false),
		DbSubnetGroupName:   subnetGroup(scope, props.Identifier, props.SubnetIDs).Name(),
		VpcSecurityGroupIds: jsii.Strings(group.ID),
		ParameterGroupName:  instanceParameters(scope, props).Name(),

		BackupRetentionPeriod:   jsii.Number(props.BackupRetentionDays),
		BackupWindow:            jsii.String(props.BackupWindow),
		CopyTagsToSnapshot:      jsii.Bool(true),
		DeleteAutomatedBackups:  jsii.Bool(props.Disposable),
		SkipFinalSnapshot:       jsii.Bool(props.Disposable),
		FinalSnapshotIdentifier: finalSnapshot(props.Identifier, props.Disposable),
		DeletionProtection:      jsii.Bool(!props.Disposable),

		MaintenanceWindow:       jsii.String(props.MaintenanceWindow),
		AutoMinorVersionUpgrade: jsii.Bool(!pinned(string(props.Engine), props.Version)),
		ApplyImmediately:        jsii.Bool(props.Disposable),

		MonitoringInterval:           jsii.Number(monitoringSeconds),
		MonitoringRoleArn:            jsii.String(monitoring.ARN),
		EnabledCloudwatchLogsExports: jsii.Strings(dialect.logs...),

		Lifecycle: node.Protect(props.Disposable),
		DependsOn: node.DependsOn(monitoring.PolicyDependencies(), logGroups),
	}
	if props.MaxStorageGiB > props.StorageGiB {
		config.MaxAllocatedStorage = jsii.Number(props.MaxStorageGiB)
	}
	if performanceInsights(props.Engine, props.InstanceClass) {
		config.PerformanceInsightsEnabled = jsii.Bool(true)
		config.PerformanceInsightsKmsKeyId = optional(props.KMSKeyARN)
		config.PerformanceInsightsRetentionPeriod = jsii.Number(performanceInsightsDays)
	}
	resource := dbinstance.NewDbInstance(scope, jsii.String("Resource"), config)
	return &DatabaseInstance{
		Identifier:      *resource.Identifier(),
		Address:         *resource.Address(),
		Port:            dialect.port,
		DatabaseName:    props.DatabaseName,
		SecretARN:       *resource.MasterUserSecret().Get(jsii.Number(0)).SecretArn(),
		SecurityGroupID: group.ID,
		Resource:        resource,
	}
}

// instanceParameters is a parameter group of the instance's own. Another
// version needs a group of another family, which has to stand beside the old
// one until the instance has moved.
func instanceParameters(scope constructs.Construct, props DatabaseInstanceProps) dbparametergroup.DbParameterGroup {
	engine := string(props.Engine)
	var parameters []*dbparametergroup.DbParameterGroupParameter
	for _, p := range dialects[engine].parameters {
		parameters = append(parameters, &dbparametergroup.DbParameterGroupParameter{
			Name: jsii.String(p.name), Value: jsii.String(p.value), ApplyMethod: jsii.String("pending-reboot"),
		})
	}
	return dbparametergroup.NewDbParameterGroup(scope, jsii.String("parameter-group"), &dbparametergroup.DbParameterGroupConfig{
		NamePrefix:  jsii.String(props.Identifier + "-"),
		Description: jsii.String("Parameters of the database " + props.Identifier),
		Family:      jsii.String(family(engine, props.Version)),
		Parameter:   parameters,
		Lifecycle:   &cdktf.TerraformResourceLifecycle{CreateBeforeDestroy: jsii.Bool(true)},
	})
}
