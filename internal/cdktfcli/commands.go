package cdktfcli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Synth synthesizes the app, with further variables of the environment as in
// KEY=value, and returns its stacks in the order of deployment. Every other
// command works on what it wrote.
func (c *CLI) Synth(ctx context.Context, variables ...string) ([]Stack, error) {
	if _, err := c.run(ctx, append(c.synthEnvironment(), variables...), nil, "synth"); err != nil {
		return nil, err
	}
	stacks, err := readManifest(filepath.Join(c.Output(), "manifest.json"))
	if err != nil {
		return nil, err
	}
	c.stacks = stacks
	return stacks, nil
}

// Deploy deploys one stack, or several in one run of the CLI and in order: by
// their names or by patterns such as dev-*. Several have to include those that
// they depend on. What succeeded before an error is returned with it.
//
// The CLI initializes all of them before it deploys the first: stacks whose
// state lies in a bucket come in a run after that of the stack with the bucket.
func (c *CLI) Deploy(ctx context.Context, stacks ...string) ([]Result, error) {
	outputs, err := os.CreateTemp(c.options.Work, "outputs-")
	if err != nil {
		return nil, err
	}
	outputs.Close()
	defer os.Remove(outputs.Name())
	arguments := append([]string{"deploy"}, stacks...)
	arguments = append(arguments, "--skip-synth", "--no-color", "--auto-approve", "--outputs-file", outputs.Name())
	if len(stacks) == 1 && slices.ContainsFunc(c.stacks, func(s Stack) bool { return s.Name == stacks[0] }) {
		// With several stacks, the flag would have the CLI forget their order.
		arguments = append(arguments, "--ignore-missing-stack-dependencies")
	}
	read := c.reader()
	_, err = c.run(ctx, c.terraformEnvironment(), read, arguments...)
	results := read.done(err)
	if err != nil {
		return results, err
	}
	return results, addOutputs(results, outputs.Name())
}

// Destroy destroys stacks in one run of the CLI, in the reverse order. The CLI
// refuses where a stack that stays depends on one of them.
func (c *CLI) Destroy(ctx context.Context, stacks ...string) ([]Result, error) {
	return c.destroy(ctx, append([]string{"destroy"}, stacks...))
}

// DestroyAlone destroys stacks whether or not others depend on them, and in no
// order.
func (c *CLI) DestroyAlone(ctx context.Context, stacks ...string) ([]Result, error) {
	return c.destroy(ctx, append(append([]string{"destroy"}, stacks...), "--ignore-missing-stack-dependencies"))
}

func (c *CLI) destroy(ctx context.Context, arguments []string) ([]Result, error) {
	arguments = append(arguments, "--skip-synth", "--no-color", "--auto-approve")
	read := c.reader()
	_, err := c.run(ctx, c.terraformEnvironment(), read, arguments...)
	return read.done(err), err
}

// Diff is what deploying a stack would change.
func (c *CLI) Diff(ctx context.Context, stack string) (Result, error) {
	begin, read := time.Now(), c.reader()
	output, err := c.run(ctx, c.terraformEnvironment(), read, "diff", stack, "--skip-synth", "--no-color")
	if err != nil {
		return Result{Stack: stack}, err
	}
	results := read.planned()
	if len(results) != 1 {
		return Result{Stack: stack}, &Error{Command: "diff " + stack, Output: output, Err: errors.New("it does not tell what would change")}
	}
	results[0].Took = time.Since(begin)
	return results[0], nil
}

// DiffAll diffs stacks, so many at a time: the CLI takes one stack a run, and
// most of a run is the CLI's own start. The results are in the order of the
// stacks. The first error stops the others.
func (c *CLI) DiffAll(ctx context.Context, parallel int, stacks ...string) ([]Result, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	results, errs := make([]Result, len(stacks)), make([]error, len(stacks))
	places := make(chan struct{}, max(parallel, 1))
	var all sync.WaitGroup
	for i, stack := range stacks {
		places <- struct{}{}
		if ctx.Err() != nil {
			break
		}
		all.Go(func() {
			defer func() { <-places }()
			if results[i], errs[i] = c.Diff(ctx, stack); errs[i] != nil {
				stop()
			}
		})
	}
	all.Wait()
	// What was stopped because of another's error says nothing of its own.
	for _, err := range errs {
		if err != nil && !errors.Is(err, context.Canceled) {
			return results, err
		}
	}
	return results, errors.Join(errs...)
}

// addOutputs puts the outputs in the CLI's file to the results. The file nests
// them by the path of their construct.
func addOutputs(results []Result, file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var stacks map[string]map[string]any
	// The CLI writes nothing where no stack has outputs.
	if len(strings.TrimSpace(string(content))) > 0 {
		if err := json.Unmarshal(content, &stacks); err != nil {
			return fmt.Errorf("read the outputs: %w", err)
		}
	}
	for i := range results {
		results[i].Outputs = map[string]any{}
		flatten(stacks[results[i].Stack], results[i].Outputs)
	}
	return nil
}

func flatten(from, into map[string]any) {
	for name, value := range from {
		if inner, ok := value.(map[string]any); ok {
			flatten(inner, into)
			continue
		}
		into[name] = value
	}
}
