package main

import (
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/berth-iac/berth/internal/cdktfcli"
	"github.com/berth-iac/berth/internal/rehearsal"
)

// console tells the user what happens.
type console struct {
	out     io.Writer
	verbose bool
	began   time.Time

	mutex sync.Mutex
}

func newConsole(out io.Writer, verbose bool) *console {
	return &console{out: out, verbose: verbose, began: time.Now()}
}

func (c *console) printf(format string, arguments ...any) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	fmt.Fprintf(c.out, format+"\n", arguments...)
}

func (c *console) opening(s settings) {
	c.printf("Rehearsing on this machine: no AWS account is used. The cloud is in %s.", s.work)
}

func (c *console) synthesized(groups []rehearsal.Group) {
	for _, group := range groups {
		c.printf("%s: %d stacks synthesized: %s", group.Name, len(group.Stacks()), strings.Join(group.Stacks(), ", "))
	}
}

// done is how Terraform ends its work on a stack.
var done = regexp.MustCompile(`^(Apply|Destroy) complete! Resources: (.*)\.$`)

// line passes on the end of each stack, or everything.
func (c *console) line(line cdktfcli.Line) {
	if c.verbose {
		c.printf("%s", strings.TrimRight(line.Stack+"  "+line.Text, " "))
		return
	}
	if match := done.FindStringSubmatch(line.Text); match != nil && line.Stack != "" {
		c.printf("  %6.1f s   %-18s %s", time.Since(c.began).Seconds(), line.Stack, match[2])
	}
}

func (c *console) Begin(g rehearsal.Group, step string) { c.printf("%s %s ...", g.Name, step) }

func (c *console) End(g rehearsal.Group, step string, took time.Duration, what []string) {
	if step == "release" || step == "diff" || strings.HasPrefix(step, "fault") {
		for _, text := range what {
			c.printf("             %s", text)
		}
	}
	c.printf("%s %s: %.1f s", g.Name, step, took.Seconds())
}

// report is what a user looks for after an environment was played.
func (c *console) report(p rehearsal.Play) {
	c.printf("\n%s, created by type:", p.Group.Name)
	total := 0
	for _, kind := range slices.Sorted(maps.Keys(p.Created)) {
		c.printf("  %4d  %s", p.Created[kind], kind)
		total += p.Created[kind]
	}
	c.printf("  %4d  in all", total)
	c.printf("\n%s, stacks:", p.Group.Name)
	for _, stack := range p.Deployed {
		c.printf("  %-18s %3d created in %.1f s", stack.Stack, stack.Added, stack.Took.Seconds())
	}
	c.printf("\n%s, outputs to look at:", p.Group.Name)
	for _, stack := range p.Deployed {
		for _, name := range slices.Sorted(maps.Keys(stack.Outputs)) {
			if worthSeeing.MatchString(name) {
				c.printf("  %s: %s = %v", stack.Stack, name, stack.Outputs[name])
			}
		}
	}
	c.printf("\n%s: %.1f s\n", p.Group.Name, p.Took.Seconds())
}

// worthSeeing are the outputs that say where things are.
var worthSeeing = regexp.MustCompile(`(^|_)(url|pipeline_name|repository_url|endpoint|bucket|connection_arn)(_|$)`)

func (c *console) closing(s settings, stage *rehearsal.Stage) {
	if s.script.Destroy {
		c.printf("The cloud is empty.")
		for _, kept := range stage.Kept() {
			c.printf("  kept on purpose: %s", kept)
		}
	}
	c.printf("The rehearsal took %.1f s.", time.Since(c.began).Seconds())
}

func (c *console) kept(stage *rehearsal.Stage) {
	c.printf("\nThe cloud goes on until you press Ctrl-C. In another terminal, in the app's directory:\n")
	for _, variable := range stage.CLI.Variables() {
		name, value, _ := strings.Cut(variable, "=")
		c.printf("export %s='%s'", name, strings.ReplaceAll(value, "'", `'\''`))
	}
	c.printf("\nand then, for example: npx cdktf diff %s", stage.Groups[0].Stacks()[len(stage.Groups[0].Stacks())-1])
}
