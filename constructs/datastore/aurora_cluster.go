package datastore

import (
	"cmp"
	"strconv"
	"time"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/rdscluster"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/rdsclusterinstance"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/rdsclusterparametergroup"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
	"github.com/berth-iac/berth/internal/retention"
)

// AuroraClusterProps describe an Aurora Serverless v2 cluster.
type AuroraClusterProps struct {
	// Identifier of the cluster, unique in the region and first part of the
	// names of what belongs to it: at most 63 lower-case letters, digits and
	// single hyphens, a letter first. Renaming replaces the database.
	Identifier string
	// Engine is AuroraPostgreSQL or AuroraMySQL.
	Engine AuroraEngine
	// Version of the engine: a major version, which AWS keeps on its newest
	// minor version, or one with its minor version, which stays as it is.
	// Default: 16 (AuroraPostgreSQL), 8.0 (AuroraMySQL).
	Version string
	// DatabaseName of the first database: a letter, then letters, digits and
	// underscores, 63 at most. Changing it replaces the database. Default: app.
	DatabaseName string
	// MinCapacity of each instance in Aurora capacity units (2 GiB of memory
	// each): 0.5 to 256 in steps of 0.5. Default: 0.5, or 0 with AutoPause.
	MinCapacity float64
	// MaxCapacity of each instance in Aurora capacity units: 1 to 256 in steps
	// of 0.5. Default: 4, or MinCapacity where that is more.
	MaxCapacity float64
	// AutoPause stops an instance that nobody has been connected to for so long
	// (a minimum capacity of 0): 5 minutes to 24 hours. The next connection
	// waits some 15 seconds. PostgreSQL has it from 13.15, 14.12, 15.7 and 16.3,
	// Aurora MySQL from 3.08. Default: 0, instances never pause.
	AutoPause time.Duration
	// Instances of the cluster, the writer among them: 1 to 16. A second one
	// takes over from a failed writer. Default: 2, or 1 where the cluster is
	// disposable.
	Instances int
	// VPCID is the VPC of the cluster.
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
	// 35. Default: 14, or 1 where the cluster is disposable.
	BackupRetentionDays int
	// BackupWindow is when backups are made, every day, in UTC: 30 minutes or
	// more. Default: 17:00-18:00.
	BackupWindow string
	// MaintenanceWindow is when AWS may restart instances, every week, in UTC:
	// 30 minutes to a day, apart from BackupWindow. Changes that need a restart
	// wait for it, unless the cluster is disposable. Default:
	// sun:18:30-sun:19:30.
	MaintenanceWindow string
	// LogRetentionDays is how long the engine's logs are kept in CloudWatch, in
	// days, as in logs.GroupProps. Default: 365.
	LogRetentionDays int
	// Disposable lets the database be destroyed with its backups, at once and
	// without a final snapshot, and changes be made at once. Default: false.
	Disposable bool
}

// AuroraCluster is an Aurora Serverless v2 cluster.
type AuroraCluster struct {
	// Identifier of the cluster.
	Identifier string
	// Address is the host of the writer, ReaderAddress that of the readers; with
	// one instance both lead to it.
	Address, ReaderAddress string
	// Port to connect to.
	Port int
	// DatabaseName of the first database.
	DatabaseName string
	// SecretARN is the Secrets Manager secret with the keys username and
	// password of the master user. RDS replaces the password every seven days.
	SecretARN string
	// SecurityGroupID is the cluster's security group, to which readers add an
	// ingress rule.
	SecurityGroupID string
	// Resource is the aws_rds_cluster; nil where the props are invalid.
	Resource rdscluster.RdsCluster
}

// Limits and defaults of Aurora Serverless v2.
const (
	serverlessClass     = "db.serverless"
	defaultMinCapacity  = 0.5
	defaultMaxCapacity  = 4.0
	maxCapacity         = 256.0
	defaultInstances    = 2
	disposableInstances = 1
	maxInstances        = 16
	shortestPause       = 5 * time.Minute
	longestPause        = 24 * time.Hour
)

