package awsprovider

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"

	"github.com/berth-iac/berth/internal/cloud"
)

// decode reads a value that Terraform sent.
func decode(value *tfprotov6.DynamicValue, t cty.Type) (cty.Value, error) {
	switch {
	case value == nil:
		return cty.NullVal(t), nil
	case len(value.MsgPack) > 0:
		return msgpack.Unmarshal(value.MsgPack, t)
	case len(value.JSON) > 0:
		return ctyjson.Unmarshal(value.JSON, t)
	default:
		return cty.NullVal(t), nil
	}
}

// encode writes a value for Terraform.
func encode(value cty.Value, t cty.Type) (*tfprotov6.DynamicValue, error) {
	packed, err := msgpack.Marshal(value, t)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.DynamicValue{MsgPack: packed}, nil
}

// attributes are an object's, as the cloud keeps them. What is not known yet is
// missing.
func attributes(value cty.Value) (cloud.Attributes, error) {
	if value.IsNull() || !value.IsKnown() {
		return cloud.Attributes{}, nil
	}
	known, err := cty.Transform(value, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if !v.IsKnown() {
			return cty.NullVal(v.Type()), nil
		}
		return v, nil
	})
	if err != nil {
		return nil, err
	}
	text, err := ctyjson.Marshal(known, known.Type())
	if err != nil {
		return nil, err
	}
	return parse(text)
}

func parse(text []byte) (cloud.Attributes, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var object cloud.Attributes
	return object, decoder.Decode(&object)
}

// value is what the cloud keeps, as a value of the schema. Write-only arguments
// are left out: Terraform allows them in no state.
func (s *schema) value(object cloud.Attributes) (cty.Value, error) {
	text, err := json.Marshal(object)
	if err != nil {
		return cty.NilVal, err
	}
	value, err := ctyjson.Unmarshal(text, s.object)
	if err != nil {
		return cty.NilVal, fmt.Errorf("%w (in %s)", err, text)
	}
	values := value.AsValueMap()
	for name, attribute := range s.block.Attributes {
		if attribute.WriteOnly {
			values[name] = cty.NullVal(values[name].Type())
		}
	}
	return cty.ObjectVal(values), nil
}

// broken is the path of the first value that was planned and came out
// otherwise, or "".
func broken(planned, actual cty.Value, path string) string {
	switch {
	case !planned.IsKnown():
		return ""
	case planned.IsNull() || actual.IsNull():
		if planned.IsNull() != actual.IsNull() && !isEmpty(planned) && !isEmpty(actual) {
			return path
		}
		return ""
	}
	t := planned.Type()
	switch {
	case t.IsObjectType() || t.IsMapType():
		after := actual.AsValueMap()
		for name, before := range planned.AsValueMap() {
			if after[name] == cty.NilVal {
				return join(path, name)
			}
			if at := broken(before, after[name], join(path, name)); at != "" {
				return at
			}
		}
		return ""
	case t.IsListType():
		before, after := planned.AsValueSlice(), actual.AsValueSlice()
		if len(before) != len(after) {
			return path
		}
		for i := range before {
			if at := broken(before[i], after[i], path); at != "" {
				return at
			}
		}
		return ""
	case !planned.IsWhollyKnown() || planned.RawEquals(actual):
		return ""
	default:
		return path
	}
}

// isEmpty tells whether a value is a list, set or map without elements, which
// blocks that are not there are as well as null.
func isEmpty(value cty.Value) bool {
	return !value.IsNull() && value.IsKnown() && value.CanIterateElements() && value.LengthInt() == 0
}
