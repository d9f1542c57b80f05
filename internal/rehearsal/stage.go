package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"

	"github.com/berth-iac/berth/internal/awsprovider"
	"github.com/berth-iac/berth/internal/cdktfcli"
	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/kinds"
	"github.com/berth-iac/berth/internal/s3server"
)

// Options of a stage.
type Options struct {
	// Directory of the app, with its cdktf.json. Default: the current one.
	Directory string
	// Work is where the cloud, the state and the synthesized stacks are kept. A
	// later rehearsal in the same place goes on where this one ended.
	Work string
	// OnLine hears each line that the CLI writes. Default: nobody.
	OnLine func(cdktfcli.Line)
}

// Stage is where an app is rehearsed: the cloud, the S3, the provider and the
// CLI that are set up to meet.
type Stage struct {
	Cloud  *cloud.Cloud
	CLI    *cdktfcli.CLI
	Groups []Group

	directory, work string
	stacks          []stack
	buckets         *s3server.Server
	// ends are what Close does, the last first.
	ends []func() error

	mutex sync.Mutex
	on    func(context.Context, cloud.Event) error
}

// Open sets the stage and synthesizes the app, which ends with the context. The
// stage itself stays until Close: a Terraform that is interrupted finishes the
// request under way and writes its state, for which it needs the provider and
// the S3.
func Open(ctx context.Context, o Options) (_ *Stage, err error) {
	if _, err := exec.LookPath(terraform()); err != nil {
		return nil, fmt.Errorf("a rehearsal runs Terraform 1.10 or later, and there is no %s on the PATH: see https://developer.hashicorp.com/terraform/install", terraform())
	}
	s := &Stage{directory: o.Directory, work: o.Work}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	release, err := occupy(o.Work)
	if err != nil {
		return nil, err
	}
	s.atClose(release)
	if s.buckets, err = s3server.Start(filepath.Join(o.Work, "buckets")); err != nil {
		return nil, err
	}
	s.atClose(s.buckets.Close)
	s.Cloud, err = cloud.Open(cloud.Options{
		File:    filepath.Join(o.Work, "cloud.jsonl"),
		Kinds:   kinds.All(),
		Data:    kinds.Data(),
		Buckets: s.buckets,
		On:      s.tell,
	})
	if err != nil {
		return nil, err
	}
	s.atClose(s.Cloud.Close)
	provider := awsprovider.New(awsprovider.Options{Cloud: s.Cloud, More: s.types})
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	reattach, stopped, err := provider.Serve(serving)
	s.atClose(func() error { stop(); <-stopped; return nil })
	if err != nil {
		return nil, err
	}
	s.CLI, err = cdktfcli.New(cdktfcli.Options{
		Directory:   o.Directory,
		Work:        o.Work,
		Environment: append(s.buckets.Environment(), "TF_REATTACH_PROVIDERS="+reattach),
		OnLine:      o.OnLine,
	})
	if err != nil {
		return nil, err
	}
	if err := s.synth(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// atClose has something ended before all that was begun before it.
func (s *Stage) atClose(end func() error) { s.ends = append(s.ends, end) }

// Close ends the provider and the S3. What is deployed stays in the files.
func (s *Stage) Close() error {
	var errs []error
	for _, end := range slices.Backward(s.ends) {
		errs = append(errs, end())
	}
	s.ends = nil
	return errors.Join(errs...)
}

// synth synthesizes the app.
func (s *Stage) synth(ctx context.Context, variables ...string) error {
	synthesized, err := s.CLI.Synth(ctx, variables...)
	if err != nil {
		return err
	}
	var stacks []stack
	for _, one := range synthesized {
		read, err := readStack(s.CLI.Output(), one)
		if err != nil {
			return err
		}
		stacks = append(stacks, read)
	}
	if len(stacks) == 0 {
		return fmt.Errorf("the app in %s has no stacks", s.directory)
	}
	for _, bucket := range foreignBuckets(stacks) {
		exists, err := s.buckets.BucketExists(bucket)
		if err == nil && !exists {
			err = s.buckets.CreateBucket(bucket)
		}
		if err != nil {
			return err
		}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.stacks, s.Groups = stacks, groupsOf(stacks)
	return nil
}

// types are those that the stacks use.
func (s *Stage) types() (resources, data []string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, one := range s.stacks {
		resources = append(resources, one.resources...)
		data = append(data, one.data...)
	}
	slices.Sort(resources)
	slices.Sort(data)
	return slices.Compact(resources), slices.Compact(data)
}

// tell passes on what is asked of the cloud.
func (s *Stage) tell(ctx context.Context, event cloud.Event) error {
	s.mutex.Lock()
	on := s.on
	s.mutex.Unlock()
	if on == nil {
		return nil
	}
	return on(ctx, event)
}

// Listen has all further requests to the cloud told to a function, whose error
// fails the request, instead of the one before; nil hears nothing.
func (s *Stage) Listen(on func(context.Context, cloud.Event) error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.on = on
}
