package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	yaml "go.yaml.in/yaml/v4"
	"gotest.tools/v3/assert"
	"gotest.tools/v3/golden"
)

// synthesizeHere makes the test binary the app, in the directory and the
// environment it is started in.
const synthesizeHere = "BERTH_TEST_SYNTHESIZE"

// shipped holds what the shipped environments synthesize, by stack.
var shipped map[string][]byte

// manifest is what CDKTF deploys them by.
var manifest []byte

// variants is a directory with environments that use what the shipped ones
// leave out.
const variants = "testdata/variants"

func TestMain(m *testing.M) {
	if os.Getenv(synthesizeHere) != "" {
		main()
		return
	}
	os.Exit(func() int {
		directory, err := os.Getwd()
		if err != nil {
			panic(err)
		}
		out, err := os.MkdirTemp("", "berth-shipped-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(out)
		defer jsii.Close()
		if output, err := app(directory, out).CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "%s\nsynthesize the shipped environments: %v\n", output, err)
			return 1
		}
		shipped = readStacks(out)
		if manifest, err = os.ReadFile(filepath.Join(out, "manifest.json")); err != nil {
			panic(err)
		}
		return m.Run()
	}())
}

// app runs Berth in a directory, with its stacks going to out. What fastsynth
// keeps is shared by all runs, wherever their home is.
func app(directory, out string, environment ...string) *exec.Cmd {
	command := exec.Command(os.Args[0])
	command.Dir = directory
	command.Env = append(os.Environ(), append(environment, synthesizeHere+"=1", "CDKTF_OUTDIR="+out)...)
	if cache, err := os.UserCacheDir(); err == nil && os.Getenv("BERTH_CACHE_DIR") == "" {
		command.Env = append(command.Env, "BERTH_CACHE_DIR="+filepath.Join(cache, "berth"))
	}
	return command
}

// readStacks reads the JSON of every stack below an output directory.
func readStacks(out string) map[string][]byte {
	files, err := filepath.Glob(filepath.Join(out, "stacks", "*", "cdk.tf.json"))
	if err != nil {
		panic(err)
	}
	stacks := map[string][]byte{}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		stacks[filepath.Base(filepath.Dir(file))] = content
	}
	return stacks
}

// TestSnapshots compares every stack with testdata, CDKTF's metadata left out.
// Refresh with `make snapshots`, and read the diff.
func TestSnapshots(t *testing.T) {
	var want []string
	for _, env := range []string{"dev", "prod"} {
		for _, stack := range []string{"bootstrap", "network", "parameters", "datastore", "ecs", "cicd"} {
			want = append(want, env+"-"+stack)
		}
	}
	assert.Equal(t, len(shipped), len(want))
	for _, name := range want {
		t.Run(name, func(t *testing.T) {
			assert.Assert(t, shipped[name] != nil, "the stack is missing")
			golden.Assert(t, withoutMetadata(t, shipped[name]), name+".json")
		})
	}
}

// TestVariants does the same for environments that use what the shipped ones
// leave out.
func TestVariants(t *testing.T) {
	checkSnapshots(t, variants, "environments", "variants")
}

// checkSnapshots synthesizes the environment files of an app and compares what
// comes out with snapshots, which lie below testdata.
func checkSnapshots(t *testing.T, directory, environments, snapshots string) {
	t.Helper()
	out := t.TempDir()
	output, err := app(directory, out, "BERTH_ENVIRONMENTS="+environments).CombinedOutput()
	assert.NilError(t, err, "%s", output)
	stacks := readStacks(out)
	files, err := filepath.Glob(filepath.Join(directory, environments, "*.yaml"))
	assert.NilError(t, err)
	assert.Assert(t, len(files) > 0)
	assert.Equal(t, len(stacks), 6*len(files))
	for name, stack := range stacks {
		t.Run(name, func(t *testing.T) {
			golden.Assert(t, withoutMetadata(t, stack), filepath.Join(snapshots, name+".json"))
		})
	}
}

// withoutMetadata drops the "//" keys and renders the rest with sorted keys.
func withoutMetadata(t *testing.T, stack []byte) string {
	t.Helper()
	var root any
	assert.NilError(t, json.Unmarshal(stack, &root))
	var drop func(value any)
	drop = func(value any) {
		switch v := value.(type) {
		case map[string]any:
			delete(v, "//")
			for _, inner := range v {
				drop(inner)
			}
		case []any:
			for _, inner := range v {
				drop(inner)
			}
		}
	}
	drop(root)
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	assert.NilError(t, encoder.Encode(root))
	return out.String()
}

// TestOutputDependsOnNothingElse synthesizes the same environments elsewhere,
// with the keys of every map in the opposite order and another machine's
// variables: not a byte may change.
func TestOutputDependsOnNothingElse(t *testing.T) {
	elsewhere, out := t.TempDir(), t.TempDir()
	copyEnvironments(t, elsewhere, reverseKeys)
	output, err := app(elsewhere, out, "HOME="+elsewhere, "USER=somebody", "TZ=Asia/Tokyo", "LANG=ja_JP.UTF-8", "HOSTNAME=elsewhere",
		"AWS_REGION=eu-west-1", "AWS_PROFILE=other").CombinedOutput()
	assert.NilError(t, err, "%s", output)
	for name, stack := range readStacks(out) {
		assert.Assert(t, bytes.Equal(stack, shipped[name]), "%s differs:\n%s", name, firstDifference(stack, shipped[name]))
		assert.Assert(t, !bytes.Contains(stack, []byte(elsewhere)), "%s names the directory it was made in", name)
	}
}

