package config

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"

	yaml "go.yaml.in/yaml/v4"
)

// maxDepth is how deep values may lie in each other. An environment needs
// seven levels.
const maxDepth = 32

// document is the content of an environment file: its plain value for the
// schema, its YAML for the decoder, and the place of everything in it.
type document struct {
	file  string
	value any
	root  *yaml.Node
	top   *place
	errs  Errors
}

// place is where a value stands in the file.
type place struct {
	key   mark       // of the value's key; for a list item, of the item
	value mark       // of a scalar; for a map or a list, of its key
	node  *yaml.Node // nil for a key that is missing
	below map[string]*place
	// broken marks what was reported already, so that nothing is said about it
	// twice, nor about what follows from it.
	broken bool
}

// mark is a position in the file, both from 1.
type mark struct{ line, column int }

func markOf(n *yaml.Node) mark { return mark{n.Line, n.Column} }

func newDocument(file string, root *yaml.Node) *document {
	d := &document{file: file, root: root}
	d.top = &place{key: markOf(root), value: markOf(root), node: root}
	d.value = d.plain(root, d.top, nil)
	return d
}

// decode fills a struct from what was not refused. Keys are unique already: the
// decoder's own check takes the square of their number.
func (d *document) decode(into any) error {
	return d.root.Load(into, yaml.WithUniqueKeys(false))
}

// refuse notes an error at a node.
func (d *document) refuse(n *yaml.Node, p path, format string, args ...any) {
	d.errs = append(d.errs, &Error{
		File: d.file, Line: n.Line, Column: n.Column, Path: p.String(), Message: fmt.Sprintf(format, args...),
	})
}

// plainNumber is a number that everyone reads in the same way. It leaves out
// 0777, 0x1F, 1_000, 1e9 and .inf, and numbers too long to be exact.
var plainNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?$`)

// plain turns a node into a plain value, notes the place of all in it, and
// refuses what goes beyond plain values: aliases and anchors, which hide what a
// key is set to, tags, and numbers in other notations. What is refused becomes
// null.
func (d *document) plain(n *yaml.Node, here *place, p path) any {
	switch {
	case n.Kind == yaml.AliasNode:
		d.refuse(n, p, "an alias (*%s) is not allowed: write the value out", clip(n.Value))
		return d.drop(n, here)
	case n.Anchor != "":
		d.refuse(n, p, "an anchor (&%s) is not allowed: write the value out where it is used", clip(n.Anchor))
	}
	if n.Style&yaml.TaggedStyle != 0 {
		d.refuse(n, p, "a tag (%s) is not allowed: the type follows from the key", clip(n.Tag))
		return d.drop(n, here)
	}
	if len(p) > maxDepth {
		d.refuse(n, p[:3], "nested deeper than %d levels", maxDepth)
		return d.drop(n, here)
	}
	switch n.Kind {
	case yaml.MappingNode:
		return d.mapping(n, here, p)
	case yaml.SequenceNode:
		return d.sequence(n, here, p)
	default:
		return d.scalar(n, here, p)
	}
}

// drop takes a value out of the file; a message was given already.
func (d *document) drop(n *yaml.Node, here *place) any {
	*n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null", Line: n.Line, Column: n.Column}
	here.broken = true
	return nil
}

func (d *document) mapping(n *yaml.Node, here *place, p path) any {
	values := make(map[string]any, len(n.Content)/2)
	here.below = make(map[string]*place, len(n.Content)/2)
	kept := n.Content[:0]
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !d.checkKey(key, p, here) {
			continue
		}
		there := &place{key: markOf(key), value: markOf(key), node: value}
		if value.Kind == yaml.ScalarNode && value.Line > 0 {
			there.value = markOf(value)
		}
		here.below[key.Value] = there
		values[key.Value] = d.plain(value, there, p.key(key.Value))
		kept = append(kept, key, value)
	}
	n.Content = kept
	return values
}

// checkKey tells whether a key is a plain word that was not given before.
func (d *document) checkKey(key *yaml.Node, p path, here *place) bool {
	switch {
	case key.ShortTag() == "!!merge":
		d.refuse(key, p, "a merge key (<<) is not allowed: write the keys out")
	case key.Kind != yaml.ScalarNode || key.Anchor != "" || key.Style&yaml.TaggedStyle != 0:
		d.refuse(key, p, "a key that is not a plain word is not allowed")
	case key.ShortTag() != "!!str":
		d.refuse(key, p.key(key.Value), "the key is %s: write it in quotes", describe(key))
	case here.below[key.Value] != nil:
		d.refuse(key, p.key(key.Value), "given twice: the first is on line %d", here.below[key.Value].key.line)
	default:
		return true
	}
	return false
}

func (d *document) sequence(n *yaml.Node, here *place, p path) any {
	values := make([]any, len(n.Content))
	here.below = make(map[string]*place, len(n.Content))
	for i, item := range n.Content {
		there := &place{key: markOf(item), value: markOf(item), node: item}
		step := p.index(i)
		here.below[step[len(p)]] = there
		values[i] = d.plain(item, there, step)
	}
	return values
}

func (d *document) scalar(n *yaml.Node, here *place, p path) any {
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		b, err := strconv.ParseBool(n.Value)
		if err == nil {
			return b
		}
	case "!!int", "!!float":
		if plainNumber.MatchString(n.Value) {
			return json.Number(n.Value)
		}
		d.refuse(n, p, "%s is not a plain number such as 512 or 0.5: write it so, or in quotes where it is text", clip(n.Value))
		return d.drop(n, here)
	}
	return n.Value
}

// describe names the kind of a node and, for a short scalar, its value.
func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a map of keys"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.ShortTag() {
	case "!!null":
		return "nothing"
	case "!!int", "!!float":
		return "the number " + clip(n.Value)
	case "!!bool":
		return n.Value
	default:
		return "the text " + quote(n.Value)
	}
}
