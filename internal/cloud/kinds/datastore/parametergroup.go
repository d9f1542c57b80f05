package datastore

import (
	"regexp"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var parameterGroup = cloud.Kind{
	Type:     "aws_db_parameter_group",
	Noun:     "RDS DB Parameter Group",
	Unique:   []cloud.Unique{{Paths: []string{"name"}, Taken: parameterGroupTaken}},
	Validate: validateParameterGroup,
	Create:   createParameterGroup("pg:"),
	Update:   checkApplyMethods,
	Delete: func(c *cloud.Call) error {
		for _, holder := range []struct{ kind, path string }{
			{"aws_db_instance", "parameter_group_name"},
			{"aws_rds_cluster_instance", "db_parameter_group_name"},
		} {
			if len(c.Find(holder.kind, holder.path, c.ID())) > 0 {
				return parameterGroupInUse.With(c.ID())
			}
		}
		return nil
	},
}

var clusterParameterGroup = cloud.Kind{
	Type:     "aws_rds_cluster_parameter_group",
	Noun:     "RDS Cluster Parameter Group",
	Unique:   []cloud.Unique{{Paths: []string{"name"}, Taken: clusterParameterGroupTaken}},
	Validate: validateParameterGroup,
	Create:   createParameterGroup("cluster-pg:"),
	Update:   checkApplyMethods,
	Delete: func(c *cloud.Call) error {
		if len(c.Find("aws_rds_cluster", "db_cluster_parameter_group_name", c.ID())) > 0 {
			return clusterParameterGroupInUse.With(c.ID())
		}
		return nil
	},
}

var validateParameterGroup = argument.All(
	identifier("name"), argument.Conflict("name", "name_prefix"), argument.Length("name", 0, 255),
	argument.OneOf("parameter.apply_method", "immediate", "pending-reboot"),
)

func createParameterGroup(arn string) func(*cloud.Call) error {
	return func(c *cloud.Call) error {
		c.NameFromPrefix("terraform-")
		if !isFamily(c.Object.Text("family")) {
			return familyUnknown.With(c.Object.Text("family"))
		}
		if err := checkApplyMethods(c); err != nil {
			return err
		}
		c.Object["id"] = c.Object["name"]
		c.Object["arn"] = c.ARN("rds", arn+c.Object.Text("name"))
		return nil
	}
}

// static are the parameters that users change most among those which take
// effect only when the database starts.
var static = []string{
	"max_connections", "shared_buffers", "shared_preload_libraries", "rds.logical_replication", "max_wal_senders",
	"max_worker_processes", "max_replication_slots", "wal_buffers", "huge_pages", "track_activity_query_size", "autovacuum_max_workers",
	"performance_schema", "lower_case_table_names", "innodb_log_file_size", "innodb_ft_min_token_size", "skip_name_resolve",
}

// onMySQL are those that take effect at once with MySQL.
var onMySQL = []string{"max_connections"}

func checkApplyMethods(c *cloud.Call) error {
	mysql := !strings.Contains(c.Object.Text("family"), "postgres")
	for _, parameter := range c.Object.Blocks("parameter") {
		name := parameter.Text("name")
		if mysql && slices.Contains(onMySQL, name) || !slices.Contains(static, name) {
			continue
		}
		if parameter.Text("apply_method") != "pending-reboot" {
			return parameterStatic.With()
		}
	}
	return nil
}

// checkFamily refuses a parameter group that is not there, or for another
// engine or version. The groups that begin with default. are those of AWS, and
// an upgrade goes on to the next of them.
func checkFamily(c *cloud.Call, kind, name, wanted string, missing cloud.Refusal) error {
	if name == "" || wanted == "" {
		return nil
	}
	actual, ofAWS := strings.CutPrefix(name, "default.")
	if ofAWS && c.Prior != nil {
		return nil
	}
	if !ofAWS {
		group := c.One(kind, "id", name)
		if group == nil {
			return missing.With(name)
		}
		actual = group.Text("family")
	}
	if actual != wanted {
		return familyMismatch.With(name, actual, wanted)
	}
	return nil
}

// followDefault has a database that uses a group of AWS use the one of its
// version.
func followDefault(c *cloud.Call, path string) {
	wanted := family(c.Object.Text("engine"), c.Object.Text("engine_version"))
	if strings.HasPrefix(c.Object.Text(path), "default.") && wanted != "" {
		c.Object[path] = "default." + wanted
	}
}

// cacheFamilies are the parameter group families of ElastiCache.
var cacheFamilies = regexp.MustCompile(`^(redis(2\.6|2\.8|3\.2|4\.0|5\.0|6\.x|7)|valkey[78]|memcached1\.[456])$`)

var cacheParameterGroup = cloud.Kind{
	Type:   "aws_elasticache_parameter_group",
	Noun:   "ElastiCache Parameter Group",
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: cacheParameterGroupTaken}},
	Create: func(c *cloud.Call) error {
		if wanted := c.Object.Text("family"); !cacheFamilies.MatchString(wanted) {
			return cacheFamilyUnknown.With(wanted)
		}
		c.Object["id"] = c.Object["name"]
		c.Object["arn"] = c.ARN("elasticache", "parametergroup:"+c.Object.Text("name"))
		return nil
	},
	Delete: func(c *cloud.Call) error {
		if len(c.Find("aws_elasticache_replication_group", "parameter_group_name", c.ID())) > 0 {
			return cacheParameterGroupInUse.With(c.ID())
		}
		return nil
	},
}

var optionGroup = cloud.Kind{
	Type:   "aws_db_option_group",
	Noun:   "RDS DB Option Group",
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: optionGroupTaken}},
	Create: func(c *cloud.Call) error {
		c.NameFromPrefix("terraform-")
		c.Object["id"] = c.Object["name"]
		c.Object["arn"] = c.ARN("rds", "og:"+c.Object.Text("name"))
		return nil
	},
	Delete: func(c *cloud.Call) error {
		if len(c.Find("aws_db_instance", "option_group_name", c.ID())) > 0 {
			return optionGroupInUse.With(c.ID())
		}
		return nil
	},
}
