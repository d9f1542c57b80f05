package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/berth-iac/berth/internal/cdktfcli"
	"github.com/berth-iac/berth/internal/rehearsal"
)

// console tells the user what happens.
type console struct {
	out     io.Writer
	verbose bool
	began   time.Time
	// width is that of the longest name of a stack.
	width int

	mutex sync.Mutex
	// told are the stacks whose end was told in the step under way.
	told map[string]bool
	// idle is set once there is nothing left to do but to wait for Ctrl-C.
	idle atomic.Bool
}

func newConsole(out io.Writer, verbose bool) *console {
	return &console{out: out, verbose: verbose, began: time.Now(), told: map[string]bool{}}
}

func (c *console) printf(format string, arguments ...any) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	fmt.Fprintf(c.out, format+"\n", arguments...)
}

func (c *console) opening(s settings) {
	c.printf("Rehearsing on this machine: no AWS account is used. The cloud is in %s.", s.work)
	c.printf("Synthesizing the app in %s ...", s.directory)
}

func (c *console) chosen(groups []rehearsal.Group) {
	for _, group := range groups {
		for _, stack := range group.Stacks() {
			c.width = max(c.width, len(stack))
		}
		c.printf("%s, in this order: %s", group.Name, strings.Join(group.Stacks(), ", "))
	}
}

// done is how Terraform ends its work on a stack, and count each number of it
// that is not zero.
var (
	done  = regexp.MustCompile(`^(Apply|Destroy) complete! Resources: (.*)\.$`)
	count = regexp.MustCompile(`[1-9]\d* \w+`)
)

// line passes on the end of each stack, or everything.
func (c *console) line(line cdktfcli.Line) {
	if c.verbose {
		c.printf("%s", strings.TrimRight(line.Stack+"  "+line.Text, " "))
		return
	}
	if match := done.FindStringSubmatch(line.Text); match != nil && line.Stack != "" {
		// What another run of the CLI deployed passes by once more.
		counts := strings.ReplaceAll(strings.Join(count.FindAllString(match[2], -1), ", "), "added", "created")
		c.stackDone(line.Stack, cmp.Or(counts, "nothing to change"))
	}
}

func (c *console) stackDone(stack, counts string) {
	c.mutex.Lock()
	c.told[stack] = true
	c.mutex.Unlock()
	c.printf("  %6.1f s   %-*s  %s", time.Since(c.began).Seconds(), c.width, stack, counts)
}

func (c *console) Begin(g rehearsal.Group, step string) {
	c.mutex.Lock()
	clear(c.told)
	c.mutex.Unlock()
	c.printf("%s %s ...", g.Name, step)
}

func (c *console) End(g rehearsal.Group, step string, took time.Duration, what []string) {
	for _, text := range what {
		switch step {
		case "deploy", "unprotect", "destroy":
			// The CLI now and then breaks the line that tells of a stack's end.
			if stack, counts, _ := strings.Cut(text, ": "); !c.verbose && !c.told[stack] {
				c.stackDone(stack, counts)
			}
		default:
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
		took := ""
		if stack.Took > 0 {
			took = fmt.Sprintf(" in %.1f s", stack.Took.Seconds())
		}
		c.printf("  %-*s  %3d created%s", c.width, stack.Stack, stack.Added, took)
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
			c.printf("  left, as AWS leaves it: %s", kept)
		}
	}
	c.printf("The rehearsal took %.1f s.", time.Since(c.began).Seconds())
}

// kept tells how to go on by hand with the last stack that was played.
func (c *console) kept(s settings, stage *rehearsal.Stage, groups []rehearsal.Group) {
	c.idle.Store(true)
	stacks := groups[len(groups)-1].Stacks()
	c.printf("\nThe cloud goes on until you press Ctrl-C. In another terminal, in %s:\n", s.directory)
	c.printf("unset AWS_PROFILE AWS_SESSION_TOKEN BERTH_ENDPOINT TF_WORKSPACE")
	for _, variable := range stage.CLI.Variables() {
		name, value, _ := strings.Cut(variable, "=")
		c.printf("export %s='%s'", name, strings.ReplaceAll(value, "'", `'\''`))
	}
	c.printf("\nand then, for example: npx cdktf diff %s", stacks[len(stacks)-1])
}

// interrupted answers Ctrl-C at once, since the end may take some seconds.
func (c *console) interrupted() {
	if c.idle.Load() {
		return
	}
	c.printf("\nInterrupted: Terraform may finish what is under way, and then everything ends.")
}
