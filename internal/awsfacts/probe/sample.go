package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// pair is the text of a value and of another one of the same form, so that a
// plan can go from the first to the second.
type pair [2]string

var word = pair{"alpha", "beta"}

// forms are what the provider's strings look like, by the parts of the names
// that usually have them. A plan validates little, but parses some.
var forms = []struct {
	names []string
	pair  pair
}{
	{[]string{"cidr"}, pair{"10.0.0.0/16", "10.1.0.0/16"}},
	{[]string{"arn", "role"}, pair{"arn:aws:iam::123456789012:role/alpha", "arn:aws:iam::123456789012:role/beta"}},
	{[]string{"policy", "document", "definition", "json", "pattern", "body"}, pair{
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`,
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}]}`,
	}},
	{[]string{"_time", "date", "timestamp", "_until"}, pair{"2030-01-02T03:04:05Z", "2031-01-02T03:04:05Z"}},
	{[]string{"ip_address", "_ip"}, pair{"10.0.0.4", "10.0.0.5"}},
	{[]string{"availability_zone"}, pair{"us-east-1a", "us-east-1b"}},
	{[]string{"region"}, pair{"us-east-1", "us-west-2"}},
	{[]string{"account"}, pair{"123456789012", "210987654321"}},
}

// fallbacks are tried in this order where the likely form shows no change.
var fallbacks = []pair{
	word,
	{"1", "2"},
	{"300", "400"},
	{"true", "false"},
	{"false", "true"},
	{"1h", "2h"},
	{"8.0.1", "9.0.1"},
}

// samples are pairs to try for an attribute, the likeliest first.
func samples(name string, typ cty.Type) [][2]cty.Value {
	var pairs []pair
	for _, form := range forms {
		if slices.ContainsFunc(form.names, func(part string) bool { return strings.Contains(name, part) }) {
			pairs = append(pairs, form.pair)
		}
	}
	pairs = append(pairs, fallbacks...)
	for _, form := range forms {
		pairs = append(pairs, form.pair)
	}
	var values [][2]cty.Value
	for _, p := range pairs {
		two := [2]cty.Value{sample(typ, p[0]), sample(typ, p[1])}
		if two[0] == cty.NilVal || two[1] == cty.NilVal {
			continue
		}
		if !slices.ContainsFunc(values, func(v [2]cty.Value) bool { return v[0].RawEquals(two[0]) && v[1].RawEquals(two[1]) }) {
			values = append(values, two)
		}
	}
	return values
}

// sample reads the text as a value of the type, and is nil where it is none.
// A collection has it as its only element; an object in every member that
// can be.
func sample(typ cty.Type, text string) cty.Value {
	switch {
	case typ == cty.Number:
		if number, err := strconv.ParseInt(text, 10, 64); err == nil {
			return cty.NumberIntVal(number)
		}
		return cty.NilVal
	case typ == cty.Bool:
		if text == "true" || text == "false" {
			return cty.BoolVal(text == "true")
		}
		return cty.NilVal
	case typ.IsObjectType():
		members := map[string]cty.Value{}
		for name, member := range typ.AttributeTypes() {
			if members[name] = sample(member, text); members[name] == cty.NilVal {
				members[name] = cty.NullVal(member)
			}
		}
		return cty.ObjectVal(members)
	case typ.IsCollectionType():
		element := sample(typ.ElementType(), text)
		if element == cty.NilVal {
			return cty.NilVal
		}
		switch {
		case typ.IsListType():
			return cty.ListVal([]cty.Value{element})
		case typ.IsSetType():
			return cty.SetVal([]cty.Value{element})
		}
		return cty.MapVal(map[string]cty.Value{"key": element})
	}
	return cty.StringVal(text)
}
