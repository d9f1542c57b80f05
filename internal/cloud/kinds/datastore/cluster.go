package datastore

import (
	"slices"
	"strconv"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var cluster = cloud.Kind{
	Type: "aws_rds_cluster",
	Noun: "RDS Cluster",
	Refs: []cloud.Ref{
		{Path: "vpc_security_group_ids", To: "aws_security_group", Missing: clusterGroupMissing, InUse: groupInUse},
	},
	Unique: []cloud.Unique{{Paths: []string{"cluster_identifier"}, Taken: clusterTaken}},
	Validate: argument.All(
		identifier("cluster_identifier"), argument.Length("cluster_identifier", 0, 63),
		argument.Conflict("cluster_identifier", "cluster_identifier_prefix"),
		argument.Conflict("manage_master_user_password", "master_password"),
		argument.Conflict("master_password", "master_password_wo"),
		argument.OneOf("engine", "aurora-mysql", "aurora-postgresql", "mysql", "postgres"),
		argument.OneOf("engine_mode", "global", "multimaster", "parallelquery", "provisioned", "serverless"),
		argument.Match("preferred_backup_window", dailyForm, dailyRule),
		argument.Match("preferred_maintenance_window", weeklyForm, weeklyRule),
		argument.Between("backup_retention_period", 1, 35),
		argument.Between("serverlessv2_scaling_configuration.min_capacity", 0, 256),
		argument.Between("serverlessv2_scaling_configuration.max_capacity", 1, 256),
		argument.Between("serverlessv2_scaling_configuration.seconds_until_auto_pause", 300, 86400),
		argument.ARN("kms_key_id"), argument.ARN("performance_insights_kms_key_id"), argument.ARN("monitoring_role_arn"),
	),
	Create: func(c *cloud.Call) error {
		nameFromPrefix(c, "cluster_identifier")
		if err := checkCluster(c); err != nil {
			return err
		}
		if !isCopy(c.Object) {
			if c.Object.Text("master_username") == "" {
				return masterMissing.With()
			}
			if err := mastered("master_username", "master_password", "database_name")(c); err != nil {
				return err
			}
		}
		name := c.Object.Text("cluster_identifier")
		c.Object["id"] = name
		c.Object["arn"] = c.ARN("rds", "cluster:"+name)
		c.Object["cluster_resource_id"] = resourceID(c, "cluster-")
		c.Object["hosted_zone_id"] = hostedZone(c.Session)
		setClusterDefaults(c)
		putSecret(c, "cluster", c.Object.Text("cluster_resource_id"))
		writeLogs(c, "cluster", name)
		return describeCluster(c)
	},
	Update: func(c *cloud.Call) error {
		if err := all(upgradeAllowed, checkCluster)(c); err != nil {
			return err
		}
		putSecret(c, "cluster", c.Object.Text("cluster_resource_id"))
		writeLogs(c, "cluster", c.ID())
		return nil
	},
	Delete: func(c *cloud.Call) error {
		err := end(c, "aws_db_cluster_snapshot", "db_cluster_snapshot_identifier", clusterProtected, clusterSnapshotUnnamed, clusterSnapshotTaken)
		if err != nil {
			return err
		}
		dropSecret(c, "cluster", c.Object.Text("cluster_resource_id"))
		return nil
	},
	Read: func(c *cloud.Call) error {
		// Aurora keeps data in three zones, whatever it was told.
		zones := c.Object.Texts("availability_zones")
		for _, letter := range []string{"a", "b", "c"} {
			if len(zones) < 3 && isAurora(c.Object) && !slices.Contains(zones, c.Region+letter) {
				zones = append(zones, c.Region+letter)
			}
		}
		c.Object["availability_zones"] = zones
		members := []any{}
		for _, member := range c.Find("aws_rds_cluster_instance", "cluster_identifier", c.ID()) {
			members = append(members, member["identifier"])
		}
		c.Object["cluster_members"] = members
		return describeCluster(c)
	},
}

// describeCluster sets what follows from the arguments.
func describeCluster(c *cloud.Call) error {
	name := c.Object.Text("cluster_identifier")
	c.Object["endpoint"] = name + ".cluster-" + domain(c.Session)
	c.Object["reader_endpoint"] = name + ".cluster-ro-" + domain(c.Session)
	c.Object["engine_version_actual"] = engines[c.Object.Text("engine")].actual(c.Object.Text("engine_version"))
	followDefault(c, "db_cluster_parameter_group_name")
	c.Object["master_user_secret"] = secretBlock(c, "cluster", c.Object.Text("cluster_resource_id"))
	return nil
}

func setClusterDefaults(c *cloud.Call) {
	name := c.Object.Text("engine")
	known := engines[name]
	c.Object.Default("engine_version", known.actual(""))
	c.Object.Default("port", known.port)
	c.Object.Default("db_cluster_parameter_group_name", "default."+family(name, c.Object.Text("engine_version")))
	c.Object.Default("db_subnet_group_name", "default")
	c.Object.Default("availability_zones", []any{c.Region + "a", c.Region + "b", c.Region + "c"})
	if c.Object.Bool("storage_encrypted") {
		c.Object.Default("kms_key_id", managedKey(c, "rds"))
	}
	if c.Object.Bool("performance_insights_enabled") {
		c.Object.Default("performance_insights_kms_key_id", managedKey(c, "rds"))
		c.Object.Default("performance_insights_retention_period", 7)
	}
	for name, value := range map[string]any{
		"allocated_storage": 1, "backup_retention_period": 1, "cluster_members": []any{}, "database_insights_mode": "standard",
		"engine_lifecycle_support": "open-source-rds-extended-support", "iam_roles": []any{}, "monitoring_interval": 0, "network_type": "IPV4",
		"performance_insights_retention_period": 0, "preferred_backup_window": someBackupWindow,
		"preferred_maintenance_window": someMaintenanceWindow, "storage_encrypted": false, "storage_type": "", "vpc_security_group_ids": []any{},
	} {
		c.Object.Default(name, value)
	}
}

var checkCluster = all(
	versionExists, subnetGroupExists, sameVPC, monitored, logsExist, scales,
	windowsApart("preferred_backup_window", "preferred_maintenance_window"),
	keysExist(keyInaccessible, "kms_key_id", "performance_insights_kms_key_id", "master_user_secret_kms_key_id"),
	func(c *cloud.Call) error {
		wanted := family(c.Object.Text("engine"), c.Object.Text("engine_version"))
		return checkFamily(c, "aws_rds_cluster_parameter_group", c.Object.Text("db_cluster_parameter_group_name"), wanted, clusterParameterGroupMissing)
	},
)

// scales refuses a range of capacities that is none.
func scales(c *cloud.Call) error {
	for _, scaling := range c.Object.Blocks("serverlessv2_scaling_configuration") {
		if least, most := capacity(scaling, "min_capacity"), capacity(scaling, "max_capacity"); least > most {
			return capacityInvalid.With(most, least)
		}
	}
	return nil
}

func isAurora(object cloud.Attributes) bool {
	return strings.HasPrefix(object.Text("engine"), "aurora")
}

// capacity is a number of Aurora capacity units, of which there are halves.
func capacity(scaling cloud.Attributes, bound string) float64 {
	units, _ := strconv.ParseFloat(scaling.Text(bound), 64)
	return units
}