func (p AuroraClusterProps) withDefaults() AuroraClusterProps {
	p.Version = cmp.Or(p.Version, dialects[string(p.Engine)].defaultVersion)
	p.DatabaseName = cmp.Or(p.DatabaseName, defaultDatabaseName)
	if p.AutoPause == 0 {
		p.MinCapacity = cmp.Or(p.MinCapacity, defaultMinCapacity)
	}
	p.MaxCapacity = cmp.Or(p.MaxCapacity, max(defaultMaxCapacity, p.MinCapacity))
	if p.Instances == 0 {
		p.Instances = defaultInstances
		if p.Disposable {
			p.Instances = disposableInstances
		}
	}
	p.BackupRetentionDays = backupDays(p.BackupRetentionDays, p.Disposable)
	p.BackupWindow = cmp.Or(p.BackupWindow, defaultBackupWindow)
	p.MaintenanceWindow = cmp.Or(p.MaintenanceWindow, defaultMaintenanceWindow)
	return p
}

// Validate tells what RDS would refuse.
func (p AuroraClusterProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Identifier", p.Identifier, identifierOf("RDS", naming.MaxDBIdentifier))
	check.OneOf(&problems, "Engine", p.Engine, AuroraPostgreSQL, AuroraMySQL)
	checkVersion(&problems, string(p.Engine), p.Version)
	checkDatabaseName(&problems, string(p.Engine), p.DatabaseName)
	checkBackupDays(&problems, p.BackupRetentionDays)
	retention.Check(&problems, "LogRetentionDays", p.LogRetentionDays)
	problems.Required("VPCID", p.VPCID)
	check.SubnetsInTwoZones(&problems, "SubnetIDs", p.SubnetIDs)

	p = p.withDefaults()
	p.checkCapacity(&problems)
	check.Between(&problems, "Instances", p.Instances, 1, maxInstances)
	checkWindows(&problems, "BackupWindow", p.BackupWindow, p.MaintenanceWindow, shortestDatabaseWindow)
	return problems.Err()
}

// NewAuroraCluster adds an Aurora Serverless v2 cluster with its instances.
func NewAuroraCluster(scope constructs.Construct, id string, props AuroraClusterProps) *AuroraCluster {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &AuroraCluster{}
	}
	props = props.withDefaults()
	dialect := dialects[string(props.Engine)]
	group := securityGroup(scope, props.Identifier, props.VPCID)
	logGroups := logGroups(scope, "/aws/rds/cluster/"+props.Identifier, dialect.logs, props.LogRetentionDays, props.KMSKeyARN)

	// availability_zones is never set: Aurora spreads its storage over three
	// zones, and a list of two would replace the cluster at every apply.
	resource := rdscluster.NewRdsCluster(scope, jsii.String("Resource"), &rdscluster.RdsClusterConfig{
		ClusterIdentifier:                jsii.String(props.Identifier),
		Engine:                           jsii.String(string(props.Engine)),
		EngineMode:                       jsii.String("provisioned"),
		EngineVersion:                    jsii.String(props.Version),
		DatabaseName:                     jsii.String(props.DatabaseName),
		Port:                             jsii.Number(dialect.port),
		Serverlessv2ScalingConfiguration: props.scaling(),

		MasterUsername:                   jsii.String(masterUsername),
		ManageMasterUserPassword:         jsii.Bool(true),
		MasterUserSecretKmsKeyId:         optional(props.KMSKeyARN),
		IamDatabaseAuthenticationEnabled: jsii.Bool(true),

		StorageEncrypted:            jsii.Bool(true),
		KmsKeyId:                    optional(props.KMSKeyARN),
		DbSubnetGroupName:           subnetGroup(scope, props.Identifier, props.SubnetIDs).Name(),
		VpcSecurityGroupIds:         jsii.Strings(group.ID),
		DbClusterParameterGroupName: clusterParameters(scope, props).Name(),

		BackupRetentionPeriod:   jsii.Number(props.BackupRetentionDays),
		PreferredBackupWindow:   jsii.String(props.BackupWindow),
		CopyTagsToSnapshot:      jsii.Bool(true),
		DeleteAutomatedBackups:  jsii.Bool(props.Disposable),
		SkipFinalSnapshot:       jsii.Bool(props.Disposable),
		FinalSnapshotIdentifier: finalSnapshot(props.Identifier, props.Disposable),
		DeletionProtection:      jsii.Bool(!props.Disposable),

		PreferredMaintenanceWindow:   jsii.String(props.MaintenanceWindow),
		ApplyImmediately:             jsii.Bool(props.Disposable),
		EnabledCloudwatchLogsExports: jsii.Strings(dialect.logs...),

		// On the cluster and on every instance alike: the API reports it on both.
		PerformanceInsightsEnabled:         jsii.Bool(true),
		PerformanceInsightsKmsKeyId:        optional(props.KMSKeyARN),
		PerformanceInsightsRetentionPeriod: jsii.Number(performanceInsightsDays),

		Lifecycle: node.Protect(props.Disposable),
		DependsOn: node.DependsOn(logGroups),
	})
	addInstances(scope, props, resource)
	return &AuroraCluster{
		Identifier:      *resource.ClusterIdentifier(),
		Address:         *resource.Endpoint(),
		ReaderAddress:   *resource.ReaderEndpoint(),
		Port:            dialect.port,
		DatabaseName:    props.DatabaseName,
		SecretARN:       *resource.MasterUserSecret().Get(jsii.Number(0)).SecretArn(),
		SecurityGroupID: group.ID,
		Resource:        resource,
	}
}

