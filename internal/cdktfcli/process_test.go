package cdktfcli_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cdktfcli"
)

// fake is a CLI that a shell script stands in for. It gives each command $OUT,
// the directory to synthesize into.
func fake(t *testing.T, script string, options cdktfcli.Options) *cdktfcli.CLI {
	t.Helper()
	options.Directory, options.Work = t.TempDir(), t.TempDir()
	bin := filepath.Join(options.Directory, "node_modules", ".bin")
	assert.NilError(t, os.MkdirAll(bin, 0o700))
	assert.NilError(t, os.WriteFile(filepath.Join(options.Directory, "cdktf.json"), []byte("{}"), 0o600))
	assert.NilError(t, os.WriteFile(filepath.Join(bin, "cdktf"), []byte("#!/bin/sh\n"+script), 0o700))
	cli, err := cdktfcli.New(options)
	assert.NilError(t, err)
	return cli
}

// TestNothingRunsOn ends the context of a CLI whose child does not listen.
func TestNothingRunsOn(t *testing.T) {
	pid := filepath.Join(t.TempDir(), "pid")
	ctx, stop := context.WithCancel(t.Context())
	cli := fake(t, `(trap "" INT TERM; echo $$; exec sleep 60) &
echo $! >`+pid+`
wait`, cdktfcli.Options{Grace: 300 * time.Millisecond, OnLine: func(cdktfcli.Line) { stop() }})
	began := time.Now()
	_, err := cli.Diff(ctx, "dev-a")
	assert.ErrorIs(t, err, context.Canceled)
	assert.Assert(t, time.Since(began) < 30*time.Second)
	number, err := os.ReadFile(pid)
	assert.NilError(t, err)
	assert.Assert(t, !running(string(number)), "the child still runs")
}

// running tells whether a process has not ended, waited for or not.
func running(number string) bool {
	state, _ := exec.Command("ps", "-o", "stat=", "-p", strings.TrimSpace(number)).Output()
	return len(state) > 0 && state[0] != 'Z'
}

func TestACommandThatNeedNotRunDoesNot(t *testing.T) {
	ran := filepath.Join(t.TempDir(), "ran")
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := fake(t, "touch "+ran, cdktfcli.Options{}).Synth(ctx)
	assert.ErrorIs(t, err, context.Canceled)
	_, err = os.Stat(ran)
	assert.Assert(t, os.IsNotExist(err))
}

// TestTheFirstErrorEndsTheOtherDiffs and is the one that is told.
func TestTheFirstErrorEndsTheOtherDiffs(t *testing.T) {
	cli := fake(t, `test "$2" = bad || exec sleep 60
echo "  Error: this is why"; exit 1`, cdktfcli.Options{})
	began := time.Now()
	_, err := cli.DiffAll(t.Context(), 2, "good", "bad", "good")
	assert.Error(t, err, "cdktf diff bad: exit status 1\n\n  Error: this is why\n")
	assert.Assert(t, time.Since(began) < 30*time.Second)
}

func TestADiffThatTellsNothingIsNoEmptyOne(t *testing.T) {
	_, err := fake(t, "echo hello", cdktfcli.Options{}).Diff(t.Context(), "dev-a")
	assert.ErrorContains(t, err, "it does not tell what would change")
	assert.ErrorContains(t, err, "hello")
}

// TestTheAppIsSynthesizedAsTheUserWould while Terraform hears of nothing but
// what it is told here.
func TestTheAppIsSynthesizedAsTheUserWould(t *testing.T) {
	for name, value := range map[string]string{"AWS_PROFILE": "mine", "TF_WORKSPACE": "w", "TF_VAR_x": "1", "CDKTF_LOG_LEVEL": "debug", "BERTH_ENDPOINT": "http://e"} {
		t.Setenv(name, value)
	}
	heard := map[string]bool{}
	cli := fake(t, "env; exit 1", cdktfcli.Options{Environment: []string{"AWS_ENDPOINT_URL_S3=http://s3"}, OnLine: func(line cdktfcli.Line) {
		heard[line.Text] = true
	}})
	for _, terraform := range []bool{false, true} {
		clear(heard)
		if terraform {
			cli.Diff(t.Context(), "dev-a")
		} else {
			cli.Synth(t.Context())
		}
		assert.Equal(t, heard["AWS_PROFILE=mine"], !terraform)
		assert.Equal(t, heard["TF_WORKSPACE=w"], !terraform)
		assert.Equal(t, heard["AWS_ENDPOINT_URL_S3=http://s3"], terraform)
		assert.Assert(t, heard["TF_VAR_x=1"])
		assert.Assert(t, heard["CDKTF_OUTPUT="+cli.Output()])
		assert.Assert(t, !heard["BERTH_ENDPOINT=http://e"] && !heard["CDKTF_LOG_LEVEL=debug"])
	}
}

func TestNewNamesWhatIsMissing(t *testing.T) {
	t.Setenv("PATH", "")
	directory := t.TempDir()
	_, err := cdktfcli.New(cdktfcli.Options{Directory: directory, Work: t.TempDir()})
	assert.ErrorContains(t, err, "is not the directory of an app")
	assert.NilError(t, os.WriteFile(filepath.Join(directory, "cdktf.json"), []byte("{}"), 0o600))
	_, err = cdktfcli.New(cdktfcli.Options{Directory: directory, Work: t.TempDir()})
	assert.ErrorContains(t, err, "run npm ci")
}