// TestAWrongFileIsRefusedBeforeAnythingIsWritten runs the app as a user would.
func TestAWrongFileIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	directory, out := t.TempDir(), filepath.Join(t.TempDir(), "cdktf.out")
	copyEnvironments(t, directory, func(content []byte) []byte {
		return bytes.Replace(content, []byte("    cpu:"), []byte("    cpuu:"), 1)
	})
	// Without Node.js on the path, so that starting it would fail.
	output, err := app(directory, out, "PATH=").CombinedOutput()
	var exit *exec.ExitError
	assert.Assert(t, asExit(err, &exit), "%v\n%s", err, output)
	assert.Equal(t, exit.ExitCode(), 1)
	for _, want := range []string{"dev.yaml", "prod.yaml", "services.web.cpuu", "did you mean cpu?"} {
		assert.Assert(t, strings.Contains(string(output), want), "no %s in:\n%s", want, output)
	}
	_, err = os.Stat(out)
	assert.Assert(t, os.IsNotExist(err), "something was written")
}

// TestEndpointVariable deploys what ships to an emulator: provider, backend and
// remote states change, and nothing else.
func TestEndpointVariable(t *testing.T) {
	out := t.TempDir()
	output, err := app(".", out, "BERTH_ENDPOINT=http://localhost:5000").CombinedOutput()
	assert.NilError(t, err, "%s", output)
	parse := func(stack []byte) (rest map[string]any, provider, backend, states string) {
		text := func(value any) string {
			encoded, err := json.Marshal(value)
			assert.NilError(t, err)
			return string(encoded)
		}
		assert.NilError(t, json.Unmarshal(stack, &rest))
		provider, backend = text(rest["provider"]), text(rest["terraform"].(map[string]any)["backend"])
		delete(rest, "provider")
		delete(rest["terraform"].(map[string]any), "backend")
		if data, ok := rest["data"].(map[string]any); ok {
			states = text(data["terraform_remote_state"])
			delete(data, "terraform_remote_state")
		}
		return rest, provider, backend, states
	}
	for name, stack := range readStacks(out) {
		want, _, local, read := parse(shipped[name])
		got, provider, backend, states := parse(stack)
		assert.DeepEqual(t, got, want)
		assert.Assert(t, strings.Contains(provider, `"sts":"http://localhost:5000"`), provider)
		if strings.HasSuffix(name, "-bootstrap") {
			assert.Equal(t, backend, local)
		} else {
			assert.Equal(t, strings.Count(backend, "http://localhost:5000"), 1, backend)
		}
		assert.Equal(t, strings.Count(states, "http://localhost:5000"), strings.Count(read, `"bucket"`))
	}

	_, err = app(".", out, "BERTH_ENDPOINT=localhost").Output()
	var exit *exec.ExitError
	assert.Assert(t, asExit(err, &exit))
	assert.Assert(t, strings.Contains(string(exit.Stderr), `BERTH_ENDPOINT: "localhost" is not an endpoint`), string(exit.Stderr))
}

func asExit(err error, exit **exec.ExitError) bool {
	e, ok := err.(*exec.ExitError)
	*exit = e
	return ok
}

// copyEnvironments copies the shipped environment files into a directory,
// changed on the way.
func copyEnvironments(t *testing.T, directory string, change func([]byte) []byte) {
	t.Helper()
	assert.NilError(t, os.Mkdir(filepath.Join(directory, "environments"), 0o755))
	for _, name := range []string{"dev.yaml", "prod.yaml"} {
		content, err := os.ReadFile(filepath.Join("environments", name))
		assert.NilError(t, err)
		assert.NilError(t, os.WriteFile(filepath.Join(directory, "environments", name), change(content), 0o600))
	}
}

// reverseKeys writes a YAML file with the keys of every map in the opposite
// order.
func reverseKeys(content []byte) []byte {
	var root yaml.Node
	if err := yaml.Unmarshal(content, &root); err != nil {
		panic(err)
	}
	reverse(&root)
	reversed, err := yaml.Marshal(&root)
	if err != nil {
		panic(err)
	}
	return reversed
}

func reverse(node *yaml.Node) {
	if node.Kind == yaml.MappingNode {
		slices.Reverse(node.Content)
		for i := 0; i < len(node.Content); i += 2 {
			node.Content[i], node.Content[i+1] = node.Content[i+1], node.Content[i]
		}
	}
	for _, inner := range node.Content {
		reverse(inner)
	}
}

// firstDifference shows the first line in which two texts differ.
func firstDifference(got, want []byte) string {
	gotLines, wantLines := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i, line := range gotLines {
		if i >= len(wantLines) || line != wantLines[i] {
			return fmt.Sprintf("line %d: %s", i+1, line)
		}
	}
	return "the end is missing"
}
