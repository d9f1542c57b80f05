package datastore

import (
	"cmp"
	"regexp"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticachereplicationgroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/elasticachesubnetgroup"

	"github.com/berth-iac/berth/constructs/logs"
	"github.com/berth-iac/berth/constructs/network"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
	"github.com/berth-iac/berth/internal/retention"
)

// CacheEngine is the engine of a replication group, as ElastiCache names it.
type CacheEngine string

// The engines of a replication group. The zero value is Valkey.
const (
	Valkey CacheEngine = "valkey"
	Redis  CacheEngine = "redis"
)

// NoSnapshots is the SnapshotRetentionDays of a cache that keeps none.
const NoSnapshots = -1

// ReplicationGroupProps describe an ElastiCache replication group with cluster
// mode disabled: one primary, which holds all data, and its replicas.
//
// There is no AUTH token: it would be kept in Terraform's state. Who reaches the
// port gets in, so it is the security group that decides.
type ReplicationGroupProps struct {
	// ID of the group, unique in the region and first part of the names of what
	// belongs to it: at most 40 lower-case letters, digits and single hyphens, a
	// letter first. Renaming replaces the cache.
	ID string
	// Engine is Valkey or Redis. Default: Valkey.
	Engine CacheEngine
	// Version of the engine as major.minor. ElastiCache applies patches by
	// itself; a later minor version is for you to choose, since Terraform would
	// replace the cache to get back to the one that stands here. Default: 8.0
	// (Valkey), 7.1 (Redis).
	Version string
	// NodeType such as cache.m7g.large. Default: cache.t4g.micro.
	NodeType string
	// Replicas besides the primary: 1 to 5. One in another zone takes over from
	// a failed primary. Default: 1.
	Replicas int
	// SingleNode runs no replica: a failed primary loses its data, and a new one
	// starts from the last snapshot or empty. Default: false.
	SingleNode bool
	// VPCID is the VPC of the cache.
	VPCID string
	// SubnetIDs in two or more availability zones, without a way to the
	// internet.
	SubnetIDs []string
	// KMSKeyARN is the key that encrypts data, snapshots and logs. Its policy
	// has to let the logs service of the region use it, see kms.KeyProps.Logs.
	// Changing it replaces the cache. Default: AWS's own keys.
	KMSKeyARN string
	// SnapshotRetentionDays is how long daily snapshots are kept, in days: 1 to
	// 35, or NoSnapshots. Default: 7, or none where the cache is disposable.
	SnapshotRetentionDays int
	// SnapshotWindow is when snapshots are made, every day, in UTC: an hour or
	// more. Default: 17:00-18:00.
	SnapshotWindow string
	// MaintenanceWindow is when AWS may restart nodes, every week, in UTC: an
	// hour to a day, apart from SnapshotWindow. Changes that need a restart wait
	// for it, unless the cache is disposable. Default: sun:18:30-sun:19:30.
	MaintenanceWindow string
	// LogRetentionDays is how long the slow log is kept in CloudWatch, in days,
	// as in logs.GroupProps. Default: 365.
	LogRetentionDays int
	// Disposable lets the cache be destroyed without a final snapshot, and
	// changes be made at once. Default: false.
	Disposable bool
}

// ReplicationGroup is an ElastiCache replication group.
type ReplicationGroup struct {
	// ID of the group.
	ID string
	// Address is the host of the primary, ReaderAddress that of the replicas;
	// with a single node both lead to it. Clients have to use TLS.
	Address, ReaderAddress string
	// Port to connect to.
	Port int
	// SecurityGroupID is the cache's security group, to which readers add an
	// ingress rule.
	SecurityGroupID string
	// Resource is the aws_elasticache_replication_group; nil where the props are
	// invalid.
	Resource elasticachereplicationgroup.ElasticacheReplicationGroup
}

// Limits and defaults of ElastiCache.
const (
	defaultNodeType     = "cache.t4g.micro"
	defaultReplicas     = 1
	maxReplicas         = 5
	defaultSnapshotDays = 7
	maxSnapshotDays     = 35
	shortestCacheWindow = 60 // minutes
)

var (
	cacheVersions       = map[CacheEngine]*regexp.Regexp{Valkey: regexp.MustCompile(`^[7-9]\.\d+$`), Redis: regexp.MustCompile(`^(6\.[2-9]|7\.\d+)$`)}
	defaultCacheVersion = map[CacheEngine]string{Valkey: "8.0", Redis: "7.1"}
)

var nodeType = check.TextRule{
	Service: "ElastiCache",
	Form:    regexp.MustCompile(`^cache\.[a-z0-9]+\.[a-z0-9]+$`),
	Allowed: "the form cache.<family>.<size>, such as " + defaultNodeType,
}

func (p ReplicationGroupProps) withDefaults() ReplicationGroupProps {
	p.Engine = cmp.Or(p.Engine, Valkey)
	p.Version = cmp.Or(p.Version, defaultCacheVersion[p.Engine])
	p.NodeType = cmp.Or(p.NodeType, defaultNodeType)
	if !p.SingleNode {
		p.Replicas = cmp.Or(p.Replicas, defaultReplicas)
	}
	if p.SnapshotRetentionDays == 0 {
		p.SnapshotRetentionDays = defaultSnapshotDays
		if p.Disposable {
			p.SnapshotRetentionDays = NoSnapshots
		}
	}
	p.SnapshotWindow = cmp.Or(p.SnapshotWindow, defaultBackupWindow)
	p.MaintenanceWindow = cmp.Or(p.MaintenanceWindow, defaultMaintenanceWindow)
	return p
}

