//go:build rehearsal

package datastore

// What RDS does not create besides.
const refusedClusters = `
resource "aws_db_subnet_group" "nowhere" {
  name       = "nowhere"
  subnet_ids = ["subnet-missing"]
}
resource "aws_db_subnet_group" "second" {
  name       = aws_db_subnet_group.main.name
  subnet_ids = [aws_subnet.a.id, aws_subnet.c.id]
}
resource "aws_db_subnet_group" "narrow" { subnet_ids = [aws_subnet.a.id] }
resource "aws_db_subnet_group" "mixed" { subnet_ids = [aws_subnet.a.id, aws_subnet.other.id] }
resource "aws_db_parameter_group" "second" {
  name   = aws_db_parameter_group.main.name
  family = "postgres17"
}
resource "aws_db_parameter_group" "familiar" { family = "postgres99" }
resource "aws_db_parameter_group" "immediate" {
  family = "postgres17"
  parameter {
    name  = "max_connections"
    value = "100"
  }
}
resource "aws_rds_cluster_parameter_group" "second" {
  name   = aws_rds_cluster_parameter_group.main.name
  family = "aurora-postgresql16"
}
resource "aws_db_option_group" "second" {
  name                 = aws_db_option_group.main.name
  engine_name          = "postgres"
  major_engine_version = "17"
}
locals {
  clusters = {
    taken         = { name = aws_rds_cluster.main.cluster_identifier }
    parameterless = { parameters = "missing" }
    unguarded     = { groups = ["sg-missing"] }
    masterless    = { master = null }
    upside-down   = { least = 4 }
  }
  members = {
    homeless   = { cluster = "missing" }
    other      = { engine = "aurora-mysql" }
    older      = { version = "15.13" }
    serverless = { cluster = "fixed", class = "db.serverless" }
    small      = { class = "db.t4g.small" }
  }
}
resource "aws_rds_cluster" "refused" {
  for_each                        = local.clusters
  cluster_identifier              = try(each.value.name, "refused-${each.key}")
  engine                          = "aurora-postgresql"
  master_username                 = try(each.value.master, "berth")
  manage_master_user_password     = true
  db_cluster_parameter_group_name = try(each.value.parameters, null)
  vpc_security_group_ids          = try(each.value.groups, null)
  serverlessv2_scaling_configuration {
    min_capacity = try(each.value.least, 1)
    max_capacity = 2
  }
}
resource "aws_rds_cluster" "fixed" {
  cluster_identifier          = "fixed"
  availability_zones          = ["ap-northeast-1a", "ap-northeast-1c"]
  engine                      = "aurora-postgresql"
  engine_version              = "16.8"
  master_username             = "berth"
  manage_master_user_password = true
  skip_final_snapshot         = true
}
resource "aws_rds_cluster_instance" "refused" {
  for_each           = local.members
  identifier         = "refused-${each.key}"
  cluster_identifier = try(each.value.cluster, aws_rds_cluster.main.id)
  engine             = try(each.value.engine, "aurora-postgresql")
  engine_version     = try(each.value.version, "16.8")
  instance_class     = try(each.value.class, "db.r8g.large")
  depends_on         = [aws_rds_cluster.fixed]
}
`

// What ElastiCache does not create.
const refusedCaches = `
resource "aws_elasticache_subnet_group" "nowhere" {
  name       = "nowhere"
  subnet_ids = ["subnet-missing"]
}
resource "aws_elasticache_subnet_group" "second" {
  name       = aws_elasticache_subnet_group.main.name
  subnet_ids = [aws_subnet.a.id]
}
resource "aws_elasticache_subnet_group" "mixed" {
  name       = "mixed"
  subnet_ids = [aws_subnet.a.id, aws_subnet.other.id]
}
resource "aws_elasticache_parameter_group" "second" {
  name   = aws_elasticache_parameter_group.main.name
  family = "valkey8"
}
resource "aws_elasticache_parameter_group" "familiar" {
  name   = "familiar"
  family = "redis99"
}
locals {
  caches = {
    taken         = { name = aws_elasticache_replication_group.main.replication_group_id }
    groupless     = { subnets = "missing" }
    parameterless = { parameters = "missing" }
    other         = { parameters = aws_elasticache_parameter_group.main.name }
    unguarded     = { groups = ["sg-missing"] }
    keyless       = { key = "arn:aws:kms:ap-northeast-1:000000000000:key/missing" }
    unlocked      = { key = aws_kms_key.main.arn, rest = false }
    future        = { version = "9.9" }
    strange       = { node = "cache.huge" }
    nodeless      = { node = null }
    plain         = { token = "correct-horse-battery" }
    users         = { users = ["everybody"] }
    spread        = { zones = ["ap-northeast-1a"] }
  }
}
resource "aws_elasticache_replication_group" "refused" {
  for_each                    = local.caches
  replication_group_id        = try(each.value.name, "refused-${each.key}")
  description                 = "refused"
  engine                      = "redis"
  engine_version              = try(each.value.version, "7.1")
  node_type                   = try(each.value.node, "cache.t4g.micro")
  num_cache_clusters          = 2
  preferred_cache_cluster_azs = try(each.value.zones, null)
  subnet_group_name           = try(each.value.subnets, aws_elasticache_subnet_group.main.name)
  parameter_group_name        = try(each.value.parameters, null)
  security_group_ids          = try(each.value.groups, null)
  at_rest_encryption_enabled  = try(each.value.rest, true)
  kms_key_id                  = try(each.value.key, null)
  auth_token                  = try(each.value.token, null)
  user_group_ids              = try(each.value.users, null)
}
`
