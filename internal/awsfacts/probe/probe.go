package main

import (
	"fmt"
	"maps"
	"regexp"
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

// config is the smallest configuration that the provider takes: what is
// required or given, the blocks on the way to inside, and the value at target.
// which tells whether the rest has first or second values.
func (r *prober) config(inside, target string, value cty.Value, which int) cty.Value {
	return r.block.object("", func(at string, a attribute) (cty.Value, bool) {
		if at == target {
			return value, true
		}
		if _, isGiven := given[r.kind][at]; isGiven || a.Required && a.settable() {
			return r.pairs(at, a.typ)[0][which], true
		}
		return cty.NilVal, false
	}, func(at string) bool {
		if at == inside || strings.HasPrefix(inside, at+".") {
			return true
		}
		for path := range given[r.kind] {
			if strings.HasPrefix(path, at+".") {
				return true
			}
		}
		return false
	})
}

// pairs are the values to try for an attribute, the likeliest first.
func (r *prober) pairs(at string, typ cty.Type) [][2]cty.Value {
	name := at[strings.LastIndexByte(at, '.')+1:]
	all := samples(name, typ)
	for _, source := range []map[string]string{r.learned, hints[r.kind], given[r.kind]} {
		if text, has := source[at]; has {
			one, two, _ := strings.Cut(text, "|")
			all = append([][2]cty.Value{{sample(typ, one), sample(typ, two)}}, all...)
		}
	}
	return all
}

var (
	refusal = regexp.MustCompile(`Path: ([a-z0-9_.\[\]]+)\n(?:.*\n)?Valid Values: \[([^\]]*?) *\]`)
	index   = regexp.MustCompile(`\[\d+\]`)
)

// learn takes the allowed values from an error. It tells whether they are new.
func (r *prober) learn(err error) bool {
	found := refusal.FindStringSubmatch(err.Error())
	if found == nil {
		return false
	}
	at, values := index.ReplaceAllString(found[1], ""), strings.Fields(found[2])
	if _, known := r.learned[at]; known || len(values) == 0 {
		return false
	}
	r.learned[at] = values[0] + "|" + values[len(values)-1]
	return true
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

func parent(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i]
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
