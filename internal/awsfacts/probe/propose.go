package main

import "github.com/zclconf/go-cty/cty"

// propose merges a configuration over the prior state as Terraform core does
// before it asks the provider: what the configuration leaves to the provider
// keeps its value.
func (b *block) propose(prior, config cty.Value) cty.Value {
	if prior.IsNull() {
		return config
	}
	members := map[string]cty.Value{}
	for _, a := range b.Attributes {
		members[a.Name] = config.GetAttr(a.Name)
		if a.Computed && members[a.Name].IsNull() {
			members[a.Name] = prior.GetAttr(a.Name)
		}
		if a.WriteOnly {
			members[a.Name] = cty.NullVal(a.typ)
		}
	}
	for _, nested := range b.BlockTypes {
		members[nested.TypeName] = nested.propose(prior.GetAttr(nested.TypeName), config.GetAttr(nested.TypeName))
	}
	return cty.ObjectVal(members)
}

func (n nestedBlock) propose(prior, config cty.Value) cty.Value {
	if config.IsNull() || prior.IsNull() || !prior.IsKnown() {
		return config
	}
	if n.Nesting == "SINGLE" || n.Nesting == "GROUP" {
		return n.Block.propose(prior, config)
	}
	// A probe has one block of a kind at most, so the first stands for all.
	if config.LengthInt() == 0 || prior.LengthInt() == 0 {
		return config
	}
	was, is := first(prior), first(config)
	proposed := n.Block.propose(was, is)
	// An element of a set has no identity but its content: it keeps what the
	// provider computed only where nothing else changed.
	if n.Nesting == "SET" && !agrees(was, is) {
		return config
	}
	return n.one(proposed)
}

// agrees tells whether a state holds all that a configuration says.
func agrees(state, config cty.Value) bool {
	switch {
	case config.IsNull():
		return true
	case config.Type().IsObjectType() && state.IsKnown() && !state.IsNull():
		for name, member := range config.AsValueMap() {
			if !agrees(state.GetAttr(name), member) {
				return false
			}
		}
		return true
	case config.Type().IsListType() && state.IsKnown() && !state.IsNull() && state.LengthInt() == config.LengthInt():
		for i, element := range config.AsValueSlice() {
			if !agrees(state.AsValueSlice()[i], element) {
				return false
			}
		}
		return true
	}
	return config.RawEquals(state)
}

func first(collection cty.Value) cty.Value {
	it := collection.ElementIterator()
	it.Next()
	_, element := it.Element()
	return element
}
