//go:build rehearsal && linux

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"gotest.tools/v3/assert"
)

// mark is a variable of the environment that tells the processes of a test from
// all others, whoever started them.
const mark = "REHEARSE_TEST="

// command is the built command at work on two stacks of the repository.
type command struct {
	t         *testing.T
	exec      *exec.Cmd
	temporary string // holds its temporary folder
	mark      string

	mutex  sync.Mutex
	output bytes.Buffer
	ended  chan struct{}
}

func (c *command) Write(text []byte) (int, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.output.Write(text)
}

func (c *command) text() string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.output.String()
}

var build = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "rehearse-test-")
	if err != nil {
		return "", err
	}
	program := filepath.Join(folder, "rehearse")
	out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput()
	if err != nil {
		os.Stderr.Write(out)
	}
	return program, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if program, err := build(); err == nil {
		os.RemoveAll(filepath.Dir(program))
	}
	os.Exit(code)
}

func start(t *testing.T, arguments ...string) *command {
	t.Helper()
	program, err := build()
	assert.NilError(t, err)
	c := &command{t: t, temporary: t.TempDir(), ended: make(chan struct{})}
	c.mark = mark + c.temporary
	c.exec = exec.Command(program, append([]string{"-env", "dev", "-stacks", "dev-bootstrap,dev-network", "-release", "0"}, arguments...)...)
	c.exec.Dir = filepath.Join("..", "..")
	// Go's build cache is found by HOME, and is left where it is.
	c.exec.Env = append(os.Environ(), "TMPDIR="+c.temporary, c.mark)
	c.exec.Stdout, c.exec.Stderr = c, c
	assert.NilError(t, c.exec.Start())
	go func() { c.exec.Wait(); close(c.ended) }()
	t.Cleanup(func() {
		c.exec.Process.Signal(syscall.SIGTERM)
		<-c.ended
	})
	return c
}

// until waits for something to happen while the command runs.
func (c *command) until(what string, happened func() bool) {
	c.t.Helper()
	for end := time.Now().Add(3 * time.Minute); !happened(); time.Sleep(20 * time.Millisecond) {
		select {
		case <-c.ended:
			c.t.Fatalf("it ended before %s:\n%s", what, c.text())
		default:
		}
		if time.Now().After(end) {
			c.t.Fatalf("it took too long until %s:\n%s", what, c.text())
		}
	}
}

// interrupt presses Ctrl-C.
func (c *command) interrupt() {
	c.t.Helper()
	assert.NilError(c.t, c.exec.Process.Signal(syscall.SIGINT))
}

// end waits for the end and checks that nothing is left: no process, and no
// temporary folder.
func (c *command) end(code int) {
	c.t.Helper()
	<-c.ended
	assert.Equal(c.t, c.exec.ProcessState.ExitCode(), code, c.text())
	assert.DeepEqual(c.t, marked(c.t, c.mark), []string(nil))
	folders, err := filepath.Glob(filepath.Join(c.temporary, "rehearsal-*"))
	assert.NilError(c.t, err)
	assert.DeepEqual(c.t, folders, []string(nil))
}

// marked are the processes with a mark in their environment.
func marked(t *testing.T, mark string) []string {
	t.Helper()
	environments, err := filepath.Glob("/proc/[0-9]*/environ")
	assert.NilError(t, err)
	var found []string
	for _, file := range environments {
		environment, err := os.ReadFile(file)
		if err != nil || !bytes.Contains(environment, []byte(mark+"\x00")) {
			continue
		}
		if line, err := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline")); err == nil && len(line) > 0 {
			found = append(found, string(bytes.ReplaceAll(line, []byte{0}, []byte{' '})))
		}
	}
	return found
}

// holds tells whether a cloud in a folder has a type of object.
func holds(pattern, kind string) bool {
	files, _ := filepath.Glob(pattern)
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil && bytes.Contains(text, []byte(`"`+kind+`"`)) {
			return true
		}
	}
	return false
}

// Ctrl-C in the middle of a deployment leaves nothing behind.
func TestInterruptLeavesNothing(t *testing.T) {
	c := start(t)
	c.until("a bucket is made", func() bool { return holds(filepath.Join(c.temporary, "rehearsal-*", "cloud.jsonl"), "aws_s3_bucket") })
	assert.Assert(t, len(marked(t, c.mark)) > 1, "the processes are found by their mark")
	c.interrupt()
	c.end(1)
	assert.Assert(t, strings.Contains(c.text(), "interrupted: nothing that was started is left running"), c.text())
}

// What Terraform made before Ctrl-C is in its state: another rehearsal in the
// same directory goes on from there. No two are there at once.
func TestRehearsalGoesOnAfterInterrupt(t *testing.T) {
	work := t.TempDir()
	first := start(t, "-work", work)
	first.until("a VPC is made", func() bool { return holds(filepath.Join(work, "cloud.jsonl"), "aws_vpc") })
	second := start(t, "-work", work)
	second.end(1)
	assert.Assert(t, strings.Contains(second.text(), "another rehearsal is at work in "+work), second.text())
	first.interrupt()
	first.end(1)
	third := start(t, "-work", work)
	third.end(0)
	assert.Assert(t, strings.Contains(third.text(), "The cloud is empty."), third.text())
}

// What -keep prints leads the CLI, called by hand, to the cloud that was kept.
func TestKeep(t *testing.T) {
	c := start(t, "-keep")
	c.until("it is ready", func() bool { return strings.Contains(c.text(), "npx cdktf diff dev-network") })
	diff := exec.Command("npx", "cdktf", "diff", "dev-network")
	diff.Dir, diff.Env = c.exec.Dir, append(os.Environ(), "TMPDIR="+c.temporary)
	for _, match := range regexp.MustCompile(`(?m)^export (\w+)='(.*)'$`).FindAllStringSubmatch(c.text(), -1) {
		diff.Env = append(diff.Env, match[1]+"="+match[2])
	}
	out, err := diff.CombinedOutput()
	assert.NilError(t, err, "%s", out)
	assert.Assert(t, strings.Contains(string(out), "No changes."), string(out))
	c.interrupt()
	c.end(0)
}
