package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/berth-iac/berth/config"
)

// A file of two lines is an environment: the rest has defaults.
func ExampleLoad() {
	dir, err := os.MkdirTemp("", "environments")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "dev.yaml")
	if err := os.WriteFile(file, []byte("project: shop\nregion: eu-west-1\n"), 0o600); err != nil {
		panic(err)
	}

	env, err := config.Load(file)
	if err != nil {
		panic(err)
	}
	fmt.Println(env.Name, env.Network.CIDR, env.Network.NAT, env.State.Bucket)
	// Output: dev 10.0.0.0/16 zone shop-dev-tfstate
}

// Errors name the line, the key, what was given and what is allowed.
func ExampleLoad_errors() {
	dir, err := os.MkdirTemp("", "environments")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "dev.yaml")
	content := "project: shop\nregion: eu-west1\nnetwrok: {nat: none}\n"
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		panic(err)
	}

	_, err = config.Load(file)
	fmt.Println(strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), ""))
	// Output:
	// dev.yaml:2:9: region: "eu-west1" is not allowed: did you mean eu-west-1?
	// dev.yaml:3:1: netwrok: unknown key: did you mean network?
}
