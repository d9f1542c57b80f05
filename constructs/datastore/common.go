package datastore

import (
	"regexp"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dbsubnetgroup"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/logs"
	"github.com/berth-iac/berth/constructs/network"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/naming"
)

// Defaults of databases.
const (
	defaultDatabaseName       = "app"
	defaultBackupDays         = 14
	disposableBackupDays      = 1
	maxBackupDays             = 35
	shortestDatabaseWindow    = 30 // minutes
	monitoringSeconds         = 60
	performanceInsightsDays   = 7 // the period that costs nothing
	finalSnapshotSuffix       = "final"
	enhancedMonitoringService = "monitoring.rds.amazonaws.com"
)

var identifier = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// identifierOf is what a service allows as the identifier of a datastore.
func identifierOf(service string, limit int) check.TextRule {
	return check.TextRule{
		Service: service,
		Max:     limit,
		Form:    identifier,
		Allowed: "lower-case letters, digits and single hyphens between them, a letter first",
	}
}

func checkBackupDays(problems *check.Problems, days int) {
	if days != 0 {
		check.Between(problems, "BackupRetentionDays", days, 1, maxBackupDays)
	}
}

// backupDays is the retention where none is set.
func backupDays(days int, disposable bool) int {
	switch {
	case days != 0:
		return days
	case disposable:
		return disposableBackupDays
	default:
		return defaultBackupDays
	}
}

// finalSnapshot names the snapshot that a destroyed datastore leaves, if any.
func finalSnapshot(identifier string, disposable bool) *string {
	if disposable {
		return nil
	}
	return jsii.String(naming.Join(identifier, finalSnapshotSuffix))
}

func optional(value string) *string {
	if value == "" {
		return nil
	}
	return jsii.String(value)
}

func securityGroup(scope constructs.Construct, name, vpcID string) *network.SecurityGroup {
	return network.NewSecurityGroup(scope, "security-group", network.SecurityGroupProps{
		Name:        naming.Join(name, "database"),
		Description: "Database " + name,
		VPCID:       vpcID,
	})
}

func subnetGroup(scope constructs.Construct, name string, subnetIDs []string) dbsubnetgroup.DbSubnetGroup {
	return dbsubnetgroup.NewDbSubnetGroup(scope, jsii.String("subnet-group"), &dbsubnetgroup.DbSubnetGroupConfig{
		Name:        jsii.String(name),
		Description: jsii.String("Subnets of the database " + name),
		SubnetIds:   jsii.Strings(subnetIDs...),
	})
}

// logGroups are made before RDS makes them, which would keep the logs forever
// and not use the key.
func logGroups(scope constructs.Construct, prefix string, names []string, retentionDays int, keyARN string) []cdktf.ITerraformDependable {
	var groups []cdktf.ITerraformDependable
	for _, name := range names {
		groups = append(groups, logs.NewGroup(scope, "log-"+name, logs.GroupProps{
			Name:          prefix + "/" + name,
			RetentionDays: retentionDays,
			KMSKeyARN:     keyARN,
		}).Resource)
	}
	return groups
}

// monitoringRole lets RDS send the measurements of the operating system
// (Enhanced Monitoring) to CloudWatch Logs.
func monitoringRole(scope constructs.Construct, name string) *identity.Role {
	here := identity.LocationOf(scope)
	return identity.NewRole(scope, "monitoring", identity.RoleProps{
		Name:            naming.Fit(naming.MaxRole, name, "monitoring"),
		Description:     "Enhanced Monitoring of the database " + name,
		Service:         enhancedMonitoringService,
		TrustConditions: []identity.Condition{identity.SourceAccount(here.AccountID)},
		Policies:        map[string]identity.Policy{"monitoring": monitoringPolicy(here)},
	})
}

// monitoringPolicy is that of AWS's AmazonRDSEnhancedMonitoringRole, for the
// account and the region alone. RDS puts the measurements of all databases into
// one log group, RDSOSMetrics.
func monitoringPolicy(here identity.Location) identity.Policy {
	group := here.ARN("logs", "log-group:RDSOSMetrics")
	return identity.Policy{Statements: []identity.Statement{
		{
			Sid:       "Group",
			Actions:   []string{"logs:CreateLogGroup", "logs:PutRetentionPolicy"},
			Resources: []string{group},
		},
		{
			Sid:       "Streams",
			Actions:   []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:GetLogEvents", "logs:PutLogEvents"},
			Resources: []string{group + ":log-stream:*"},
		},
	}}
}