// Validate tells what ElastiCache would refuse.
func (p ReplicationGroupProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "ID", p.ID, identifierOf("ElastiCache", naming.MaxReplicationGroup))
	problems.Required("VPCID", p.VPCID)
	check.SubnetsInTwoZones(&problems, "SubnetIDs", p.SubnetIDs)
	retention.Check(&problems, "LogRetentionDays", p.LogRetentionDays)

	p = p.withDefaults()
	check.OneOf(&problems, "Engine", p.Engine, Valkey, Redis)
	if form := cacheVersions[p.Engine]; form != nil && !form.MatchString(p.Version) {
		problems.Addf("Version", "%q is no version of %s as major.minor, such as %s", p.Version, p.Engine, defaultCacheVersion[p.Engine])
	}
	check.Text(&problems, "NodeType", p.NodeType, nodeType)
	if p.SingleNode {
		if p.Replicas != 0 {
			problems.Addf("Replicas", "%d with SingleNode: set one of the two", p.Replicas)
		}
	} else {
		check.Between(&problems, "Replicas", p.Replicas, 1, maxReplicas)
	}
	if p.SnapshotRetentionDays != NoSnapshots {
		check.Between(&problems, "SnapshotRetentionDays", p.SnapshotRetentionDays, 1, maxSnapshotDays)
	}
	checkWindows(&problems, "SnapshotWindow", p.SnapshotWindow, p.MaintenanceWindow, shortestCacheWindow)
	return problems.Err()
}

// NewReplicationGroup adds an ElastiCache replication group.
func NewReplicationGroup(scope constructs.Construct, id string, props ReplicationGroupProps) *ReplicationGroup {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &ReplicationGroup{}
	}
	props = props.withDefaults()
	group := network.NewSecurityGroup(scope, "security-group", network.SecurityGroupProps{
		Name:        naming.Join(props.ID, "cache"),
		Description: "Cache " + props.ID,
		VPCID:       props.VPCID,
	})
	subnets := elasticachesubnetgroup.NewElasticacheSubnetGroup(scope, jsii.String("subnet-group"), &elasticachesubnetgroup.ElasticacheSubnetGroupConfig{
		Name:        jsii.String(props.ID),
		Description: jsii.String("Subnets of the cache " + props.ID),
		SubnetIds:   jsii.Strings(props.SubnetIDs...),
	})
	slow := logs.NewGroup(scope, "log-slow", logs.GroupProps{
		Name:          "/aws/elasticache/" + props.ID + "/slow-log",
		RetentionDays: props.LogRetentionDays,
		KMSKeyARN:     props.KMSKeyARN,
	})

	config := &elasticachereplicationgroup.ElasticacheReplicationGroupConfig{
		ReplicationGroupId: jsii.String(props.ID),
		Description:        jsii.String("Cache " + props.ID),
		Engine:             jsii.String(string(props.Engine)),
		EngineVersion:      jsii.String(props.Version),
		NodeType:           jsii.String(props.NodeType),
		Port:               jsii.Number(CachePort),

		NumCacheClusters:         jsii.Number(props.Replicas + 1),
		AutomaticFailoverEnabled: jsii.Bool(props.Replicas > 0),
		MultiAzEnabled:           jsii.Bool(props.Replicas > 0),
		SubnetGroupName:          subnets.Name(),
		SecurityGroupIds:         jsii.Strings(group.ID),

		AtRestEncryptionEnabled:  jsii.String("true"),
		KmsKeyId:                 optional(props.KMSKeyARN),
		TransitEncryptionEnabled: jsii.Bool(true),
		TransitEncryptionMode:    jsii.String("required"),

		SnapshotRetentionLimit: jsii.Number(0),
		MaintenanceWindow:      jsii.String(props.MaintenanceWindow),
		// The provider takes a minor upgrade made by AWS for a downgrade to come
		// back from, and replaces the cache.
		AutoMinorVersionUpgrade: jsii.String("false"),
		ApplyImmediately:        jsii.Bool(props.Disposable),
		LogDeliveryConfiguration: []*elasticachereplicationgroup.ElasticacheReplicationGroupLogDeliveryConfiguration{{
			LogType:         jsii.String("slow-log"),
			LogFormat:       jsii.String("json"),
			DestinationType: jsii.String("cloudwatch-logs"),
			Destination:     jsii.String(slow.Name),
		}},

		FinalSnapshotIdentifier: finalSnapshot(props.ID, props.Disposable),
		Lifecycle:               node.Protect(props.Disposable),
	}
	if props.SnapshotRetentionDays != NoSnapshots {
		config.SnapshotRetentionLimit = jsii.Number(props.SnapshotRetentionDays)
		config.SnapshotWindow = jsii.String(props.SnapshotWindow)
	}
	resource := elasticachereplicationgroup.NewElasticacheReplicationGroup(scope, jsii.String("Resource"), config)
	return &ReplicationGroup{
		ID:              *resource.ReplicationGroupId(),
		Address:         *resource.PrimaryEndpointAddress(),
		ReaderAddress:   *resource.ReaderEndpointAddress(),
		Port:            CachePort,
		SecurityGroupID: group.ID,
		Resource:        resource,
	}
}
