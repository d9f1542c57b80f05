package main

import (
	"github.com/zclconf/go-cty/cty"
	"regexp"
	"strings"
)

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
