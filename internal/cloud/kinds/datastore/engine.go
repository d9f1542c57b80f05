package datastore

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// engine is what RDS knows of a database engine.
type engine struct {
	port    int
	license string
	// versions are the newest minor version of each major version; a new
	// database gets the one of newest.
	versions map[string]string
	newest   string
	// minor is what follows the major version and a dot.
	minor *regexp.Regexp
	// logs can be sent to CloudWatch.
	logs []string
	// reserved are the names that no master user has.
	reserved []string
}

var (
	number = regexp.MustCompile(`^\d+(-R\d+|-rds\.\d+)?$`)
	aurora = regexp.MustCompile(`^mysql_aurora\.\d+\.\d+\.\d+$`)

	postgresReserved = []string{"admin", "rdsadmin", "postgres_user", "pg_admin", "user"}
	mysqlLogs        = []string{"audit", "error", "general", "slowquery", "iam-db-auth-error"}
	mysqlReserved    = []string{"rdsadmin", "rdsrepladmin", "mysql.sys", "mysql.session"}
)

// engines are those that shipped stacks and most users run. Of the commercial
// ones RDS knows more than the rehearsal: it takes the user's word.
var engines = map[string]engine{
	"postgres": {
		port: 5432, license: "postgresql-license", newest: "17", minor: number,
		versions: map[string]string{"12": "12.22", "13": "13.22", "14": "14.19", "15": "15.14", "16": "16.10", "17": "17.6", "18": "18.1"},
		logs:     []string{"postgresql", "upgrade", "iam-db-auth-error"}, reserved: postgresReserved,
	},
	"mysql": {
		port: 3306, license: "general-public-license", newest: "8.0", minor: number,
		versions: map[string]string{"5.7": "5.7.44-rds.20250508", "8.0": "8.0.43", "8.4": "8.4.6"},
		logs:     mysqlLogs, reserved: mysqlReserved,
	},
	"mariadb": {
		port: 3306, license: "general-public-license", newest: "11.4", minor: number,
		versions: map[string]string{"10.5": "10.5.29", "10.6": "10.6.23", "10.11": "10.11.14", "11.4": "11.4.8", "11.8": "11.8.3"},
		logs:     mysqlLogs, reserved: mysqlReserved,
	},
	"aurora-postgresql": {
		port: 5432, license: "postgresql-license", newest: "16", minor: number,
		versions: map[string]string{"13": "13.21", "14": "14.18", "15": "15.13", "16": "16.9", "17": "17.5"},
		logs:     []string{"postgresql", "instance", "iam-db-auth-error"}, reserved: postgresReserved,
	},
	"aurora-mysql": {
		port: 3306, license: "general-public-license", newest: "8.0", minor: aurora,
		versions: map[string]string{"5.7": "5.7.mysql_aurora.2.12.5", "8.0": "8.0.mysql_aurora.3.08.2"},
		logs:     append([]string{"instance"}, mysqlLogs...), reserved: mysqlReserved,
	},
}

// commercial are the beginnings of the names of engines that are not checked.
var commercial = []string{"oracle-", "sqlserver-", "db2-", "custom-"}

func isCommercial(name string) bool {
	return slices.ContainsFunc(commercial, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// major is the major version that a version belongs to, or "".
func (e engine) major(version string) string {
	for major := range e.versions {
		rest, longer := strings.CutPrefix(version, major+".")
		if version == major || longer && e.minor.MatchString(rest) {
			return major
		}
	}
	return ""
}

// actual is the version that runs where a user asks for one, or for none; ""
// where RDS has no such version.
func (e engine) actual(version string) string {
	if version == "" {
		version = e.newest
	}
	if newest := e.versions[version]; newest != "" {
		return newest
	}
	if e.major(version) == "" {
		return ""
	}
	return version
}

// family is the parameter group family of an engine's version.
func family(name, version string) string {
	known, found := engines[name]
	if !found {
		return ""
	}
	return name + known.major(known.actual(version))
}

// isFamily tells whether RDS has a parameter group family.
func isFamily(wanted string) bool {
	for name, known := range engines {
		if version, found := strings.CutPrefix(wanted, name); found && known.versions[version] != "" {
			return true
		}
	}
	return isCommercial(wanted)
}

// older tells whether a version comes before another, number by number.
func older(version, than string) bool {
	digits := regexp.MustCompile(`\d+`)
	numbers := func(text string) (all []int) {
		for _, digit := range digits.FindAllString(text, -1) {
			n, _ := strconv.Atoi(digit)
			all = append(all, n)
		}
		return all
	}
	return slices.Compare(numbers(version), numbers(than)) < 0
}
