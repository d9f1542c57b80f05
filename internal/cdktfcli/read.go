package cdktfcli

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Line is a line that the CLI wrote.
type Line struct {
	// Stack that it is about; empty where it is about the whole run.
	Stack string
	// Text is what Terraform wrote, without the CLI's margin.
	Text string
}

// Result is what a command did to a stack, or what diff says it would.
type Result struct {
	Stack                               string
	Imported, Added, Changed, Destroyed int
	// Empty means that there was nothing to do.
	Empty bool
	// Outputs of a deployed stack by name.
	Outputs map[string]any
	// Text is all that Terraform said about the stack.
	Text string
	// Took is how long Terraform worked on the stack. For a diff, it is the
	// whole run.
	Took time.Duration
}

var (
	color   = regexp.MustCompile("\x1b\\[[0-9;]*[A-Za-z]")
	ready   = regexp.MustCompile(`^(Terraform|OpenTofu) has been successfully initialized!`)
	nothing = regexp.MustCompile(`^No changes\. `)
	// What apply, destroy and plan end with. Imports come first where there are
	// any, and destroy tells of nothing else.
	applied   = regexp.MustCompile(`^Apply complete! Resources: (?:(\d+) imported, )?(\d+) added, (\d+) changed, (\d+) destroyed\.`)
	destroyed = regexp.MustCompile(`^Destroy complete! Resources: (\d+) destroyed\.`)
	planned   = regexp.MustCompile(`^Plan: (?:(\d+) to import, )?(\d+) to add, (\d+) to change, (\d+) to destroy\.`)
	onlyValue = regexp.MustCompile(`^Changes to Outputs:`)
)

// reader makes results of the lines of one run.
type reader struct {
	stacks []Stack
	// initialized is when Terraform's init of the last stack ended.
	initialized time.Time
	order       []string
	progress    map[string]*progress
	now         func() time.Time
}

// progress is what is known of one stack in a run.
type progress struct {
	result Result
	text   strings.Builder
	// told is whether Terraform has said what it will do.
	told bool
	// done is when it had done so.
	done time.Time
}

func (c *CLI) reader() *reader {
	return &reader{stacks: c.stacks, progress: map[string]*progress{}, now: time.Now}
}

func (r *reader) line(line Line) {
	if line.Stack == "" {
		return
	}
	p := r.progress[line.Stack]
	if p == nil {
		p = &progress{result: Result{Stack: line.Stack}}
		r.progress[line.Stack] = p
		r.order = append(r.order, line.Stack)
	}
	p.text.WriteString(line.Text + "\n")
	switch {
	case ready.MatchString(line.Text):
		r.initialized = r.now()
	case nothing.MatchString(line.Text):
		p.told, p.result.Empty = true, true
	case onlyValue.MatchString(line.Text):
		p.told = true
	default:
		r.counts(p, line.Text)
	}
}

func (r *reader) counts(p *progress, text string) {
	for _, end := range []struct {
		pattern *regexp.Regexp
		fields  []*int
		final   bool
	}{
		{planned, []*int{&p.result.Imported, &p.result.Added, &p.result.Changed, &p.result.Destroyed}, false},
		{applied, []*int{&p.result.Imported, &p.result.Added, &p.result.Changed, &p.result.Destroyed}, true},
		{destroyed, []*int{&p.result.Destroyed}, true},
	} {
		match := end.pattern.FindStringSubmatch(text)
		if match == nil {
			continue
		}
		for i, field := range end.fields {
			*field, _ = strconv.Atoi(match[i+1])
		}
		p.told = true
		if end.final {
			p.done = r.now()
			p.result.Took = p.done.Sub(r.began(p.result.Stack))
		}
	}
}

// began is when the CLI started Terraform on a stack: once all stacks were
// initialized and those before it were done.
func (r *reader) began(stack string) time.Time {
	began := r.initialized
	after := func(name string) {
		if p := r.progress[name]; p != nil && p.done.After(began) && name != stack {
			began = p.done
		}
	}
	for _, s := range r.stacks {
		for _, dependency := range s.Dependencies {
			// Destroying goes the other way; what is not done yet does not count.
			if s.Name == stack {
				after(dependency)
			}
			if dependency == stack {
				after(s.Name)
			}
		}
	}
	return began
}

// planned are the stacks that Terraform has told what it would do to, in the
// order in which the CLI began with them.
func (r *reader) planned() []Result { return r.results(func(p *progress) bool { return p.told }) }

// done are those that Terraform has done it to: all of them where the run
// succeeded. The CLI breaks a line in two now and then, and the one at which
// Terraform says so may be lost; what it planned to do is what it did then.
func (r *reader) done(err error) []Result {
	return r.results(func(p *progress) bool { return !p.done.IsZero() || err == nil && p.told })
}

func (r *reader) results(wanted func(*progress) bool) []Result {
	var results []Result
	for _, stack := range r.order {
		if p := r.progress[stack]; wanted(p) {
			p.result.Text = p.text.String()
			results = append(results, p.result)
		}
	}
	return results
}

// margin tells of which stack a line is. The CLI puts the name of the stack
// before what Terraform writes, and the same width of spaces before the lines
// that follow.
type margin struct {
	stacks  []Stack
	current string
}

func (m *margin) line(text string) Line {
	text = strings.TrimRight(color.ReplaceAllString(text, ""), "\r\n")
	for _, stack := range m.stacks {
		if rest, ok := strings.CutPrefix(text, stack.Name+"  "); ok {
			m.current = stack.Name
			return Line{Stack: m.current, Text: rest}
		}
	}
	if rest, ok := strings.CutPrefix(text, strings.Repeat(" ", len(m.current)+2)); ok && m.current != "" {
		return Line{Stack: m.current, Text: rest}
	}
	if strings.TrimSpace(text) != "" {
		m.current = ""
	}
	return Line{Stack: m.current, Text: text}
}
