package rehearsal

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/awsprovider"
	"github.com/berth-iac/berth/internal/cloud"
)

// Choose are the groups of the given names, or all, with those of their stacks
// that match one of the patterns, or all.
func (s *Stage) Choose(names, patterns []string) ([]Group, error) {
	var known []string
	for _, group := range s.Groups {
		known = append(known, group.Name)
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("there is no environment %q: the app has %s", name, strings.Join(known, ", "))
		}
	}
	matched := map[string]bool{}
	var chosen []Group
	for _, group := range s.Groups {
		if len(names) > 0 && !slices.Contains(names, group.Name) {
			continue
		}
		group.stacks = slices.DeleteFunc(slices.Clone(group.stacks), func(one stack) bool {
			wanted := len(patterns) == 0
			for _, pattern := range patterns {
				if ok, _ := path.Match(pattern, one.name); ok {
					wanted, matched[pattern] = true, true
				}
			}
			return !wanted
		})
		if len(group.stacks) > 0 {
			group.alone = len(patterns) > 0
			chosen = append(chosen, group)
		}
	}
	for _, pattern := range patterns {
		if !matched[pattern] {
			return nil, fmt.Errorf("no stack matches %q", pattern)
		}
	}
	return chosen, s.rehearsable(chosen)
}

// rehearsable refuses, before anything is deployed, what the cloud does not
// know.
func (s *Stage) rehearsable(groups []Group) error {
	unknown := map[string][]string{}
	for _, group := range groups {
		for _, one := range group.stacks {
			if one.emulated {
				return fmt.Errorf("stack %s is sent to an emulator of AWS, which a rehearsal takes the place of: leave out emulator in its environment file", one.name)
			}
			for _, kind := range one.resources {
				if resource, _ := awsprovider.Has(kind); resource && !s.Cloud.Knows(kind) {
					unknown[kind] = append(unknown[kind], one.name)
				}
			}
			for _, kind := range one.data {
				if _, data := awsprovider.Has(kind); data && !s.Cloud.KnowsData(kind) {
					unknown["data."+kind] = append(unknown["data."+kind], one.name)
				}
			}
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	text := "these types cannot be rehearsed, since the cloud of the rehearsal does not know how AWS treats them:"
	for _, kind := range slices.Sorted(maps.Keys(unknown)) {
		text += fmt.Sprintf("\n  %s, in %s", kind, strings.Join(unknown[kind], ", "))
	}
	return errors.New(text)
}

// Settled is an error where the cloud holds what no state knows, or, after a
// destruction, anything at all.
func (s *Stage) Settled(destroyed bool) error {
	orphans, err := s.Orphans()
	if err != nil {
		return err
	}
	if destroyed {
		orphans = slices.DeleteFunc(s.Cloud.Objects(), func(o cloud.Object) bool { return o.ByAWS || !s.Cloud.Knows(o.Type) })
	}
	if len(orphans) > 0 {
		return &LeftError{Objects: orphans}
	}
	return nil
}

// LeftError are objects of the cloud that ought not to be there.
type LeftError struct {
	Objects []cloud.Object
}

func (e *LeftError) Error() string {
	text := fmt.Sprintf("%d objects are in the cloud that no state knows:", len(e.Objects))
	for _, o := range e.Objects {
		text += fmt.Sprintf("\n  %s %s", o.Type, o.ID)
	}
	return text
}

// Kept are the objects that outlive their destruction on purpose, by type:
// revisions of task definitions, keys and secrets that wait to be deleted.
func (s *Stage) Kept() []string {
	counts := map[string]int{}
	for _, object := range s.Cloud.Waiting() {
		counts[object.Type]++
	}
	for _, object := range s.Cloud.Objects() {
		if object.ByAWS || !s.Cloud.Knows(object.Type) {
			counts[object.Type]++
		}
	}
	var kept []string
	for kind, count := range counts {
		kept = append(kept, fmt.Sprintf("%d %s", count, kind))
	}
	slices.Sort(kept)
	return kept
}
