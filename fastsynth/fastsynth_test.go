package fastsynth

import (
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	jsiiruntime "github.com/aws/jsii-runtime-go/runtime"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/vpc"
	"gotest.tools/v3/assert"
)

func TestTheBindingsAreFoundInTheProgram(t *testing.T) {
	found := carried()
	assert.Equal(t, len(found), 1)
	assert.Equal(t, found[0].module, reflect.TypeFor[vpc.VpcConfig]().PkgPath()[:len(found[0].module)])
	key, err := found[0].key()
	assert.NilError(t, err)
	assert.Assert(t, strings.HasPrefix(key, "aws-v19-"), key)
}

func TestOnlyWhatIsLinkedIsPicked(t *testing.T) {
	modules := []module{
		{Name: "vpc", Probe: "@cdktf/provider-aws.vpc.Vpc"},
		{Name: "provider", Probe: "@cdktf/provider-aws.provider.AwsProvider"},
		{Name: "snsTopic", Probe: "@cdktf/provider-aws.snsTopic.SnsTopic"}, // not linked here
		{Name: "empty"},
	}
	for range 2 { // asking changes nothing
		found, err := linked(modules)
		assert.NilError(t, err)
		assert.DeepEqual(t, found, modules[:2])
	}
	type topic string
	jsiiruntime.RegisterEnum("@cdktf/provider-aws.snsTopic.SnsTopic", reflect.TypeFor[topic](), map[string]any{"A": topic("A")})
	found, err := linked(modules)
	assert.NilError(t, err)
	assert.DeepEqual(t, found, modules[:3])
}

func TestTheSwitch(t *testing.T) {
	for value, want := range map[string]bool{"": true, "on": true, "all": true, "off": false} {
		_, on, err := choose(value)
		assert.NilError(t, err)
		assert.Equal(t, on, want, value)
	}
	_, _, err := choose("false")
	assert.Error(t, err, `BERTH_FAST_SYNTH is "false", and takes on, off or all`)
}

func TestTheCacheDirectory(t *testing.T) {
	t.Setenv(cacheVariable, "")
	user, err := os.UserCacheDir()
	assert.NilError(t, err)
	directory, err := cacheDirectory()
	assert.NilError(t, err)
	assert.Equal(t, directory, filepath.Join(user, "berth", "fastsynth-"+format))

	t.Setenv(cacheVariable, "elsewhere")
	directory, err = cacheDirectory()
	assert.NilError(t, err)
	assert.Assert(t, filepath.IsAbs(directory), "Node.js has a working directory of its own")
}

func TestNodeIsStartedByTheVariablesOfTheJsiiRuntime(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there the jsii runtime starts it")
	}
	cache := filepath.Join(t.TempDir(), "with space's")
	t.Setenv("JSII_NODE", "/bin/sh")
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("SHELL", "/usr/bin/fish")
	before := os.Environ()
	restore, err := prepareNode(cache, []*lean{{set: "a"}})
	assert.NilError(t, err)
	command := os.Getenv("JSII_RUNTIME")
	assert.Assert(t, strings.Contains(command, `exec '/bin/sh' --preserve-symlinks '`), command)
	assert.Assert(t, strings.Contains(command, `with space'\''s/node-`), command)
	assert.Equal(t, os.Getenv("SHELL"), "/bin/sh")
	assert.Equal(t, os.Getenv("BERTH_FAST_SYNTH_COMPILED"), filepath.Join(cache, "compiled-a"))
	temporary := os.Getenv("TMPDIR")
	assert.Equal(t, os.Getenv("BERTH_FAST_SYNTH_TEMPORARY"), temporary)
	restore(true)
	assert.DeepEqual(t, sorted(os.Environ()), sorted(before))
	assert.Equal(t, filepath.Dir(temporary), os.Getenv("TMPDIR"), "inside the user's own")
	_, err = os.Stat(temporary)
	assert.NilError(t, err, "Node.js removes it")
	restore(false)
	_, err = os.Stat(temporary)
	assert.Assert(t, os.IsNotExist(err), "there is no Node.js to remove it")

	t.Setenv("JSII_RUNTIME", "the user's own")
	command, err = nodeCommand(cache)
	assert.NilError(t, err)
	assert.Equal(t, command, "")
}

func TestWhatNodeRunsIsRepaired(t *testing.T) {
	cache := t.TempDir()
	files := map[string][]byte{"program.js": []byte("program"), "run.js": []byte("run")}
	directory, err := install(cache, files)
	assert.NilError(t, err)
	file := filepath.Join(directory, "program.js")
	assert.NilError(t, os.WriteFile(file, []byte("prog"), 0o600))
	again, err := install(cache, files)
	assert.NilError(t, err)
	assert.Equal(t, again, directory)
	content, err := os.ReadFile(file)
	assert.NilError(t, err)
	assert.Equal(t, string(content), "program")

	other, err := install(cache, map[string][]byte{"program.js": []byte("program 2"), "run.js": []byte("run")})
	assert.NilError(t, err)
	assert.Assert(t, other != directory, "another version of jsii has a place of its own")
}

// TestTheKernelIsTheOneThisIsMadeFor fails where a new version of jsii needs a
// look at quicken and run.js: nothing breaks, but it is slower.
func TestTheKernelIsTheOneThisIsMadeFor(t *testing.T) {
	program, err := kernelFiles.ReadFile("resources/lib/program.js")
	assert.NilError(t, err)
	quick := string(quicken(program))
	assert.Assert(t, len(quick) < len(program))
	assert.Assert(t, strings.Contains(quick, "readFD: 3,") && strings.Contains(quick, "writeFD: 3"))
}
