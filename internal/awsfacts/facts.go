// Package awsfacts tells what the schema of the AWS provider does not: which
// attributes force replacement, which defaults the provider fills in, and what
// an update makes unknown. The table was taken from the plans of the genuine
// provider, version 5.100.0, one change at a time; probe takes it again.
//
// Paths are dotted names through nested blocks without indices, such as
// "health_check.interval".
package awsfacts

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// AWS_PROVIDER_BINARY is the path of terraform-provider-aws_v5.100.0, which
// terraform init leaves below .terraform/providers. The table takes about four
// minutes; add types to the command to extend it.
//
//go:generate go run ./probe -provider $AWS_PROVIDER_BINARY -o facts.json

//go:embed facts.json
var table []byte

// Facts are how the provider plans one resource type.
type Facts struct {
	// Replace lists, sorted, the attributes whose change forces replacement,
	// and the blocks whose coming and going does.
	Replace []string
	// ReplaceOnSet lists attributes that force replacement only where they
	// were null before or are null after.
	ReplaceOnSet []string
	// Defaults are the values that the provider plans for attributes that the
	// configuration leaves out, as encoding/json decodes them. Those of a
	// block hold where the configuration has the block. In sets of blocks the
	// provider plans "" and zero for what is left out; they are listed too.
	Defaults map[string]any
	// Unknown has, for each attribute that an update in place makes unknown
	// until it is applied, the attributes or blocks whose change does so; "*"
	// stands for every one.
	Unknown map[string][]string
	// Remark tells what depends on more than one attribute.
	Remark string
}

// Of returns the facts of a resource type, and whether they were probed.
func Of(resourceType string) (Facts, bool) {
	// Each type has a line of its own.
	_, rest, found := bytes.Cut(table, []byte("\n\""+resourceType+"\":"))
	if !found {
		return Facts{}, false
	}
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	var f Facts
	if err := json.Unmarshal(bytes.TrimSuffix(line, []byte(",")), &f); err != nil {
		panic(fmt.Sprintf("facts.json is broken at %s: %v", resourceType, err))
	}
	return f, true
}

// Replaces tells whether a change at the path forces replacement. set says
// that the path was null before or is null after.
func (f Facts) Replaces(path string, set bool) bool {
	_, found := slices.BinarySearch(f.Replace, path)
	return found || set && slices.Contains(f.ReplaceOnSet, path)
}

// UnknownAfter lists, sorted, the attributes that an update which changes the
// given paths makes unknown until it is applied.
func (f Facts) UnknownAfter(changed ...string) []string {
	var unknown []string
	for path, triggers := range f.Unknown {
		if slices.ContainsFunc(triggers, func(trigger string) bool {
			return slices.ContainsFunc(changed, func(at string) bool {
				return trigger == "*" || trigger == at || strings.HasPrefix(at, trigger+".")
			})
		}) {
			unknown = append(unknown, path)
		}
	}
	slices.Sort(unknown)
	return unknown
}
