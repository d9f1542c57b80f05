// Command probe asks the genuine AWS provider how it plans: which attributes
// force replacement, which defaults it fills in, and what an update makes
// unknown. Its schema tells none of this.
//
//	go run ./internal/awsfacts/probe -provider PATH [-o facts.json] [type ...]
//
// PATH is the provider's binary, as terraform init leaves it below
// .terraform/providers. Without types, those that the file already has are
// probed again. Nothing is asked of AWS.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"

	"github.com/zclconf/go-cty/cty"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func main() {
	binary := flag.String("provider", "", "the provider's binary, terraform-provider-aws_v5.*")
	file := flag.String("o", "facts.json", "the table to update")
	flag.Parse()
	if err := run(*binary, *file, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "probe:", err)
		os.Exit(1)
	}
}

func run(binary, file string, types []string) error {
	if binary == "" {
		return errors.New("-provider names no binary")
	}
	t, err := readTable(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(types) == 0 {
		types = sortedKeys(t)
	}
	p, err := start(binary)
	if err != nil {
		return err
	}
	s := &sturdy{binary: binary, provider: p}
	defer func() { s.provider.stop() }()
	schemas := p.schemas.ResourceSchemas
	for i, kind := range types {
		if _, has := schemas[kind]; !has {
			return fmt.Errorf("the provider has no resource type %s", kind)
		}
		r := newProber(s, kind, schemas[kind].Block)
		r.run()
		for _, line := range r.unsure {
			fmt.Fprintf(os.Stderr, "%.300q\n", line)
		}
		t[kind] = r.entry()
		fmt.Fprintf(os.Stderr, "%d/%d %s\n", i+1, len(types), kind)
	}
	return t.write(file)
}

// planner makes plans.
type planner interface {
	plan(kind string, prior, proposed, config cty.Value) (change, error)
}

// sturdy restarts the provider where a plan brought it down.
type sturdy struct {
	binary   string
	provider *provider
}

func (s *sturdy) plan(kind string, prior, proposed, config cty.Value) (change, error) {
	c, err := s.provider.plan(kind, prior, proposed, config)
	if status.Code(err) != codes.Unavailable {
		return c, err
	}
	s.provider.stop()
	again, startErr := start(s.binary)
	if startErr != nil {
		return change{}, startErr
	}
	s.provider = again
	return c, err
}
