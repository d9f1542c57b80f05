//go:build unix

package cdktfcli

import (
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// group is the CLI and all that it starts. Where it has a terminal to give, it
// starts Terraform in a session of its own, which is in no process group of the
// CLI: who belongs to whom is told by parents.
type group struct {
	cli int
	// known are all members seen so far, by id and start: the system gives the
	// id of a process that has ended to another one some day.
	known map[string]bool
}

// startGroup starts a command in a process group of its own: Ctrl-C reaches it
// through the context alone, once.
func startGroup(command *exec.Cmd) (*group, error) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		return nil, err
	}
	return &group{cli: command.Process.Pid, known: map[string]bool{}}, nil
}

// stop interrupts Terraform and waits until the whole group has ended.
//
// The CLI is interrupted only where it runs nothing: it would interrupt
// Terraform a second time, which then exits at once, without writing the state
// of what it has made.
func (g *group) stop(patience time.Duration) {
	interrupted := map[int]bool{}
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		members, err := g.members()
		if err != nil {
			members = []int{g.cli}
		}
		if len(members) == 0 {
			return
		}
		for _, member := range members {
			if (member != g.cli || len(members) == 1) && !interrupted[member] {
				interrupted[member] = true
				syscall.Kill(member, syscall.SIGINT)
			}
		}
	}
}

// process is one of those that the machine runs.
type process struct {
	pid, parent, group int
	ended              bool
	name               string // its id and start
}

// members are the processes of the group that have not ended.
func (g *group) members() ([]int, error) {
	all, err := processes()
	if err != nil {
		return nil, err
	}
	belong := map[int]bool{}
	for found := true; found; {
		found = false
		for _, p := range all {
			if !belong[p.pid] && (p.group == g.cli || belong[p.parent] || g.known[p.name]) {
				belong[p.pid], g.known[p.name], found = true, true, true
			}
		}
	}
	var members []int
	for _, p := range all {
		if belong[p.pid] && !p.ended {
			members = append(members, p.pid)
		}
	}
	return members, nil
}

func processes() ([]process, error) {
	list, err := exec.Command("ps", "-A", "-o", "pid=,ppid=,pgid=,stat=,lstart=").Output()
	if err != nil {
		return nil, err
	}
	var all []process
	for line := range strings.Lines(string(list)) {
		var p process
		var state string
		if _, err := fmt.Sscan(line, &p.pid, &p.parent, &p.group, &state); err != nil {
			continue
		}
		p.ended = strings.HasPrefix(state, "Z")
		p.name = fmt.Sprint(p.pid, strings.Fields(line)[4:])
		all = append(all, p)
	}
	return all, nil
}

// kill ends what is left of the group, and waits until the system has done so.
func (g *group) kill() {
	for range 100 {
		members, err := g.members()
		if err != nil {
			members = []int{g.cli, -g.cli}
		}
		if err == nil && len(members) == 0 {
			return
		}
		for _, member := range members {
			syscall.Kill(member, syscall.SIGKILL)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
