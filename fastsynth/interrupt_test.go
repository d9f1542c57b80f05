//go:build unix

package fastsynth

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"gotest.tools/v3/assert"
)

// synthesizeForever makes the test binary an app that never ends.
const synthesizeForever = "BERTH_TEST_SYNTHESIZE_FOREVER"

func TestMain(m *testing.M) {
	if os.Getenv(synthesizeForever) == "" {
		code := m.Run()
		jsii.Close()
		os.Exit(code)
	}
	Load()
	fmt.Println("loaded")
	for {
		app := cdktf.NewApp(nil)
		cdktf.NewTerraformStack(app, jsii.String("stack"))
		app.Synth()
	}
}

// TestNothingIsLeftWhereAProgramIsEnded ends the app as Ctrl-C in a terminal
// does, which reaches Node.js too, and as others do: no process may be left, nor
// anything in the temporary folder.
func TestNothingIsLeftWhereAProgramIsEnded(t *testing.T) {
	for _, c := range []struct {
		name  string
		group bool
		with  syscall.Signal
		after time.Duration
	}{
		{"Ctrl-C at once", true, syscall.SIGINT, 0},
		{"Ctrl-C later", true, syscall.SIGINT, 150 * time.Millisecond},
		{"asked to end", false, syscall.SIGTERM, 20 * time.Millisecond},
		{"all asked to end", true, syscall.SIGTERM, 40 * time.Millisecond},
		{"killed", false, syscall.SIGKILL, 60 * time.Millisecond},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			temporary := t.TempDir()
			app := exec.Command(os.Args[0])
			app.Env = append(os.Environ(), synthesizeForever+"=1", "TMPDIR="+temporary, "CDKTF_OUTDIR="+t.TempDir())
			app.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
			output, err := app.StdoutPipe()
			assert.NilError(t, err)
			assert.NilError(t, app.Start())
			line, err := bufio.NewReader(output).ReadString('\n')
			assert.NilError(t, err)
			assert.Equal(t, line, "loaded\n")

			time.Sleep(c.after)
			process := app.Process.Pid
			if c.group {
				process = -process
			}
			assert.NilError(t, syscall.Kill(process, c.with))
			assert.ErrorContains(t, app.Wait(), c.with.String())

			// Node.js ends when it sees the end of its input.
			var left []string
			for range 100 {
				if left = remains(t, temporary); len(left) == 0 {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
			t.Errorf("left: %q", left)
		})
	}
}

// remains are the files in a temporary folder, and on Linux the processes that
// have it as theirs.
func remains(t *testing.T, temporary string) (left []string) {
	t.Helper()
	files, err := os.ReadDir(temporary)
	assert.NilError(t, err)
	for _, file := range files {
		left = append(left, file.Name())
	}
	environments, err := filepath.Glob("/proc/[0-9]*/environ")
	assert.NilError(t, err)
	for _, file := range environments {
		// One that cannot be read is another user's, or has ended.
		if environment, _ := os.ReadFile(file); strings.Contains(string(environment), "TMPDIR="+temporary) {
			left = append(left, file)
		}
	}
	return left
}
