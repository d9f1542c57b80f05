package datastore

import (
	"strings"
	"testing"
	"time"

	"github.com/berth-iac/berth/internal/check/checktest"
)

var zones = []string{"subnet-1", "subnet-2"}

func TestDatabaseInstancePropsAreRefusedAsRDSWould(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*DatabaseInstanceProps)
		want   string // "" where the props are valid
	}{
		{"the least", func(p *DatabaseInstanceProps) {}, ""},
		{"a list that Terraform knows later", func(p *DatabaseInstanceProps) { p.SubnetIDs = []string{"#{TfToken[TOKEN.1]}"} }, ""},
		{"storage that does not grow", func(p *DatabaseInstanceProps) { p.StorageGiB, p.MaxStorageGiB = 100, 100 }, ""},
		{"the largest storage", func(p *DatabaseInstanceProps) { p.StorageGiB = 65536 }, ""},
		{"no identifier", func(p *DatabaseInstanceProps) { p.Identifier = "" }, "Identifier: missing"},
		{"upper case", func(p *DatabaseInstanceProps) { p.Identifier = "Main" }, "a letter first"},
		{"two hyphens", func(p *DatabaseInstanceProps) { p.Identifier = "a--b" }, "single hyphens"},
		{"a hyphen at the end", func(p *DatabaseInstanceProps) { p.Identifier = "a-" }, "single hyphens"},
		{"a digit first", func(p *DatabaseInstanceProps) { p.Identifier = "1a" }, "a letter first"},
		{"too long", func(p *DatabaseInstanceProps) { p.Identifier = strings.Repeat("a", 64) }, "64 characters: RDS allows 63"},
		{"an unknown engine", func(p *DatabaseInstanceProps) { p.Engine = "oracle" }, `"oracle" is not one of postgres, mysql`},
		{"no engine", func(p *DatabaseInstanceProps) { p.Engine = "" }, "Engine"},
		{"another engine's version", func(p *DatabaseInstanceProps) { p.Version = "8.4.4" }, "is no version of postgres"},
		{"a reserved name", func(p *DatabaseInstanceProps) { p.DatabaseName = "db" }, "reserved word of postgres"},
		{"a hyphen in the name", func(p *DatabaseInstanceProps) { p.DatabaseName = "my-app" }, "DatabaseName"},
		{"no class", func(p *DatabaseInstanceProps) { p.InstanceClass = "t4g.micro" }, "db.<family>.<size>"},
		{"too little storage", func(p *DatabaseInstanceProps) { p.StorageGiB = 10 }, "StorageGiB: 10 is out of range: 20 to 65536"},
		{"hardly any growth", func(p *DatabaseInstanceProps) { p.StorageGiB, p.MaxStorageGiB = 100, 105 }, "RDS allows 110 or more, or 100"},
		{"less than there is", func(p *DatabaseInstanceProps) { p.StorageGiB, p.MaxStorageGiB = 100, 50 }, "MaxStorageGiB: 50"},
		{"no VPC", func(p *DatabaseInstanceProps) { p.VPCID = "" }, "VPCID: missing"},
		{"no subnets", func(p *DatabaseInstanceProps) { p.SubnetIDs = nil }, "SubnetIDs: 0 given"},
		{"one subnet", func(p *DatabaseInstanceProps) { p.SubnetIDs = zones[:1] }, "SubnetIDs: 1 given: subnets in two or more availability zones"},
		{"too many backups", func(p *DatabaseInstanceProps) { p.BackupRetentionDays = 36 }, "BackupRetentionDays: 36 is out of range: 1 to 35"},
		{"a window in the other", func(p *DatabaseInstanceProps) { p.BackupWindow = "18:45-19:15" }, "overlaps"},
		{"an unknown log retention", func(p *DatabaseInstanceProps) { p.LogRetentionDays = 10 }, "LogRetentionDays: 10 days"},
	} {
		t.Run(test.name, func(t *testing.T) {
			props := DatabaseInstanceProps{Identifier: "acme-prod-main", Engine: Postgres, VPCID: "vpc-1", SubnetIDs: zones}
			test.change(&props)
			checktest.Verdict(t, props.Validate(), test.want)
		})
	}
}

