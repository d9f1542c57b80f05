//go:build !unix

package cdktfcli

import (
	"os/exec"
	"time"
)

// group is the CLI alone: what it starts cannot be reached from here.
type group struct{ command *exec.Cmd }

func startGroup(command *exec.Cmd) (group, error) { return group{command}, command.Start() }

func (g group) stop(time.Duration) {}

func (g group) kill() { g.command.Process.Kill() }
