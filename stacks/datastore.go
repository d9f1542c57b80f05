package stacks

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/datastore"
	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/remotestate"
	"github.com/berth-iac/berth/constructs/storage"
	"github.com/berth-iac/berth/internal/naming"
)

// DatastoreOutputs are what the datastore stack publishes.
type DatastoreOutputs struct {
	Databases remotestate.Map[DatabaseOutputs] `output:"database"`
	Caches    remotestate.Map[CacheOutputs]    `output:"cache"`
	Buckets   remotestate.Map[BucketOutputs]   `output:"bucket"`
}

// DatabaseOutputs are how a service reaches a database.
type DatabaseOutputs struct {
	Host            string `output:"host" doc:"address of the database, of the writer for Aurora"`
	Port            string `output:"port" doc:"TCP port of the database"`
	DatabaseName    string `output:"name" doc:"name of the first database"`
	SecretARN       string `output:"secret_arn" doc:"secret with the master user's name and password, kept by RDS"`
	SecurityGroupID string `output:"security_group_id" doc:"security group of the database"`
}

// CacheOutputs are how a service reaches a cache.
type CacheOutputs struct {
	Host            string `output:"host" doc:"address of the primary node, TLS only"`
	Port            string `output:"port" doc:"TCP port of the cache"`
	SecurityGroupID string `output:"security_group_id" doc:"security group of the cache"`
}

// BucketOutputs are how a service reaches a bucket.
type BucketOutputs struct {
	Name string `output:"name" doc:"name of the bucket"`
	ARN  string `output:"arn" doc:"ARN of the bucket"`
}

// NewDatastore adds the environment's databases, caches and buckets. Nothing
// may reach them yet: the stacks of those who do open their ports.
func NewDatastore(app constructs.Construct, env *config.Environment, network *Stack[NetworkOutputs], parameters *Stack[ParametersOutputs]) *Stack[DatastoreOutputs] {
	s := newStack[DatastoreOutputs](app, env, "datastore", backendOf(env))
	net := network.readBy(s.stack)
	keyARN := parameters.readBy(s.stack).KeyARN

	databases := map[string]DatabaseOutputs{}
	for _, name := range slices.Sorted(maps.Keys(env.Databases)) {
		databases[name] = newDatabase(s, env, name, net, keyARN)
	}
	caches := map[string]CacheOutputs{}
	for _, name := range slices.Sorted(maps.Keys(env.Caches)) {
		caches[name] = newCache(s, env, name, net, keyARN)
	}
	buckets := map[string]BucketOutputs{}
	for _, name := range slices.Sorted(maps.Keys(env.Buckets)) {
		bucket := newBucket(s, env, name, keyARN)
		buckets[name] = BucketOutputs{Name: bucket.Name, ARN: bucket.ARN}
	}
	s.publish(DatastoreOutputs{
		Databases: remotestate.MapOf(databases),
		Caches:    remotestate.MapOf(caches),
		Buckets:   remotestate.MapOf(buckets),
	})
	return s
}

func newBucket(s *Stack[DatastoreOutputs], env *config.Environment, name, keyARN string) *storage.Bucket {
	settings := env.Buckets[name]
	if settings.Public {
		keyARN = "" // nobody outside may use it
	}
	return storage.NewBucket(s.stack, "bucket-"+name, storage.BucketProps{
		Name:           naming.Join(prefix(env), name, identity.LocationOf(s.stack).AccountID),
		KMSKeyARN:      keyARN,
		ExpireDays:     settings.ExpireDays,
		NoncurrentDays: settings.NoncurrentDays,
		Disposable:     env.Disposable,
		Public:         settings.Public,
		CORS:           corsRules(settings.CORS),
	})
}

func corsRules(settings []config.CORSRule) []storage.CORSRule {
	var rules []storage.CORSRule
	for _, rule := range settings {
		rules = append(rules, storage.CORSRule{
			Origins:       rule.Origins,
			Methods:       rule.Methods,
			Headers:       rule.Headers,
			ExposeHeaders: rule.ExposeHeaders,
			MaxAge:        seconds(*rule.MaxAgeSeconds),
		})
	}
	return rules
}

