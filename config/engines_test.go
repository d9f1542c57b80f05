package config

import (
	"slices"
	"testing"
)

func TestDatabaseFamily(t *testing.T) {
	for _, test := range []struct {
		engine, version, family string
		aurora                  bool
		port                    int
	}{
		{EnginePostgres, "17.4", "postgres17", false, 5432},
		{EnginePostgres, "13", "postgres13", false, 5432},
		{EnginePostgres, "9.6", "", false, 5432},
		{EnginePostgres, "17.4.1", "", false, 5432},
		{EngineMySQL, "8.4.4", "mysql8.4", false, 3306},
		{EngineMySQL, "8.0", "mysql8.0", false, 3306},
		{EngineMySQL, "8", "", false, 3306},
		{EngineAuroraPostgreSQL, "16.6", "aurora-postgresql16", true, 5432},
		{EngineAuroraMySQL, "8.0.mysql_aurora.3.08.2", "aurora-mysql8.0", true, 3306},
		{EngineAuroraMySQL, "8.0.mysql_aurora.3.8.2", "", true, 3306},
		{EngineAuroraMySQL, "5.7.mysql_aurora.2.11.3", "", true, 3306},
	} {
		d := Database{Engine: test.engine, Version: test.version}
		if d.Family() != test.family || d.Aurora() != test.aurora || d.Port() != test.port {
			t.Errorf("%s %s: family %q, Aurora %v, port %d; want %q, %v, %d",
				test.engine, test.version, d.Family(), d.Aurora(), d.Port(), test.family, test.aurora, test.port)
		}
		if valid := d.checkVersion() == nil; valid != (test.family != "") {
			t.Errorf("%s %s: valid %v with family %q", test.engine, test.version, valid, test.family)
		}
	}
	for name, e := range databaseEngines {
		if (Database{Engine: name, Version: e.defaultVersion}).Family() == "" {
			t.Errorf("the default version %s of %s is not known", e.defaultVersion, name)
		}
	}
}

func TestCacheFamily(t *testing.T) {
	for _, test := range []struct{ engine, version, family string }{
		{EngineValkey, "7.2", "valkey7"},
		{EngineValkey, "8.0", "valkey8"},
		{EngineValkey, "8.1", "valkey8"},
		{EngineValkey, "8", ""},
		{EngineRedis, "6.2", "redis6.x"},
		{EngineRedis, "7.0", "redis7"},
		{EngineRedis, "7.1", "redis7"},
		{EngineRedis, "8.0", ""},
	} {
		c := Cache{Engine: test.engine, Version: test.version}
		if c.Family() != test.family {
			t.Errorf("%s %s: family %q, want %q", test.engine, test.version, c.Family(), test.family)
		}
		if valid := c.checkVersion() == nil; valid != (test.family != "") {
			t.Errorf("%s %s: valid %v with family %q", test.engine, test.version, valid, test.family)
		}
	}
	if port := (Cache{Engine: EngineRedis}).Port(); port != 6379 {
		t.Errorf("port %d, want 6379", port)
	}
}

func TestPause(t *testing.T) {
	for version, want := range map[string]bool{"16.3": true, "16.2": false, "16": true, "13.15": true, "13.9": false, "17.4": true} {
		if got := (Database{Engine: EngineAuroraPostgreSQL, Version: version}).canPause(); got != want {
			t.Errorf("%s can pause: %v, want %v", version, got, want)
		}
	}
	for version, want := range map[string]bool{"8.0.mysql_aurora.3.08.2": true, "8.0.mysql_aurora.3.07.1": false} {
		if got := (Database{Engine: EngineAuroraMySQL, Version: version}).canPause(); got != want {
			t.Errorf("%s can pause: %v, want %v", version, got, want)
		}
	}
}

func TestInjectedVariables(t *testing.T) {
	got := Service{Databases: []string{"main"}, Caches: []string{"session-store"}, Buckets: []string{"assets"}}.InjectedVariables()
	want := []string{
		"BUCKET_ASSETS_NAME", "CACHE_SESSION_STORE_HOST", "CACHE_SESSION_STORE_PORT",
		"DB_MAIN_HOST", "DB_MAIN_NAME", "DB_MAIN_PORT", "DB_MAIN_SECRET_ARN",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
