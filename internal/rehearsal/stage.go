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
	// On is told of every request to the cloud, and its error fails the
	// request. Default: nobody.
	On func(context.Context, cloud.Event) error
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
	close           func() error

	mutex sync.Mutex
	on    func(context.Context, cloud.Event) error
}

// Open sets the stage and synthesizes the app. It ends with the context, or
// with Close.
func Open(ctx context.Context, o Options) (*Stage, error) {
	if _, err := exec.LookPath(terraform()); err != nil {
		return nil, fmt.Errorf("a rehearsal runs Terraform 1.10 or later, which is not installed: %w; see https://developer.hashicorp.com/terraform/install", err)
	}
	s := &Stage{directory: o.Directory, work: o.Work, on: o.On}
	buckets, err := s3server.Start(filepath.Join(o.Work, "buckets"))
	if err != nil {
		return nil, err
	}
	s.buckets = buckets
	s.Cloud, err = cloud.Open(cloud.Options{
		File:    filepath.Join(o.Work, "cloud.jsonl"),
		Kinds:   kinds.All(),
		Data:    kinds.Data(),
		Buckets: buckets,
		On:      s.tell,
	})
	if err != nil {
		return nil, errors.Join(err, buckets.Close())
	}
	serving, stop := context.WithCancel(ctx)
	provider := awsprovider.New(awsprovider.Options{Cloud: s.Cloud, Account: s3server.AccountID, More: s.types})
	reattach, stopped, err := provider.Serve(serving)
	s.close = func() error {
		stop()
		<-stopped
		return errors.Join(s.buckets.Close(), s.Cloud.Close())
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	s.CLI, err = cdktfcli.New(cdktfcli.Options{
		Directory:   o.Directory,
		Work:        o.Work,
		Environment: append(buckets.Environment(), "TF_REATTACH_PROVIDERS="+reattach),
		OnLine:      o.OnLine,
	})
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	if err := s.synth(ctx); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// Close ends the provider and the S3. What is deployed stays in the files.
func (s *Stage) Close() error { return s.close() }

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

// Listen has all further requests to the cloud told to somebody else.
func (s *Stage) Listen(on func(context.Context, cloud.Event) error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.on = on
}

// Group is the one of a name, and whether there is one.
func (s *Stage) Group(name string) (Group, bool) {
	for _, group := range s.Groups {
		if group.Name == name {
			return group, true
		}
	}
	return Group{}, false
}
