package datastore

import (
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/check"
)

func TestFamilyFollowsTheVersion(t *testing.T) {
	for _, test := range []struct {
		engine, version, family string
		pinned                  bool
	}{
		{"postgres", "17", "postgres17", false},
		{"postgres", "17.4", "postgres17", true},
		{"mysql", "8.4", "mysql8.4", false},
		{"mysql", "8.0.40", "mysql8.0", true},
		{"aurora-postgresql", "16", "aurora-postgresql16", false},
		{"aurora-postgresql", "16.6", "aurora-postgresql16", true},
		{"aurora-mysql", "8.0", "aurora-mysql8.0", false},
		{"aurora-mysql", "8.0.mysql_aurora.3.08.2", "aurora-mysql8.0", true},
	} {
		t.Run(test.engine+" "+test.version, func(t *testing.T) {
			assert.Equal(t, family(test.engine, test.version), test.family)
			assert.Equal(t, pinned(test.engine, test.version), test.pinned)
			var problems check.Problems
			checkVersion(&problems, test.engine, test.version)
			assert.NilError(t, problems.Err())
		})
	}
	for engine, dialect := range dialects {
		assert.Assert(t, !pinned(engine, dialect.defaultVersion), "the default of %s is kept up to date by AWS", engine)
		assert.Assert(t, family(engine, dialect.defaultVersion) != "", engine)
	}
}

func TestVersionsOfAnotherFormAreRefused(t *testing.T) {
	for engine, versions := range map[string][]string{
		"postgres":          {"17.4.1", "v17", "9.6", "8.4.4"},
		"mysql":             {"8", "17.4", "8.0.mysql_aurora.3.08.2"},
		"aurora-postgresql": {"8.0", "16.6-limitless"},
		"aurora-mysql":      {"8", "8.0.40", "3.08.2"},
	} {
		for _, version := range versions {
			var problems check.Problems
			checkVersion(&problems, engine, version)
			assert.ErrorContains(t, problems.Err(), "is no version of "+engine, version)
		}
	}
}

func TestPerformanceInsightsOnlyWhereTheClassSupportsThem(t *testing.T) {
	assert.Assert(t, performanceInsights(Postgres, "db.t4g.micro"))
	assert.Assert(t, performanceInsights(MySQL, "db.t4g.medium"))
	assert.Assert(t, performanceInsights(MySQL, "db.m7g.large"))
	for _, class := range []string{"db.t2.small", "db.t3.micro", "db.t3.small", "db.t4g.micro", "db.t4g.small"} {
		assert.Assert(t, !performanceInsights(MySQL, class), class)
	}
}

func TestEveryEngineRefusesClientsWithoutTLS(t *testing.T) {
	// RDS for MySQL knows 0 and 1, Aurora MySQL OFF and ON.
	for engine, want := range map[string]parameter{
		"postgres":          {"rds.force_ssl", "1"},
		"aurora-postgresql": {"rds.force_ssl", "1"},
		"mysql":             {"require_secure_transport", "1"},
		"aurora-mysql":      {"require_secure_transport", "ON"},
	} {
		assert.Equal(t, dialects[engine].parameters[0], want)
	}
}
