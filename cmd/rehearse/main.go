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
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/berth-iac/berth/internal/rehearsal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
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

func newFlags(s *settings) *flag.FlagSet {
	flags := flag.NewFlagSet("rehearse", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&s.directory, "directory", ".", "directory of the app, with its cdktf.json")
	flags.StringVar(&s.work, "work", "", "directory for the cloud and the state; a rehearsal in the same one goes on where the last ended (default: a temporary one, removed at the end)")
	flags.Func("env", "`environments` to rehearse, with commas between them (default: all)", list(&s.environments))
	flags.Func("stacks", "`stacks` to rehearse, names or patterns such as dev-*, with commas between them (default: all of an environment)", list(&s.stacks))
	flags.IntVar(&s.script.Releases, "release", 2, "`number` of releases of each service that has a pipeline; none after a fault")
	flags.BoolVar(&s.script.Destroy, "destroy", true, "destroy everything in the end; -destroy=false leaves it in -work")
	flags.BoolVar(&s.keep, "keep", false, "keep the cloud running until Ctrl-C instead of destroying everything, and print what to export to use it by hand")
	flags.StringVar(&s.fault, "fault", "", "play a `fault` while deploying the first of the environments, and only that one: "+strings.Join(rehearsal.Faults(), ", "))
	flags.BoolVar(&s.verbose, "v", false, "print all that Terraform prints")
	return flags
}

// list reads names with commas between them.
func list(into *[]string) func(string) error {
	return func(text string) error {
		for name := range strings.SplitSeq(text, ",") {
			if name = strings.TrimSpace(name); name == "" {
				return errors.New("a name is empty")
			}
			*into = append(*into, name)
		}
		return nil
	}
}

func parse(arguments []string) (settings, error) {
	var s settings
	flags := newFlags(&s)
	if err := flags.Parse(arguments); errors.Is(err, flag.ErrHelp) {
		return s, err
	} else if err != nil {
		return s, fmt.Errorf("%w: rehearse -help lists the flags", err)
	}
	if flags.NArg() > 0 {
		return s, fmt.Errorf("%q is no flag: rehearse -help lists the flags", flags.Arg(0))
	}
	if s.fault != "" && !slices.Contains(rehearsal.Faults(), s.fault) {
		return s, fmt.Errorf("-fault %q: there is %s", s.fault, strings.Join(rehearsal.Faults(), ", "))
	}
	if s.script.Releases < 0 {
		return s, fmt.Errorf("-release %d: has to be 0 or more", s.script.Releases)
	}
	if !s.script.Destroy && !s.keep && s.work == "" {
		return s, errors.New("-destroy=false leaves nothing without -work: the temporary directory goes with the rehearsal")
	}
	s.script.Destroy = s.script.Destroy && !s.keep
	var err error
	s.directory, err = filepath.Abs(s.directory)
	return s, err
}

func run(ctx context.Context, arguments []string, out io.Writer) (err error) {
	s, err := parse(arguments)
	if errors.Is(err, flag.ErrHelp) {
		flags := newFlags(&settings{})
		flags.SetOutput(out)
		flags.Usage()
		return nil
	}
	if err != nil {
		return err
	}
	if s.work == "" {
		// What is in there is nobody's business but the user's.
		if s.work, err = os.MkdirTemp("", "rehearsal-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(s.work)) }()
	}
	if s.work, err = filepath.Abs(s.work); err != nil {
		return err
	}
	console := newConsole(out, s.verbose)
	console.opening(s)
	defer context.AfterFunc(ctx, console.interrupted)()
	stage, err := rehearsal.Open(ctx, rehearsal.Options{Directory: s.directory, Work: s.work, OnLine: console.line})
	if err == nil {
		err = errors.Join(play(ctx, s, stage, console), stage.Close())
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		// What Terraform wrote up to then is no error that anybody looks for.
		return errors.New("interrupted: nothing that was started is left running")
	}
	return err
}

func play(ctx context.Context, s settings, stage *rehearsal.Stage, console *console) error {
	groups, err := stage.Choose(s.environments, s.stacks)
	if err != nil {
		return err
	}
	if s.fault != "" {
		groups = groups[:1]
	}
	console.chosen(groups)
	for _, group := range groups {
		if s.fault != "" {
			err := stage.Fault(ctx, s.fault, group, rehearsal.Script{Destroy: s.script.Destroy}, console)
			if err != nil {
				return err
			}
			continue
		}
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
		console.kept(s, stage, groups)
		<-ctx.Done()
	}
	return nil
}
