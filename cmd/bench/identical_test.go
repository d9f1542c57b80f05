package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/fastsynth"
	"github.com/berth-iac/berth/stacks"
)

// synthesizeHere makes the test binary an app, over the directories of
// environments that it names.
const synthesizeHere = "BERTH_TEST_SYNTHESIZE"

func TestMain(m *testing.M) {
	directories := os.Getenv(synthesizeHere)
	if directories == "" {
		code := m.Run()
		jsii.Close()
		os.Exit(code)
	}
	fastsynth.Load()
	app := cdktf.NewApp(nil)
	for _, directory := range filepath.SplitList(directories) {
		environments, err := config.LoadDir(directory)
		if err != nil {
			panic(err)
		}
		for _, environment := range environments {
			stacks.NewEnvironment(app, environment)
		}
	}
	app.Synth()
	jsii.Close()
}

// TestOutputIsTheSameWithTheStockBindings synthesizes the shipped environments
// and the largest generated one in both ways: not a byte may differ.
func TestOutputIsTheSameWithTheStockBindings(t *testing.T) {
	generated := t.TempDir()
	const most = 100
	assert.NilError(t, generate(generated, most))
	directories := strings.Join([]string{filepath.Join("..", "..", "environments"), filepath.Join(generated, "environments")}, string(filepath.ListSeparator))

	type run struct {
		variable string
		out      string
		done     chan error
	}
	var runs []run
	// At once: the stock bindings take their time.
	for _, variable := range []string{"BERTH_FAST_SYNTH=off", "BERTH_FAST_SYNTH=on"} {
		r := run{variable, t.TempDir(), make(chan error, 1)}
		command := exec.Command(os.Args[0])
		command.Env = append(os.Environ(), variable, synthesizeHere+"="+directories, "CDKTF_OUTDIR="+r.out)
		go func() {
			output, err := command.CombinedOutput()
			if err != nil {
				err = fmt.Errorf("%s: %w\n%s", r.variable, err, output)
			} else if bytes.Contains(output, []byte("going on without it")) {
				err = fmt.Errorf("%s: %s", r.variable, output)
			}
			r.done <- err
		}()
		runs = append(runs, r)
	}
	var stock map[string][]byte
	for _, r := range runs {
		assert.NilError(t, <-r.done)
		files := readTree(t, r.out)
		if stock == nil {
			const perEnvironment, environments = 6, 3
			assert.Equal(t, len(files), perEnvironment*environments+1, "the stacks, and the manifest of them all")
			stock = files
		}
		assert.Equal(t, len(files), len(stock), r.variable)
		for name, content := range stock {
			assert.Assert(t, bytes.Equal(files[name], content), "%s: %s differs", r.variable, name)
		}
	}
}

// readTree reads all files below a directory.
func readTree(t *testing.T, root string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	assert.NilError(t, filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		files[name], err = os.ReadFile(path)
		return err
	}))
	return files
}
