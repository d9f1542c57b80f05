package datastore

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var replicationGroup = cloud.Kind{
	Type: "aws_elasticache_replication_group",
	Noun: "ElastiCache Replication Group",
	Refs: []cloud.Ref{
		{Path: "security_group_ids", To: "aws_security_group", Missing: cacheGroupMissing, InUse: groupInUse},
	},
	Unique: []cloud.Unique{{Paths: []string{"replication_group_id"}, Taken: cacheTaken}},
	Validate: argument.All(
		cacheIdentifier, cacheVersionForm, failover,
		argument.Length("replication_group_id", 1, 40),
		argument.OneOf("engine", "redis", "valkey"),
		argument.Match("auth_token", `^[^@"/]{16,128}$`, `must contain from 16 to 128 alphanumeric characters or symbols (excluding @, ", and /)`),
		argument.Conflict("auth_token", "user_group_ids"),
		argument.Conflict("num_cache_clusters", "num_node_groups"),
		argument.Conflict("num_cache_clusters", "replicas_per_node_group"),
		argument.OneOf("transit_encryption_mode", "preferred", "required"),
		argument.OneOf("cluster_mode", "enabled", "disabled", "compatible"),
		argument.OneOf("log_delivery_configuration.destination_type", "cloudwatch-logs", "kinesis-firehose"),
		argument.OneOf("log_delivery_configuration.log_format", "json", "text"),
		argument.OneOf("log_delivery_configuration.log_type", "engine-log", "slow-log"),
		argument.Match("snapshot_window", dailyForm, dailyRule),
		argument.Match("maintenance_window", weeklyForm, weeklyRule),
		argument.Between("snapshot_retention_limit", 0, 35),
		argument.Match("final_snapshot_identifier", `^[a-zA-Z][0-9a-zA-Z-]*$`, ""),
	),
	Create: func(c *cloud.Call) error {
		if err := checkCache(c); err != nil {
			return err
		}
		// ElastiCache keeps ids in lower case, and so does the provider.
		name := strings.ToLower(c.Object.Text("replication_group_id"))
		c.Object["id"] = name
		c.Object["arn"] = c.ARN("elasticache", "replicationgroup:"+name)
		setCacheDefaults(c)
		cacheEndpoints(c)
		return describeCache(c)
	},
	Update: func(c *cloud.Call) error {
		if err := checkCache(c); err != nil {
			return err
		}
		before, _ := versionOf(c.Prior)
		after, _ := versionOf(c.Object)
		if older(after, before) && c.Object.Text("engine") == c.Prior.Text("engine") {
			return cacheDowngrade.With(before, after)
		}
		encrypts := c.Object.Bool("transit_encryption_enabled") && !c.Prior.Bool("transit_encryption_enabled")
		if encrypts && c.Object.Text("transit_encryption_mode") != "preferred" {
			return cacheEncryptionStep.With()
		}
		c.Object.Default("member_clusters", members(c.Object))
		return nil
	},
	Delete: func(c *cloud.Call) error {
		if c.Object.Text("final_snapshot_identifier") == "" {
			return nil
		}
		return takeSnapshot(c, "aws_elasticache_snapshot", "name", cacheSnapshotTaken)
	},
	Read: describeCache,
}

// describeCache sets what follows from the arguments.
func describeCache(c *cloud.Call) error {
	_, known := versionOf(c.Object)
	c.Object["engine_version_actual"] = known.actual
	c.Object["member_clusters"] = members(c.Object)
	return nil
}

func setCacheDefaults(c *cloud.Call) {
	asked, known := versionOf(c.Object)
	c.Object.Default("engine_version", asked)
	c.Object.Default("parameter_group_name", "default."+known.family)
	group := c.One("aws_elasticache_parameter_group", "id", c.Object.Text("parameter_group_name"))
	clustered := c.Object.Int("num_node_groups") > 1 || c.Object.Text("cluster_mode") == "enabled" ||
		strings.HasSuffix(c.Object.Text("parameter_group_name"), ".cluster.on") || hasClusterMode(group)
	c.Object["cluster_enabled"] = clustered
	mode := "disabled"
	if clustered {
		mode = "enabled"
	}
	c.Object.Default("cluster_mode", mode)
	if !c.Object.Has("num_cache_clusters") {
		c.Object.Default("num_node_groups", 1)
		c.Object.Default("replicas_per_node_group", 0)
		c.Object["num_cache_clusters"] = c.Object.Int("num_node_groups") * (1 + c.Object.Int("replicas_per_node_group"))
	} else {
		c.Object.Default("num_node_groups", 1)
		c.Object.Default("replicas_per_node_group", c.Object.Int("num_cache_clusters")-1)
	}
	if c.Object.Bool("transit_encryption_enabled") {
		c.Object.Default("transit_encryption_mode", "required")
	}
	for name, value := range map[string]any{
		"at_rest_encryption_enabled": "false", "auto_minor_version_upgrade": "true", "data_tiering_enabled": false, "ip_discovery": "ipv4",
		"maintenance_window": someMaintenanceWindow, "network_type": "ipv4", "security_group_ids": []any{}, "security_group_names": []any{},
		"snapshot_window": someBackupWindow, "subnet_group_name": "default", "transit_encryption_enabled": false, "transit_encryption_mode": "",
	} {
		c.Object.Default(name, value)
	}
}

