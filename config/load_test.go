package config

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// golden compares with a file in testdata, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (go test ./config -update rewrites it):\n%s", file, got)
	}
}

func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// All that is wrong with a file is reported at once, in the order of its lines,
// and in no time.
func TestAllErrorsAtOnce(t *testing.T) {
	schema() // compiled once a process
	start := time.Now()
	_, err := Load("testdata/wrong.yaml")
	if took := time.Since(start); took > 100*time.Millisecond {
		t.Errorf("refusing the file took %v", took)
	}
	var problems Errors
	if !errors.As(err, &problems) {
		t.Fatalf("%T, want Errors", err)
	}
	if !slices.IsSortedFunc(problems, func(a, b *Error) int { return a.Line - b.Line }) {
		t.Error("the errors are not in the order of their lines")
	}
	golden(t, "wrong.golden", []byte(err.Error()+"\n"))
}

// The same file gives the same errors, whatever the order of Go's maps.
func TestErrorsAreDeterministic(t *testing.T) {
	_, first := Load("testdata/wrong.yaml")
	for range 50 {
		if _, err := Load("testdata/wrong.yaml"); err.Error() != first.Error() {
			t.Fatalf("errors differ:\n%v\n\n%v", first, err)
		}
	}
}

// An error names the file as it was given, and its parts are there for tools.
func TestError(t *testing.T) {
	file := write(t, t.TempDir(), "dev.yaml", required+"services:\n  web:\n    image: a\n    cpu: 300\n")
	_, err := Load(file)
	var problem *Error
	if !errors.As(err, &problem) {
		t.Fatalf("%T, want *Error inside", err)
	}
	want := Error{
		File: file, Line: 6, Column: 10, Path: "services.web.cpu",
		Message: "300 is not allowed: Fargate offers 256, 512, 1024, 2048, 4096, 8192, 16384",
	}
	if *problem != want {
		t.Errorf("%+v, want %+v", *problem, want)
	}
	if got, want := problem.Error(), file+":6:10: services.web.cpu: "+want.Message; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "folder.yaml"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "large.yaml", required+strings.Repeat("# large\n", 10<<20/8))
	write(t, dir, "dev.json", required)
	write(t, dir, "Dev.yaml", required)
	write(t, dir, ".yaml", required)
	write(t, dir, "an-environment.yaml", required)
	for name, want := range map[string]string{
		"missing.yaml":        "cannot be read: no such file or directory",
		"folder.yaml":         "is a directory: a file such as dev.yaml is needed",
		"large.yaml":          "larger than 1024 KiB: an environment is a few",
		"dev.json":            "the file is not named like dev.yaml: its name is the name of the environment",
		"Dev.yaml":            `the file's name is that of the environment: "Dev" is not a name: lower-case letters, digits and single hyphens inside are allowed, a letter first`,
		".yaml":               "the file is not named like dev.yaml: its name is the name of the environment",
		"an-environment.yaml": "the file's name is that of the environment: a name of 14 characters: at most 12 are allowed",
	} {
		file := filepath.Join(dir, name)
		_, err := Load(file)
		if err == nil {
			t.Errorf("Load accepts %s", name)
			continue
		}
		compareErrors(t, err, file, []string{want})
	}
	if _, err := Load(filepath.Join(dir, "missing.yaml")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v, want fs.ErrNotExist inside", err)
	}
	if _, err := Load(os.DevNull); err == nil {
		t.Error("Load accepts a device")
	}
}

// What only looks wrong is accepted.
func TestAccepted(t *testing.T) {
	for name, data := range map[string]string{
		"smallest":            required,
		"byte order mark":     "\ufeff" + required,
		"carriage returns":    strings.ReplaceAll(required+"network:\n  nat: none\n", "\n", "\r\n"),
		"document start":      "---\n" + required + "...\n",
		"no newline":          strings.TrimSpace(required),
		"text like a date":    required + "tags:\n  Since: 2024-01-01\n",
		"text like a bool":    required + "tags:\n  Debug: yes\n",
		"empty tag":           required + "tags:\n  Note: \"\"\n",
		"empty maps":          required + "services: {}\nnetwork: {}\nbuckets:\n  a: {}\n",
		"block text":          required + "parameters:\n  text:\n    value: |\n      one\n      two\n",
		"account":             required + "account: \"012345678901\"\n",
		"pause":               required + "databases: {main: {engine: aurora-postgresql, serverless: {minCapacity: 0}}}\n",
		"major version":       required + "databases: {main: {engine: postgres, version: \"17\"}}\n",
		"storage that stays":  required + "databases: {main: {engine: mysql, instance: {storageGiB: 50, maxStorageGiB: 50}}}\n",
		"one task":            required + "services: {web: {image: a, scaling: {max: 1}}}\n",
		"no task":             required + "services: {web: {image: a, scaling: {min: 0}}}\n",
		"end at once":         required + "services: {web: {image: a, port: 80, route: {priority: 1, deregistrationDelaySeconds: 300}, deployment: {bakeMinutes: 0}}}\n",
		"quick checks":        required + "services: {web: {image: a, port: 80, route: {priority: 1, healthCheck: {intervalSeconds: 5}}}}\n",
		"image with a digest": required + "services: {web: {image: \"localhost:5000/a/b__c:1@sha256:" + strings.Repeat("0f", 32) + "\"}}\n",
		"narrow before wide":  required + "services: {a: {image: a, port: 80, route: {priority: 1, paths: [/a/*]}}, b: {image: a, port: 80, route: {priority: 2}}}\n",
		"hosts of their own":  required + "services: {a: {image: a, port: 80, route: {priority: 1, hosts: [a.example.com]}}, b: {image: a, port: 80, route: {priority: 2, hosts: [\"*.example.com\"]}}}\n",
	} {
		if _, err := load("dev.yaml", []byte(data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A wrong file is refused before a Node.js process could be started.
func TestImportsNoCDKTF(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range strings.FieldsSeq(string(out)) {
		for _, forbidden := range []string{"cdktf", "jsii", "constructs-go", "berth/constructs", "berth/stacks"} {
			if strings.Contains(pkg, forbidden) {
				t.Errorf("config depends on %s", pkg)
			}
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	schema()
	for b.Loop() {
		if _, err := Load("../environments/prod.yaml"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRefuse(b *testing.B) {
	schema()
	for b.Loop() {
		if _, err := Load("testdata/wrong.yaml"); err == nil {
			b.Fatal("the file is accepted")
		}
	}
}