func TestAuroraClusterPropsAreRefusedAsRDSWould(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*AuroraClusterProps)
		want   string
	}{
		{"the least", func(p *AuroraClusterProps) {}, ""},
		{"a large minimum", func(p *AuroraClusterProps) { p.MinCapacity = 32.5 }, ""},
		{"a cluster that pauses", func(p *AuroraClusterProps) { p.AutoPause = 5 * time.Minute }, ""},
		{"too long an identifier", func(p *AuroraClusterProps) { p.Identifier = strings.Repeat("a", 64) }, "64 characters: RDS allows 63"},
		{"an RDS engine", func(p *AuroraClusterProps) { p.Engine = "postgres" }, "is not one of aurora-postgresql, aurora-mysql"},
		{"an odd step", func(p *AuroraClusterProps) { p.MaxCapacity = 4.3 }, "MaxCapacity: 4.3: steps of 0.5"},
		{"too small", func(p *AuroraClusterProps) { p.MinCapacity = 0.25 }, "MinCapacity: 0.25 is out of range"},
		{"too large", func(p *AuroraClusterProps) { p.MaxCapacity = 512 }, "MaxCapacity: 512 is out of range"},
		{"upside down", func(p *AuroraClusterProps) { p.MinCapacity, p.MaxCapacity = 8, 4 }, "MaxCapacity: 4 is less than MinCapacity, 8"},
		{"a minimum and a pause", func(p *AuroraClusterProps) { p.MinCapacity, p.AutoPause = 1, time.Hour }, "set one of the two"},
		{"too short a pause", func(p *AuroraClusterProps) { p.AutoPause = time.Minute }, "AutoPause: 1m0s is out of range"},
		{"half a second", func(p *AuroraClusterProps) { p.AutoPause = 5*time.Minute + time.Second/2 }, "whole seconds"},
		{"too many instances", func(p *AuroraClusterProps) { p.Instances = 17 }, "Instances: 17 is out of range: 1 to 16"},
		{"no subnets", func(p *AuroraClusterProps) { p.SubnetIDs = nil }, "SubnetIDs: 0 given"},
	} {
		t.Run(test.name, func(t *testing.T) {
			props := AuroraClusterProps{Identifier: "acme-prod-main", Engine: AuroraPostgreSQL, VPCID: "vpc-1", SubnetIDs: zones}
			test.change(&props)
			checktest.Verdict(t, props.Validate(), test.want)
		})
	}
}

func TestReplicationGroupPropsAreRefusedAsElastiCacheWould(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*ReplicationGroupProps)
		want   string
	}{
		{"the least", func(p *ReplicationGroupProps) {}, ""},
		{"a single node", func(p *ReplicationGroupProps) { p.SingleNode = true }, ""},
		{"no snapshots", func(p *ReplicationGroupProps) { p.SnapshotRetentionDays = NoSnapshots }, ""},
		{"Redis", func(p *ReplicationGroupProps) { p.Engine, p.Version = Redis, "6.2" }, ""},
		{"too long an id", func(p *ReplicationGroupProps) { p.ID = strings.Repeat("a", 41) }, "41 characters: ElastiCache allows 40"},
		{"an unknown engine", func(p *ReplicationGroupProps) { p.Engine = "memcached" }, "is not one of valkey, redis"},
		{"a patch version", func(p *ReplicationGroupProps) { p.Version = "8.0.1" }, "as major.minor, such as 8.0"},
		{"another engine's version", func(p *ReplicationGroupProps) { p.Engine, p.Version = Redis, "8.0" }, "as major.minor, such as 7.1"},
		{"no node type", func(p *ReplicationGroupProps) { p.NodeType = "t4g.micro" }, "cache.<family>.<size>"},
		{"too many replicas", func(p *ReplicationGroupProps) { p.Replicas = 6 }, "Replicas: 6 is out of range: 1 to 5"},
		{"a single node with a replica", func(p *ReplicationGroupProps) { p.Replicas, p.SingleNode = 1, true }, "set one of the two"},
		{"too many snapshots", func(p *ReplicationGroupProps) { p.SnapshotRetentionDays = 36 }, "SnapshotRetentionDays: 36 is out of range"},
		{"too short a window", func(p *ReplicationGroupProps) { p.SnapshotWindow = "17:00-17:30" }, "SnapshotWindow: 17:00-17:30 lasts 30 minutes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			props := ReplicationGroupProps{ID: "acme-prod-main", VPCID: "vpc-1", SubnetIDs: zones}
			test.change(&props)
			checktest.Verdict(t, props.Validate(), test.want)
		})
	}
}
