// Package providerschema checks synthesized stacks against the schema of the
// AWS provider, as terraform validate would do with the provider at hand:
// unknown and missing attributes and blocks, wrong types, too few or too many
// blocks, and attributes that only the provider may set.
package providerschema

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/zclconf/go-cty/cty"
)

// Schemas are the schemas of a provider's resources and data sources by type.
type Schemas struct {
	Resources, DataSources map[string]func() *tfjson.Schema
}

// metaArguments are Terraform's own; the provider does not know them.
var metaArguments = []string{"//", "depends_on", "count", "for_each", "provider", "lifecycle", "provisioner", "connection", "timeouts"}

// builtIn are data sources of Terraform itself.
var builtIn = []string{"terraform_remote_state"}

// CheckStack lists what is wrong with the JSON of a synthesized stack.
func (s Schemas) CheckStack(stack []byte) ([]string, error) {
	var root struct {
		Resource map[string]map[string]map[string]any `json:"resource"`
		Data     map[string]map[string]map[string]any `json:"data"`
	}
	if err := json.Unmarshal(stack, &root); err != nil {
		return nil, fmt.Errorf("read the stack: %w", err)
	}
	c := &checker{}
	c.checkTypes("", root.Resource, s.Resources)
	c.checkTypes("data.", root.Data, s.DataSources)
	return c.problems, nil
}

type checker struct {
	problems []string
}

func (c *checker) addf(at, format string, args ...any) {
	c.problems = append(c.problems, at+": "+fmt.Sprintf(format, args...))
}

func (c *checker) checkTypes(prefix string, types map[string]map[string]map[string]any, schemas map[string]func() *tfjson.Schema) {
	for _, kind := range slices.Sorted(maps.Keys(types)) {
		if slices.Contains(builtIn, kind) {
			continue
		}
		schema, known := schemas[kind]
		for _, id := range slices.Sorted(maps.Keys(types[kind])) {
			at := prefix + kind + "." + id
			if !known {
				c.addf(at, "the provider has no such type")
				continue
			}
			c.checkBlock(at, types[kind][id], schema().Block, true)
		}
	}
}

func (c *checker) checkBlock(at string, given map[string]any, schema *tfjson.SchemaBlock, top bool) {
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if top && slices.Contains(metaArguments, name) {
			continue
		}
		attribute, isAttribute := schema.Attributes[name]
		block, isBlock := schema.NestedBlocks[name]
		switch {
		case isAttribute:
			c.checkAttribute(at+"."+name, given[name], attribute)
		case isBlock:
			c.checkBlocks(at+"."+name, given[name], block)
		default:
			c.addf(at+"."+name, "the provider has no such attribute or block")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(schema.Attributes)) {
		if schema.Attributes[name].Required && given[name] == nil {
			c.addf(at+"."+name, "missing: the provider requires it")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(schema.NestedBlocks)) {
		if minimum := schema.NestedBlocks[name].MinItems; minimum > 0 && given[name] == nil {
			c.addf(at+"."+name, "missing: the provider requires at least %d", minimum)
		}
	}
}

func (c *checker) checkAttribute(at string, value any, schema *tfjson.SchemaAttribute) {
	if !schema.Required && !schema.Optional {
		c.addf(at, "only the provider may set it")
		return
	}
	if schema.Deprecated {
		c.addf(at, "deprecated by the provider")
	}
	if schema.AttributeNestedType != nil {
		c.checkNested(at, value, schema.AttributeNestedType)
		return
	}
	c.checkType(at, value, schema.AttributeType)
}

func (c *checker) checkNested(at string, value any, schema *tfjson.SchemaNestedAttributeType) {
	block := &tfjson.SchemaBlock{Attributes: schema.Attributes}
	each(value, func(key string, element any) {
		object, ok := element.(map[string]any)
		if !ok {
			if !isExpression(element) {
				c.addf(at+key, "%v is no object", element)
			}
			return
		}
		c.checkBlock(at+key, object, block, false)
	})
}

func (c *checker) checkBlocks(at string, value any, schema *tfjson.SchemaBlockType) {
	count := uint64(0)
	each(value, func(key string, element any) {
		count++
		object, ok := element.(map[string]any)
		if !ok {
			c.addf(at+key, "%v is no block", element)
			return
		}
		c.checkBlock(at+key, object, schema.Block, false)
	})
	if count < schema.MinItems {
		c.addf(at, "%d blocks: the provider requires at least %d", count, schema.MinItems)
	}
	if schema.MaxItems > 0 && count > schema.MaxItems {
		c.addf(at, "%d blocks: the provider allows %d", count, schema.MaxItems)
	}
}

// checkType tells whether Terraform could convert the value to the type.
// Expressions are known only to Terraform.
func (c *checker) checkType(at string, value any, want cty.Type) {
	if isExpression(value) {
		return
	}
	switch {
	case want == cty.DynamicPseudoType:
	case want == cty.String:
		if _, isText := value.(string); !isText {
			c.addf(at, "%v is a %T where the provider wants a string", value, value)
		}
	case want == cty.Number:
		if text, isText := value.(string); isText {
			if _, err := strconv.ParseFloat(text, 64); err != nil {
				c.addf(at, "%q is no number", text)
			}
		} else if _, isNumber := value.(float64); !isNumber {
			c.addf(at, "%v is no number", value)
		}
	case want == cty.Bool:
		if _, isBool := value.(bool); !isBool && value != "true" && value != "false" {
			c.addf(at, "%v is neither true nor false", value)
		}
	case want.IsListType(), want.IsSetType():
		list, isList := value.([]any)
		if !isList {
			c.addf(at, "%v is no list", value)
			return
		}
		for i, element := range list {
			c.checkType(fmt.Sprintf("%s[%d]", at, i), element, want.ElementType())
		}
	case want.IsMapType():
		object, isMap := value.(map[string]any)
		if !isMap {
			c.addf(at, "%v is no map", value)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(object)) {
			c.checkType(fmt.Sprintf("%s[%q]", at, key), object[key], want.ElementType())
		}
	case want.IsObjectType():
		c.checkObject(at, value, want)
	}
}

func (c *checker) checkObject(at string, value any, want cty.Type) {
	object, isMap := value.(map[string]any)
	if !isMap {
		c.addf(at, "%v is no object", value)
		return
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if !want.HasAttribute(key) {
			c.addf(at+"."+key, "the provider has no such attribute")
		} else if object[key] != nil {
			c.checkType(at+"."+key, object[key], want.AttributeType(key))
		}
	}
	for key := range want.AttributeTypes() {
		if _, given := object[key]; !given {
			c.addf(at+"."+key, "missing: an attribute written as a list of objects names all of them")
		}
	}
}

// each visits the elements of a list, or a value that stands alone.
func each(value any, visit func(key string, element any)) {
	list, isList := value.([]any)
	if !isList {
		visit("", value)
		return
	}
	for i, element := range list {
		visit(fmt.Sprintf("[%d]", i), element)
	}
}

// isExpression tells whether the value is one Terraform expression.
func isExpression(value any) bool {
	text, isText := value.(string)
	return isText && strings.HasPrefix(text, "${") && strings.HasSuffix(text, "}")
}
