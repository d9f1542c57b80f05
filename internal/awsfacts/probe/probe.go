package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// prober finds out about one resource type.
type prober struct {
	planner
	kind  string
	block *block

	// replace has the attributes whose change forces replacement.
	replace map[string]bool
	// onSet has those that force it only where they are set or unset.
	onSet map[string]bool
	// unknown has, for each attribute that an update makes unknown, the
	// attributes whose change did so.
	unknown map[string]map[string]bool
	// updates has the attributes that can be changed in place.
	updates  map[string]bool
	defaults map[string]cty.Value
	// learned are allowed values that errors told.
	learned map[string]string
	// unsure lists what the probe could not see.
	unsure []string
}

func newProber(p planner, kind string, b *block) *prober {
	b.cty()
	return &prober{
		planner: p, kind: kind, block: b,
		replace: map[string]bool{}, onSet: map[string]bool{}, unknown: map[string]map[string]bool{}, updates: map[string]bool{},
		defaults: map[string]cty.Value{}, learned: map[string]string{},
	}
}

func (r *prober) notef(format string, args ...any) {
	r.unsure = append(r.unsure, r.kind+": "+fmt.Sprintf(format, args...))
}

func (r *prober) run() {
	r.findDefaults("")
	r.walk(r.block, "")
}

func (r *prober) walk(b *block, at string) {
	for _, a := range b.Attributes {
		path := join(at, a.Name)
		// The provider's SDK lets id be set and ignores it.
		if a.settable() && path != "id" && path != "tags_all" {
			r.changeAttribute(path, a)
		}
	}
	for _, nested := range b.BlockTypes {
		if nested.TypeName == "timeouts" {
			continue
		}
		path := join(at, nested.TypeName)
		r.findDefaults(path)
		r.walk(nested.Block, path)
		r.replaceBlock(path, nested)
	}
}

// changeAttribute changes one attribute and nothing else, with the first pair
// of values that shows a difference in the plan.
func (r *prober) changeAttribute(at string, a attribute) {
	inside := parent(at)
	var failed error
	for _, values := range r.pairs(at, a.typ) {
		from, to := r.config(inside, at, values[0], 0), r.config(inside, at, values[1], 0)
		t, err := r.transition(from, to)
		if err != nil {
			if r.learn(err) {
				r.changeAttribute(at, a)
				return
			}
			failed = err
			continue
		}
		if !t.changed {
			continue
		}
		r.record(at, t)
		if without := r.config(inside, at, cty.NullVal(a.typ), 0); !a.Required && !r.replace[at] {
			set, setErr := r.transition(without, from)
			unset, unsetErr := r.transition(from, without)
			if setErr == nil && unsetErr == nil && (slices.ContainsFunc(set.replace, related(at)) || slices.ContainsFunc(unset.replace, related(at))) {
				r.onSet[at] = true
			}
		}
		return
	}
	if failed != nil {
		r.notef("%s: %v", at, failed)
	} else {
		r.notef("%s: no change seen", at)
	}
}

// replaceBlock finds out whether a block can come and go without replacement.
func (r *prober) replaceBlock(at string, nested nestedBlock) {
	if nested.MinItems > 0 {
		return
	}
	without, with := r.config(parent(at), "", cty.NilVal, 0), r.config(at, "", cty.NilVal, 0)
	add, addErr := r.transition(without, with)
	remove, removeErr := r.transition(with, without)
	if addErr == nil && removeErr == nil && len(add.replace) > 0 && len(remove.replace) > 0 {
		r.replace[at] = true
	}
}

func (r *prober) record(at string, t transition) {
	if len(t.replace) > 0 {
		if slices.ContainsFunc(t.replace, related(at)) {
			r.replace[at] = true
		} else {
			r.notef("%s: a change forces %v", at, t.replace)
		}
		return
	}
	r.updates[at] = true
	for _, path := range t.unknown {
		if r.unknown[path] == nil {
			r.unknown[path] = map[string]bool{}
		}
		r.unknown[path][at] = true
	}
}

// related tells of a path whether it is the attribute's own. The provider names
// the set for what is inside.
func related(at string) func(path string) bool {
	return func(path string) bool {
		return path == at || strings.HasPrefix(at, path+".") || strings.HasPrefix(path, at+".")
	}
}

// findDefaults looks for what a plan knows without having been told, in the
// smallest configuration that has the block.
func (r *prober) findDefaults(inside string) {
	var found [2]map[string]cty.Value
	for which := range found {
		config := r.config(inside, "", cty.NilVal, which)
		created, err := r.plan(r.kind, cty.NullVal(r.block.cty()), config, config)
		if err != nil {
			if r.learn(err) {
				r.findDefaults(inside)
			} else {
				r.notef("%s: defaults: %v", inside, err)
			}
			return
		}
		told := map[string]bool{}
		visit(config, func(path string, v cty.Value) { told[path] = told[path] || !v.IsNull() })
		found[which] = map[string]cty.Value{}
		visit(created.planned, func(path string, v cty.Value) {
			if !told[path] && v.IsKnown() && !v.IsNull() && parent(path) == inside && path != "tags_all" {
				found[which][path] = v
			}
		})
	}
	for path, v := range found[0] {
		if other, both := found[1][path]; both && other.RawEquals(v) {
			r.defaults[path] = v
		}
	}
}

func parent(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i]
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
