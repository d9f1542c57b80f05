//go:build unix

package cdktfcli

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// group is the CLI and all it starts, by the id of the CLI's process.
type group int

// startGroup starts a command in a process group of its own: Ctrl-C reaches it
// through the context alone, once.
func startGroup(command *exec.Cmd) (group, error) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		return 0, err
	}
	return group(command.Process.Pid), nil
}

// stop interrupts Terraform and waits until the whole group has ended.
//
// The CLI is interrupted only where it runs nothing: it would interrupt
// Terraform a second time, which then exits at once, without writing the state
// of what it has made.
func (g group) stop(patience time.Duration) {
	interrupted := map[int]bool{}
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		members, err := g.members()
		if err != nil {
			members = []int{-int(g)}
		}
		if len(members) == 0 {
			return
		}
		for _, member := range members {
			if (member != int(g) || len(members) == 1) && !interrupted[member] {
				interrupted[member] = true
				syscall.Kill(member, syscall.SIGINT)
			}
		}
	}
}

// members are the processes of the group that have not ended.
func (g group) members() ([]int, error) {
	list, err := exec.Command("ps", "-A", "-o", "pid=,pgid=,stat=").Output()
	if err != nil {
		return nil, err
	}
	var members []int
	for line := range strings.Lines(string(list)) {
		fields := strings.Fields(line)
		if len(fields) < 3 || fields[1] != strconv.Itoa(int(g)) || strings.HasPrefix(fields[2], "Z") {
			continue
		}
		if member, err := strconv.Atoi(fields[0]); err == nil {
			members = append(members, member)
		}
	}
	return members, nil
}

// kill ends what is left of the group, and waits until the system has done so.
func (g group) kill() {
	for range 100 {
		if syscall.Kill(-int(g), syscall.SIGKILL) != nil {
			return
		}
		if members, err := g.members(); err != nil || len(members) == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}
