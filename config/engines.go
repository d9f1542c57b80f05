package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// engine is what is known of a database engine.
type engine struct {
	defaultVersion string
	families       map[string]string // parameter-group family by major version
	port           int
}

var databaseEngines = map[string]engine{
	EnginePostgres: {
		defaultVersion: "17",
		families:       map[string]string{"13": "postgres13", "14": "postgres14", "15": "postgres15", "16": "postgres16", "17": "postgres17"},
		port:           5432,
	},
	EngineMySQL: {
		defaultVersion: "8.4",
		families:       map[string]string{"8.0": "mysql8.0", "8.4": "mysql8.4"},
		port:           3306,
	},
	EngineAuroraPostgreSQL: {
		defaultVersion: "16.8",
		families: map[string]string{
			"13": "aurora-postgresql13", "14": "aurora-postgresql14", "15": "aurora-postgresql15",
			"16": "aurora-postgresql16", "17": "aurora-postgresql17",
		},
		port: 5432,
	},
	EngineAuroraMySQL: {
		defaultVersion: "8.0.mysql_aurora.3.08.2",
		families:       map[string]string{"8.0": "aurora-mysql8.0"},
		port:           3306,
	},
}

var cacheEngines = map[string]engine{
	EngineValkey: {
		defaultVersion: "8.0",
		families:       map[string]string{"7.2": "valkey7", "8.0": "valkey8", "8.1": "valkey8"},
		port:           6379,
	},
	EngineRedis: {
		defaultVersion: "7.1",
		families:       map[string]string{"6.2": "redis6.x", "7.0": "redis7", "7.1": "redis7"},
		port:           6379,
	},
}

// The forms of versions. The first group is the major version.
var (
	postgresVersion    = regexp.MustCompile(`^([0-9]{1,2})(?:\.([0-9]{1,2}))?$`)
	mysqlVersion       = regexp.MustCompile(`^([0-9]\.[0-9])(?:\.[0-9]{1,2})?$`)
	auroraMySQLVersion = regexp.MustCompile(`^([0-9]\.[0-9])\.mysql_aurora\.3\.([0-9]{2})\.[0-9]$`)
)

// Aurora tells whether the database is an Aurora cluster, rather than an RDS
// instance.
func (d Database) Aurora() bool {
	return d.Engine == EngineAuroraPostgreSQL || d.Engine == EngineAuroraMySQL
}

// Family is the family of the parameter group that goes with the engine and its
// version, such as postgres17 or aurora-mysql8.0. It is empty for a version that
// Load refuses.
func (d Database) Family() string {
	return databaseEngines[d.Engine].families[d.major()]
}

// Port is where the engine listens.
func (d Database) Port() int {
	return databaseEngines[d.Engine].port
}

// Family is the family of the parameter group that goes with the engine and its
// version, such as valkey8 or redis7. It is empty for a version that Load
// refuses.
func (c Cache) Family() string {
	return cacheEngines[c.Engine].families[c.Version]
}

// Port is where the engine listens.
func (c Cache) Port() int {
	return cacheEngines[c.Engine].port
}

// form is how the engine's versions are written.
func (d Database) form() *regexp.Regexp {
	switch d.Engine {
	case EngineMySQL:
		return mysqlVersion
	case EngineAuroraMySQL:
		return auroraMySQLVersion
	default:
		return postgresVersion
	}
}

// major is the major version, or "" for a version of another form.
func (d Database) major() string {
	if m := d.form().FindStringSubmatch(d.Version); m != nil {
		return m[1]
	}
	return ""
}

// checkVersion tells whether the engine has the version, as far as its major
// version goes: which minor versions there are, AWS changes every month.
func (d Database) checkVersion() error {
	if d.Family() != "" {
		return nil
	}
	known := strings.Join(slices.Sorted(maps.Keys(databaseEngines[d.Engine].families)), ", ")
	return fmt.Errorf("%s is not a version of %s: known are %s, as in %q",
		quote(d.Version), d.Engine, known, databaseEngines[d.Engine].defaultVersion)
}

// checkVersion tells whether the engine has the version.
func (c Cache) checkVersion() error {
	if c.Family() != "" {
		return nil
	}
	known := slices.Sorted(maps.Keys(cacheEngines[c.Engine].families))
	return fmt.Errorf("%s is not a version of %s: known are %s", quote(c.Version), c.Engine, strings.Join(known, ", "))
}

// pausesFrom is the first minor version of each major version of Aurora that
// can pause (a minimum of 0 capacity units).
var pausesFrom = map[string]map[string]int{
	EngineAuroraPostgreSQL: {"13": 15, "14": 12, "15": 7, "16": 3, "17": 0},
	EngineAuroraMySQL:      {"8.0": 8},
}

// canPause tells whether the version of an Aurora cluster can pause. A major
// version alone can: AWS takes a recent minor version.
func (d Database) canPause() bool {
	m := d.form().FindStringSubmatch(d.Version)
	if m == nil || m[2] == "" {
		return true
	}
	minor, err := strconv.Atoi(m[2])
	return err == nil && minor >= pausesFrom[d.Engine][m[1]]
}