func hasClusterMode(group cloud.Attributes) bool {
	for _, parameter := range group.Blocks("parameter") {
		if parameter.Text("name") == "cluster-enabled" && parameter.Text("value") == "yes" {
			return true
		}
	}
	return false
}

// members are the names of a group's nodes.
func members(group cloud.Attributes) []any {
	var all []any
	name := group.Text("id")
	if !group.Bool("cluster_enabled") {
		for node := range group.Int("num_cache_clusters") {
			all = append(all, fmt.Sprintf("%s-%03d", name, node+1))
		}
		return all
	}
	for shard := range group.Int("num_node_groups") {
		for node := range group.Int("replicas_per_node_group") + 1 {
			all = append(all, fmt.Sprintf("%s-%04d-%03d", name, shard+1, node+1))
		}
	}
	return all
}

// failover is what a standby needs: the provider asks before it plans.
func failover(in cloud.Attributes) []cloud.Problem {
	var problems []cloud.Problem
	refuse := func(path, message string) {
		problems = append(problems, cloud.Problem{Path: path, Message: message})
	}
	if in.Bool("multi_az_enabled") && !in.Bool("automatic_failover_enabled") {
		refuse("multi_az_enabled", "automatic_failover_enabled must be true if multi_az_enabled is true")
	}
	if in.Bool("automatic_failover_enabled") && in.Has("num_cache_clusters") && in.Int("num_cache_clusters") < 2 {
		refuse("num_cache_clusters", `"num_cache_clusters": must be at least 2 if automatic_failover_enabled is true`)
	}
	return problems
}

var nodeForm = regexp.MustCompile(`^cache\.(t[234]g?|m[4-7]g?|r[4-7]g?d?|c7gn)\.(micro|small|medium|large|\d*xlarge)$`)

func checkCache(c *cloud.Call) error {
	engine, version := c.Object.Text("engine"), c.Object.Text("engine_version")
	_, known := versionOf(c.Object)
	encrypted := c.Object.Bool("transit_encryption_enabled")
	node := c.Object.Text("node_type")
	zones := len(c.Object.Texts("preferred_cache_cluster_azs"))
	switch {
	case known.actual == "":
		return cacheVersionUnknown.With(version, engine)
	case node == "" && c.Object.Text("global_replication_group_id") == "":
		return cacheNodeMissing.With()
	case node != "" && !nodeForm.MatchString(node):
		return cacheNodeUnknown.With(node)
	case c.Object.Text("auth_token") != "" && !encrypted:
		return cacheTokenPlain.With()
	case c.Object.Has("user_group_ids") && !encrypted:
		return cacheUsersPlain.With()
	case c.Object.Text("kms_key_id") != "" && !c.Object.Bool("at_rest_encryption_enabled"):
		return cacheKeyUnused.With()
	case zones > 0 && c.Object.Has("num_cache_clusters") && zones != c.Object.Int("num_cache_clusters"):
		return cacheZones.With()
	}
	group := c.Object.Text("subnet_group_name")
	if group != "" && group != "default" && c.One("aws_elasticache_subnet_group", "id", group) == nil {
		return cacheSubnetGroupMissing.With(group)
	}
	if err := checkCacheFamily(c, known.family); err != nil {
		return err
	}
	return keysExist(cacheKeyMissing, "kms_key_id")(c)
}

func checkCacheFamily(c *cloud.Call, wanted string) error {
	name := c.Object.Text("parameter_group_name")
	if name == "" {
		return nil
	}
	actual, ofAWS := strings.CutPrefix(strings.TrimSuffix(name, ".cluster.on"), "default.")
	if ofAWS && c.Prior != nil {
		return nil // an upgrade goes on to the next group of AWS
	}
	if !ofAWS {
		group := c.One("aws_elasticache_parameter_group", "id", name)
		if group == nil {
			return cacheParameterGroupMissing.With(name)
		}
		actual = group.Text("family")
	}
	if actual != wanted {
		return cacheFamilyMismatch.With(wanted, actual)
	}
	return nil
}
