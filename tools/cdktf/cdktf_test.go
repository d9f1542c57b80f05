//go:build rehearsal

package cdktf_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"gotest.tools/v3/assert"
	"gotest.tools/v3/assert/cmp"

	"github.com/berth-iac/berth/constructs/remotestate"
	"github.com/berth-iac/berth/fastsynth"
	"github.com/berth-iac/berth/internal/kernel"
)

// synthesizeHere makes the test binary the app that the CLI runs.
const synthesizeHere = "BERTH_TEST_SYNTHESIZE"

func TestMain(m *testing.M) {
	if os.Getenv(synthesizeHere) != "" {
		fastsynth.Load()
		synthesize()
		kernel.Close()
		return
	}
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

type outputs struct {
	Name string `output:"name"`
}

// synthesize writes three stacks, each after the one before it, with nothing in
// them but outputs.
func synthesize() {
	app, backend := cdktf.NewApp(nil), remotestate.Local{}
	var before cdktf.TerraformStack
	for _, id := range []string{"dev-bootstrap", "dev-network", "dev-ecs"} {
		stack := cdktf.NewTerraformStack(app, jsii.String(id))
		backend.Use(stack)
		name := id
		if before != nil {
			stack.AddDependency(before)
			name += " after " + remotestate.Read[outputs](stack, *before.Node().Id(), backend).Name
		}
		remotestate.Publish(stack, outputs{Name: name})
		before = stack
	}
	app.Synth()
}

// TestDeploy runs the real CLI and the real Terraform: one stack alone, all in
// order, and all away again.
func TestDeploy(t *testing.T) {
	cli, err := filepath.Abs("../../node_modules/.bin/cdktf")
	assert.NilError(t, err)
	if _, err := os.Stat(cli); err != nil {
		t.Skip("the cdktf CLI is not installed: run make node_modules")
	}
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("terraform is not installed")
	}
	directory := t.TempDir()
	assert.NilError(t, os.WriteFile(filepath.Join(directory, "cdktf.json"),
		[]byte(`{"language":"go","app":"`+os.Args[0]+`","projectId":"test","sendCrashReports":"false"}`), 0o600))
	environment := append(os.Environ(), synthesizeHere+"=1", "CI=1", "TF_CLI_CONFIG_FILE="+empty(t))
	cdktf := func(arguments ...string) (string, error) {
		command := exec.Command(cli, arguments...)
		command.Dir = directory
		command.Env = environment
		output, err := command.CombinedOutput()
		return string(output), err
	}
	deployed := func(stack string) bool {
		state, err := os.ReadFile(filepath.Join(directory, "terraform."+stack+".tfstate"))
		return err == nil && strings.Contains(string(state), `"value": "`+stack)
	}

	output, err := cdktf("deploy", "dev-bootstrap", "--auto-approve")
	assert.NilError(t, err, output)
	assert.Assert(t, deployed("dev-bootstrap") && !deployed("dev-network") && !deployed("dev-ecs"))

	// From here on the app has not changed; and what refuses changes nothing, so
	// that it need not be waited for.
	refused := make(chan string)
	go func() {
		output, err := cdktf("destroy", "dev-network", "--auto-approve", "--skip-synth")
		if err == nil {
			output = "not refused:\n" + output
		}
		refused <- output
	}()
	output, err = cdktf("deploy", "dev-*", "--auto-approve", "--skip-synth")
	assert.Check(t, cmp.Contains(<-refused, "dependant stacks are not included in the stacks to run: dev-ecs"))
	assert.NilError(t, err, output)
	assert.Assert(t, deployed("dev-network") && deployed("dev-ecs"))
	assert.Assert(t, cmp.Contains(output, "dev-ecs after dev-network after dev-bootstrap"))

	output, err = cdktf("destroy", "dev-*", "--auto-approve", "--skip-synth")
	assert.NilError(t, err, output)
	assert.Assert(t, !deployed("dev-bootstrap") && !deployed("dev-network") && !deployed("dev-ecs"))
}

// empty is a configuration of Terraform's CLI that says nothing.
func empty(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "terraform.rc")
	assert.NilError(t, os.WriteFile(file, nil, 0o600))
	return file
}
