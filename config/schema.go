package config

import (
	"bytes"
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	yaml "go.yaml.in/yaml/v4"
)

//go:generate go run ./internal/generate

// schemaJSON describes the keys of an environment file, their types and the
// values that are allowed whatever the other keys say. It is made from the types
// of this package; editors complete from the same file.
//
//go:embed schema.json
var schemaJSON []byte

// schema is compiled once a process.
var schema = sync.OnceValue(func() *jsonschema.Schema {
	const url = "schema.json"
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaJSON))
	if err != nil {
		panic(fmt.Sprintf("the embedded schema is no JSON: %v", err))
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(url, doc); err != nil {
		panic(fmt.Sprintf("the embedded schema cannot be added: %v", err))
	}
	return compiler.MustCompile(url)
})

// checkSchema reports every violation of the schema.
func checkSchema(r *report) {
	var violation *jsonschema.ValidationError
	if err := schema().Validate(r.doc.value); !errors.As(err, &violation) {
		return
	}
	all := leaves(violation, nil)
	// The validator goes through maps in no order; what is reported of a map comes
	// before what lies in it.
	slices.SortStableFunc(all, func(a, b *jsonschema.ValidationError) int {
		return slices.Compare(a.InstanceLocation, b.InstanceLocation)
	})
	for _, v := range all {
		r.violation(v)
	}
}

// leaves adds the violations that have no further cause. Names are left out:
// they are checked in Go, with a better message.
func leaves(v *jsonschema.ValidationError, all []*jsonschema.ValidationError) []*jsonschema.ValidationError {
	if _, isName := v.ErrorKind.(*kind.PropertyNames); isName {
		return all
	}
	if len(v.Causes) == 0 {
		return append(all, v)
	}
	for _, cause := range v.Causes {
		all = leaves(cause, all)
	}
	return all
}

// violation reports one violation in our own words.
func (r *report) violation(v *jsonschema.ValidationError) {
	p, here, rule := r.resolve(v.InstanceLocation)
	switch k := v.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		known := slices.Sorted(maps.Keys(rule.Properties))
		slices.Sort(k.Properties)
		for _, key := range k.Properties {
			r.unknownKey(p, key, known)
		}
		return
	case *kind.Required:
		for _, key := range k.Missing {
			r.addf(p.key(key), "missing: a value is required")
			r.spoil(p.key(key))
		}
		return
	case *kind.Type:
		r.addf(p, "%s", wrongType(here.node, k.Want[0]))
		r.doc.drop(here.node, here)
	case *kind.Enum:
		r.addf(p, "%s", notAllowed(k, rule))
	case *kind.Minimum, *kind.Maximum, *kind.ExclusiveMinimum:
		r.addf(p, "%s is out of range: %s", here.node.Value, bounds(rule))
	case *kind.MinLength:
		r.addf(p, "empty: give a value, or remove the key")
	case *kind.MinItems:
		r.addf(p, "%s given: %d or more are needed", count(k.Got, "item"), k.Want)
		return
	case *kind.MaxItems:
		r.addf(p, "%s given: at most %d are allowed", count(k.Got, "item"), k.Want)
		return
	case *kind.UniqueItems:
		p = p.index(max(k.Duplicates[0], k.Duplicates[1]))
		if here = r.find(p); here.node.Kind != yaml.ScalarNode {
			return // of a wrong type, which follows
		}
		r.addf(p, "%s is given twice", quote(here.node.Value))
	default:
		r.addf(p, "not allowed: %v", v)
	}
	r.spoil(p)
}

// unknownKey reports a key that the schema does not have. The one that was
// meant counts as reported too, so that nothing is made of its absence.
func (r *report) unknownKey(p path, key string, known []string) {
	hint, meant := "", ""
	if !r.full() {
		hint, meant = ": "+didYouMean(key, known), nearest(key, known)
	}
	r.addKeyf(p.key(key), "unknown key%s", hint)
	r.spoil(p.key(key))
	if meant != "" && !r.given(p.key(meant)) {
		r.spoil(p.key(meant))
	}
}

// resolve follows a location of the validator through the file and through the
// schema.
func (r *report) resolve(location []string) (path, *place, *jsonschema.Schema) {
	var p path
	here, rule := r.doc.top, schema()
	for _, token := range location {
		for rule.Ref != nil {
			rule = rule.Ref
		}
		if here.node.Kind == yaml.SequenceNode {
			token = "[" + token + "]"
			rule = rule.Items2020
		} else if next := rule.Properties[token]; next != nil {
			rule = next
		} else if next, ok := rule.AdditionalProperties.(*jsonschema.Schema); ok {
			rule = next
		}
		p = p.key(token)
		here = here.below[token]
	}
	for rule.Ref != nil {
		rule = rule.Ref
	}
	return p, here, rule
}

// wrongType says which type is needed and, where the mistake is a common one,
// how to write it.
func wrongType(n *yaml.Node, want string) string {
	given := describe(n) + " is given"
	if n.ShortTag() == "!!null" {
		if want == "object" {
			return "nothing is given: write {} for the defaults, or remove the key"
		}
		return "nothing is given: give " + typeNames[want] + ", or remove the key"
	}
	hint := ""
	switch {
	case want == "string" && n.Kind == yaml.ScalarNode:
		hint = ": write it in quotes, " + quote(n.Value)
	case want == "array" && n.Kind == yaml.ScalarNode:
		hint = ": write [" + clip(n.Value) + "]"
	case (want == "integer" || want == "number") && plainNumber.MatchString(n.Value) && n.ShortTag() == "!!str":
		hint = ": write it without quotes"
	case want == "boolean" && slices.Contains([]string{"yes", "on", "y", "true"}, strings.ToLower(n.Value)):
		hint = ": write true"
	case want == "boolean" && slices.Contains([]string{"no", "off", "n", "false"}, strings.ToLower(n.Value)):
		hint = ": write false"
	}
	return given + ", " + typeNames[want] + " is needed" + hint
}

var typeNames = map[string]string{
	"string":  "a text",
	"integer": "a whole number",
	"number":  "a number",
	"boolean": "true or false",
	"array":   "a list",
	"object":  "a map of keys",
}

// notAllowed lists the values that are. The schema's comment names who sets the
// list, where that is not Berth.
func notAllowed(k *kind.Enum, rule *jsonschema.Schema) string {
	allowed := make([]string, len(k.Want))
	for i, value := range k.Want {
		allowed[i] = fmt.Sprint(value)
	}
	given, meant := fmt.Sprint(k.Got), ""
	if text, ok := k.Got.(string); ok {
		given, meant = quote(text), nearest(text, allowed)
	}
	if meant != "" && len(allowed) > 10 {
		return fmt.Sprintf("%s is not allowed: did you mean %s?", given, meant)
	}
	source := cmp.Or(rule.Comment, "one of")
	message := fmt.Sprintf("%s is not allowed: %s %s", given, source, strings.Join(allowed, ", "))
	if meant != "" {
		message += fmt.Sprintf("; did you mean %s?", meant)
	}
	return message
}

// bounds renders the range of a number.
func bounds(rule *jsonschema.Schema) string {
	switch {
	case rule.Minimum != nil && rule.Maximum != nil:
		return number(rule.Minimum) + " to " + number(rule.Maximum)
	case rule.ExclusiveMinimum != nil:
		return "more than " + number(rule.ExclusiveMinimum)
	case rule.Minimum != nil:
		return number(rule.Minimum) + " or more"
	default:
		return "at most " + number(rule.Maximum)
	}
}

func number(r *big.Rat) string {
	f, _ := r.Float64()
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// count renders a number of things: 1 item, 2 items.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
