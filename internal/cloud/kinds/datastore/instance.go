package datastore

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var instance = cloud.Kind{
	Type: "aws_db_instance",
	Noun: "RDS DB Instance",
	Refs: []cloud.Ref{
		{Path: "vpc_security_group_ids", To: "aws_security_group", Missing: groupMissing, InUse: groupInUse},
	},
	Unique: []cloud.Unique{{Paths: []string{"identifier"}, Taken: instanceTaken}},
	Validate: argument.All(
		identifier("identifier"), argument.Length("identifier", 0, 63),
		argument.Conflict("identifier", "identifier_prefix"),
		argument.Conflict("manage_master_user_password", "password"),
		argument.Conflict("password", "password_wo"),
		argument.Match("backup_window", dailyForm, dailyRule),
		argument.Match("maintenance_window", weeklyForm, weeklyRule),
		argument.Between("backup_retention_period", 0, 35),
		argument.OneNumberOf("monitoring_interval", 0, 1, 5, 10, 15, 30, 60),
		argument.OneOf("storage_type", "standard", "gp2", "gp3", "io1", "io2"),
		argument.ARN("kms_key_id"), argument.ARN("performance_insights_kms_key_id"), argument.ARN("monitoring_role_arn"),
	),
	Create: func(c *cloud.Call) error {
		nameFromPrefix(c, "identifier")
		if err := checkNewInstance(c); err != nil {
			return err
		}
		c.Object["resource_id"] = resourceID(c, "db-")
		c.Object["id"] = c.Object["resource_id"]
		c.Object["arn"] = c.ARN("rds", "db:"+c.Object.Text("identifier"))
		c.Object["hosted_zone_id"] = hostedZone(c.Session)
		c.Object["latest_restorable_time"] = now()
		c.Object["replicas"], c.Object["listener_endpoint"] = []any{}, []any{}
		setInstanceDefaults(c)
		putSecret(c, "db", c.ID())
		writeLogs(c, "instance", c.Object.Text("identifier"))
		return describeInstance(c)
	},
	Update: func(c *cloud.Call) error {
		if err := all(upgradeAllowed, checkInstance)(c); err != nil {
			return err
		}
		if before, after := c.Prior.Int("allocated_storage"), c.Object.Int("allocated_storage"); after < before {
			return storageShrunk.With(after, before)
		}
		putSecret(c, "db", c.ID())
		writeLogs(c, "instance", c.Object.Text("identifier"))
		return nil
	},
	Delete: func(c *cloud.Call) error {
		err := end(c, "aws_db_snapshot", "db_snapshot_identifier", instanceProtected, instanceSnapshotUnnamed, snapshotTaken)
		if err != nil {
			return err
		}
		dropSecret(c, "db", c.ID())
		return nil
	},
	Read:     describeInstance,
	ImportID: func(object cloud.Attributes) string { return object.Text("identifier") },
}

// describeInstance sets what follows from the arguments.
func describeInstance(c *cloud.Call) error {
	address := c.Object.Text("identifier") + "." + domain(c.Session)
	c.Object["address"] = address
	c.Object["endpoint"] = fmt.Sprintf("%s:%d", address, c.Object.Int("port"))
	c.Object["engine_version_actual"] = c.Object.Text("engine_version")
	if known, found := engines[c.Object.Text("engine")]; found {
		c.Object["engine_version_actual"] = known.actual(c.Object.Text("engine_version"))
	}
	followDefault(c, "parameter_group_name")
	c.Object["master_user_secret"] = secretBlock(c, "db", c.Object.Text("resource_id"))
	c.Object["status"] = "available"
	return nil
}

