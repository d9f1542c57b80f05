package rehearsal

import (
	"context"
	"fmt"
	"time"

	"github.com/berth-iac/berth/internal/cdktfcli"
)

// Script says what is played of a group of stacks after it is deployed.
type Script struct {
	// Releases is how many releases every service gets, each followed by diffs
	// that have to be empty.
	Releases int
	// Destroy takes everything away again, and has to leave nothing.
	Destroy bool
}

// Play is what happened to a group of stacks.
type Play struct {
	Group Group
	// Deployed are the stacks as they were deployed first, with their outputs.
	Deployed []cdktfcli.Result
	// Created is the number of objects by type after the first deployment.
	Created map[string]int
	// Took is how long it all was.
	Took time.Duration
}

// Observer hears what happens, as it happens.
type Observer interface {
	// Begin tells that a step of a group has begun, such as "deploy".
	Begin(g Group, step string)
	// End tells what came of it.
	End(g Group, step string, took time.Duration, what []string)
}

// Run plays a script with a group of stacks: deploys them, sees that nothing is
// left to change and nothing in the cloud that no state knows, releases, and
// destroys.
func (s *Stage) Run(ctx context.Context, g Group, script Script, o Observer) (Play, error) {
	play := Play{Group: g}
	began := time.Now()
	defer func() { play.Took = time.Since(began) }()
	step := func(name string, do func() ([]string, error)) error {
		o.Begin(g, name)
		began := time.Now()
		what, err := do()
		if err != nil {
			return fmt.Errorf("%s: %s: %w", g.Name, name, err)
		}
		o.End(g, name, time.Since(began), what)
		return nil
	}
	steps := []func() error{
		func() error { return step("deploy", func() ([]string, error) { return s.playDeploy(ctx, &play) }) },
		func() error { return step("diff", func() ([]string, error) { return s.playDiff(ctx, g) }) },
	}
	for range script.Releases {
		steps = append(steps,
			func() error { return step("release", func() ([]string, error) { return s.playRelease(g) }) },
			func() error { return step("diff", func() ([]string, error) { return s.playDiff(ctx, g) }) })
	}
	if script.Destroy {
		if s.protected(g) {
			steps = append(steps, func() error {
				return step("unprotect", func() ([]string, error) { return s.playUnprotect(ctx, g) })
			})
		}
		steps = append(steps, func() error {
			return step("destroy", func() ([]string, error) { return s.playDestroy(ctx, &play) })
		})
	}
	for _, do := range steps {
		if err := do(); err != nil {
			return play, err
		}
	}
	play.Took = time.Since(began)
	return play, nil
}

func (s *Stage) playDeploy(ctx context.Context, play *Play) ([]string, error) {
	before := s.count()
	results, err := s.Deploy(ctx, play.Group)
	play.Deployed = results
	if err != nil {
		return nil, err
	}
	play.Created = s.count()
	for kind, count := range before {
		if play.Created[kind] -= count; play.Created[kind] == 0 {
			delete(play.Created, kind)
		}
	}
	return summary(results), nil
}

func (s *Stage) playDiff(ctx context.Context, g Group) ([]string, error) {
	results, err := s.Diff(ctx, g)
	if err != nil {
		return nil, err
	}
	if err := s.Settled(false); err != nil {
		return nil, err
	}
	return []string{fmt.Sprintf("no changes in %d stacks", len(results))}, nil
}

func (s *Stage) playRelease(g Group) ([]string, error) {
	services := s.Released(g)
	if len(services) == 0 {
		return []string{"no service that a pipeline releases"}, nil
	}
	var what []string
	for _, service := range services {
		result, err := s.Release(service)
		if err != nil {
			return nil, err
		}
		what = append(what, result.String())
	}
	return what, nil
}

// playUnprotect makes an environment disposable, as its owner does who wants to
// be rid of it.
func (s *Stage) playUnprotect(ctx context.Context, g Group) ([]string, error) {
	if err := s.unprotect(ctx, g); err != nil {
		return nil, err
	}
	results, err := s.Deploy(ctx, g)
	return summary(results), err
}

func (s *Stage) playDestroy(ctx context.Context, play *Play) ([]string, error) {
	results, err := s.Destroy(ctx, play.Group)
	return summary(results), err
}

// summary is what a run of the CLI did to each stack.
func summary(results []cdktfcli.Result) []string {
	var lines []string
	for _, r := range results {
		lines = append(lines, r.Stack+": "+counts(r))
	}
	return lines
}

// counts are the numbers of a result that are not zero.
func counts(r cdktfcli.Result) string {
	text := ""
	for _, count := range []struct {
		number int
		verb   string
	}{{r.Imported, "imported"}, {r.Added, "created"}, {r.Changed, "changed"}, {r.Destroyed, "destroyed"}} {
		if count.number == 0 {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%d %s", count.number, count.verb)
	}
	if text == "" {
		return "nothing to change"
	}
	return text
}

// count is the number of objects by type.
func (s *Stage) count() map[string]int {
	counts := map[string]int{}
	for _, object := range s.Cloud.Objects() {
		if s.Cloud.Knows(object.Type) {
			counts[object.Type]++
		}
	}
	return counts
}
