package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/zclconf/go-cty/cty"
	"gotest.tools/v3/assert"
	is "gotest.tools/v3/assert/cmp"
)

func set(names ...string) map[string]bool {
	s := map[string]bool{}
	for _, name := range names {
		s[name] = true
	}
	return s
}

func TestShorten(t *testing.T) {
	all := set("a", "b.c", "b.d", "e.f.g", "e.h")
	assert.Check(t, is.DeepEqual(shorten(all, all), []string{"*"}))
	assert.Check(t, is.DeepEqual(shorten(set("b.c", "b.d", "e.f.g"), all), []string{"b", "e.f"}))
	assert.Check(t, is.DeepEqual(shorten(set("a", "b.c"), all), []string{"a", "b.c"}))
}

func text(s string) []byte { return []byte(`"` + s + `"`) }

// As Terraform core proposes: an update keeps what the configuration leaves to
// the provider, and drops what it does not compute.
func TestPropose(t *testing.T) {
	b := &block{
		Attributes: []attribute{
			{Name: "name", Type: text("string"), Required: true},
			{Name: "arn", Type: text("string"), Computed: true},
			{Name: "note", Type: text("string"), Optional: true},
		},
		BlockTypes: []nestedBlock{{TypeName: "disk", Nesting: "SET", Block: &block{Attributes: []attribute{
			{Name: "size", Type: text("number"), Optional: true},
			{Name: "id", Type: text("string"), Computed: true},
		}}}},
	}
	b.cty()
	state := func(name, arn, note cty.Value, size int64, id cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{
			"name": name, "arn": arn, "note": note,
			"disk": cty.SetVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"size": cty.NumberIntVal(size), "id": id})}),
		})
	}
	null := cty.NullVal(cty.String)
	v := cty.StringVal
	prior := state(v("old"), v("arn"), v("note"), 1, v("disk-1"))

	same := b.propose(prior, state(v("new"), null, null, 1, null))
	assert.Check(t, same.RawEquals(state(v("new"), v("arn"), null, 1, v("disk-1"))), "%#v", same)

	other := b.propose(prior, state(v("new"), null, null, 2, null))
	assert.Check(t, other.RawEquals(state(v("new"), v("arn"), null, 2, null)), "an element of a set that changed is another one: %#v", other)
}

func TestLearn(t *testing.T) {
	r := newProber(nil, "aws_x", &block{})
	refused := errors.New("create: rule Invalid String Enum Value The provided value does not match any valid values.\n\nPath: rule[0].state\nGiven Value: alpha\nValid Values: [ON OFF MAYBE ]")
	assert.Check(t, r.learn(refused))
	assert.Check(t, is.Equal(r.learned["rule.state"], "ON|MAYBE"))
	assert.Check(t, !r.learn(refused), "what did not help once would be tried for ever")
	assert.Check(t, !r.learn(errors.New("something else")))
}

// The table that is read and written again stays the same, so that a probe of
// one type touches one line.
func TestTableRoundTrip(t *testing.T) {
	was, err := os.ReadFile("../facts.json")
	assert.NilError(t, err)
	entries, err := readTable("../facts.json")
	assert.NilError(t, err)
	file := filepath.Join(t.TempDir(), "facts.json")
	assert.NilError(t, entries.write(file))
	again, err := os.ReadFile(file)
	assert.NilError(t, err)
	assert.Check(t, is.Equal(string(again), string(was)))
}
