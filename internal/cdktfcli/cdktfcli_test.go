//go:build rehearsal

package cdktfcli_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/remotestate"
	"github.com/berth-iac/berth/fastsynth"
	"github.com/berth-iac/berth/internal/cdktfcli"
	"github.com/berth-iac/berth/internal/kernel"
	_ "github.com/berth-iac/berth/internal/quiet"
)

// synthesizeHere makes the test binary the app that the CLI runs. Its value is
// a command that the last stack runs when it is deployed.
const synthesizeHere = "BERTH_TEST_SYNTHESIZE"

func TestMain(m *testing.M) {
	if command := os.Getenv(synthesizeHere); command != "" {
		fastsynth.Load()
		synthesize(command)
		kernel.Close()
		return
	}
	os.Exit(m.Run())
}

type outputs struct {
	Name string   `output:"name"`
	List []string `output:"list"`
}

// synthesize writes three stacks, each after the one before it. The last holds
// a resource that Terraform itself provides.
func synthesize(command string) {
	app, backend := cdktf.NewApp(nil), remotestate.Local{}
	var before cdktf.TerraformStack
	for _, id := range []string{"dev-network", "dev-data", "dev-ecs"} {
		stack := cdktf.NewTerraformStack(app, jsii.String(id))
		backend.Use(stack)
		name := id
		if before != nil {
			stack.AddDependency(before)
			name += " after " + remotestate.Read[outputs](stack, *before.Node().Id(), backend).Name
		}
		remotestate.Publish(stack, outputs{Name: name, List: []string{"a", "b"}})
		before = stack
	}
	before.AddOverride(jsii.String("resource.terraform_data.slow"), map[string]any{
		"provisioner": []any{map[string]any{"local-exec": map[string]any{"command": command}}},
	})
	app.Synth()
}

// newApp is an app in a directory of its own, beside the work directory.
func newApp(t *testing.T, command string, options cdktfcli.Options) (cli *cdktfcli.CLI, app string) {
	t.Helper()
	modules, err := filepath.Abs("../../node_modules")
	assert.NilError(t, err)
	if _, err := os.Stat(filepath.Join(modules, ".bin", "cdktf")); err != nil {
		t.Skip("the cdktf CLI is not installed: run make node_modules")
	}
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("terraform is not installed")
	}
	app = t.TempDir()
	// The app lies below the directory with the CLI, as an example does.
	options.Directory, options.Work = filepath.Join(app, "app"), t.TempDir()
	assert.NilError(t, os.Symlink(modules, filepath.Join(app, "node_modules")))
	assert.NilError(t, os.Mkdir(options.Directory, 0o700))
	assert.NilError(t, os.WriteFile(filepath.Join(options.Directory, "cdktf.json"),
		[]byte(`{"language":"go","app":"`+os.Args[0]+`","projectId":"test","sendCrashReports":"false"}`), 0o600))
	t.Setenv(synthesizeHere, command)
	cli, err = cdktfcli.New(options)
	assert.NilError(t, err)
	stacks, err := cli.Synth(t.Context())
	assert.NilError(t, err)
	assert.DeepEqual(t, stacks, []cdktfcli.Stack{
		{Name: "dev-network", Dependencies: []string{}},
		{Name: "dev-data", Dependencies: []string{"dev-network"}},
		{Name: "dev-ecs", Dependencies: []string{"dev-data"}},
	})
	return cli, options.Directory
}

