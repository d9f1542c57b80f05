package rehearsal

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cdktfcli"
	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/s3server"
)

// Deploy deploys the stacks of a group in as few runs of the CLI as their state
// allows.
func (s *Stage) Deploy(ctx context.Context, g Group) ([]cdktfcli.Result, error) {
	var results []cdktfcli.Result
	for _, run := range g.runs() {
		deployed, err := s.CLI.Deploy(ctx, run...)
		for _, result := range deployed {
			// What an earlier run deployed is there already.
			if !slices.ContainsFunc(results, func(r cdktfcli.Result) bool { return r.Stack == result.Stack }) {
				results = append(results, result)
			}
		}
		if err != nil {
			return results, err
		}
	}
	return results, nil
}

// Destroy destroys the stacks of a group in reverse.
func (s *Stage) Destroy(ctx context.Context, g Group) ([]cdktfcli.Result, error) {
	if !g.alone {
		return s.CLI.Destroy(ctx, g.Stacks()...)
	}
	var results []cdktfcli.Result
	for _, stack := range slices.Backward(g.Stacks()) {
		destroyed, err := s.CLI.DestroyAlone(ctx, stack)
		results = append(results, destroyed...)
		if err != nil {
			return results, err
		}
	}
	return results, nil
}

// diffsAtATime is how many diffs run side by side: most of one is the start of
// the CLI and of Terraform.
const diffsAtATime = 2

// Diff is what deploying the stacks of a group again would change. It is an
// error where that is anything.
func (s *Stage) Diff(ctx context.Context, g Group) ([]cdktfcli.Result, error) {
	results, err := s.CLI.DiffAll(ctx, diffsAtATime, g.Stacks()...)
	if err != nil {
		return results, err
	}
	for _, result := range results {
		if !result.Empty {
			return results, &ChangesError{Result: result}
		}
	}
	return results, nil
}

// ChangesError is a diff that ought to be empty.
type ChangesError struct {
	Result cdktfcli.Result
}

func (e *ChangesError) Error() string {
	return fmt.Sprintf("the next deploy of %s would change something (%d to add, %d to change, %d to destroy):\n\n%s",
		e.Result.Stack, e.Result.Added, e.Result.Changed, e.Result.Destroyed, strings.TrimRight(e.Result.Text, "\n"))
}

// Released are the services of a group that releases bring new versions of.
func (s *Stage) Released(g Group) []cloud.Object {
	var names []string
	for _, one := range g.stacks {
		names = append(names, one.released...)
	}
	var services []cloud.Object
	for _, object := range s.Cloud.Objects() {
		if object.Type == "aws_ecs_service" && slices.Contains(names, object.Attributes.Text("name")) {
			services = append(services, object)
		}
	}
	return services
}

// sessionOf is who asks about an object: its own account and region, which its
// ARN tells.
func sessionOf(o cloud.Object) cloud.Session {
	name := cmp.Or(o.Attributes.Text("arn"), o.Attributes.Text("id"))
	session := cloud.Session{Partition: "aws", Region: o.Region, Account: s3server.AccountID}
	// arn:partition:service:region:account:resource
	if parts := strings.SplitN(name, ":", 6); len(parts) == 6 && parts[0] == "arn" {
		session.Partition, session.Account = parts[1], cmp.Or(parts[4], session.Account)
	}
	return session
}
