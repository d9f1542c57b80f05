// Package cloudtest runs the real Terraform core on small configurations over
// a cloud of its own.
package cloudtest

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/awsprovider"
	"github.com/berth-iac/berth/internal/cloud"
)

// Region is where the configurations deploy.
const Region = "ap-northeast-1"

// Terraform is a folder with a configuration, and the cloud that it deploys to.
type Terraform struct {
	Cloud   *cloud.Cloud
	Session cloud.Session

	t           testing.TB
	folder      string
	environment []string
}

// header is the start of every configuration.
const header = `terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.99.1" }
  }
}
provider "aws" {
  region = "` + Region + `"
  default_tags { tags = { Project = "berth" } }
}
`

// New is an empty folder over an empty cloud. It needs the command terraform.
func New(t testing.TB, options cloud.Options) *Terraform {
	t.Helper()
	return NewWith(t, options, awsprovider.Options{})
}

// NewWith is New with a provider of one's own.
func NewWith(t testing.TB, options cloud.Options, provider awsprovider.Options) *Terraform {
	t.Helper()
	folder := t.TempDir()
	if options.File == "" {
		options.File = filepath.Join(folder, "cloud.jsonl")
	}
	c, err := cloud.Open(options)
	assert.NilError(t, err)
	provider.Cloud = c
	ctx, cancel := context.WithCancel(context.Background())
	reattach, done, err := awsprovider.New(provider).Serve(ctx)
	assert.NilError(t, err)
	t.Cleanup(func() {
		cancel()
		<-done
		assert.NilError(t, c.Close())
	})
	empty := filepath.Join(folder, "terraformrc")
	assert.NilError(t, os.WriteFile(empty, nil, 0o644))
	tf := &Terraform{
		Cloud:   c,
		Session: cloud.Session{Partition: "aws", Region: Region, Account: "000000000000"},
		t:       t,
		folder:  folder,
		environment: append(os.Environ(),
			"TF_REATTACH_PROVIDERS="+reattach, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_CLI_CONFIG_FILE="+empty),
	}
	tf.Write("")
	tf.must("init", "-input=false")
	return tf
}

// Exists puts an object into the cloud that no configuration manages, such as
// one of another area.
func (tf *Terraform) Exists(kind string, object cloud.Attributes) {
	tf.t.Helper()
	assert.NilError(tf.t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		c.Put(kind, object)
		return nil
	}))
}

// Left counts, by type, the objects that a configuration can manage, without
// those that AWS keeps after their deletion.
func (tf *Terraform) Left() map[string]int {
	left := map[string]int{}
	for _, object := range tf.Cloud.Objects() {
		if tf.Cloud.Knows(object.Type) && !object.Waiting {
			left[object.Type]++
		}
	}
	return left
}

// Write replaces the configuration.
func (tf *Terraform) Write(configuration string) {
	tf.t.Helper()
	assert.NilError(tf.t, os.WriteFile(filepath.Join(tf.folder, "main.tf"), []byte(header+configuration), 0o644))
}

// Apply deploys a configuration.
func (tf *Terraform) Apply(configuration string) {
	tf.t.Helper()
	tf.Write(configuration)
	tf.must("apply", "-auto-approve", "-input=false")
}

// Refused is what Terraform prints about deploying a configuration that has to
// fail. What does not depend on the failure is deployed.
func (tf *Terraform) Refused(configuration string) string {
	tf.t.Helper()
	tf.Write(configuration)
	out, err := tf.Run("apply", "-auto-approve", "-input=false")
	assert.Assert(tf.t, err != nil, "applied, and ought to have been refused:\n%s", out)
	return out
}

// Destroy removes what is deployed.
func (tf *Terraform) Destroy() {
	tf.t.Helper()
	tf.must("destroy", "-auto-approve", "-input=false")
}

// Plan is what the next apply of the configuration would do, by address:
// "create", "update", "replace", "delete".
func (tf *Terraform) Plan() map[string]string {
	tf.t.Helper()
	tf.must("plan", "-input=false", "-out=plan")
	var plan struct {
		Changes []struct {
			Address string `json:"address"`
			Change  struct {
				Actions []string `json:"actions"`
			} `json:"change"`
		} `json:"resource_changes"`
	}
	assert.NilError(tf.t, json.Unmarshal([]byte(tf.must("show", "-json", "plan")), &plan))
	changes := map[string]string{}
	for _, c := range plan.Changes {
		switch actions := strings.Join(c.Change.Actions, " "); actions {
		case "no-op", "read":
		case "delete create", "create delete":
			changes[c.Address] = "replace"
		default:
			changes[c.Address] = actions
		}
	}
	return changes
}

// Run is a command of Terraform, with what it prints: only the errors, where
// there are some.
func (tf *Terraform) Run(arguments ...string) (string, error) {
	command := exec.Command("terraform", arguments...)
	command.Dir, command.Env = tf.folder, tf.environment
	out, err := command.CombinedOutput()
	return failures(unboxed(string(out)), err), err
}

// failures are the errors in what Terraform printed, without the plan.
func failures(out string, err error) string {
	if at := strings.Index(out, "Error: "); err != nil && at >= 0 {
		return out[at:]
	}
	return out
}

func (tf *Terraform) must(arguments ...string) string {
	tf.t.Helper()
	out, err := tf.Run(arguments...)
	assert.NilError(tf.t, err, "terraform %s:\n%s", strings.Join(arguments, " "), out)
	return out
}

// color is an escape sequence for a terminal.
var color = regexp.MustCompile("\x1b\\[[0-9;]*m")

// unboxed takes colors, and the frame around errors, off what Terraform
// printed.
func unboxed(out string) string {
	var lines []string
	for line := range strings.SplitSeq(color.ReplaceAllString(out, ""), "\n") {
		lines = append(lines, strings.TrimLeft(line, "│╷╵ "))
	}
	return strings.Join(lines, "\n")
}

// Outside makes an object behind Terraform's back, as somebody at the console
// does.
func (tf *Terraform) Outside(kind string, object cloud.Attributes) cloud.Attributes {
	tf.t.Helper()
	made, err := tf.Cloud.Create(context.Background(), tf.Session, kind, object)
	assert.NilError(tf.t, err)
	return made
}

// ID is the id of the object at an address of the configuration.
func (tf *Terraform) ID(address string) string {
	tf.t.Helper()
	var state struct {
		Values struct {
			Root struct {
				Resources []struct {
					Address string         `json:"address"`
					Values  map[string]any `json:"values"`
				} `json:"resources"`
			} `json:"root_module"`
		} `json:"values"`
	}
	assert.NilError(tf.t, json.Unmarshal([]byte(tf.must("show", "-json")), &state))
	for _, r := range state.Values.Root.Resources {
		if r.Address == address {
			return r.Values["id"].(string)
		}
	}
	tf.t.Fatalf("nothing is deployed at %s", address)
	return ""
}
