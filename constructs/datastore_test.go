package constructs_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/datastore"
	"github.com/berth-iac/berth/internal/synthtest"
)

var datastoreSubnets = []string{"subnet-1", "subnet-2"}

func datastoreInstanceProps() datastore.DatabaseInstanceProps {
	return datastore.DatabaseInstanceProps{
		Identifier: "acme-prod-main", Engine: datastore.Postgres, VPCID: "vpc-1", SubnetIDs: datastoreSubnets, KMSKeyARN: "${key}",
	}
}

// datastoreHas compares the attributes of a resource by their paths.
func datastoreHas(t *testing.T, r *synthtest.Resource, want map[string]any) {
	t.Helper()
	for path, value := range want {
		assert.DeepEqual(t, r.Get(path), value)
	}
}

func TestDatabaseInstanceIsProtectedEncryptedAndWatched(t *testing.T) {
	stack := synthtest.NewStack(t)
	database := datastore.NewDatabaseInstance(stack, "main", datastoreInstanceProps())
	template := synthtest.Synth(t, stack)
	instance := template.One("aws_db_instance")

	datastoreHas(t, instance, map[string]any{
		"deletion_protection":                 true,
		"lifecycle.prevent_destroy":           true,
		"skip_final_snapshot":                 false,
		"final_snapshot_identifier":           "acme-prod-main-final",
		"delete_automated_backups":            false,
		"copy_tags_to_snapshot":               true,
		"backup_retention_period":             14.0,
		"multi_az":                            true,
		"publicly_accessible":                 false,
		"apply_immediately":                   false,
		"storage_encrypted":                   true,
		"kms_key_id":                          "${key}",
		"storage_type":                        "gp3",
		"allocated_storage":                   20.0,
		"max_allocated_storage":               40.0,
		"iam_database_authentication_enabled": true,
		"performance_insights_enabled":        true,
		"performance_insights_kms_key_id":     "${key}",
		"monitoring_interval":                 60.0,
		"enabled_cloudwatch_logs_exports":     []any{"postgresql", "upgrade"},
		"engine_version":                      "17",
		"auto_minor_version_upgrade":          true,
		"port":                                5432.0,
		"backup_window":                       "17:00-18:00",
		"maintenance_window":                  "sun:18:30-sun:19:30",
		"vpc_security_group_ids":              []any{"${" + template.One("aws_security_group").Address() + ".id}"},
	})
	// RDS makes the password: none is in the state.
	assert.Equal(t, instance.Get("manage_master_user_password"), true)
	assert.Equal(t, instance.String("master_user_secret_kms_key_id"), "${key}")
	assert.Assert(t, !instance.Has("password"))
	assert.Equal(t, database.Port, 5432)
	assert.Assert(t, database.SecretARN != "")

	// What RDS would make by itself keeps logs forever and without the key.
	for _, log := range []string{"postgresql", "upgrade"} {
		group := template.One("aws_cloudwatch_log_group", log)
		assert.Equal(t, group.String("name"), "/aws/rds/instance/acme-prod-main/"+log)
		assert.Equal(t, group.String("kms_key_id"), "${key}")
		assert.Assert(t, slices.Contains(instance.Strings("depends_on"), group.Address()))
	}
	// The role needs its policy when the instance is made.
	policy := template.One("aws_iam_role_policy", "monitoring")
	assert.Assert(t, strings.Contains(policy.String("policy"), ":log-group:RDSOSMetrics:log-stream:*"))
	assert.Assert(t, slices.Contains(instance.Strings("depends_on"), policy.Address()))

	group := template.One("aws_db_parameter_group")
	assert.Equal(t, group.String("family"), "postgres17")
	assert.Equal(t, group.String("name_prefix"), "acme-prod-main-")
	assert.Equal(t, group.Get("lifecycle.create_before_destroy"), true)
	assert.DeepEqual(t, group.Get("parameter.0"), map[string]any{"name": "rds.force_ssl", "value": "1", "apply_method": "pending-reboot"})
}

func TestNobodyReachesADatastoreUntilARuleIsAdded(t *testing.T) {
	stack := synthtest.NewStack(t)
	datastore.NewDatabaseInstance(stack, "main", datastoreInstanceProps())
	datastore.NewReplicationGroup(stack, "cache", datastore.ReplicationGroupProps{ID: "acme-prod-main", VPCID: "vpc-1", SubnetIDs: datastoreSubnets})
	template := synthtest.Synth(t, stack)
	template.None("aws_vpc_security_group_ingress_rule")
	template.None("aws_security_group_rule")
	assert.Equal(t, len(template.All("aws_security_group")), 2)
	for _, group := range template.All("aws_security_group") {
		assert.Assert(t, !group.Has("ingress"))
	}
}

