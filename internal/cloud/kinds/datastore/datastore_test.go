//go:build rehearsal

package datastore

import (
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
	"github.com/berth-iac/berth/internal/cloud/kinds/network"
)

// surroundings are what databases need of other areas.
const surroundings = `
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_vpc" "other" { cidr_block = "10.1.0.0/16" }
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "ap-northeast-1a"
}
resource "aws_subnet" "c" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "ap-northeast-1c"
}
resource "aws_subnet" "other" {
  vpc_id            = aws_vpc.other.id
  cidr_block        = "10.1.0.0/24"
  availability_zone = "ap-northeast-1d"
}
resource "aws_security_group" "data" {
  name   = "data"
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group" "other" {
  name   = "other"
  vpc_id = aws_vpc.other.id
}
resource "aws_kms_key" "main" {}
resource "aws_iam_role" "monitoring" {
  name               = "monitoring"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "monitoring.rds.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "monitoring" {
  role   = aws_iam_role.monitoring.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "logs:PutLogEvents", Resource = "*" }] })
}
`

// whole has every kind of the area.
const whole = surroundings + `
resource "aws_db_subnet_group" "main" {
  name       = "main"
  subnet_ids = [aws_subnet.a.id, aws_subnet.c.id]
}
resource "aws_db_parameter_group" "main" {
  name_prefix = "main-"
  family      = "postgres17"
  parameter {
    name         = "max_connections"
    value        = "100"
    apply_method = "pending-reboot"
  }
}
resource "aws_db_option_group" "main" {
  name                 = "main"
  engine_name          = "postgres"
  major_engine_version = "17"
}
resource "aws_db_instance" "main" {
  identifier                      = "main"
  engine                          = "postgres"
  engine_version                  = "17"
  instance_class                  = "db.t4g.micro"
  allocated_storage               = 20
  max_allocated_storage           = 40
  storage_type                    = "gp3"
  storage_encrypted               = true
  kms_key_id                      = aws_kms_key.main.arn
  username                        = "berth"
  db_name                         = "app"
  manage_master_user_password     = true
  master_user_secret_kms_key_id   = aws_kms_key.main.arn
  db_subnet_group_name            = aws_db_subnet_group.main.name
  parameter_group_name            = aws_db_parameter_group.main.name
  option_group_name               = aws_db_option_group.main.name
  vpc_security_group_ids          = [aws_security_group.data.id]
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
  backup_window                   = "17:00-18:00"
  maintenance_window              = "sun:18:30-sun:19:30"
  monitoring_interval             = 60
  monitoring_role_arn             = aws_iam_role.monitoring.arn
  performance_insights_enabled    = true
  skip_final_snapshot             = true
  depends_on                      = [aws_iam_role_policy.monitoring]
}
resource "aws_rds_cluster_parameter_group" "main" {
  name   = "main"
  family = "aurora-postgresql16"
}
resource "aws_rds_cluster" "main" {
  cluster_identifier              = "cluster"
  engine                          = "aurora-postgresql"
  engine_version                  = "16.8"
  master_username                 = "berth"
  manage_master_user_password     = true
  database_name                   = "app"
  db_subnet_group_name            = aws_db_subnet_group.main.name
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.main.name
  vpc_security_group_ids          = [aws_security_group.data.id]
  storage_encrypted               = true
  final_snapshot_identifier       = "cluster-final"
  serverlessv2_scaling_configuration {
    min_capacity = 0.5
    max_capacity = 8
  }
}
resource "aws_rds_cluster_instance" "main" {
  count              = 2
  identifier         = "cluster-${count.index + 1}"
  cluster_identifier = aws_rds_cluster.main.cluster_identifier
  engine             = aws_rds_cluster.main.engine
  engine_version     = aws_rds_cluster.main.engine_version
  instance_class     = "db.serverless"
}
resource "aws_elasticache_subnet_group" "main" {
  name       = "main"
  subnet_ids = [aws_subnet.a.id, aws_subnet.c.id]
}
resource "aws_elasticache_parameter_group" "main" {
  name   = "main"
  family = "valkey8"
}
resource "aws_elasticache_replication_group" "main" {
  replication_group_id       = "main"
  description                = "sessions"
  engine                     = "valkey"
  engine_version             = "8.0"
  node_type                  = "cache.t4g.micro"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  at_rest_encryption_enabled = true
  kms_key_id                 = aws_kms_key.main.arn
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  subnet_group_name          = aws_elasticache_subnet_group.main.name
  parameter_group_name       = aws_elasticache_parameter_group.main.name
  security_group_ids         = [aws_security_group.data.id]
}
data "aws_db_instance" "main" { db_instance_identifier = aws_db_instance.main.identifier }
data "aws_rds_cluster" "main" { cluster_identifier = aws_rds_cluster.main.cluster_identifier }
data "aws_db_subnet_group" "main" { name = aws_db_subnet_group.main.name }
data "aws_elasticache_replication_group" "main" { replication_group_id = aws_elasticache_replication_group.main.replication_group_id }
output "secret" { value = aws_db_instance.main.master_user_secret[0].secret_arn }
output "endpoint" { value = aws_db_instance.main.endpoint }
output "reader" { value = data.aws_rds_cluster.main.reader_endpoint }
output "cache" { value = data.aws_elasticache_replication_group.main.primary_endpoint_address }
`

