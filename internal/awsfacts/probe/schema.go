package main

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// The schema as the protocol's JSON writes it.
type (
	schema struct{ Block *block }

	block struct {
		Attributes []attribute
		BlockTypes []nestedBlock

		typ cty.Type
	}

	attribute struct {
		Name                                    string
		Type                                    []byte
		Required, Optional, Computed, WriteOnly bool

		typ cty.Type
	}

	nestedBlock struct {
		TypeName string
		Block    *block
		Nesting  string
		MinItems int64 `json:",string"`
	}

	attributePath struct {
		Steps []struct{ AttributeName string }
	}
)

// String joins the names of the path; the indices between them are left out.
func (p attributePath) String() string {
	var names []string
	for _, step := range p.Steps {
		if step.AttributeName != "" {
			names = append(names, step.AttributeName)
		}
	}
	return strings.Join(names, ".")
}

func (a attribute) settable() bool { return (a.Required || a.Optional) && !a.WriteOnly }

// cty is the type of the block's objects. It also fills in the types of the
// attributes.
func (b *block) cty() cty.Type {
	if b.typ != cty.NilType {
		return b.typ
	}
	members := map[string]cty.Type{}
	for i := range b.Attributes {
		a := &b.Attributes[i]
		typ, err := ctyjson.UnmarshalType(a.Type)
		if err != nil {
			panic("the provider serves a broken type: " + err.Error())
		}
		a.typ, members[a.Name] = typ, typ
	}
	for _, nested := range b.BlockTypes {
		members[nested.TypeName] = nested.cty()
	}
	b.typ = cty.Object(members)
	return b.typ
}

func (n nestedBlock) cty() cty.Type {
	switch n.Nesting {
	case "LIST":
		return cty.List(n.Block.cty())
	case "SET":
		return cty.Set(n.Block.cty())
	case "MAP":
		return cty.Map(n.Block.cty())
	}
	return n.Block.cty()
}

// one wraps an object of the block as its nesting wants it.
func (n nestedBlock) one(object cty.Value) cty.Value {
	switch n.Nesting {
	case "LIST":
		return cty.ListVal([]cty.Value{object})
	case "SET":
		return cty.SetVal([]cty.Value{object})
	case "MAP":
		return cty.MapVal(map[string]cty.Value{"key": object})
	}
	return object
}

func (n nestedBlock) none() cty.Value {
	switch n.Nesting {
	case "LIST":
		return cty.ListValEmpty(n.Block.cty())
	case "SET":
		return cty.SetValEmpty(n.Block.cty())
	case "MAP":
		return cty.MapValEmpty(n.Block.cty())
	}
	return cty.NullVal(n.Block.cty())
}

// object builds a configuration: the attributes that value gives, and one of
// each nested block that wanted names or the schema requires.
func (b *block) object(at string, value func(at string, a attribute) (cty.Value, bool), wanted func(at string) bool) cty.Value {
	b.cty()
	members := map[string]cty.Value{}
	for _, a := range b.Attributes {
		members[a.Name] = cty.NullVal(a.typ)
		if v, given := value(join(at, a.Name), a); given {
			members[a.Name] = v
		}
	}
	for _, nested := range b.BlockTypes {
		path := join(at, nested.TypeName)
		if nested.MinItems > 0 || wanted(path) {
			members[nested.TypeName] = nested.one(nested.Block.object(path, value, wanted))
		} else {
			members[nested.TypeName] = nested.none()
		}
	}
	return cty.ObjectVal(members)
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}