func TestPinnedVersionIsNotUpgradedBehindTerraformsBack(t *testing.T) {
	stack := synthtest.NewStack(t)
	props := datastoreInstanceProps()
	props.Version = "17.4"
	datastore.NewDatabaseInstance(stack, "main", props)
	datastore.NewAuroraCluster(stack, "aurora", datastore.AuroraClusterProps{
		Identifier: "acme-prod-aurora", Engine: datastore.AuroraPostgreSQL, Version: "16.6", VPCID: "vpc-1", SubnetIDs: datastoreSubnets,
	})
	datastore.NewReplicationGroup(stack, "cache", datastore.ReplicationGroupProps{ID: "acme-prod-main", VPCID: "vpc-1", SubnetIDs: datastoreSubnets})
	template := synthtest.Synth(t, stack)
	assert.Equal(t, template.One("aws_db_instance").Get("auto_minor_version_upgrade"), false)
	assert.Equal(t, template.One("aws_rds_cluster_instance", "instance-1").Get("auto_minor_version_upgrade"), false)
	assert.Equal(t, template.One("aws_elasticache_replication_group").String("auto_minor_version_upgrade"), "false")
}

func TestDisposableDatastoresCanBeDestroyed(t *testing.T) {
	stack := synthtest.NewStack(t)
	props := datastoreInstanceProps()
	props.Engine, props.Disposable, props.SingleZone = datastore.MySQL, true, true
	props.StorageGiB, props.MaxStorageGiB = 50, 50
	datastore.NewDatabaseInstance(stack, "main", props)
	datastore.NewAuroraCluster(stack, "aurora", datastore.AuroraClusterProps{
		Identifier: "acme-dev-aurora", Engine: datastore.AuroraMySQL, AutoPause: 10 * time.Minute, VPCID: "vpc-1", SubnetIDs: datastoreSubnets, Disposable: true,
	})
	datastore.NewReplicationGroup(stack, "cache", datastore.ReplicationGroupProps{
		ID: "acme-dev-main", SingleNode: true, VPCID: "vpc-1", SubnetIDs: datastoreSubnets, Disposable: true,
	})
	template := synthtest.Synth(t, stack)

	instance, cluster, cache := template.One("aws_db_instance"), template.One("aws_rds_cluster"), template.One("aws_elasticache_replication_group")
	for _, r := range []*synthtest.Resource{instance, cluster} {
		datastoreHas(t, r, map[string]any{
			"deletion_protection": false, "skip_final_snapshot": true, "delete_automated_backups": true,
			"apply_immediately": true, "backup_retention_period": 1.0,
		})
	}
	for _, r := range []*synthtest.Resource{instance, cluster, cache} {
		assert.Assert(t, !r.Has("lifecycle"), r.Address())
		assert.Assert(t, !r.Has("final_snapshot_identifier"), r.Address())
	}
	// Performance Insights does not run on this class with MySQL.
	assert.Equal(t, instance.String("instance_class"), "db.t4g.micro")
	assert.Assert(t, !instance.Has("performance_insights_enabled"))
	assert.Equal(t, instance.Get("multi_az"), false)
	assert.Assert(t, !instance.Has("max_allocated_storage"))

	datastoreHas(t, cluster, map[string]any{
		"serverlessv2_scaling_configuration.min_capacity":             0.0,
		"serverlessv2_scaling_configuration.max_capacity":             4.0,
		"serverlessv2_scaling_configuration.seconds_until_auto_pause": 600.0,
	})
	assert.Equal(t, len(template.All("aws_rds_cluster_instance")), 1)

	datastoreHas(t, cache, map[string]any{
		"num_cache_clusters": 1.0, "automatic_failover_enabled": false, "multi_az_enabled": false, "snapshot_retention_limit": 0.0, "apply_immediately": true,
	})
	assert.Assert(t, !cache.Has("snapshot_window"))
}

