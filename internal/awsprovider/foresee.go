package awsprovider

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/gocty"

	"github.com/berth-iac/berth/internal/cloud"
)

// foresee puts into the plan of a new object what the real provider knows of
// its computed attributes.
func (p *planner) foresee(planned, config cty.Value) (cty.Value, error) {
	if len(p.foreseen) == 0 {
		return planned, nil
	}
	in, err := attributes(config)
	if err != nil {
		return planned, err
	}
	values := planned.AsValueMap()
	for _, f := range p.foreseen {
		if !known(config, f.From) || values[f.Attribute].IsKnown() {
			continue
		}
		if value, err := elements(f.Elements(in), values[f.Attribute].Type()); err != nil {
			return planned, err
		} else if value != cty.NilVal {
			values[f.Attribute] = value
		}
	}
	return cty.ObjectVal(values), nil
}

// known tells whether arguments are, or are not set.
func known(config cty.Value, names []string) bool {
	for _, name := range names {
		if !config.GetAttr(name).IsWhollyKnown() {
			return false
		}
	}
	return true
}

// elements is a list or set of objects, with unknown values for what they leave
// out, or NilVal where there are none.
func elements(objects []cloud.Attributes, want cty.Type) (cty.Value, error) {
	if len(objects) == 0 {
		return cty.NilVal, nil
	}
	var all []cty.Value
	for _, object := range objects {
		values := map[string]cty.Value{}
		for name, kind := range want.ElementType().AttributeTypes() {
			values[name] = cty.UnknownVal(kind)
			if given, found := object[name]; found {
				value, err := gocty.ToCtyValue(given, kind)
				if err != nil {
					return cty.NilVal, err
				}
				values[name] = value
			}
		}
		all = append(all, cty.ObjectVal(values))
	}
	if want.IsSetType() {
		return cty.SetVal(all), nil
	}
	return cty.ListVal(all), nil
}
