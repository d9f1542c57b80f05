package config

// Databases, caches and buckets.
var brokenData = []broken{
	{"engine missing", `databases:
  main:
    version: "17.4"
`, []string{
		"4:3: databases.main.engine: missing: a value is required",
	}},
	{"engine", `databases:
  main:
    engine: postgresql
`, []string{
		`5:13: databases.main.engine: "postgresql" is not allowed: one of postgres, mysql, aurora-postgresql, aurora-mysql; did you mean postgres?`,
	}},
	{"version", `databases:
  main:
    engine: postgres
    version: "18.1"
`, []string{
		`6:14: databases.main.version: "18.1" is not a version of postgres: known are 13, 14, 15, 16, 17, as in "17"`,
	}},
	{"version of MySQL", `databases:
  main:
    engine: mysql
    version: "5.7.44"
`, []string{
		`6:14: databases.main.version: "5.7.44" is not a version of mysql: known are 8.0, 8.4, as in "8.4"`,
	}},
	{"version of Aurora MySQL", `databases:
  main:
    engine: aurora-mysql
    version: "8.0.35"
`, []string{
		`6:14: databases.main.version: "8.0.35" is not a version of aurora-mysql: known are 8.0, as in "8.0.mysql_aurora.3.08.2"`,
	}},
	{"database names", `databases:
  main--db: {engine: postgres}
  Main: {engine: mysql}
  a-name-that-is-far-too-long: {engine: mysql}
`, []string{
		`4:3: databases.main--db: "main--db" is not a name: lower-case letters, digits and single hyphens inside are allowed, a letter first`,
		`5:3: databases.Main: "Main" is not a name: lower-case letters, digits and single hyphens inside are allowed, a letter first`,
		"6:3: databases.a-name-that-is-far-too-long: a name of 27 characters: at most 20 are allowed",
	}},
	{"database name", `databases:
  main:
    engine: postgres
    databaseName: my-app
`, []string{
		`6:19: databases.main.databaseName: "my-app" is not the name of a database: 1 to 63 letters, digits and underscores are allowed, a letter first`,
	}},
	{"reserved database name", `databases:
  main:
    engine: mysql
    databaseName: mysql
`, []string{
		`6:19: databases.main.databaseName: "mysql" is reserved by mysql: choose another name, such as app`,
	}},
	{"instance of Aurora", `databases:
  main:
    engine: aurora-mysql
    instance: {class: db.r6g.large}
`, []string{
		"6:5: databases.main.instance: sizes an RDS instance, but aurora-mysql is a cluster: use serverless",
	}},
	{"serverless RDS", `databases:
  main:
    engine: postgres
    serverless: {maxCapacity: 2}
`, []string{
		"6:5: databases.main.serverless: sizes an Aurora cluster, but postgres is an RDS instance: use instance",
	}},
	{"instance class", `databases:
  main:
    engine: postgres
    instance:
      class: t4g.micro
`, []string{
		`7:14: databases.main.instance.class: "t4g.micro" is not a class of RDS instances such as db.t4g.micro`,
	}},
	{"storage", `databases:
  main:
    engine: postgres
    instance:
      storageGiB: 10
`, []string{
		"7:19: databases.main.instance.storageGiB: 10 is out of range: 20 to 65536",
	}},
	{"growing storage too little", `databases:
  main:
    engine: postgres
    instance:
      storageGiB: 100
      maxStorageGiB: 105
`, []string{
		"8:22: databases.main.instance.maxStorageGiB: 105 with storageGiB 100: RDS needs 110 or more, or 100 to keep the storage from growing",
	}},
	{"shrinking storage", `databases:
  main:
    engine: postgres
    instance:
      storageGiB: 65000
      maxStorageGiB: 64000
`, []string{
		"8:22: databases.main.instance.maxStorageGiB: 64000 is less than storageGiB 65000: write 65000, the storage cannot grow",
	}},
	{"backups", `databases:
  main:
    engine: postgres
    backupRetentionDays: 36
`, []string{
		"6:26: databases.main.backupRetentionDays: 36 is out of range: 1 to 35",
	}},
	{"capacity steps", `databases:
  main:
    engine: aurora-postgresql
    serverless:
      minCapacity: 0.7
      maxCapacity: 2.25
`, []string{
		"7:20: databases.main.serverless.minCapacity: 0.7 is not allowed: Aurora takes steps of 0.5",
		"8:20: databases.main.serverless.maxCapacity: 2.25 is not allowed: Aurora takes steps of 0.5",
	}},
	{"capacity order", `databases:
  main:
    engine: aurora-postgresql
    serverless:
      minCapacity: 8
      maxCapacity: 2
`, []string{
		"7:20: databases.main.serverless.minCapacity: 8 is more than maxCapacity 2",
	}},
	{"pause of an old version", `databases:
  main:
    engine: aurora-postgresql
    version: "16.1"
    serverless:
      minCapacity: 0
`, []string{
		"8:20: databases.main.serverless.minCapacity: 0 is not allowed with version 16.1: it cannot pause; 0.5 or more, or a later minor version",
	}},
	{"cache version", `caches:
  main:
    version: "7.1"
`, []string{
		`5:14: caches.main.version: "7.1" is not a version of valkey: known are 7.2, 8.0, 8.1`,
	}},
	{"cache engine", `caches:
  main:
    engine: memcached
`, []string{
		`5:13: caches.main.engine: "memcached" is not allowed: one of valkey, redis`,
	}},
	{"cache node", `caches:
  main:
    nodeType: db.t4g.micro
`, []string{
		`5:15: caches.main.nodeType: "db.t4g.micro" is not a type of cache nodes such as cache.t4g.small`,
	}},
	{"cache replicas", `caches:
  main:
    replicas: 6
`, []string{
		"5:15: caches.main.replicas: 6 is out of range: 0 to 5",
	}},
	{"bucket", `buckets:
  My.Assets: {noncurrentDays: 0}
`, []string{
		`4:3: buckets["My.Assets"]: "My.Assets" is not a name: lower-case letters, digits and single hyphens inside are allowed, a letter first`,
		`4:31: buckets["My.Assets"].noncurrentDays: 0 is out of range: 1 or more`,
	}},
}
