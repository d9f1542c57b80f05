package awsprovider

import (
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/gocty"

	"github.com/berth-iac/berth/internal/awsfacts"
	"github.com/berth-iac/berth/internal/cloud"
)

// planner decides about the changes of a resource type, as the real provider
// does.
type planner struct {
	schema *schema
	facts  awsfacts.Facts
	tags   map[string]string // default_tags of the provider block
	// foreseen are the computed attributes that are planned from arguments.
	foreseen []cloud.Foreseen
}

// plan is the object that a change leads to, with unknown values for what AWS
// decides, and the attributes that force a replacement.
func (p *planner) plan(prior, proposed, config cty.Value) (planned cty.Value, replace []string, err error) {
	planned = p.withTags(p.fill(p.schema.block, "", proposed, prior))
	if prior.IsNull() {
		planned, err = p.foresee(planned, config)
		return planned, nil, err
	}
	if planned.RawEquals(prior) {
		return planned, nil, nil
	}
	var changed []string
	for _, path := range p.schema.paths() {
		before, after := valuesAt(prior, path.name), valuesAt(planned, path.name)
		if path.same(before, after) {
			continue
		}
		changed = append(changed, path.name)
		if p.facts.Replaces(path.name, len(before) == 0 || len(after) == 0) {
			replace = append(replace, first(path.name))
		}
	}
	values := planned.AsValueMap()
	for _, name := range p.facts.UnknownAfter(changed...) {
		if value, found := values[name]; found && config.GetAttr(name).IsNull() {
			values[name] = cty.UnknownVal(value.Type())
		}
	}
	return cty.ObjectVal(values), slices.Compact(slices.Sorted(slices.Values(replace))), nil
}

// fill puts defaults and unknown values where nothing is set. Elements that
// prior has keep what AWS decided about them.
func (p *planner) fill(block *tfjson.SchemaBlock, path string, proposed, prior cty.Value) cty.Value {
	if proposed.IsNull() || !proposed.IsKnown() {
		return proposed
	}
	values := proposed.AsValueMap()
	for name, attribute := range block.Attributes {
		values[name] = p.fillAttribute(attribute, join(path, name), values[name], has(prior))
	}
	for name, nested := range block.NestedBlocks {
		values[name] = p.fillNested(nested, join(path, name), values[name], attributeOf(prior, name))
	}
	return cty.ObjectVal(values)
}

func (p *planner) fillAttribute(attribute *tfjson.SchemaAttribute, path string, value cty.Value, exists bool) cty.Value {
	switch {
	case attribute.WriteOnly:
		return cty.NullVal(value.Type())
	case !value.IsNull():
		return value
	}
	if fallback, found := p.facts.Defaults[path]; found {
		return literal(fallback, value.Type())
	}
	if attribute.Computed && !exists {
		return cty.UnknownVal(value.Type())
	}
	return value
}

func (p *planner) fillNested(nested *tfjson.SchemaBlockType, path string, value, prior cty.Value) cty.Value {
	if value.IsNull() || !value.IsKnown() {
		return value
	}
	if !value.Type().IsListType() && !value.Type().IsSetType() {
		if value.Type().IsMapType() {
			return value
		}
		return p.fill(nested.Block, path, value, prior)
	}
	var elements []cty.Value
	for i, element := range value.AsValueSlice() {
		if value.Type().IsSetType() {
			elements = append(elements, p.fillElement(nested.Block, path, element, prior))
		} else {
			elements = append(elements, p.fill(nested.Block, path, element, at(prior, i)))
		}
	}
	if len(elements) == 0 {
		return value
	}
	if value.Type().IsSetType() {
		return cty.SetVal(elements)
	}
	return cty.ListVal(elements)
}

// fillElement is an element of a set: the one that was there before, where they
// differ at most in what AWS decides.
func (p *planner) fillElement(block *tfjson.SchemaBlock, path string, element, prior cty.Value) cty.Value {
	filled := p.fill(block, path, element, cty.NilVal)
	if has(prior) && prior.IsKnown() {
		for _, before := range prior.AsValueSlice() {
			if broken(filled, before, "") == "" {
				return before
			}
		}
	}
	return filled
}

// at is what an element of a list was before.
func at(prior cty.Value, i int) cty.Value {
	if has(prior) && prior.IsKnown() && i < prior.LengthInt() {
		return prior.AsValueSlice()[i]
	}
	return cty.NilVal
}

// withTags sets tags_all to the resource's own tags and the provider's.
func (p *planner) withTags(planned cty.Value) cty.Value {
	attributes := p.schema.block.Attributes
	if planned.IsNull() || attributes["tags"] == nil || attributes["tags_all"] == nil || attributes["tags_all"].AttributeType != cty.Map(cty.String) {
		return planned
	}
	values := planned.AsValueMap()
	values["tags_all"] = p.allTags(values["tags"])
	return cty.ObjectVal(values)
}

func (p *planner) allTags(own cty.Value) cty.Value {
	if !own.IsKnown() {
		return cty.UnknownVal(cty.Map(cty.String))
	}
	all := map[string]cty.Value{}
	for key, value := range p.tags {
		all[key] = cty.StringVal(value)
	}
	if !own.IsNull() {
		for key, value := range own.AsValueMap() {
			all[key] = value
		}
	}
	if len(all) == 0 {
		return cty.MapValEmpty(cty.String)
	}
	return cty.MapVal(all)
}

// valuesAt lists what stands at a dotted path; lists and sets are entered.
func valuesAt(value cty.Value, path string) []cty.Value {
	found := []cty.Value{value}
	for name := range strings.SplitSeq(path, ".") {
		var next []cty.Value
		for _, v := range found {
			if v.IsNull() {
				continue
			}
			if !v.IsKnown() {
				next = append(next, v)
				continue
			}
			if v.Type().IsListType() || v.Type().IsSetType() {
				for _, element := range v.AsValueSlice() {
					next = append(next, attributeOf(element, name))
				}
				continue
			}
			next = append(next, attributeOf(v, name))
		}
		found = next
	}
	return slices.DeleteFunc(found, func(v cty.Value) bool { return v == cty.NilVal || v.IsNull() })
}

func has(value cty.Value) bool { return value != cty.NilVal && !value.IsNull() }

func attributeOf(value cty.Value, name string) cty.Value {
	if !has(value) || !value.Type().IsObjectType() || !value.Type().HasAttribute(name) {
		return cty.NilVal
	}
	if !value.IsKnown() {
		return cty.UnknownVal(value.Type().AttributeType(name))
	}
	return value.GetAttr(name)
}

// literal is a value of Go as one of a type.
func literal(value any, want cty.Type) cty.Value {
	implied, err := gocty.ImpliedType(value)
	if err != nil {
		return cty.NullVal(want)
	}
	plain, err := gocty.ToCtyValue(value, implied)
	if err != nil {
		return cty.NullVal(want)
	}
	converted, err := convert.Convert(plain, want)
	if err != nil {
		return cty.NullVal(want)
	}
	return converted
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// first is the first name of a dotted path.
func first(path string) string {
	name, _, _ := strings.Cut(path, ".")
	return name
}
