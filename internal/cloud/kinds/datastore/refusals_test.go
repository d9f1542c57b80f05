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

// Instances that RDS does not create, each for one reason: for_each makes one
// of each entry, which says what differs from an instance that is in order.
const refusedInstances = `
locals {
  instances = {
    unsized       = { storage = null }
    taken         = { name = aws_db_instance.main.identifier }
    groupless     = { subnets = "missing" }
    parameterless = { parameters = "missing" }
    old-family    = { parameters = aws_db_parameter_group.old.name }
    unguarded     = { groups = ["sg-missing"] }
    elsewhere     = { groups = [aws_security_group.other.id] }
    keyless       = { key = "arn:aws:kms:ap-northeast-1:000000000000:key/missing" }
    unmonitored   = { interval = 60 }
    powerless     = { interval = 60, role = aws_iam_role.powerless.arn }
    unknown       = { engine = "dbase" }
    future        = { version = "99" }
    silent        = { logs = ["slowquery"] }
    busy          = { maintenance = "sun:17:30-sun:18:30" }
    named         = { database = "0day" }
    reserved      = { username = "admin" }
    open          = { managed = false }
    short         = { managed = null, password = "secret" }
    typed         = { managed = null, password = "correct horse" }
    classless     = { class = "db.huge" }
    serverless    = { class = "db.serverless" }
    small         = { storage = 10 }
    fast          = { storage_type = "gp3", iops = 6000 }
    shrinking     = { most = 10 }
  }
}
resource "aws_db_instance" "refused" {
  for_each                        = local.instances
  identifier                      = try(each.value.name, "refused-${each.key}")
  engine                          = try(each.value.engine, "postgres")
  engine_version                  = try(each.value.version, "17")
  instance_class                  = try(each.value.class, "db.t4g.micro")
  allocated_storage               = try(each.value.storage, 20)
  max_allocated_storage           = try(each.value.most, null)
  storage_type                    = try(each.value.storage_type, null)
  iops                            = try(each.value.iops, null)
  db_name                         = try(each.value.database, null)
  username                        = try(each.value.username, "berth")
  password                        = try(each.value.password, null)
  manage_master_user_password     = try(each.value.managed, true)
  db_subnet_group_name            = try(each.value.subnets, aws_db_subnet_group.main.name)
  parameter_group_name            = try(each.value.parameters, null)
  vpc_security_group_ids          = try(each.value.groups, null)
  storage_encrypted               = true
  kms_key_id                      = try(each.value.key, null)
  monitoring_interval             = try(each.value.interval, 0)
  monitoring_role_arn             = try(each.value.role, null)
  enabled_cloudwatch_logs_exports = try(each.value.logs, null)
  backup_window                   = "17:00-18:00"
  maintenance_window              = try(each.value.maintenance, null)
  skip_final_snapshot             = true
}
resource "aws_db_parameter_group" "old" {
  name   = "old"
  family = "postgres16"
}
resource "aws_iam_role" "powerless" {
  name               = "powerless"
  assume_role_policy = aws_iam_role.monitoring.assume_role_policy
}
`

// doomed are databases that RDS creates, and neither changes nor ends as asked.
const doomed = surroundings + `
resource "aws_db_subnet_group" "main" {
  name       = "main"
  subnet_ids = [aws_subnet.a.id, aws_subnet.c.id]
}
resource "aws_elasticache_subnet_group" "main" {
  name       = "main"
  subnet_ids = [aws_subnet.a.id, aws_subnet.c.id]
}
resource "aws_db_parameter_group" "main" {
  name   = "main"
  family = "postgres17"
}
resource "aws_rds_cluster_parameter_group" "main" {
  name   = "main"
  family = "aurora-postgresql16"
}
resource "aws_elasticache_parameter_group" "main" {
  name   = "main"
  family = "redis7"
}
resource "aws_db_option_group" "main" {
  name                 = "main"
  engine_name          = "postgres"
  major_engine_version = "17"
}
locals {
  databases = {
    protected = { protection = true }
    unnamed   = { skip = false }
    collides  = { skip = false, snapshot = "taken" }
  }
}
resource "aws_db_instance" "doomed" {
  for_each                    = local.databases
  identifier                  = each.key
  engine                      = "postgres"
  engine_version              = "16"
  instance_class              = "db.t4g.micro"
  allocated_storage           = 40
  username                    = "berth"
  manage_master_user_password = true
  deletion_protection         = try(each.value.protection, false)
  skip_final_snapshot         = try(each.value.skip, true)
  final_snapshot_identifier   = try(each.value.snapshot, null)
}
resource "aws_rds_cluster" "doomed" {
  for_each                    = local.databases
  cluster_identifier          = each.key
  engine                      = "aurora-postgresql"
  master_username             = "berth"
  manage_master_user_password = true
  deletion_protection         = try(each.value.protection, false)
  skip_final_snapshot         = try(each.value.skip, true)
  final_snapshot_identifier   = try(each.value.snapshot, null)
}
resource "aws_rds_cluster" "inhabited" {
  cluster_identifier          = "inhabited"
  engine                      = "aurora-postgresql"
  master_username             = "berth"
  manage_master_user_password = true
  skip_final_snapshot         = true
}
resource "aws_elasticache_replication_group" "doomed" {
  replication_group_id      = "doomed"
  description               = "doomed"
  engine_version            = "7.0"
  node_type                 = "cache.t4g.micro"
  final_snapshot_identifier = "taken"
}
resource "aws_elasticache_replication_group" "plain" {
  replication_group_id = "plain"
  description          = "plain"
  engine_version       = "7.1"
  node_type            = "cache.t4g.micro"
}
`

