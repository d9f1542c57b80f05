package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"
)

const introduction = `# Configuration

<!-- Made from the comments in config/*.go by go generate ./config; do not edit. -->

One YAML file in ` + "`environments/`" + ` is one environment, and the name of the file without
its ending is the name of the environment: lower-case letters, digits and single
hyphens, a letter first, at most 12 characters. Only ` + "`project` and `region`" + ` are
required; everything else has the default given here.

Files are plain YAML: no anchors, aliases, merge keys or tags, one document a
file, at most 1 MiB. A key that is not listed, a value of another type and an
empty value are errors. Names of parameters, secrets, databases, caches, buckets,
services, sidecars and schedules are lower-case letters, digits and single
hyphens, a letter first, at most 20 characters.

Editors with a YAML language server complete keys and values from
` + "`config/schema.json`" + `, which the first line of each environment names.
`

// section describes the keys of one type.
type section struct {
	name  string   // of the Go type
	paths []string // where it is used
	*jsonschema.Schema
}

func (s section) anchor() string { return strings.ToLower(s.name) }

// markdown renders the reference: a table a type, in the order of the keys.
func markdown(schema *jsonschema.Schema) []byte {
	var b bytes.Buffer
	b.WriteString(introduction)
	for _, s := range sections(&section{name: "Environment", Schema: schema}, schema.Definitions, nil) {
		s.render(&b)
	}
	return b.Bytes()
}

// sections adds a section and those of the types it refers to, each once.
func sections(s *section, types jsonschema.Definitions, all []*section) []*section {
	all = append(all, s)
	for key, property := range s.Properties.FromOldest() {
		name, below := target(property)
		if name == "" {
			continue
		}
		where := key + below
		if len(s.paths) > 0 {
			where = s.paths[0] + "." + where
		}
		if known := slices.IndexFunc(all, func(s *section) bool { return s.name == name }); known >= 0 {
			all[known].paths = append(all[known].paths, where)
			continue
		}
		all = sections(&section{name: name, paths: []string{where}, Schema: types[name]}, types, all)
	}
	return all
}

// target is the type that a property refers to, and what stands below its key.
func target(property *jsonschema.Schema) (name, below string) {
	switch {
	case property.Ref != "":
		return strings.TrimPrefix(property.Ref, "#/$defs/"), ""
	case property.AdditionalProperties != nil && property.AdditionalProperties.Ref != "":
		return strings.TrimPrefix(property.AdditionalProperties.Ref, "#/$defs/"), ".<name>"
	case property.Items != nil && property.Items.Ref != "":
		return strings.TrimPrefix(property.Items.Ref, "#/$defs/"), "[]"
	}
	return "", ""
}

func (s *section) render(b *bytes.Buffer) {
	title := "Top level"
	if len(s.paths) > 0 {
		title = "`" + s.paths[0] + "`"
	}
	fmt.Fprintf(b, "\n<a id=\"%s\"></a>\n\n## %s\n\n%s\n", s.anchor(), title, escape(s.Description))
	if len(s.paths) > 1 {
		fmt.Fprintf(b, "\nThe same keys are used by `%s`.\n", strings.Join(s.paths[1:], "`, `"))
	}
	b.WriteString("\n| key | type | default | allowed | description |\n|---|---|---|---|---|\n")
	for key, property := range s.Properties.FromOldest() {
		text, standard := splitDefault(property.Description)
		standard = escape(standard)
		if slices.Contains(s.Required, key) {
			standard = "**required**"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s |\n", key, typeOf(property), standard, allowed(property), escape(text))
	}
}

var defaultSentence = regexp.MustCompile(`\s*Default: (.*?)\.?$`)

// splitDefault takes the sentence about the default out of a description.
func splitDefault(description string) (text, standard string) {
	if m := defaultSentence.FindStringSubmatchIndex(description); m != nil {
		return description[:m[0]], description[m[2]:m[3]]
	}
	return description, ""
}

var typeNames = map[string]string{
	"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false",
}

func typeOf(property *jsonschema.Schema) string {
	name, below := target(property)
	switch {
	case name != "" && below == "[]":
		return fmt.Sprintf("list of [%s](#%s)", name, strings.ToLower(name))
	case name != "" && below != "":
		return fmt.Sprintf("map by name of [%s](#%s)", name, strings.ToLower(name))
	case name != "":
		return fmt.Sprintf("[%s](#%s)", name, strings.ToLower(name))
	case property.Type == "array":
		return "list of " + typeNames[property.Items.Type]
	case property.Type == "object":
		return "map of " + typeNames[property.AdditionalProperties.Type]
	}
	return typeNames[property.Type]
}

// allowed renders what the schema says of the values.
func allowed(property *jsonschema.Schema) string {
	var parts []string
	enum := property.Enum
	if property.Items != nil {
		enum = append(enum, property.Items.Enum...)
	}
	if len(enum) > 0 {
		values := make([]string, len(enum))
		for i, value := range enum {
			values[i] = fmt.Sprintf("`%v`", value)
		}
		parts = append(parts, strings.Join(values, ", "))
	}
	parts = append(parts, span(property.Minimum, property.Maximum, ""))
	if property.ExclusiveMinimum != "" {
		parts = append(parts, "more than "+string(property.ExclusiveMinimum))
	}
	parts = append(parts, span(items(property.MinItems), items(property.MaxItems), " in the list"))
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "; ")
}

func items(n *uint64) json.Number {
	if n == nil {
		return ""
	}
	return json.Number(fmt.Sprint(*n))
}

func span(low, high json.Number, unit string) string {
	switch {
	case low != "" && high != "":
		return fmt.Sprintf("%s to %s%s", low, high, unit)
	case low != "":
		return fmt.Sprintf("%s or more%s", low, unit)
	case high != "":
		return fmt.Sprintf("at most %s%s", high, unit)
	}
	return ""
}

// escape keeps a text from being taken for HTML or for the end of a cell.
func escape(text string) string {
	return strings.NewReplacer("<", "&lt;", "|", `\|`, "*", `\*`).Replace(text)
}
