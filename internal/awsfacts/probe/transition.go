package main

import (
	"fmt"
	"github.com/zclconf/go-cty/cty"
	"slices"
	"strings"
)

// transition is what the provider plans between two configurations, beyond
// what it plans where nothing changed.
type transition struct {
	changed bool
	// replace has the paths that force replacement, unknown those that only
	// the apply will tell.
	replace, unknown []string
}

func (r *prober) transition(from, to cty.Value) (transition, error) {
	created, err := r.plan(r.kind, cty.NullVal(r.block.cty()), from, from)
	if err != nil {
		return transition{}, fmt.Errorf("create: %w", err)
	}
	prior := r.known(created.planned)
	same, err := r.plan(r.kind, prior, r.block.propose(prior, from), from)
	if err != nil {
		return transition{}, fmt.Errorf("keep: %w", err)
	}
	updated, err := r.plan(r.kind, prior, r.block.propose(prior, to), to)
	if err != nil {
		return transition{}, fmt.Errorf("update: %w", err)
	}
	t := transition{changed: !updated.planned.RawEquals(same.planned)}
	kept := forced(prior, same)
	for _, path := range forced(prior, updated) {
		if !slices.Contains(kept, path) {
			t.replace = append(t.replace, path)
		}
	}
	wasUnknown := unknowns(same.planned)
	for _, path := range unknowns(updated.planned) {
		if !slices.Contains(wasUnknown, path) {
			t.unknown = append(t.unknown, path)
		}
	}
	return t, nil
}

// forced lists the paths that force replacement. As in Terraform core, one
// counts only where the plan changes its value.
func forced(prior cty.Value, c change) []string {
	var paths []string
	for _, path := range c.replace {
		if path != "" && path != "id" && !slices.EqualFunc(under(prior, path), under(c.planned, path), cty.Value.RawEquals) {
			paths = append(paths, path)
		}
	}
	return paths
}

// under lists the leaves at a path and below.
func under(v cty.Value, at string) []cty.Value {
	var leaves []cty.Value
	visit(v, func(path string, leaf cty.Value) {
		if path == at || strings.HasPrefix(path, at+".") {
			leaves = append(leaves, leaf)
		}
	})
	return leaves
}

func unknowns(planned cty.Value) []string {
	var paths []string
	visit(planned, func(path string, v cty.Value) {
		if !v.IsKnown() {
			paths = append(paths, path)
		}
	})
	return paths
}

// known replaces what only an apply would tell.
func (r *prober) known(planned cty.Value) cty.Value {
	v, err := cty.Transform(planned, func(path cty.Path, v cty.Value) (cty.Value, error) {
		if v.IsKnown() {
			return v, nil
		}
		at := ""
		for _, step := range path {
			if attribute, isAttribute := step.(cty.GetAttrStep); isAttribute {
				at = join(at, attribute.Name)
			}
		}
		return r.pairs(at, v.Type())[0][0], nil
	})
	if err != nil {
		panic(err)
	}
	return v
}

// visit calls for each leaf with its path without indices. Objects in lists
// and sets are entered.
func visit(v cty.Value, do func(path string, v cty.Value)) {
	var enter func(at string, v cty.Value)
	enter = func(at string, v cty.Value) {
		if !v.IsKnown() || v.IsNull() {
			do(at, v)
			return
		}
		typ := v.Type()
		switch {
		case typ.IsObjectType():
			members := v.AsValueMap()
			for _, name := range sortedKeys(members) {
				enter(join(at, name), members[name])
			}
		case typ.IsCollectionType() && typ.ElementType().IsObjectType():
			for _, element := range v.AsValueSlice() {
				enter(at, element)
			}
		default:
			do(at, v)
		}
	}
	enter("", v)
}