func newDatabase(s *Stack[DatastoreOutputs], env *config.Environment, name string, net NetworkOutputs, keyARN string) DatabaseOutputs {
	db := env.Databases[name]
	if db.Aurora() {
		cluster := datastore.NewAuroraCluster(s.stack, "database-"+name, datastore.AuroraClusterProps{
			Identifier:          naming.Fit(naming.MaxDBIdentifier, prefix(env), name),
			Engine:              datastore.AuroraEngine(db.Engine),
			Version:             db.Version,
			DatabaseName:        db.DatabaseName,
			MinCapacity:         *db.Serverless.MinCapacity,
			MaxCapacity:         db.Serverless.MaxCapacity,
			AutoPause:           autoPause(db),
			Instances:           db.Serverless.Instances,
			VPCID:               net.VPCID,
			SubnetIDs:           net.IsolatedSubnetIDs,
			KMSKeyARN:           keyARN,
			BackupRetentionDays: db.BackupRetentionDays,
			LogRetentionDays:    env.Cluster.LogRetentionDays,
			Disposable:          env.Disposable,
		})
		return DatabaseOutputs{
			Host: cluster.Address, Port: strconv.Itoa(cluster.Port), DatabaseName: cluster.DatabaseName,
			SecretARN: cluster.SecretARN, SecurityGroupID: cluster.SecurityGroupID,
		}
	}
	instance := datastore.NewDatabaseInstance(s.stack, "database-"+name, datastore.DatabaseInstanceProps{
		Identifier:          naming.Fit(naming.MaxDBIdentifier, prefix(env), name),
		Engine:              datastore.Engine(db.Engine),
		Version:             db.Version,
		DatabaseName:        db.DatabaseName,
		InstanceClass:       db.Instance.Class,
		StorageGiB:          db.Instance.StorageGiB,
		MaxStorageGiB:       db.Instance.MaxStorageGiB,
		SingleZone:          *db.Instance.SingleZone,
		VPCID:               net.VPCID,
		SubnetIDs:           net.IsolatedSubnetIDs,
		KMSKeyARN:           keyARN,
		BackupRetentionDays: db.BackupRetentionDays,
		LogRetentionDays:    env.Cluster.LogRetentionDays,
		Disposable:          env.Disposable,
	})
	return DatabaseOutputs{
		Host: instance.Address, Port: strconv.Itoa(instance.Port), DatabaseName: instance.DatabaseName,
		SecretARN: instance.SecretARN, SecurityGroupID: instance.SecurityGroupID,
	}
}

// pauseAfter is how long a cluster that may pause waits for a connection.
const pauseAfter = 5 * time.Minute

func autoPause(db config.Database) time.Duration {
	if *db.Serverless.MinCapacity == 0 {
		return pauseAfter
	}
	return 0
}

func newCache(s *Stack[DatastoreOutputs], env *config.Environment, name string, net NetworkOutputs, keyARN string) CacheOutputs {
	cache := env.Caches[name]
	snapshots := *cache.SnapshotRetentionDays
	if snapshots == 0 {
		snapshots = datastore.NoSnapshots
	}
	group := datastore.NewReplicationGroup(s.stack, "cache-"+name, datastore.ReplicationGroupProps{
		ID:                    naming.Fit(naming.MaxReplicationGroup, prefix(env), name),
		Engine:                datastore.CacheEngine(cache.Engine),
		Version:               cache.Version,
		NodeType:              cache.NodeType,
		Replicas:              *cache.Replicas,
		SingleNode:            *cache.Replicas == 0,
		SnapshotRetentionDays: snapshots,
		VPCID:                 net.VPCID,
		SubnetIDs:             net.IsolatedSubnetIDs,
		KMSKeyARN:             keyARN,
		LogRetentionDays:      env.Cluster.LogRetentionDays,
		Disposable:            env.Disposable,
	})
	return CacheOutputs{Host: group.Address, Port: strconv.Itoa(group.Port), SecurityGroupID: group.SecurityGroupID}
}
