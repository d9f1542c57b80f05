// Package cdktfcli drives the cdktf CLI as a user would: the real CLI and the
// Terraform it starts, with their output read as it comes. An app is
// synthesized once; nothing is written into its directory.
package cdktfcli

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"
)

// Options say what is driven.
type Options struct {
	// Directory holds the app's cdktf.json. Default: the current one.
	Directory string
	// Work is a directory of the caller's, outside the app: the synthesized
	// stacks, Terraform's own files and states of the local backend go there.
	Work string
	// Environment are variables, as in KEY=value, for the commands that run
	// Terraform, such as where its provider and its state are.
	Environment []string
	// OnLine hears each line as it is written, one at a time. Default: nobody.
	OnLine func(Line)
	// Grace is how long Terraform may take to stop in good order once the
	// context ends. Default: 30 s.
	Grace time.Duration
}

// CLI runs the commands of one app.
type CLI struct {
	options Options
	program string
	// stacks are those of the last Synth, in the order of deployment.
	stacks []Stack
	speak  sync.Mutex
}

// New finds the CLI that belongs to an app.
func New(options Options) (*CLI, error) {
	directory, err := filepath.Abs(options.Directory)
	if err != nil {
		return nil, err
	}
	if options.Work, err = filepath.Abs(options.Work); err != nil {
		return nil, err
	}
	options.Directory = directory
	if options.Grace == 0 {
		options.Grace = 30 * time.Second
	}
	if _, err := os.Stat(filepath.Join(directory, "cdktf.json")); err != nil {
		return nil, fmt.Errorf("%s is not the directory of an app: it has no cdktf.json that can be read", directory)
	}
	c := &CLI{options: options}
	if c.program, err = find(directory); err != nil {
		return nil, err
	}
	if _, err := exec.LookPath("node"); err != nil {
		return nil, errors.New("the cdktf CLI runs on Node.js 20 or later, which is not installed: see https://nodejs.org/")
	}
	if err := os.MkdirAll(options.Work, 0o700); err != nil {
		return nil, err
	}
	// The CLI complains of a file that does not exist.
	return c, os.WriteFile(c.terraformConfig(), nil, 0o600)
}

// find looks for node_modules/.bin/cdktf as npx does, from a directory upwards,
// and then for a CLI installed for everybody.
func find(directory string) (string, error) {
	for at := directory; ; at = filepath.Dir(at) {
		program := filepath.Join(at, "node_modules", ".bin", "cdktf")
		if _, err := os.Stat(program); err == nil {
			return program, nil
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	program, err := exec.LookPath("cdktf")
	if err != nil {
		return "", errors.New("the cdktf CLI is not installed: run npm ci in the directory of package.json")
	}
	return program, nil
}

// Output is the directory of the synthesized stacks. The local backend, which
// keeps states three directories above a stack's, keeps them in the work
// directory.
func (c *CLI) Output() string { return filepath.Join(c.options.Work, "cdktf.out") }

func (c *CLI) terraformConfig() string { return filepath.Join(c.options.Work, "terraform.rc") }

// Stacks are those of the last Synth, in the order of deployment.
func (c *CLI) Stacks() []Stack { return c.stacks }
