package datastore

import "github.com/berth-iac/berth/internal/cloud"

var oneInstance = cloud.Data{
	Type: "aws_db_instance",
	Read: func(c *cloud.Call) error {
		name := c.Object.Text("db_instance_identifier")
		found := c.One("aws_db_instance", "identifier", name)
		if name == "" || found == nil {
			return cloud.NoMatch("RDS DB Instance")
		}
		c.Object["id"] = name
		c.Object["db_instance_arn"] = found["arn"]
		c.Object["db_instance_class"] = found["instance_class"]
		c.Object["db_instance_port"] = found["port"]
		c.Object["master_username"] = found["username"]
		c.Object["db_subnet_group"] = found["db_subnet_group_name"]
		c.Object["vpc_security_groups"] = found["vpc_security_group_ids"]
		c.Copy(found, "address", "allocated_storage", "auto_minor_version_upgrade", "availability_zone", "backup_retention_period",
			"ca_cert_identifier", "db_name", "endpoint", "engine", "engine_version", "hosted_zone_id", "iops", "kms_key_id", "license_model",
			"master_user_secret", "max_allocated_storage", "monitoring_interval", "monitoring_role_arn", "multi_az", "network_type", "port",
			"publicly_accessible", "resource_id", "storage_encrypted", "storage_throughput", "storage_type")
		c.Object["tags"] = found["tags_all"]
		return nil
	},
}

var oneCluster = cloud.Data{
	Type: "aws_rds_cluster",
	Read: func(c *cloud.Call) error {
		name := c.Object.Text("cluster_identifier")
		found := c.One("aws_rds_cluster", "cluster_identifier", name)
		if found == nil {
			return cloud.NoMatch("RDS Cluster")
		}
		c.Object["id"] = name
		c.Copy(found, "arn", "availability_zones", "backup_retention_period", "cluster_resource_id", "database_name",
			"db_cluster_parameter_group_name", "db_subnet_group_name", "endpoint", "engine", "engine_mode", "engine_version", "hosted_zone_id",
			"iam_database_authentication_enabled", "kms_key_id", "master_user_secret", "master_username", "network_type", "port",
			"preferred_backup_window", "preferred_maintenance_window", "reader_endpoint", "storage_encrypted", "vpc_security_group_ids")
		members := []any{}
		for _, member := range c.Find("aws_rds_cluster_instance", "cluster_identifier", name) {
			members = append(members, member["identifier"])
		}
		c.Object["cluster_members"] = members
		c.Object["tags"] = found["tags_all"]
		return nil
	},
}

var oneSubnetGroup = cloud.Data{
	Type: "aws_db_subnet_group",
	Read: func(c *cloud.Call) error {
		found := c.One("aws_db_subnet_group", "name", c.Object.Text("name"))
		if found == nil {
			return cloud.NoMatch("RDS DB Subnet Group")
		}
		c.Object["status"] = "Complete"
		c.Copy(found, "id", "arn", "description", "subnet_ids", "supported_network_types", "vpc_id")
		return nil
	},
}

var oneReplicationGroup = cloud.Data{
	Type: "aws_elasticache_replication_group",
	Read: func(c *cloud.Call) error {
		found := c.One("aws_elasticache_replication_group", "id", c.Object.Text("replication_group_id"))
		if found == nil {
			return cloud.NoMatch("ElastiCache Replication Group")
		}
		c.Object["auth_token_enabled"] = found.Text("auth_token") != ""
		c.Copy(found, "id", "arn", "automatic_failover_enabled", "cluster_mode", "configuration_endpoint_address", "description",
			"member_clusters", "multi_az_enabled", "node_type", "num_cache_clusters", "num_node_groups", "port", "primary_endpoint_address",
			"reader_endpoint_address", "replicas_per_node_group", "snapshot_retention_limit", "snapshot_window")
		return nil
	},
}
