package datastore

import (
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var clusterInstance = cloud.Kind{
	Type: "aws_rds_cluster_instance",
	Noun: "RDS Cluster Instance",
	Refs: []cloud.Ref{
		{Path: "cluster_identifier", To: "aws_rds_cluster", Missing: clusterMissing, InUse: clusterHasInstances},
	},
	Unique: []cloud.Unique{{Paths: []string{"identifier"}, Taken: instanceTaken}},
	Validate: argument.All(
		identifier("identifier"), argument.Length("identifier", 0, 63),
		argument.Conflict("identifier", "identifier_prefix"),
		argument.Match("preferred_maintenance_window", weeklyForm, weeklyRule),
		argument.OneNumberOf("monitoring_interval", 0, 1, 5, 10, 15, 30, 60),
		argument.Between("promotion_tier", 0, 15),
		argument.ARN("performance_insights_kms_key_id"), argument.ARN("monitoring_role_arn"),
	),
	Create: func(c *cloud.Call) error {
		nameFromPrefix(c, "identifier")
		name := c.Object.Text("identifier")
		if len(c.Find("aws_db_instance", "identifier", name)) > 0 {
			return instanceTaken.With()
		}
		if err := checkClusterInstance(c); err != nil {
			return err
		}
		c.Object["id"] = name
		c.Object["arn"] = c.ARN("rds", "db:"+name)
		c.Object["dbi_resource_id"] = resourceID(c, "db-")
		owner := c.One("aws_rds_cluster", "id", c.Object.Text("cluster_identifier"))
		for _, same := range []string{"db_subnet_group_name", "engine_version", "preferred_backup_window"} {
			c.Object.Default(same, owner[same])
		}
		if c.Object.Bool("performance_insights_enabled") {
			c.Object.Default("performance_insights_kms_key_id", managedKey(c, "rds"))
			c.Object.Default("performance_insights_retention_period", 7)
		}
		zones := owner.Texts("availability_zones")
		taken := len(c.Find("aws_rds_cluster_instance", "cluster_identifier", owner.Text("id")))
		c.Object.Default("availability_zone", zones[taken%len(zones)])
		c.Object.Default("db_parameter_group_name", "default."+family(c.Object.Text("engine"), c.Object.Text("engine_version")))
		for name, value := range map[string]any{
			"ca_cert_identifier": "rds-ca-rsa2048-g1", "performance_insights_enabled": false, "performance_insights_retention_period": 0,
			"preferred_maintenance_window": someMaintenanceWindow, "publicly_accessible": false,
		} {
			c.Object.Default(name, value)
		}
		return describeClusterInstance(c)
	},
	Update: checkClusterInstance,
	Read:   describeClusterInstance,
}

// describeClusterInstance sets what follows from the cluster.
func describeClusterInstance(c *cloud.Call) error {
	name := c.Object.Text("cluster_identifier")
	owner := c.One("aws_rds_cluster", "id", name)
	members := c.Find("aws_rds_cluster_instance", "cluster_identifier", name)
	c.Object["writer"] = len(members) == 0 || members[0].Text("id") == c.ID()
	c.Object["endpoint"] = c.Object.Text("identifier") + "." + domain(c.Session)
	c.Object["engine_version_actual"] = engines[owner.Text("engine")].actual(owner.Text("engine_version"))
	c.Copy(owner, "port", "kms_key_id", "storage_encrypted", "network_type")
	return nil
}

var checkClusterInstance = all(
	fitsCluster, auroraClassExists, monitored,
	keysExist(keyInaccessible, "performance_insights_kms_key_id"),
	func(c *cloud.Call) error {
		wanted := family(c.Object.Text("engine"), c.Object.Text("engine_version"))
		return checkFamily(c, "aws_db_parameter_group", c.Object.Text("db_parameter_group_name"), wanted, parameterGroupMissing)
	},
)

// fitsCluster refuses an instance that runs something else than its cluster, or
// scales where the cluster does not.
func fitsCluster(c *cloud.Call) error {
	owner := c.One("aws_rds_cluster", "id", c.Object.Text("cluster_identifier"))
	if wanted := owner.Text("engine"); c.Object.Text("engine") != wanted {
		return engineMismatch.With(c.Object.Text("engine"), wanted)
	}
	known := engines[owner.Text("engine")]
	version, wanted := c.Object.Text("engine_version"), owner.Text("engine_version")
	if version != "" && known.actual(version) != known.actual(wanted) {
		return versionMismatch.With(version, wanted)
	}
	if c.Object.Text("instance_class") == "db.serverless" && !owner.Has("serverlessv2_scaling_configuration") {
		return scalingMissing.With()
	}
	return nil
}

// Aurora runs on no small burstable class.
var tooSmall = []string{"db.t3.micro", "db.t3.small", "db.t4g.micro", "db.t4g.small"}

func auroraClassExists(c *cloud.Call) error {
	class, name := c.Object.Text("instance_class"), c.Object.Text("engine")
	if slices.Contains(tooSmall, class) && strings.HasPrefix(name, "aurora") {
		return classUnsupported.With(class, name, engines[name].actual(c.Object.Text("engine_version")), engines[name].license)
	}
	return classExists(c)
}
