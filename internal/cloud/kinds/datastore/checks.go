package datastore

import (
	"regexp"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

// check is one of the things that AWS looks at.
type check func(c *cloud.Call) error

// all runs checks until one refuses.
func all(checks ...check) func(c *cloud.Call) error {
	return func(c *cloud.Call) error {
		for _, one := range checks {
			if err := one(c); err != nil {
				return err
			}
		}
		return nil
	}
}

// keysExist refuses keys of KMS that cannot be used.
func keysExist(refusal cloud.Refusal, paths ...string) check {
	return func(c *cloud.Call) error {
		for _, path := range paths {
			key := c.Object.Text(path)
			if key == "" {
				continue
			}
			if _, state := identity.FindKey(c, key); state != identity.KeyEnabled {
				return refusal.With(key)
			}
		}
		return nil
	}
}

// sameVPC refuses security groups of another VPC than the subnets'.
func sameVPC(c *cloud.Call) error {
	network := vpcOf(c, c.One("aws_db_subnet_group", "id", c.Object.Text("db_subnet_group_name")))
	if network == "" {
		return nil
	}
	for _, id := range c.Object.Texts("vpc_security_group_ids") {
		if other := c.One("aws_security_group", "id", id).Text("vpc_id"); other != network {
			return groupElsewhere.With(network, other)
		}
	}
	return nil
}

// subnetGroupExists refuses a group that is not there; AWS has one by the name
// of default.
func subnetGroupExists(c *cloud.Call) error {
	name := c.Object.Text("db_subnet_group_name")
	if name != "" && name != "default" && c.One("aws_db_subnet_group", "id", name) == nil {
		return subnetGroupMissing.With(name)
	}
	return nil
}

// monitored refuses enhanced monitoring without a role that may write metrics.
// A role whose policy is not there yet may not: what is monitored has to wait.
func monitored(c *cloud.Call) error {
	if c.Object.Int("monitoring_interval") == 0 {
		return nil
	}
	arn := c.Object.Text("monitoring_role_arn")
	if arn == "" {
		return monitoringRoleMissing.With()
	}
	name := c.One("aws_iam_role", "arn", arn).Text("name")
	powerless := len(c.Find("aws_iam_role_policy", "role", name)) == 0 && len(c.Find("aws_iam_role_policy_attachment", "role", name)) == 0
	if powerless || !identity.CanAssume(c, arn, "monitoring.rds.amazonaws.com") {
		return monitoringRolePowerless.With()
	}
	return nil
}

// windowsApart refuses a backup during the maintenance.
func windowsApart(backup, maintenance string) check {
	return func(c *cloud.Call) error {
		if overlap(c.Object.Text(backup), c.Object.Text(maintenance)) {
			return windowsOverlap.With()
		}
		return nil
	}
}

// versionExists refuses versions that the engine has not.
func versionExists(c *cloud.Call) error {
	name, version := c.Object.Text("engine"), c.Object.Text("engine_version")
	known, found := engines[name]
	switch {
	case !found && !isCommercial(name):
		return engineUnknown.With(name)
	case found && known.actual(version) == "":
		return versionUnknown.With(version, name)
	default:
		return nil
	}
}

// upgradeAllowed refuses to go back, and to a new major version unasked.
func upgradeAllowed(c *cloud.Call) error {
	known, found := engines[c.Object.Text("engine")]
	if !found {
		return nil
	}
	before, after := known.actual(c.Prior.Text("engine_version")), known.actual(c.Object.Text("engine_version"))
	switch {
	case older(after, before):
		return downgrade.With(c.Object.Text("engine"), before, after)
	case known.major(after) != known.major(before) && !c.Object.Bool("allow_major_version_upgrade"):
		return majorUpgrade.With()
	default:
		return nil
	}
}

// logsExist refuses logs that the engine does not write.
func logsExist(c *cloud.Call) error {
	known, found := engines[c.Object.Text("engine")]
	for _, log := range c.Object.Texts("enabled_cloudwatch_logs_exports") {
		if found && !slices.Contains(known.logs, log) {
			return logUnknown.With(log, c.Object.Text("engine"), known.actual(c.Object.Text("engine_version")))
		}
	}
	return nil
}

// databaseName is what engines take.
var databaseName = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9_]*$`)

// mastered refuses a database without a usable master user. One that is copied
// from another has the other's.
func mastered(username, password, database string) check {
	return func(c *cloud.Call) error {
		user, secret := c.Object.Text(username), c.Object.Text(password)
		if secret == "" {
			secret = c.Object.Text(password + "_wo")
		}
		if name := c.Object.Text(database); name != "" && !databaseName.MatchString(name) {
			return databaseNameInvalid.With()
		}
		if slices.Contains(engines[c.Object.Text("engine")].reserved, user) {
			return masterReserved.With(user)
		}
		switch {
		case isCopy(c.Object) || c.Object.Bool("manage_master_user_password"):
			return nil
		case secret == "":
			return passwordMissing.With()
		case len(secret) < 8:
			return passwordShort.With()
		case strings.ContainsAny(secret, `/@" `):
			return passwordInvalid.With()
		default:
			return nil
		}
	}
}

// isCopy tells whether a database is made of another's data.
func isCopy(object cloud.Attributes) bool {
	for _, path := range []string{
		"snapshot_identifier", "replicate_source_db", "replication_source_identifier",
		"restore_to_point_in_time", "s3_import", "global_cluster_identifier",
	} {
		if object.Has(path) && object.At(path)[0] != "" {
			return true
		}
	}
	return false
}
