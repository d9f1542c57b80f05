package config

import (
	"math"
	"regexp"
	"slices"
	"strings"
)

// maxParameter is the size of a parameter of SSM's standard tier, in bytes.
const maxParameter = 4096

func checkParameters(r *report, parameters map[string]Parameter) {
	checkLabels(r, at("parameters"), parameters)
	for _, name := range sorted(parameters) {
		p := at("parameters", name)
		if strings.HasPrefix(name, "aws") || strings.HasPrefix(name, "ssm") {
			r.addKeyf(p, "names that start with aws or ssm are reserved")
		}
		if n := len(parameters[name].Value); n > maxParameter {
			r.addf(p.key("value"), "a value of %d bytes: 1 to %d are allowed", n, maxParameter)
		}
	}
}

func checkDatabases(r *report, databases map[string]Database) {
	checkLabels(r, at("databases"), databases)
	for _, name := range sorted(databases) {
		p := at("databases", name)
		if !r.sound(p.key("engine")) {
			continue
		}
		d := databases[name]
		r.join(p.key("version"), d.checkVersion())
		checkDatabaseName(r, p.key("databaseName"), d)
		switch {
		case d.Aurora() && d.Instance != nil:
			r.addf(p.key("instance"), "sizes an RDS instance, but %s is a cluster: use serverless", d.Engine)
		case !d.Aurora() && d.Serverless != nil:
			r.addf(p.key("serverless"), "sizes an Aurora cluster, but %s is an RDS instance: use instance", d.Engine)
		case d.Aurora():
			checkServerless(r, p, d)
		default:
			checkInstance(r, p.key("instance"), *d.Instance)
		}
	}
}

var databaseName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,62}$`)

// reservedDatabases exist in every new server, or are the engine's own words.
var reservedDatabases = map[string][]string{
	"postgres": {"admin", "rdsadmin", "template0", "template1"},
	"mysql":    {"information_schema", "innodb", "mysql", "performance_schema", "rdsadmin", "sys", "tmp"},
}

func checkDatabaseName(r *report, p path, d Database) {
	reserved := reservedDatabases["postgres"]
	if strings.HasSuffix(d.Engine, "mysql") {
		reserved = reservedDatabases["mysql"]
	}
	switch {
	case !databaseName.MatchString(d.DatabaseName):
		r.addf(p, "%s is not the name of a database: 1 to 63 letters, digits and underscores are allowed, a letter first", quote(d.DatabaseName))
	case slices.Contains(reserved, strings.ToLower(d.DatabaseName)):
		r.addf(p, "%s is reserved by %s: choose another name, such as app", quote(d.DatabaseName), d.Engine)
	}
}

var (
	instanceClass = regexp.MustCompile(`^db\.[a-z][a-z0-9-]*\.[a-z0-9]+$`)
	nodeType      = regexp.MustCompile(`^cache\.[a-z][a-z0-9]*\.[a-z0-9]+$`)
)

func checkInstance(r *report, p path, i Instance) {
	if !instanceClass.MatchString(i.Class) {
		r.addf(p.key("class"), "%s is not a class of RDS instances such as db.t4g.micro", quote(i.Class))
	}
	least := (i.StorageGiB*11 + 9) / 10 // a tenth more, rounded up
	limit := p.key("maxStorageGiB")
	if !r.sound(p.key("storageGiB"), limit) || i.MaxStorageGiB == i.StorageGiB || i.MaxStorageGiB >= least {
		return
	}
	if least > maxStorageGiB {
		r.addf(limit, "%d is less than storageGiB %d: write %d, the storage cannot grow", i.MaxStorageGiB, i.StorageGiB, i.StorageGiB)
		return
	}
	r.addf(limit, "%d with storageGiB %d: RDS needs %d or more, or %d to keep the storage from growing",
		i.MaxStorageGiB, i.StorageGiB, least, i.StorageGiB)
}

func checkServerless(r *report, p path, d Database) {
	low, high := p.key("serverless", "minCapacity"), p.key("serverless", "maxCapacity")
	s := d.Serverless
	for _, capacity := range []struct {
		path  path
		value float64
	}{{low, *s.MinCapacity}, {high, s.MaxCapacity}} {
		if math.Trunc(capacity.value*2) != capacity.value*2 {
			r.addf(capacity.path, "%v is not allowed: Aurora takes steps of 0.5", capacity.value)
		}
	}
	if r.sound(low, high) && *s.MinCapacity > s.MaxCapacity {
		r.addf(low, "%v is more than maxCapacity %v", *s.MinCapacity, s.MaxCapacity)
	}
	if r.sound(low, p.key("version")) && *s.MinCapacity == 0 && d.Family() != "" && !d.canPause() {
		r.addf(low, "0 is not allowed with version %s: it cannot pause; 0.5 or more, or a later minor version", d.Version)
	}
}

func checkCaches(r *report, caches map[string]Cache) {
	checkLabels(r, at("caches"), caches)
	for _, name := range sorted(caches) {
		p, c := at("caches", name), caches[name]
		if r.sound(p.key("engine")) {
			r.join(p.key("version"), c.checkVersion())
		}
		if !nodeType.MatchString(c.NodeType) {
			r.addf(p.key("nodeType"), "%s is not a type of cache nodes such as cache.t4g.small", quote(c.NodeType))
		}
	}
}
