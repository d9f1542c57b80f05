package stacks_test

import (
	"regexp"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/synthtest"
)

var identifier = regexp.MustCompile(`^[a-z]([a-z0-9]|-[a-z0-9])*$`)

// protected holds what must not be lost in an environment that is not
// disposable (rules 113, 128).
func protected(t *testing.T, stack shippedStack, r *synthtest.Resource) {
	t.Helper()
	assert.Equal(t, r.Has("lifecycle.prevent_destroy") && r.Get("lifecycle.prevent_destroy") == true, !stack.disposable())
}

// backedUp holds that there is a backup, of a week or more in an environment
// that is not disposable (rule 128).
func backedUp(t *testing.T, stack shippedStack, r *synthtest.Resource) {
	t.Helper()
	days := number(t, r, "backup_retention_period")
	assert.Assert(t, days >= 7 || stack.disposable() && days >= 1, "%v days", days)
}

// Rules 106-109 for instances.
func TestDatabaseInstances(t *testing.T) {
	eachOf(t, everyStack(t), "aws_db_instance", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.Assert(t, identifier.MatchString(r.String("identifier")))
		assert.Equal(t, r.Get("manage_master_user_password"), true)
		assert.Equal(t, r.Get("storage_encrypted"), true)
		assert.Equal(t, r.Get("publicly_accessible"), false)
		assert.Equal(t, r.Get("deletion_protection"), !stack.disposable())
		assert.Equal(t, r.Get("skip_final_snapshot"), stack.disposable())
		assert.Equal(t, r.Has("final_snapshot_identifier"), !stack.disposable())
		protected(t, stack, r)
		backedUp(t, stack, r)
		family := referred(t, stack, "aws_db_parameter_group", r.String("parameter_group_name")).String("family")
		assert.Equal(t, family, r.String("engine")+majorVersion(r))
	})
}

// majorVersion is what the version of a database has in common with the family of
// its parameters: two numbers for MySQL, one for PostgreSQL.
func majorVersion(r *synthtest.Resource) string {
	parts := strings.Split(r.String("engine_version"), ".")
	if strings.HasSuffix(r.String("engine"), "mysql") {
		return parts[0] + "." + parts[1]
	}
	return parts[0]
}

// Rules 105-109 for clusters.
func TestAuroraClusters(t *testing.T) {
	eachOf(t, everyStack(t), "aws_rds_cluster", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.Assert(t, !r.Has("availability_zones"), "AWS adds a third, and every apply would replace the cluster")
		assert.Assert(t, identifier.MatchString(r.String("cluster_identifier")))
		assert.Equal(t, r.Get("manage_master_user_password"), true)
		assert.Equal(t, r.Get("storage_encrypted"), true)
		assert.Equal(t, r.Get("deletion_protection"), !stack.disposable())
		assert.Equal(t, r.Get("skip_final_snapshot"), stack.disposable())
		assert.Equal(t, r.Has("final_snapshot_identifier"), !stack.disposable())
		protected(t, stack, r)
		backedUp(t, stack, r)
		family := referred(t, stack, "aws_rds_cluster_parameter_group", r.String("db_cluster_parameter_group_name")).String("family")
		assert.Equal(t, family, r.String("engine")+majorVersion(r))
	})
	eachOf(t, everyStack(t), "aws_rds_cluster_instance", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		cluster := referred(t, stack, "aws_rds_cluster", r.String("cluster_identifier")).Address()
		assert.Equal(t, r.String("engine_version"), "${"+cluster+".engine_version}")
	})
}

// Rules 110-113, 128.
func TestCaches(t *testing.T) {
	eachOf(t, everyStack(t), "aws_elasticache_replication_group", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.Assert(t, len(r.String("replication_group_id")) <= 40)
		assert.Assert(t, r.String("description") != "")
		assert.Equal(t, r.String("at_rest_encryption_enabled"), "true")
		assert.Equal(t, r.String("transit_encryption_enabled"), "true")
		several := number(t, r, "num_cache_clusters") >= 2
		assert.Equal(t, r.Get("automatic_failover_enabled"), several)
		assert.Equal(t, r.Get("multi_az_enabled"), several)
		assert.Assert(t, !r.Has("num_node_groups") && !r.Has("auth_token"))
		protected(t, stack, r)
		assert.Assert(t, regexp.MustCompile(`^\d+\.\d+$`).MatchString(r.String("engine_version")))
	})
}

// Rules 114, 128: every bucket is private, encrypted, versioned, and reached by
// TLS only.
func TestBuckets(t *testing.T) {
	each(t, "aws_s3_bucket", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		for _, inline := range []string{"acl", "versioning", "logging", "lifecycle_rule", "server_side_encryption_configuration", "policy"} {
			assert.Assert(t, !r.Has(inline), inline)
		}
		protected(t, stack, r)
		for _, kind := range []string{"aws_s3_bucket_public_access_block", "aws_s3_bucket_versioning", "aws_s3_bucket_policy",
			"aws_s3_bucket_server_side_encryption_configuration", "aws_s3_bucket_ownership_controls", "aws_s3_bucket_lifecycle_configuration"} {
			found := 0
			for _, setting := range stack.All(kind) {
				if strings.Contains(setting.String("bucket"), r.Address()+".") {
					found++
				}
			}
			assert.Equal(t, found, 1, kind)
		}
	})
	each(t, "aws_s3_bucket_policy", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		assert.Assert(t, strings.Contains(r.String("policy"), `"aws:SecureTransport":"false"`))
	})
}

// Rule 118: keys are rotated, deleted slowly, and admit the logs service of their
// region.
func TestKeys(t *testing.T) {
	each(t, "aws_kms_key", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.Equal(t, r.Get("enable_key_rotation"), true)
		days := number(t, r, "deletion_window_in_days")
		assert.Assert(t, days == 30 || stack.disposable() && days == 7)
		assert.Assert(t, strings.Contains(r.String("policy"), `"Service":"logs.${data.aws_region.region.name}.`))
	})
}

// Rules 115, 116: secrets have no value here, and parameters exactly one.
func TestParametersAndSecrets(t *testing.T) {
	each(t, "aws_ssm_parameter", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		assert.Assert(t, r.Has("value") != r.Has("insecure_value"))
		assert.Equal(t, r.String("type"), "String")
	})
	each(t, "aws_secretsmanager_secret", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		stack.None("aws_secretsmanager_secret_version")
		assert.Assert(t, r.Has("kms_key_id"))
		if stack.disposable() {
			assert.Equal(t, number(t, r, "recovery_window_in_days"), 0.0)
		}
	})
}
