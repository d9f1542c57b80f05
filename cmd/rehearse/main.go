// Command rehearse deploys the stacks of an app on this machine, plays releases
// and destroys them again: with the real cdktf CLI and the real Terraform, and
// without an AWS account.
//
//	go run ./cmd/rehearse                     # every environment of this directory
//	go run ./cmd/rehearse -env dev -keep      # deploy dev, and leave it to play with
//	go run ./cmd/rehearse -fault interrupt    # see what an interrupted deployment does
//
// See docs/rehearsal.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/berth-iac/berth/internal/rehearsal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "\n%v\n", err)
		os.Exit(1)
	}
}

// settings are what the flags say.
type settings struct {
	directory, work      string
	environments, stacks []string
	script               rehearsal.Script
	keep, verbose        bool
	fault                string
}

func parse(arguments []string) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("rehearse", flag.ContinueOnError)
	list := func(into *[]string) func(string) error {
		return func(text string) error { *into = strings.Split(text, ","); return nil }
	}
	flags.StringVar(&s.directory, "directory", ".", "directory of the app, with its cdktf.json")
	flags.StringVar(&s.work, "work", "", "directory for the cloud and the state; a rehearsal in the same one goes on where the last ended (default: a temporary one, removed at the end)")
	flags.Func("env", "`environments` to rehearse, with commas between them (default: all)", list(&s.environments))
	flags.Func("stacks", "`stacks` to rehearse, names or patterns such as dev-*, with commas between them (default: all of an environment)", list(&s.stacks))
	flags.IntVar(&s.script.Releases, "release", 2, "`number` of releases of each service that has a pipeline")
	flags.BoolVar(&s.script.Destroy, "destroy", true, "destroy everything in the end; -destroy=false leaves it in -work")
	flags.BoolVar(&s.keep, "keep", false, "keep the cloud running after the releases, and print what to export to use it by hand")
	flags.StringVar(&s.fault, "fault", "", "play a `fault` while deploying: "+strings.Join(rehearsal.Faults(), ", "))
	flags.BoolVar(&s.verbose, "v", false, "print all that Terraform prints")
	if err := flags.Parse(arguments); err != nil {
		return s, err
	}
	if flags.NArg() > 0 {
		return s, fmt.Errorf("%q is no flag: rehearse -help lists them", flags.Arg(0))
	}
	if s.fault != "" && !slices.Contains(rehearsal.Faults(), s.fault) {
		return s, fmt.Errorf("-fault %q: there is %s", s.fault, strings.Join(rehearsal.Faults(), ", "))
	}
	if s.script.Releases < 0 {
		return s, fmt.Errorf("-release %d: 0 or more", s.script.Releases)
	}
	s.script.Destroy = s.script.Destroy && !s.keep
	return s, nil
}

func run(ctx context.Context, arguments []string) error {
	s, err := parse(arguments)
	if err != nil {
		return err
	}
	if s.work == "" {
		// What is in there is nobody's business but the user's.
		if s.work, err = os.MkdirTemp("", "rehearsal-"); err != nil {
			return err
		}
		defer os.RemoveAll(s.work)
	}
	if s.work, err = filepath.Abs(s.work); err != nil {
		return err
	}
	console := newConsole(os.Stdout, s.verbose)
	console.opening(s)
	stage, err := rehearsal.Open(ctx, rehearsal.Options{Directory: s.directory, Work: s.work, OnLine: console.line})
	if err != nil {
		return err
	}
	return errors.Join(play(ctx, s, stage, console), stage.Close())
}

func play(ctx context.Context, s settings, stage *rehearsal.Stage, console *console) error {
	groups, err := stage.Choose(s.environments, s.stacks)
	if err != nil {
		return err
	}
	console.synthesized(groups)
	if s.fault != "" {
		return stage.Fault(ctx, s.fault, groups[0], rehearsal.Script{Destroy: s.script.Destroy}, console)
	}
	for _, group := range groups {
		played, err := stage.Run(ctx, group, s.script, console)
		if err != nil {
			return err
		}
		console.report(played)
	}
	if err := stage.Settled(s.script.Destroy); err != nil {
		return err
	}
	console.closing(s, stage)
	if s.keep {
		console.kept(stage)
		<-ctx.Done()
	}
	return nil
}