func TestRefusals(t *testing.T) {
	kinds := slices.Concat(Kinds(), network.Kinds(), identity.Kinds())
	creating := cloudtest.New(t, cloud.Options{Kinds: kinds, Data: Data()})
	printed := creating.Refused(whole + refusedInstances + refusedClusters + refusedCaches)
	// Aurora adds a third zone to two that were asked for, and every plan wants
	// another cluster.
	assert.Equal(t, creating.Plan()["aws_rds_cluster.fixed"], "replace")

	tf := cloudtest.New(t, cloud.Options{Kinds: kinds})
	tf.Apply(doomed)
	printed += tf.Refused(strings.NewReplacer(
		`protected = { protection = true }`, `protected = { protection = true, version = "17" }`,
		`unnamed   = { skip = false }`, `unnamed   = { skip = false, version = "15" }`,
		`snapshot = "taken" }`, `snapshot = "taken", storage = 20 }`,
		`"16"`, `try(each.value.version, "16")`, `= 40`, `= try(each.value.storage, 40)`,
		`"7.0"`, `"6.2"`, `"plain"`+"\n  engine_version ", `"plain"`+"\n  transit_encryption_enabled = true\n  engine_version ",
	).Replace(doomed))

	// Somebody uses at the console what Terraform made, and took the snapshots.
	for kind, path := range map[string]string{
		"aws_db_snapshot": "db_snapshot_identifier", "aws_db_cluster_snapshot": "db_cluster_snapshot_identifier", "aws_elasticache_snapshot": "name",
	} {
		tf.Exists(kind, cloud.Attributes{"id": "taken", path: "taken"})
	}
	group := []any{tf.ID("aws_security_group.data")}
	byHand := []cloud.Attributes{
		tf.Outside("aws_db_instance", cloud.Attributes{
			"identifier": "by-hand", "engine": "postgres", "engine_version": "17", "instance_class": "db.t4g.micro", "allocated_storage": 20,
			"username": "berth", "password": "correct-horse", "vpc_security_group_ids": group, "skip_final_snapshot": true,
			"db_subnet_group_name": "main", "parameter_group_name": "main", "option_group_name": "main"}),
		tf.Outside("aws_rds_cluster", cloud.Attributes{
			"cluster_identifier": "by-hand", "engine": "aurora-postgresql", "engine_version": "16", "master_username": "berth",
			"master_password": "correct-horse", "db_cluster_parameter_group_name": "main", "skip_final_snapshot": true}),
		tf.Outside("aws_rds_cluster_instance", cloud.Attributes{
			"identifier": "by-hand-1", "cluster_identifier": "inhabited", "engine": "aurora-postgresql", "instance_class": "db.r8g.large"}),
		tf.Outside("aws_elasticache_replication_group", cloud.Attributes{
			"replication_group_id": "by-hand", "engine": "redis", "node_type": "cache.t4g.micro",
			"subnet_group_name": "main", "parameter_group_name": "main"}),
	}
	printed += failed(t, tf)
	tf.Outside("aws_db_subnet_group", cloud.Attributes{"name": "by-hand", "subnet_ids": []any{tf.ID("aws_subnet.a"), tf.ID("aws_subnet.c")}})
	forget(t, tf, byHand)
	printed += failed(t, tf)
	cloudtest.Seen(t, Refusals(), printed)
}

func failed(t *testing.T, tf *cloudtest.Terraform) string {
	t.Helper()
	out, err := tf.Run("destroy", "-auto-approve", "-input=false")
	assert.Assert(t, err != nil, out)
	return out
}

func forget(t *testing.T, tf *cloudtest.Terraform, objects []cloud.Attributes) {
	t.Helper()
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		for i, kind := range []string{"aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance", "aws_elasticache_replication_group"} {
			c.Drop(kind, objects[i].Text("id"))
		}
		return nil
	}))
}
