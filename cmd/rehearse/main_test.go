package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cdktfcli"
	"github.com/berth-iac/berth/internal/rehearsal"
)

func TestFlags(t *testing.T) {
	s, err := parse([]string{"-env", "dev, prod", "-stacks", "dev-*", "-release", "1", "-keep"})
	assert.NilError(t, err)
	assert.DeepEqual(t, s.environments, []string{"dev", "prod"})
	assert.DeepEqual(t, s.stacks, []string{"dev-*"})
	assert.DeepEqual(t, s.script, rehearsal.Script{Releases: 1}) // what is kept is not destroyed
	s, err = parse(nil)
	assert.NilError(t, err)
	assert.DeepEqual(t, s.script, rehearsal.Script{Releases: 2, Destroy: true})
	assert.Assert(t, filepath.IsAbs(s.directory))
}

// What is wrong with the flags is said in one line, and nothing is begun.
func TestWrongFlagsBeginNothing(t *testing.T) {
	for want, arguments := range map[string][]string{
		`flag provided but not defined: -nope: rehearse -help lists the flags`:                         {"-nope"},
		`"dev" is no flag: rehearse -help lists the flags`:                                             {"dev"},
		`-fault "flood": there is failure, interrupt, kill, missing-producer, stale-lock, two-deploys`: {"-fault", "flood"},
		`-destroy=false leaves nothing without -work: the temporary directory goes with the rehearsal`: {"-destroy=false"},
		`-release -1: has to be 0 or more`:                                                             {"-release", "-1"},
		`invalid value "dev,," for flag -env: a name is empty: rehearse -help lists the flags`:         {"-env", "dev,,"},
		`invalid value "two" for flag -release: parse error: rehearse -help lists the flags`:           {"-release", "two"},
		`invalid boolean value "maybe" for -destroy: parse error: rehearse -help lists the flags`:      {"-destroy=maybe"},
	} {
		temporary := t.TempDir()
		t.Setenv("TMPDIR", temporary)
		var out bytes.Buffer
		assert.Error(t, run(t.Context(), arguments, &out), want)
		assert.Equal(t, out.String(), "")
		left, err := os.ReadDir(temporary)
		assert.NilError(t, err)
		assert.Equal(t, len(left), 0)
	}
}

func TestHelpIsNoError(t *testing.T) {
	var out bytes.Buffer
	assert.NilError(t, run(t.Context(), []string{"-help"}, &out))
	assert.Assert(t, strings.Contains(out.String(), "-stacks"), out.String())
}

// Where something is missing, one sentence says what, and the temporary folder
// goes.
func TestMissingThings(t *testing.T) {
	empty := t.TempDir()
	program := t.TempDir()
	assert.NilError(t, os.WriteFile(filepath.Join(program, "terraform"), nil, 0o755))
	app := t.TempDir()
	assert.NilError(t, os.WriteFile(filepath.Join(app, "cdktf.json"), []byte("{}"), 0o644))
	file := filepath.Join(app, "cdktf.json")
	t.Setenv("TERRAFORM_BINARY_NAME", "")
	for _, c := range []struct {
		path, want string
		arguments  []string
	}{
		{empty, "a rehearsal runs Terraform 1.10 or later, and there is no terraform on the PATH: see https://developer.hashicorp.com/terraform/install", nil},
		{program, empty + " is not the directory of an app: it has no cdktf.json that can be read", []string{"-directory", empty}},
		{program, "the cdktf CLI is not installed: run npm ci in the directory of package.json", []string{"-directory", app}},
		{program, "a rehearsal cannot be kept in " + file + ": mkdir " + file + ": not a directory", []string{"-directory", app, "-work", file}},
	} {
		t.Setenv("PATH", c.path)
		temporary := t.TempDir()
		t.Setenv("TMPDIR", temporary)
		assert.Error(t, run(context.Background(), c.arguments, &bytes.Buffer{}), c.want)
		left, err := os.ReadDir(temporary)
		assert.NilError(t, err)
		assert.Equal(t, len(left), 0)
	}
}

// Every stack's end is told once, also where the CLI broke the line that says
// so, and in the words of the report.
func TestConsoleTellsEveryStackOnce(t *testing.T) {
	var out bytes.Buffer
	c := newConsole(&out, false)
	c.width = len("delivery-bootstrap")
	g := rehearsal.Group{Name: "dev"}
	c.Begin(g, "destroy")
	c.line(cdktfcli.Line{Stack: "delivery-bootstrap", Text: "Destroy complete! Resources: 7 destroyed."})
	c.line(cdktfcli.Line{Stack: "dev-network", Text: "Destroy complete! Reso"})
	c.End(g, "destroy", time.Second, []string{"delivery-bootstrap: 7 destroyed", "dev-network: 31 destroyed"})
	c.Begin(g, "deploy")
	c.line(cdktfcli.Line{Stack: "dev-network", Text: "Apply complete! Resources: 0 added, 0 changed, 0 destroyed."})
	c.line(cdktfcli.Line{Stack: "dev-ecs", Text: "Apply complete! Resources: 2 imported, 10 added, 0 changed, 1 destroyed."})
	c.End(g, "deploy", time.Second, []string{"dev-network: nothing to change", "dev-ecs: 10 created"})
	assert.Equal(t, out.String(), `dev destroy ...
     0.0 s   delivery-bootstrap  7 destroyed
     0.0 s   dev-network         31 destroyed
dev destroy: 1.0 s
dev deploy ...
     0.0 s   dev-network         nothing to change
     0.0 s   dev-ecs             2 imported, 10 created, 1 destroyed
dev deploy: 1.0 s
`)
}
