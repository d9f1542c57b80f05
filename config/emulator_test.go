package config

import "testing"

// TestUseEmulator is what BERTH_ENDPOINT does: it wins over every file, an
// account in one included.
func TestUseEmulator(t *testing.T) {
	given := func() []*Environment {
		return []*Environment{{Name: "dev", Emulator: &Emulator{Endpoint: "http://localhost:4566"}}, {Name: "prod", Account: "123456789012"}}
	}
	environments := given()
	if err := UseEmulator(environments, "https://emulator.example:8443"); err != nil {
		t.Fatal(err)
	}
	for _, e := range environments {
		if e.Emulator.Endpoint != "https://emulator.example:8443" {
			t.Errorf("%s is deployed to %v", e.Name, e.Emulator)
		}
	}

	environments = given()
	if err := UseEmulator(environments, ""); err != nil {
		t.Fatal(err)
	}
	if environments[0].Emulator.Endpoint != "http://localhost:4566" || environments[1].Emulator != nil {
		t.Errorf("nothing given changes %v and %v", environments[0].Emulator, environments[1].Emulator)
	}

	for _, endpoint := range []string{"localhost:4566", "ftp://localhost", "http://", "http://:4566", "http://a/b", "http://a?b", "http://a#b", "http://a@b", " http://a", "http://a:b"} {
		environments = given()
		if err := UseEmulator(environments, endpoint); err == nil || environments[1].Emulator != nil {
			t.Errorf("%q is taken: %v", endpoint, err)
		}
	}
}
