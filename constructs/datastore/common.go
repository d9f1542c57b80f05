package datastore

import (
	"regexp"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dbsubnetgroup"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/logs"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/retention"
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
	enhancedMonitoringPolicy  = "service-role/AmazonRDSEnhancedMonitoringRole"
	enhancedMonitoringService = "monitoring.rds.amazonaws.com"
)

var identifier = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// checkIdentifier notes an identifier that RDS or ElastiCache refuses.
func checkIdentifier(problems *check.Problems, field, value string, limit int) {
	problems.Required(field, value)
	if value == "" || literal.IsToken(value) {
		return
	}
	if len(value) > limit {
		problems.Addf(field, "%q has %d characters: %d are allowed", value, len(value), limit)
	}
	if !identifier.MatchString(value) {
		problems.Addf(field, "%q: lower-case letters, digits and single hyphens between them are allowed, a letter first", value)
	}
}

// checkSubnets notes subnets that cannot be in two zones. A list that Terraform
// knows only later is a list of one.
func checkSubnets(problems *check.Problems, ids []string) {
	switch {
	case len(ids) == 0:
		problems.Addf("SubnetIDs", "none: subnets in two or more availability zones are required")
	case len(ids) == 1 && !literal.IsToken(ids[0]):
		problems.Addf("SubnetIDs", "one, %s: subnets in two or more availability zones are required", ids[0])
	}
}

func checkBackupDays(problems *check.Problems, days int) {
	if days != 0 {
		check.Between(problems, "BackupRetentionDays", days, 1, maxBackupDays)
	}
}

func checkLogDays(problems *check.Problems, days int) {
	if days == 0 {
		return
	}
	if err := retention.Check(days); err != nil {
		problems.Addf("LogRetentionDays", "%w", err)
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

// protection keeps Terraform from destroying or replacing what is not
// disposable.
func protection(disposable bool) *cdktf.TerraformResourceLifecycle {
	if disposable {
		return nil
	}
	return &cdktf.TerraformResourceLifecycle{PreventDestroy: jsii.Bool(true)}
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
		ManagedPolicies: map[string]string{"enhanced-monitoring": here.ManagedPolicyARN(enhancedMonitoringPolicy)},
	})
}