// TestStacksComeAndGo runs the real CLI and the real Terraform.
func TestStacksComeAndGo(t *testing.T) {
	// The user's own settings lead elsewhere, and must not.
	t.Setenv("TF_WORKSPACE", "other")
	t.Setenv("TF_CLI_ARGS", "-nonsense")
	t.Setenv("CDKTF_OUTPUT", "elsewhere")
	t.Setenv("FORCE_COLOR", "1")
	var heard []cdktfcli.Line
	cli, app := newApp(t, "true", cdktfcli.Options{OnLine: func(line cdktfcli.Line) { heard = append(heard, line) }})
	ctx := t.Context()

	deployed, err := cli.Deploy(ctx, "dev-*")
	assert.NilError(t, err)
	assert.Equal(t, len(deployed), 3)
	for i, name := range []string{"dev-network", "dev-data after dev-network", "dev-ecs after dev-data after dev-network"} {
		stack := cli.Stacks()[i].Name
		at := slices.IndexFunc(deployed, func(r cdktfcli.Result) bool { return r.Stack == stack })
		assert.DeepEqual(t, deployed[at].Outputs, map[string]any{"name": name, "list": []any{"a", "b"}})
		assert.Equal(t, deployed[at].Added, map[string]int{"dev-ecs": 1}[stack])
		assert.Assert(t, deployed[at].Took > 0 && deployed[at].Took < time.Minute, deployed[at].Took)
	}
	assert.Assert(t, slices.Contains(heard, cdktfcli.Line{Stack: "dev-ecs", Text: "Apply complete! Resources: 1 added, 0 changed, 0 destroyed."}), heard)

	again, err := cli.Deploy(ctx, "dev-ecs")
	assert.NilError(t, err)
	assert.Assert(t, len(again) == 1 && again[0].Empty && again[0].Added == 0, again)

	plans, err := cli.DiffAll(ctx, 2, "dev-network", "dev-data")
	assert.NilError(t, err)
	for i, plan := range plans {
		assert.Equal(t, plan.Stack, cli.Stacks()[i].Name)
		assert.Assert(t, plan.Empty, plan.Text)
	}

	destroyed, err := cli.Destroy(ctx, "dev-ecs")
	assert.NilError(t, err)
	assert.Equal(t, destroyed[0].Destroyed, 1)
	plan, err := cli.Diff(ctx, "dev-ecs")
	assert.NilError(t, err)
	assert.Assert(t, !plan.Empty && plan.Added == 1, plan.Text)

	destroyed, err = cli.Destroy(ctx, "dev-*")
	assert.NilError(t, err)
	assert.Equal(t, len(destroyed), 3)

	files, err := os.ReadDir(app)
	assert.NilError(t, err)
	assert.Equal(t, len(files), 1, "something was written into the app's directory: %v", files)
}

func TestErrorsComeThroughWhole(t *testing.T) {
	cli, _ := newApp(t, "echo this is why >&2; exit 3", cdktfcli.Options{})
	_, err := cli.Deploy(t.Context(), "dev-data")
	var failed *cdktfcli.Error
	assert.Assert(t, errors.As(err, &failed))
	assert.Equal(t, failed.Command, "deploy dev-data")
	assert.Assert(t, strings.Contains(err.Error(), "cdktf deploy dev-network"), err)

	deployed, err := cli.Deploy(t.Context(), "dev-*")
	assert.Equal(t, len(deployed), 2, "those before the error")
	for _, want := range []string{"cdktf deploy dev-*: exit status 1", "local-exec provisioner error", "exit status 3", "this is why"} {
		assert.Assert(t, strings.Contains(err.Error(), want), "no %q in: %v", want, err)
	}
	assert.Assert(t, !strings.Contains(err.Error(), "Initializing the backend"), err)
	assert.Assert(t, errors.As(err, &failed) && strings.Contains(failed.Output, "Initializing the backend"))
}

// TestInterruptLetsTerraformFinish ends the context in the middle of an apply:
// what was made is in the state, the lock is given back, and nothing runs on.
// Killed on purpose, Terraform can do neither.
func TestInterruptLetsTerraformFinish(t *testing.T) {
	for _, cause := range []error{context.Canceled, cdktfcli.ErrKilled} {
		t.Run(cause.Error(), func(t *testing.T) {
			pid := filepath.Join(t.TempDir(), "pid")
			ctx, end := context.WithCancelCause(t.Context())
			cli, _ := newApp(t, "echo $$ > "+pid+"; exec sleep 60", cdktfcli.Options{})
			go func() {
				for written, _ := os.ReadFile(pid); len(written) == 0; written, _ = os.ReadFile(pid) {
					time.Sleep(10 * time.Millisecond)
				}
				end(cause)
			}()
			deployed, err := cli.Deploy(ctx, "dev-*")
			assert.ErrorIs(t, err, cause)
			assert.Equal(t, len(deployed), 2)

			number, err := os.ReadFile(pid)
			assert.NilError(t, err)
			assert.Assert(t, !running(string(number)), "the command of the provisioner still runs")
			work := filepath.Dir(cli.Output())
			state, _ := os.ReadFile(filepath.Join(work, "terraform.dev-ecs.tfstate"))
			assert.Equal(t, strings.Contains(string(state), "terraform_data"), cause == context.Canceled, string(state))
			_, err = os.Stat(filepath.Join(work, ".terraform.dev-ecs.tfstate.lock.info"))
			assert.Equal(t, err == nil, cause == cdktfcli.ErrKilled, "the lock: %v", err)
		})
	}
}
