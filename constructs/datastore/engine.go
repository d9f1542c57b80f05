package datastore

import (
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/check"
)

// Engine is the engine of an RDS instance, as RDS names it.
type Engine string

// The engines of an RDS instance.
const (
	Postgres Engine = "postgres"
	MySQL    Engine = "mysql"
)

// AuroraEngine is the engine of an Aurora cluster, as RDS names it.
type AuroraEngine string

// The engines of an Aurora cluster.
const (
	AuroraPostgreSQL AuroraEngine = "aurora-postgresql"
	AuroraMySQL      AuroraEngine = "aurora-mysql"
)

// Ports on which the engines listen.
const (
	PostgresPort = 5432
	MySQLPort    = 3306
	CachePort    = 6379
)

// masterUsername is no reserved word of any engine. Changing it replaces a
// database.
const masterUsername = "berth"

// dialect is what differs from engine to engine.
type dialect struct {
	port           int
	defaultVersion string
	form           *regexp.Regexp // of versions, the major version as its first group
	example        string
	logs           []string // that RDS can send to CloudWatch
	parameters     []parameter
	reserved       []string // names no database can have
}

// parameter of a parameter group. All of them are applied with the next reboot:
// RDS reports that method for a value which is the engine's default, such as
// rds.force_ssl of PostgreSQL 15, and any other method would be a difference in
// every plan. A new database starts with them.
type parameter struct {
	name, value string
}

var (
	postgresVersion    = regexp.MustCompile(`^(1[1-9]|[2-9][0-9])(\.[0-9]{1,2})?$`)
	mysqlVersion       = regexp.MustCompile(`^([0-9]\.[0-9])(\.[0-9]{1,2})?$`)
	auroraMySQLVersion = regexp.MustCompile(`^([0-9]\.[0-9])(\.mysql_aurora\.[0-9]+\.[0-9]{2}(\.[0-9]+)?)?$`)

	postgresReserved = []string{"db", "rdsadmin", "template0", "template1"}
	mysqlReserved    = []string{"information_schema", "innodb", "mysql", "performance_schema", "sys", "tmp"}

	// Statements that take longer than a second are logged, and changes of the
	// schema.
	postgresParameters = []parameter{
		{"rds.force_ssl", "1"},
		{"log_min_duration_statement", "1000"},
		{"log_statement", "ddl"},
	}
	slowQueries = []parameter{
		{"slow_query_log", "1"},
		{"long_query_time", "1"},
		// Into the file that is exported, not into a table.
		{"log_output", "FILE"},
	}
)

// dialects by the name of the engine.
var dialects = map[string]dialect{
	string(Postgres): {
		port: PostgresPort, defaultVersion: "17", form: postgresVersion, example: "17 or 17.4",
		logs: []string{"postgresql", "upgrade"}, parameters: postgresParameters, reserved: postgresReserved,
	},
	string(AuroraPostgreSQL): {
		port: PostgresPort, defaultVersion: "16", form: postgresVersion, example: "16 or 16.6",
		logs: []string{"postgresql"}, parameters: postgresParameters, reserved: postgresReserved,
	},
	// RDS for MySQL spells the value 1 where Aurora spells it ON.
	string(MySQL): {
		port: MySQLPort, defaultVersion: "8.4", form: mysqlVersion, example: "8.4 or 8.4.4",
		logs: []string{"error", "slowquery"}, parameters: append([]parameter{{"require_secure_transport", "1"}}, slowQueries...), reserved: mysqlReserved,
	},
	string(AuroraMySQL): {
		port: MySQLPort, defaultVersion: "8.0", form: auroraMySQLVersion, example: "8.0 or 8.0.mysql_aurora.3.08.2",
		logs: []string{"error", "slowquery"}, parameters: append([]parameter{{"require_secure_transport", "ON"}}, slowQueries...), reserved: mysqlReserved,
	},
}

// family of the parameter group that goes with an engine's version, such as
// postgres17 or aurora-mysql8.0.
func family(engine, version string) string {
	if match := dialects[engine].form.FindStringSubmatch(version); match != nil {
		return engine + match[1]
	}
	return ""
}

// pinned tells whether a version names its minor version.
func pinned(engine, version string) bool {
	match := dialects[engine].form.FindStringSubmatch(version)
	return match != nil && match[1] != version
}

// checkVersion notes a version that the engine does not have.
func checkVersion(problems *check.Problems, engine, version string) {
	dialect, known := dialects[engine]
	if known && version != "" && !dialect.form.MatchString(version) {
		problems.Addf("Version", "%q is no version of %s, such as %s", version, engine, dialect.example)
	}
}

var databaseName = check.TextRule{
	Service: "RDS",
	Max:     63,
	Form:    regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9_]*$`),
	Allowed: "a letter, then letters, digits and underscores",
}

// checkDatabaseName notes a name that the engine does not take.
func checkDatabaseName(problems *check.Problems, engine, name string) {
	check.Text(problems, "DatabaseName", name, databaseName)
	for _, reserved := range dialects[engine].reserved {
		if strings.EqualFold(name, reserved) {
			problems.Addf("DatabaseName", "%q is a reserved word of %s", name, engine)
		}
	}
}

// smallClasses are the instance classes on which Performance Insights does not
// run with MySQL.
var smallClasses = regexp.MustCompile(`^db\.(t2|t3|t4g)\.(micro|small)$`)

// performanceInsights tells whether an RDS instance can have it.
func performanceInsights(engine Engine, class string) bool {
	return engine != MySQL || !smallClasses.MatchString(class)
}