func setInstanceDefaults(c *cloud.Call) {
	name := c.Object.Text("engine")
	known := engines[name]
	c.Object.Default("engine_version", known.actual(""))
	version := c.Object.Text("engine_version")
	c.Object.Default("port", known.port)
	c.Object.Default("license_model", known.license)
	c.Object.Default("parameter_group_name", "default."+family(name, version))
	c.Object.Default("option_group_name", "default:"+name+"-"+strings.ReplaceAll(known.major(known.actual(version)), ".", "-"))
	c.Object.Default("db_subnet_group_name", "default")
	if zones := zonesOf(c, c.One("aws_db_subnet_group", "id", c.Object.Text("db_subnet_group_name"))); len(zones) > 0 {
		c.Object.Default("availability_zone", zones[0])
	}
	c.Object.Default("availability_zone", c.Region+"a")
	c.Object.Default("storage_type", "gp2")
	if c.Object.Text("storage_type") == "gp3" {
		c.Object.Default("iops", 3000)
		c.Object.Default("storage_throughput", 125)
	}
	if c.Object.Bool("storage_encrypted") {
		c.Object.Default("kms_key_id", managedKey(c, "rds"))
	}
	if c.Object.Bool("performance_insights_enabled") {
		c.Object.Default("performance_insights_kms_key_id", managedKey(c, "rds"))
		c.Object.Default("performance_insights_retention_period", 7)
	}
	for name, value := range map[string]any{
		"backup_retention_period": 0, "backup_target": "region", "backup_window": someBackupWindow, "maintenance_window": someMaintenanceWindow,
		"ca_cert_identifier": "rds-ca-rsa2048-g1", "database_insights_mode": "standard", "engine_lifecycle_support": "open-source-rds-extended-support",
		"iops": 0, "storage_throughput": 0, "performance_insights_retention_period": 0, "multi_az": false, "network_type": "IPV4",
		"vpc_security_group_ids": []any{},
	} {
		c.Object.Default(name, value)
	}
}

var checkInstance = all(
	versionExists, classExists, subnetGroupExists, sameVPC, monitored, logsExist, storageFits,
	windowsApart("backup_window", "maintenance_window"),
	keysExist(keyInaccessible, "kms_key_id", "performance_insights_kms_key_id", "master_user_secret_kms_key_id"),
	func(c *cloud.Call) error {
		wanted := family(c.Object.Text("engine"), c.Object.Text("engine_version"))
		return checkFamily(c, "aws_db_parameter_group", c.Object.Text("parameter_group_name"), wanted, parameterGroupMissing)
	},
)

// required are the arguments of an instance that is no copy.
var required = []string{"allocated_storage", "engine", "username"}

func checkNewInstance(c *cloud.Call) error {
	if isCopy(c.Object) {
		return nil // the rehearsal has no data to compare with
	}
	for _, name := range required {
		if !c.Object.Has(name) || c.Object.Text(name) == "" {
			return instanceNeeds.With(name)
		}
	}
	if len(c.Find("aws_rds_cluster_instance", "identifier", c.Object.Text("identifier"))) > 0 {
		return instanceTaken.With()
	}
	if err := checkInstance(c); err != nil {
		return err
	}
	return mastered("username", "password", "db_name")(c)
}

// classForm is that of an instance class: of a generation that RDS has.
var classForm = regexp.MustCompile(`^db\.((t[34]g?|m[5-8][a-z]*|r[5-8][a-z]*|c6gd|x[12][a-z]*|z1d)\.(micro|small|medium|large|\d*xlarge|metal)(\.tpc\d+\.mem\d+x)?)$`)

// retired classes run no version that RDS still has.
var retired = regexp.MustCompile(`^db\.(m[1-4]|r[34]|t[12])\.`)

func classExists(c *cloud.Call) error {
	class, name := c.Object.Text("instance_class"), c.Object.Text("engine")
	switch {
	case retired.MatchString(class) || class == "db.serverless" && !strings.HasPrefix(name, "aurora"):
		return classUnsupported.With(class, name, engines[name].actual(c.Object.Text("engine_version")), engines[name].license)
	case !classForm.MatchString(class) && class != "db.serverless":
		return classUnknown.With(class)
	default:
		return nil
	}
}

// storageFits refuses sizes that the type of storage has not.
func storageFits(c *cloud.Call) error {
	size, kind := c.Object.Int("allocated_storage"), c.Object.Text("storage_type")
	least := 20
	switch {
	case slices.Contains([]string{"io1", "io2"}, kind):
		least = 100
	case kind == "standard":
		least = 5
	}
	if size < least || size > 65536 {
		return storageInvalid.With(c.Object.Text("engine"), kind, size)
	}
	// Below 400 GiB, gp3 has its base performance.
	faster := !slices.Contains([]int{0, 3000}, c.Object.Int("iops")) || !slices.Contains([]int{0, 125}, c.Object.Int("storage_throughput"))
	if kind == "gp3" && size < 400 && faster && engines[c.Object.Text("engine")].port != 0 {
		return storageNotFaster.With(c.Object.Text("engine"))
	}
	if most := c.Object.Int("max_allocated_storage"); most != 0 && most < size {
		return storageMaximum.With()
	}
	return nil
}