func TestDatastores(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: slices.Concat(Kinds(), network.Kinds(), identity.Kinds()), Data: Data()})
	tf.Apply(whole)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	outputs, err := tf.Run("output")
	assert.NilError(t, err, outputs)
	for _, want := range []string{
		`"arn:aws:secretsmanager:ap-northeast-1:000000000000:secret:rds!db-`, `.ap-northeast-1.rds.amazonaws.com:5432"`,
		`"cluster.cluster-ro-c`, `"master.main.`, `.apne1.cache.amazonaws.com"`,
	} {
		assert.Assert(t, strings.Contains(outputs, want), "%s is not in\n%s", want, outputs)
	}

	// In place.
	changed := strings.NewReplacer(`"17:00-18:00"`, `"16:00-17:00"`, `num_cache_clusters         = 2`, `num_cache_clusters         = 3`).Replace(whole)
	tf.Apply(changed)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	assert.Equal(t, len(object(tf, "aws_elasticache_replication_group", "main").Texts("member_clusters")), 3)

	// Drift: somebody at the console opens the database to the internet.
	id := tf.ID("aws_db_instance.main")
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		opened := c.One("aws_db_instance", "id", id).Clone()
		opened["publicly_accessible"] = true
		c.Put("aws_db_instance", opened)
		return nil
	}))
	assert.DeepEqual(t, tf.Plan(), map[string]string{"aws_db_instance.main": "update"})

	// The logs that nobody made a group for have one that nobody manages.
	assert.Assert(t, object(tf, "aws_cloudwatch_log_group", "/aws/rds/instance/main/postgresql") != nil)

	// The final snapshot outlives the cluster, and the second end of a cluster
	// by this name needs another.
	tf.Destroy()
	assert.DeepEqual(t, tf.Left(), map[string]int{})
	assert.Assert(t, slices.ContainsFunc(tf.Cloud.Waiting(), func(o cloud.Object) bool {
		return o.Type == "aws_db_cluster_snapshot" && o.ID == "cluster-final"
	}))
	assert.Assert(t, !slices.ContainsFunc(tf.Cloud.Objects(), func(o cloud.Object) bool { return o.Type == "aws_secretsmanager_secret" }))
}

func object(tf *cloudtest.Terraform, kind, id string) cloud.Attributes {
	for _, o := range tf.Cloud.Objects() {
		if o.Type == kind && o.ID == id {
			return o.Attributes
		}
	}
	return nil
}

// The words of the provider, before it plans.
func TestInvalidArguments(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds()})
	printed := tf.Refused(`
resource "aws_db_subnet_group" "reserved" {
  name       = "default"
  subnet_ids = []
}
resource "aws_db_instance" "misnamed" {
  identifier                  = "Main--database-"
  instance_class              = "db.t4g.micro"
  manage_master_user_password = true
  password                    = "correct-horse"
  backup_window               = "noon"
}
resource "aws_rds_cluster" "misnamed" {
  cluster_identifier = "1st"
  engine             = "oracle"
}
resource "aws_elasticache_replication_group" "misnamed" {
  replication_group_id       = "main-"
  description                = "sessions"
  engine_version             = "7.1.0"
  num_cache_clusters         = 1
  num_node_groups            = 1
  multi_az_enabled           = true
  auth_token                 = "p@ssword"
}
resource "aws_elasticache_replication_group" "single" {
  replication_group_id       = "a-name-that-is-longer-than-forty-characters"
  description                = "sessions"
  num_cache_clusters         = 1
  automatic_failover_enabled = true
}
`)
	for _, want := range []string{
		`"default" is not allowed as "name"`,
		`only lowercase alphanumeric characters and hyphens allowed in "identifier"`,
		`"identifier" cannot contain two consecutive hyphens`, `"identifier" cannot end with a hyphen`,
		`"manage_master_user_password": conflicts with password`, `must satisfy the format of "hh24:mi-hh24:mi"`,
		`first character of "cluster_identifier" must be a letter`, `expected engine to be one of`,
		`invalid value for replication_group_id (cannot end with a hyphen)`, `Redis versions must match <major>.<minor>`,
		`automatic_failover_enabled must be true if multi_az_enabled is true`, `"num_cache_clusters": conflicts with num_node_groups`,
		`must contain from 16 to 128 alphanumeric characters`, `must be at least 2 if automatic_failover_enabled is true`,
		`expected length of replication_group_id to be in the range (1 - 40)`,
	} {
		assert.Assert(t, strings.Contains(printed, want), "%s is not in\n%s", want, printed)
	}
}

func TestOverlap(t *testing.T) {
	for _, test := range []struct {
		backup, maintenance string
		want                bool
	}{
		{"17:00-18:00", "sun:18:30-sun:19:30", false},
		{"17:00-18:00", "sun:18:00-sun:19:00", false},
		{"18:00-19:00", "sun:18:30-sun:19:30", true},
		{"23:30-00:30", "mon:00:00-mon:01:00", true},
		{"00:00-00:30", "sun:23:45-mon:00:15", true},
		{"12:00-12:30", "sun:23:45-mon:00:15", false},
	} {
		assert.Equal(t, overlap(test.backup, test.maintenance), test.want, "%+v", test)
	}
}
