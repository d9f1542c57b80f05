package rehearsal

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

// Orphans are the objects of the cloud that no state knows: what a run of
// Terraform made and forgot.
func (s *Stage) Orphans() ([]cloud.Object, error) {
	known, err := s.known()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(s.Cloud.Objects(), func(o cloud.Object) bool {
		return o.ByAWS || !s.Cloud.Knows(o.Type) || known[o.Type+" "+o.Attributes.Text("id")]
	}), nil
}

// known are the objects in the states of all stacks, by type and id.
func (s *Stage) known() (map[string]bool, error) {
	states, err := s.states()
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for name, content := range states {
		var state struct {
			Resources []struct {
				Mode      string `json:"mode"`
				Type      string `json:"type"`
				Instances []struct {
					Attributes struct {
						ID string `json:"id"`
					} `json:"attributes"`
				} `json:"instances"`
			} `json:"resources"`
		}
		if err := json.Unmarshal(content, &state); err != nil {
			return nil, fmt.Errorf("read the state %s: %w", name, err)
		}
		for _, resource := range state.Resources {
			for _, instance := range resource.Instances {
				known[resource.Type+" "+instance.Attributes.ID] = true
			}
		}
	}
	return known, nil
}

// states are the contents of all states: those in buckets, and those that the
// local backend keeps in the work directory.
func (s *Stage) states() (map[string][]byte, error) {
	states := map[string][]byte{}
	var buckets []string
	for _, one := range s.stacks {
		buckets = append(buckets, one.bucket)
	}
	for _, bucket := range slices.Compact(slices.Sorted(slices.Values(buckets))) {
		exists, err := s.buckets.BucketExists(bucket)
		if bucket == "" || err != nil || !exists {
			continue
		}
		keys, err := s.buckets.Objects(bucket)
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			if strings.HasSuffix(key, lockSuffix) {
				continue
			}
			content, err := s.buckets.Read(bucket, key)
			if err != nil {
				return nil, err
			}
			states[bucket+"/"+key] = content
		}
	}
	files, err := filepath.Glob(filepath.Join(s.work, "*.tfstate"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if len(content) > 0 {
			states[filepath.Base(file)] = content
		}
	}
	return states, nil
}
