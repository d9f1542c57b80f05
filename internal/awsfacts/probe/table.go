package main

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"

	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// table has the facts of each resource type.
type table map[string]entry

// entry is what facts.json says of a type; see awsfacts.Facts.
type entry struct {
	Replace      []string                   `json:"replace,omitempty"`
	ReplaceOnSet []string                   `json:"replaceOnSet,omitempty"`
	Defaults     map[string]json.RawMessage `json:"defaults,omitempty"`
	Unknown      map[string][]string        `json:"unknown,omitempty"`
	Remark       string                     `json:"remark,omitempty"`
}

func readTable(file string) (table, error) {
	t := table{}
	text, err := os.ReadFile(file)
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal(text, &t)
}

// write puts one type on a line, so that a diff names the types it touches
// and a reader can take one without parsing all.
func (t table) write(file string) error {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	out.WriteString("{\n")
	for i, kind := range sortedKeys(t) {
		if i > 0 {
			out.WriteString(",\n")
		}
		out.WriteString(`"` + kind + `":`)
		if err := encoder.Encode(t[kind]); err != nil {
			return err
		}
		// Encode ends the line; the comma belongs before it.
		out.Truncate(out.Len() - 1)
	}
	out.WriteString("\n}\n")
	return os.WriteFile(file, out.Bytes(), 0o644)
}

func (r *prober) entry() entry {
	e := entry{
		ReplaceOnSet: sortedKeys(r.onSet),
		Defaults:     map[string]json.RawMessage{},
		Unknown:      map[string][]string{},
		Remark:       remarks[r.kind],
	}
	r.wholeSets(r.block, "")
	e.Replace = sortedKeys(r.replace)
	for path, v := range r.defaults {
		text, err := ctyjson.Marshal(v, v.Type())
		if err != nil {
			panic(err)
		}
		e.Defaults[path] = text
	}
	for path, triggers := range r.unknown {
		e.Unknown[path] = shorten(triggers, r.updates)
	}
	return e
}

// wholeSets adds a set of blocks where each of its attributes forces
// replacement: an element of a set has no place by which a change inside it
// could be told from another element.
func (r *prober) wholeSets(b *block, at string) {
	for _, nested := range b.BlockTypes {
		path := join(at, nested.TypeName)
		r.wholeSets(nested.Block, path)
		if nested.Nesting == "SET" && r.all(nested.Block, path) {
			r.replace[path] = true
		}
	}
}

func (r *prober) all(b *block, at string) bool {
	for _, a := range b.Attributes {
		if a.settable() && !r.replace[join(at, a.Name)] {
			return false
		}
	}
	for _, nested := range b.BlockTypes {
		if !r.all(nested.Block, join(at, nested.TypeName)) {
			return false
		}
	}
	return true
}

// shorten names a block where all of it is in the list, and "*" where
// everything is.
func shorten(triggers, all map[string]bool) []string {
	if len(triggers) == len(all) {
		return []string{"*"}
	}
	short := map[string]bool{}
	for trigger := range triggers {
		name := trigger
		for prefix := trigger; prefix != ""; prefix = parent(prefix) {
			if !slices.ContainsFunc(sortedKeys(all), func(path string) bool {
				return (path == prefix || strings.HasPrefix(path, prefix+".")) && !triggers[path]
			}) {
				name = prefix
			}
		}
		short[name] = true
	}
	return sortedKeys(short)
}
