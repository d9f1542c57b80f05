package cdktfcli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// ErrKilled, as the cause of a context's end, kills CLI and Terraform at once, with
// no time to write state or to give a lock back.
var ErrKilled = errors.New("killed on purpose")

// Error is a command that failed.
type Error struct {
	// Command is what was run, such as deploy dev-network.
	Command string
	// Output is all that was written.
	Output string
	Err    error
}

// Error is the command and what Terraform, or the CLI, said about its failure,
// in whole.
func (e *Error) Error() string {
	return fmt.Sprintf("cdktf %s: %v\n\n%s", e.Command, e.Err, failure(e.Output))
}

func (e *Error) Unwrap() error { return e.Err }

// failure is what was written from the first error on, or all where there is
// none: what comes before tells how well the rest went.
func failure(output string) string {
	lines := strings.SplitAfter(output, "\n")
	for i, line := range lines {
		if text := strings.TrimLeft(line, " │╷"); strings.HasPrefix(text, "Error: ") || strings.Contains(text, "  Error: ") {
			return strings.Join(lines[i:], "")
		}
	}
	return output
}

// run runs a command of the CLI to its end and returns all it wrote. No process
// that it started is left afterwards.
func (c *CLI) run(ctx context.Context, environment []string, read *reader, arguments ...string) (string, error) {
	fail := func(output string, err error) error {
		return &Error{Command: named(arguments), Output: output, Err: err}
	}
	if err := context.Cause(ctx); err != nil {
		return "", fail("", err)
	}
	out, in, err := os.Pipe()
	if err != nil {
		return "", fail("", err)
	}
	defer out.Close()
	command := exec.Command(c.program, arguments...)
	command.Dir, command.Env = c.options.Directory, environment
	command.Stdout, command.Stderr = in, in
	group, err := startGroup(command)
	in.Close()
	if err != nil {
		return "", fail("", err)
	}
	// Everything started has the pipe: its end is the end of all of them.
	var output strings.Builder
	written := make(chan struct{})
	go func() {
		defer close(written)
		c.listen(out, &output, read)
	}()
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		err = context.Cause(ctx)
		if !errors.Is(err, ErrKilled) {
			group.stop(c.options.Grace)
		}
	}
	group.kill()
	<-written
	if err != nil {
		return output.String(), fail(output.String(), err)
	}
	return output.String(), nil
}

// listen passes on each line as it comes.
func (c *CLI) listen(out *os.File, output *strings.Builder, read *reader) {
	margin := margin{stacks: c.stacks}
	for lines := bufio.NewReader(out); ; {
		text, err := lines.ReadString('\n')
		if text != "" {
			line := margin.line(text)
			output.WriteString(color.ReplaceAllString(text, ""))
			if read != nil {
				read.line(line)
			}
			if c.options.OnLine != nil {
				c.speak.Lock()
				c.options.OnLine(line)
				c.speak.Unlock()
			}
		}
		if err != nil {
			return
		}
	}
}

// named is a command without its flags.
func named(arguments []string) string {
	var words []string
	for _, argument := range arguments {
		if strings.HasPrefix(argument, "-") {
			break
		}
		words = append(words, argument)
	}
	return strings.Join(words, " ")
}
