package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLoadDir(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "prod.yaml", required)
	write(t, dir, "dev.yml", required)
	write(t, dir, "schema.json", "{}")
	write(t, dir, "README.md", "# Environments")
	if err := os.Mkdir(filepath.Join(dir, "old"), 0o755); err != nil {
		t.Fatal(err)
	}
	environments, err := LoadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range environments {
		names = append(names, e.Name)
	}
	if got := strings.Join(names, " "); got != "dev prod" {
		t.Errorf("environments %q, want dev and prod in this order", got)
	}
}

// The errors of all files come out together.
func TestLoadDirRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		files map[string]string
		want  []string // DIR stands for the directory
	}{
		"empty": {nil, []string{"DIR: no environment: one file such as dev.yaml is needed"}},
		"errors of all files": {
			map[string]string{"a.yaml": "project: berth\n", "b.yaml": required, "c.yaml": "region: mars\nproject: berth\n"},
			[]string{
				"DIR/a.yaml:1:1: region: missing: a value is required",
				`DIR/c.yaml:1:9: region: "mars" is not allowed: one of ` + strings.Join(Regions, ", "),
			},
		},
		"one name twice": {
			map[string]string{"dev.yaml": required, "dev.yml": required},
			[]string{"DIR/dev.yml: the environment dev is given twice: the other file is DIR/dev.yaml"},
		},
		"names that meet": {
			map[string]string{
				"prod.yaml":    required + "services: {eu-web: {image: a}, web: {image: a}}\n",
				"prod-eu.yaml": required + "services: {web: {image: a}}\n",
			},
			[]string{"DIR/prod.yaml: services.eu-web: its full name berth-prod-eu-web is that of the service web in DIR/prod-eu.yaml: rename one of them"},
		},
		"names of schedules and services that meet": {
			map[string]string{
				"prod.yaml":    required + "services: {eu-web: {image: a}}\n",
				"prod-eu.yaml": required + "schedules: {web: {expression: rate(1 hour), task: {image: a}}}\n",
			},
			[]string{"DIR/prod.yaml: services.eu-web: its full name berth-prod-eu-web is that of the schedule web in DIR/prod-eu.yaml: rename one of them"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, content := range test.files {
				write(t, dir, file, content)
			}
			environments, err := LoadDir(dir)
			if err == nil || environments != nil {
				t.Fatalf("LoadDir accepts the directory: %v, %v", environments, err)
			}
			want := strings.ReplaceAll(strings.Join(test.want, "\n"), "DIR", dir)
			if err.Error() != want {
				t.Errorf("errors:\n%v\nwant:\n%s", err, want)
			}
		})
	}
	if _, err := LoadDir(filepath.Join(t.TempDir(), "missing")); err == nil || !strings.Contains(err.Error(), "no such file or directory") {
		t.Errorf("%v, want no such file or directory", err)
	}
}

// Environments in accounts of their own do not meet.
func TestLoadDirAccounts(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "prod.yaml", required+"account: \"111111111111\"\nbuckets: {eu-a: {}}\n")
	write(t, dir, "prod-eu.yaml", required+"account: \"222222222222\"\nbuckets: {a: {}}\n")
	if _, err := LoadDir(dir); err != nil {
		t.Error(err)
	}
}
