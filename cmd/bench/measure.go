package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// sampling is how often the memory of the process tree is read.
const sampling = 10 * time.Millisecond

// prepare makes the command that runs the app in a directory, with variables on
// top of the environment, into an output directory that is empty.
func prepare(app, directory, out string, variables ...string) (*exec.Cmd, error) {
	command := exec.Command(app)
	command.Dir = directory
	command.Env = append(os.Environ(), append(variables, "CDKTF_OUTDIR="+out)...)
	return command, os.RemoveAll(out)
}

// wallTime runs a command and does nothing meanwhile.
func wallTime(command *exec.Cmd) (time.Duration, error) {
	start := time.Now()
	output, err := command.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("%w\n%s", err, output)
	}
	return time.Since(start), nil
}

// peakMemory runs a command and returns the most memory that it and its children
// held at once. Looking for it takes time, so that the run is not timed.
func peakMemory(command *exec.Cmd) (peak int64, err error) {
	if err := command.Start(); err != nil {
		return 0, err
	}
	done := make(chan error, 1)
	go func() { done <- command.Wait() }()
	ticker := time.NewTicker(sampling)
	defer ticker.Stop()
	for {
		select {
		case err := <-done:
			return peak, err
		case <-ticker.C:
			peak = max(peak, treeMemory(command.Process.Pid))
		}
	}
}

// treeMemory is the resident memory of a process and all below it, in bytes, as
// Linux tells it; 0 elsewhere.
func treeMemory(root int) int64 {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0
	}
	parent, resident := map[int]int{}, map[int]int64{}
	for _, file := range stats {
		content, err := os.ReadFile(file)
		if err != nil {
			continue // the process has ended
		}
		// The command's name, in parentheses, may hold spaces.
		head, tail, found := strings.Cut(string(content), "(")
		if !found {
			continue
		}
		fields := strings.Fields(tail[strings.LastIndex(tail, ")")+1:])
		const ppid, rss = 1, 21
		if len(fields) <= rss {
			continue
		}
		pid, _ := strconv.Atoi(strings.TrimSpace(head))
		parent[pid], _ = strconv.Atoi(fields[ppid])
		pages, _ := strconv.ParseInt(fields[rss], 10, 64)
		resident[pid] = pages * int64(os.Getpagesize())
	}
	var total int64
	for pid := range resident {
		for p := pid; p > 1; p = parent[p] {
			if p == root {
				total += resident[pid]
				break
			}
		}
	}
	return total
}

// countResources counts them in the JSON of all stacks.
func countResources(out string) (int, error) {
	files, err := filepath.Glob(filepath.Join(out, "stacks", "*", "cdk.tf.json"))
	if err != nil {
		return 0, err
	}
	total := 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		var stack struct {
			Resource map[string]map[string]any `json:"resource"`
		}
		if err := json.Unmarshal(content, &stack); err != nil {
			return 0, err
		}
		for _, resources := range stack.Resource {
			total += len(resources)
		}
	}
	return total, nil
}
