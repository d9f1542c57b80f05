package config

// Parameter is an SSM parameter for a setting that is no secret.
type Parameter struct {
	// Value of the parameter: 1 to 4096 bytes. It can be read in
	// Terraform's state.
	Value string `yaml:"value" jsonschema:"required"`
	// Description tells what the setting does.
	Description string `yaml:"description,omitempty"`
}

// Secret is a Secrets Manager secret, created without a value.
type Secret struct {
	// Description tells what the secret opens, and the JSON keys it holds.
	Description string `yaml:"description,omitempty"`
}

// Database is an RDS instance or an Aurora cluster. RDS makes and keeps the
// master password in Secrets Manager; it never appears in Terraform's state.
type Database struct {
	// Engine is postgres or mysql (RDS instances), aurora-postgresql or
	// aurora-mysql (Aurora Serverless v2 clusters).
	Engine string `yaml:"engine" jsonschema:"required,enum=postgres,enum=mysql,enum=aurora-postgresql,enum=aurora-mysql"`
	// Version of the engine, in quotes. A major version alone, such as "17", is
	// kept on its newest minor version by AWS; one with its minor version, such
	// as "17.4" or "8.0.mysql_aurora.3.08.2", stays as it is until you change it.
	// Default: "17" for postgres, "8.4" for mysql, "16.8" for aurora-postgresql,
	// "8.0.mysql_aurora.3.08.2" for aurora-mysql.
	Version string `yaml:"version,omitempty"`
	// DatabaseName of the first database: letters, digits and underscores, a
	// letter first, at most 63 characters. Default: app.
	DatabaseName string `yaml:"databaseName,omitempty"`
	// Instance sizes an RDS instance; only with postgres and mysql.
	Instance *Instance `yaml:"instance,omitempty"`
	// Serverless sizes an Aurora cluster; only with the aurora engines.
	Serverless *Serverless `yaml:"serverless,omitempty"`
	// BackupRetentionDays is how long automatic backups are kept, in days: 1 to
	// 35. Default: 14, or 1 where the environment is disposable.
	BackupRetentionDays int `yaml:"backupRetentionDays,omitempty" jsonschema:"minimum=1,maximum=35"`
}

// The engines of Database.
const (
	EnginePostgres         = "postgres"
	EngineMySQL            = "mysql"
	EngineAuroraPostgreSQL = "aurora-postgresql"
	EngineAuroraMySQL      = "aurora-mysql"
)

// Instance sizes an RDS instance.
type Instance struct {
	// Class of the instance, such as db.t4g.micro. Default: db.t4g.micro.
	Class string `yaml:"class,omitempty"`
	// StorageGiB is the storage at first, in GiB: 20 to 65536. Default: 20.
	StorageGiB int `yaml:"storageGiB,omitempty" jsonschema:"minimum=20,maximum=65536"`
	// MaxStorageGiB is how far the storage may grow by itself, in GiB: at least
	// a tenth more than StorageGiB, or as much, which keeps it from growing.
	// Default: twice StorageGiB, at most 65536.
	MaxStorageGiB int `yaml:"maxStorageGiB,omitempty" jsonschema:"minimum=20,maximum=65536"`
	// SingleZone runs no standby in a second zone. Default: false, or true
	// where the environment is disposable.
	SingleZone *bool `yaml:"singleZone,omitempty"`
}

// Serverless sizes an Aurora Serverless v2 cluster.
type Serverless struct {
	// MinCapacity in Aurora capacity units (2 GiB of memory each): 0 to 256 in
	// steps of 0.5; 0 lets the cluster pause while nobody is connected. Default:
	// 0.5.
	MinCapacity *float64 `yaml:"minCapacity,omitempty" jsonschema:"minimum=0,maximum=256"`
	// MaxCapacity in Aurora capacity units: 1 to 256 in steps of 0.5. Default:
	// 4, or MinCapacity where that is more.
	MaxCapacity float64 `yaml:"maxCapacity,omitempty" jsonschema:"minimum=1,maximum=256"`
	// Instances of the cluster, the writer among them: 1 to 16. Default: 2, or
	// 1 where the environment is disposable.
	Instances int `yaml:"instances,omitempty" jsonschema:"minimum=1,maximum=16"`
}

// Cache is an ElastiCache replication group, encrypted at rest and in transit.
type Cache struct {
	// Engine is valkey or redis. Default: valkey.
	Engine string `yaml:"engine,omitempty" jsonschema:"enum=valkey,enum=redis"`
	// Version of the engine as major.minor, in quotes. Default: "8.0" for
	// valkey, "7.1" for redis.
	Version string `yaml:"version,omitempty"`
	// NodeType such as cache.t4g.small. Default: cache.t4g.micro.
	NodeType string `yaml:"nodeType,omitempty"`
	// Replicas besides the primary: 0 to 5. With one or more, a replica in
	// another zone takes over from a failed primary. Default: 1, or 0 where the
	// environment is disposable.
	Replicas *int `yaml:"replicas,omitempty" jsonschema:"minimum=0,maximum=5"`
	// SnapshotRetentionDays is how long daily snapshots are kept, in days: 0
	// (none) to 35. Default: 7, or 0 where the environment is disposable.
	SnapshotRetentionDays *int `yaml:"snapshotRetentionDays,omitempty" jsonschema:"minimum=0,maximum=35"`
}

// The engines of Cache.
const (
	EngineValkey = "valkey"
	EngineRedis  = "redis"
)

// Bucket is an encrypted, versioned S3 bucket, private unless it says otherwise,
// and reached by TLS only. Its full name is
// <project>-<environment>-<name>-<account>.
type Bucket struct {
	// ExpireDays deletes objects that many days after they were written.
	// Default: 0, never.
	ExpireDays int `yaml:"expireDays,omitempty" jsonschema:"minimum=0"`
	// NoncurrentDays keeps overwritten and deleted versions that many days.
	// Default: 90.
	NoncurrentDays int `yaml:"noncurrentDays,omitempty" jsonschema:"minimum=1"`
	// Public lets everyone on the internet read the objects, but not list them.
	// It is encrypted with a key of S3 then, since nobody outside may use the
	// environment's. A private bucket behind CloudFront serves the same files
	// faster, and under your own name. Default: false.
	Public bool `yaml:"public,omitempty"`
	// CORS lets scripts of web pages of other origins use the bucket, the first
	// rule that matches: at most 100. Default: none.
	CORS []CORSRule `yaml:"cors,omitempty" jsonschema:"maxItems=100"`
}