// addInstances numbers the instances, so that one more leaves the others as
// they are.
func addInstances(scope constructs.Construct, props AuroraClusterProps, cluster rdscluster.RdsCluster) {
	monitoring := monitoringRole(scope, props.Identifier)
	for number := 1; number <= props.Instances; number++ {
		rdsclusterinstance.NewRdsClusterInstance(scope, jsii.Sprintf("instance-%d", number), &rdsclusterinstance.RdsClusterInstanceConfig{
			Identifier:        jsii.String(naming.Fit(naming.MaxDBIdentifier, props.Identifier, strconv.Itoa(number))),
			ClusterIdentifier: cluster.ClusterIdentifier(),
			Engine:            cluster.Engine(),
			// An upgrade is made to the cluster, which upgrades its instances.
			EngineVersion:              cluster.EngineVersion(),
			InstanceClass:              jsii.String(serverlessClass),
			PubliclyAccessible:         jsii.Bool(false),
			AutoMinorVersionUpgrade:    jsii.Bool(!pinned(string(props.Engine), props.Version)),
			PreferredMaintenanceWindow: jsii.String(props.MaintenanceWindow),
			ApplyImmediately:           jsii.Bool(props.Disposable),

			MonitoringInterval:                 jsii.Number(monitoringSeconds),
			MonitoringRoleArn:                  jsii.String(monitoring.ARN),
			PerformanceInsightsEnabled:         jsii.Bool(true),
			PerformanceInsightsKmsKeyId:        optional(props.KMSKeyARN),
			PerformanceInsightsRetentionPeriod: jsii.Number(performanceInsightsDays),

			DependsOn: node.DependsOn(monitoring.PolicyDependencies()),
		})
	}
}

// clusterParameters is a parameter group of the cluster's own. Another version
// needs a group of another family, which has to stand beside the old one until
// the cluster has moved.
func clusterParameters(scope constructs.Construct, props AuroraClusterProps) rdsclusterparametergroup.RdsClusterParameterGroup {
	engine := string(props.Engine)
	var parameters []*rdsclusterparametergroup.RdsClusterParameterGroupParameter
	for _, p := range dialects[engine].parameters {
		parameters = append(parameters, &rdsclusterparametergroup.RdsClusterParameterGroupParameter{
			Name: jsii.String(p.name), Value: jsii.String(p.value), ApplyMethod: jsii.String("pending-reboot"),
		})
	}
	return rdsclusterparametergroup.NewRdsClusterParameterGroup(scope, jsii.String("parameter-group"), &rdsclusterparametergroup.RdsClusterParameterGroupConfig{
		NamePrefix:  jsii.String(props.Identifier + "-"),
		Description: jsii.String("Parameters of the database " + props.Identifier),
		Family:      jsii.String(family(engine, props.Version)),
		Parameter:   parameters,
		Lifecycle:   &cdktf.TerraformResourceLifecycle{CreateBeforeDestroy: jsii.Bool(true)},
	})
}