func TestAuroraClusterLetsAWSChooseTheZones(t *testing.T) {
	stack := synthtest.NewStack(t)
	cluster := datastore.NewAuroraCluster(stack, "main", datastore.AuroraClusterProps{
		Identifier: "acme-prod-main", Engine: datastore.AuroraPostgreSQL, MinCapacity: 0.5, MaxCapacity: 8, VPCID: "vpc-1", SubnetIDs: datastoreSubnets, KMSKeyARN: "${key}",
	})
	template := synthtest.Synth(t, stack)
	resource := template.One("aws_rds_cluster")

	assert.Assert(t, !resource.Has("availability_zones"), "a list of two replaces the cluster at every apply")
	datastoreHas(t, resource, map[string]any{
		"engine":                              "aurora-postgresql",
		"engine_version":                      "16",
		"storage_encrypted":                   true,
		"kms_key_id":                          "${key}",
		"manage_master_user_password":         true,
		"iam_database_authentication_enabled": true,
		"deletion_protection":                 true,
		"lifecycle.prevent_destroy":           true,
		"final_snapshot_identifier":           "acme-prod-main-final",
		"copy_tags_to_snapshot":               true,
		"backup_retention_period":             14.0,
		"enabled_cloudwatch_logs_exports":     []any{"postgresql"},
		"serverlessv2_scaling_configuration":  map[string]any{"min_capacity": 0.5, "max_capacity": 8.0},
	})
	assert.Assert(t, !resource.Has("master_password"))
	assert.Equal(t, template.One("aws_rds_cluster_parameter_group").String("family"), "aurora-postgresql16")
	assert.Equal(t, template.One("aws_cloudwatch_log_group").String("name"), "/aws/rds/cluster/acme-prod-main/postgresql")

	assert.Equal(t, len(template.All("aws_rds_cluster_instance")), 2)
	second := template.One("aws_rds_cluster_instance", "instance-2")
	datastoreHas(t, second, map[string]any{
		"identifier": "acme-prod-main-2", "instance_class": "db.serverless", "publicly_accessible": false,
		"engine":                       "${" + resource.Address() + ".engine}",
		"engine_version":               "${" + resource.Address() + ".engine_version}",
		"performance_insights_enabled": true, "monitoring_interval": 60.0, "auto_minor_version_upgrade": true,
	})
	assert.Equal(t, cluster.Port, 5432)

	// The log group is there before RDS makes its own, and the role can be used
	// when the instances need it.
	assert.DeepEqual(t, resource.Strings("depends_on"), []string{template.One("aws_cloudwatch_log_group").Address()})
	assert.DeepEqual(t, second.Strings("depends_on"), []string{template.One("aws_iam_role_policy", "monitoring").Address()})
}

func TestLongestClusterIdentifierLeavesRoomForItsInstances(t *testing.T) {
	stack := synthtest.NewStack(t)
	long := strings.Repeat("a", 63)
	datastore.NewAuroraCluster(stack, "main", datastore.AuroraClusterProps{
		Identifier: long, Engine: datastore.AuroraPostgreSQL, Instances: 16, VPCID: "vpc-1", SubnetIDs: datastoreSubnets,
	})
	template := synthtest.Synth(t, stack)
	assert.Equal(t, template.One("aws_rds_cluster").String("cluster_identifier"), long)
	seen := map[string]bool{}
	for _, instance := range template.All("aws_rds_cluster_instance") {
		identifier := instance.String("identifier")
		assert.Assert(t, len(identifier) <= 63 && !seen[identifier], identifier)
		seen[identifier] = true
	}
	assert.Equal(t, len(seen), 16)
}

func TestReplicationGroupIsEncryptedAndFailsOver(t *testing.T) {
	stack := synthtest.NewStack(t)
	datastore.NewReplicationGroup(stack, "main", datastore.ReplicationGroupProps{
		ID: "acme-prod-main", Replicas: 2, VPCID: "vpc-1", SubnetIDs: datastoreSubnets, KMSKeyARN: "${key}",
	})
	template := synthtest.Synth(t, stack)
	resource := template.One("aws_elasticache_replication_group")
	datastoreHas(t, resource, map[string]any{
		"description":                                   "Cache acme-prod-main",
		"engine":                                        "valkey",
		"engine_version":                                "8.0",
		"at_rest_encryption_enabled":                    "true",
		"kms_key_id":                                    "${key}",
		"transit_encryption_enabled":                    true,
		"transit_encryption_mode":                       "required",
		"num_cache_clusters":                            3.0,
		"automatic_failover_enabled":                    true,
		"multi_az_enabled":                              true,
		"snapshot_retention_limit":                      7.0,
		"snapshot_window":                               "17:00-18:00",
		"maintenance_window":                            "sun:18:30-sun:19:30",
		"final_snapshot_identifier":                     "acme-prod-main-final",
		"lifecycle.prevent_destroy":                     true,
		"log_delivery_configuration.0.destination_type": "cloudwatch-logs",
	})
	for _, excluded := range []string{"num_node_groups", "auth_token", "availability_zones"} {
		assert.Assert(t, !resource.Has(excluded), excluded)
	}
}

func TestInvalidDatastoresBuildNothing(t *testing.T) {
	stack := synthtest.NewStack(t)
	datastore.NewDatabaseInstance(stack, "instance", datastore.DatabaseInstanceProps{})
	datastore.NewAuroraCluster(stack, "cluster", datastore.AuroraClusterProps{LogRetentionDays: 10})
	datastore.NewReplicationGroup(stack, "cache", datastore.ReplicationGroupProps{})
	got := strings.Join(synthtest.Errors(stack), "\n")
	for _, want := range []string{"instance: Engine", "cluster: LogRetentionDays", "cache: SubnetIDs: 0 given"} {
		assert.Assert(t, strings.Contains(got, want), got)
	}
	assert.Equal(t, len(*stack.Node().FindAll("")), 5, "the stack, its provider and three empty nodes")
}
