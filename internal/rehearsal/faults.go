package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/berth-iac/berth/internal/cdktfcli"
	"github.com/berth-iac/berth/internal/cloud"
)

// fault is something that goes wrong while stacks are deployed. It returns what
// the user saw, and an error where that is not what ought to be seen.
type fault func(s *Stage, ctx context.Context, g Group) (string, error)

var faults = map[string]fault{
	"failure":          (*Stage).failure,
	"interrupt":        (*Stage).interrupt,
	"kill":             (*Stage).kill,
	"two-deploys":      (*Stage).twoDeploys,
	"stale-lock":       (*Stage).staleLock,
	"missing-producer": (*Stage).missingProducer,
}

// Faults are the names of the faults that can be played.
func Faults() []string { return slices.Sorted(maps.Keys(faults)) }

// Fault plays a fault in a deployment of a group, and then a script with it: a
// plain second run has to lead to where the first ought to have led, with
// nothing lost and nothing left over.
func (s *Stage) Fault(ctx context.Context, name string, g Group, script Script, o Observer) error {
	began := time.Now()
	o.Begin(g, "fault "+name)
	seen, err := faults[name](s, ctx, g)
	if err != nil {
		return fmt.Errorf("fault %s: %w", name, err)
	}
	o.End(g, "fault "+name, time.Since(began), strings.Split(strings.TrimRight(seen, "\n"), "\n"))
	if _, err := s.Run(ctx, g, script, o); err != nil {
		return fmt.Errorf("after fault %s: %w", name, err)
	}
	return s.Settled(script.Destroy)
}

// creations has a function called at the n-th creation from now on, before it
// or once it is done; its error is the answer to the request.
func (s *Stage) creations(n int, done bool, do func() error) {
	var seen atomic.Int32
	s.Listen(func(_ context.Context, event cloud.Event) error {
		if event.Operation == cloud.Create && event.Done == done && seen.Add(1) == int32(n) {
			return do()
		}
		return nil
	})
}

// middle is a creation that lies in the middle of a deployment.
const middle = 5

// failure has AWS refuse a request in the middle of a deployment.
func (s *Stage) failure(ctx context.Context, g Group) (string, error) {
	if err := s.prepare(ctx, g); err != nil {
		return "", err
	}
	refusal := cloud.Refusal{
		Name: "fault", Operation: "EC2: CreateTags", Status: 503, Code: "RequestLimitExceeded", Message: "Request limit exceeded.",
	}
	s.creations(middle, false, func() error { return refusal.With() })
	defer s.Listen(nil)
	_, err := s.Deploy(ctx, g)
	return expect(err, refusal.Code)
}

// interrupt has the user press Ctrl-C in the middle of a deployment.
func (s *Stage) interrupt(ctx context.Context, g Group) (string, error) {
	return s.cut(ctx, g, context.Canceled)
}

// kill has the machine die in the middle of a deployment: Terraform writes no
// state and gives no lock back. What it had made since it last wrote its state
// is lost to it. That is how Terraform works, and here it is made good by hand:
// the lock is broken, what is in no state is deleted.
func (s *Stage) kill(ctx context.Context, g Group) (string, error) {
	seen, err := s.cut(ctx, g, cdktfcli.ErrKilled)
	if err != nil {
		return seen, err
	}
	_, err = s.Deploy(ctx, g)
	refused, err := expect(err, "Error acquiring the state lock")
	if err != nil {
		return seen, err
	}
	unlocked, err := s.unlock(ctx, g)
	if err != nil {
		return seen, err
	}
	orphans, err := s.Orphans()
	if err != nil {
		return seen, err
	}
	seen += "\n" + refused + "\n" + unlocked
	for _, orphan := range orphans {
		seen += fmt.Sprintf("\nin no state, deleted by hand: %s %s", orphan.Type, orphan.ID)
	}
	return seen, s.remove(orphans)
}

// cut ends a deployment in its middle.
func (s *Stage) cut(ctx context.Context, g Group, cause error) (string, error) {
	if err := s.prepare(ctx, g); err != nil {
		return "", err
	}
	cutting, cut := context.WithCancelCause(ctx)
	defer cut(nil)
	s.creations(middle, true, func() error { cut(cause); return nil })
	defer s.Listen(nil)
	_, err := s.Deploy(cutting, g)
	if err == nil {
		return "", errors.New("the deployment ended before it was cut off")
	}
	return "the deployment was cut off: " + cause.Error(), nil
}

// twoDeploys has two people deploy at once: the lock refuses the second.
func (s *Stage) twoDeploys(ctx context.Context, g Group) (string, error) {
	if err := s.prepare(ctx, g); err != nil {
		return "", err
	}
	reached, goOn := make(chan struct{}), make(chan struct{})
	s.creations(1, false, func() error { close(reached); <-goOn; return nil })
	defer s.Listen(nil)
	first := make(chan error, 1)
	go func() { _, err := s.Deploy(ctx, g); first <- err }()
	select {
	case <-reached:
	case err := <-first:
		return "", errors.Join(errors.New("the first deployment ended before the second began"), err)
	}
	_, second := s.Deploy(ctx, g)
	close(goOn)
	seen, err := expect(second, "Error acquiring the state lock")
	return seen, errors.Join(err, <-first)
}

// staleLock has a lock lie there of a run that is long dead.
func (s *Stage) staleLock(ctx context.Context, g Group) (string, error) {
	if err := s.prepare(ctx, g); err != nil {
		return "", err
	}
	if err := s.lock(g); err != nil {
		return "", err
	}
	_, err := s.Deploy(ctx, g)
	seen, err := expect(err, "Error acquiring the state lock")
	if err != nil {
		return "", err
	}
	unlocked, err := s.unlock(ctx, g)
	return seen + "\n" + unlocked, err
}

// missingProducer has somebody deploy a stack before those that it reads.
func (s *Stage) missingProducer(ctx context.Context, g Group) (string, error) {
	if err := s.prepare(ctx, g); err != nil {
		return "", err
	}
	last, found := g.reader()
	if !found {
		return "", fmt.Errorf("no stack of %s that is rehearsed reads another one: rehearse more of them", g.Name)
	}
	_, err := s.CLI.Deploy(ctx, last.name)
	if err == nil {
		return "", fmt.Errorf("%s was deployed before what it reads", last.name)
	}
	for _, dependency := range last.dependencies {
		if strings.Contains(err.Error(), dependency) {
			return firstError(err), nil
		}
	}
	return "", fmt.Errorf("the error names none of the stacks %s: %w", strings.Join(last.dependencies, ", "), err)
}

// prepare deploys what holds the state of the others, so that the fault hits a
// stack whose state is in a bucket.
func (s *Stage) prepare(ctx context.Context, g Group) error {
	runs := g.runs()
	if len(runs) < 2 {
		return nil
	}
	_, err := s.CLI.Deploy(ctx, runs[0]...)
	return err
}

// expect is the first error of Terraform in a deployment that had to fail.
func expect(err error, text string) (string, error) {
	if err == nil {
		return "", fmt.Errorf("the deployment succeeded, and ought to have failed with %q", text)
	}
	if !strings.Contains(err.Error(), text) {
		return "", fmt.Errorf("the deployment failed otherwise than with %q: %w", text, err)
	}
	return firstError(err), nil
}

// firstError is the line that says what Terraform stumbled over.
func firstError(err error) string {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if _, text, found := strings.Cut(line, "Error: "); found {
			return "refused: " + strings.TrimRight(text, " │")
		}
	}
	return "refused: " + err.Error()
}
