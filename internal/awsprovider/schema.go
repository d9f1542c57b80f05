package awsprovider

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// schema is the schema of a resource, a data source or the provider.
type schema struct {
	version int64
	block   *tfjson.SchemaBlock
	object  cty.Type // of the values

	once sync.Once
	all  []path
}

// path is the dotted name of an attribute or of a nested block.
type path struct {
	name  string
	block bool
}

// paths are all of a schema.
func (s *schema) paths() []path {
	s.once.Do(func() { s.all = pathsOf(s.block, "") })
	return s.all
}

func pathsOf(block *tfjson.SchemaBlock, prefix string) []path {
	var all []path
	for _, name := range slices.Sorted(maps.Keys(block.Attributes)) {
		all = append(all, path{name: join(prefix, name)})
	}
	for _, name := range slices.Sorted(maps.Keys(block.NestedBlocks)) {
		all = append(all, path{name: join(prefix, name), block: true})
		all = append(all, pathsOf(block.NestedBlocks[name].Block, join(prefix, name))...)
	}
	return all
}

// same tells whether what stands at a path is unchanged. A block changes where
// one comes or goes; what is in it has paths of its own.
func (p path) same(before, after []cty.Value) bool {
	if p.block {
		return blocks(before) == blocks(after)
	}
	return slices.EqualFunc(before, after, func(x, y cty.Value) bool { return x.RawEquals(y) })
}

// blocks is the number of blocks in lists and sets of them.
func blocks(values []cty.Value) int {
	count := 0
	for _, value := range values {
		switch {
		case !value.IsKnown():
			return -1
		case value.Type().IsObjectType():
			count++
		default:
			count += value.LengthInt()
		}
	}
	return count
}

// schemas parses each schema once, when it is first asked for.
type schemas struct {
	mutex  sync.Mutex
	source map[string]func() *tfjson.Schema
	parsed map[string]*schema
}

func newSchemas(source map[string]func() *tfjson.Schema) *schemas {
	return &schemas{source: source, parsed: map[string]*schema{}}
}

// of is the schema of a type, or nil where the provider has no such type.
func (s *schemas) of(kind string) *schema {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if known := s.parsed[kind]; known != nil {
		return known
	}
	source := s.source[kind]
	if source == nil {
		return nil
	}
	parsed := source()
	result := &schema{version: int64(parsed.Version), block: parsed.Block, object: blockType(parsed.Block)}
	s.parsed[kind] = result
	return result
}

// blockType is the type of a block's values.
func blockType(block *tfjson.SchemaBlock) cty.Type {
	types := map[string]cty.Type{}
	for name, attribute := range block.Attributes {
		types[name] = attributeType(attribute)
	}
	for name, nested := range block.NestedBlocks {
		types[name] = nest(nested.NestingMode, blockType(nested.Block))
	}
	return cty.Object(types)
}

func attributeType(attribute *tfjson.SchemaAttribute) cty.Type {
	if attribute.AttributeNestedType == nil {
		return attribute.AttributeType
	}
	types := map[string]cty.Type{}
	for name, inner := range attribute.AttributeNestedType.Attributes {
		types[name] = attributeType(inner)
	}
	return nest(attribute.AttributeNestedType.NestingMode, cty.Object(types))
}

func nest(mode tfjson.SchemaNestingMode, element cty.Type) cty.Type {
	switch mode {
	case tfjson.SchemaNestingModeList:
		return cty.List(element)
	case tfjson.SchemaNestingModeSet:
		return cty.Set(element)
	case tfjson.SchemaNestingModeMap:
		return cty.Map(element)
	default: // single and group
		return element
	}
}

// protocol is a schema as Terraform is told of it.
func (s *schema) protocol() *tfprotov6.Schema {
	return &tfprotov6.Schema{Version: s.version, Block: protocolBlock(s.block)}
}

func protocolBlock(block *tfjson.SchemaBlock) *tfprotov6.SchemaBlock {
	out := &tfprotov6.SchemaBlock{Deprecated: block.Deprecated}
	for _, name := range slices.Sorted(maps.Keys(block.Attributes)) {
		out.Attributes = append(out.Attributes, protocolAttribute(name, block.Attributes[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(block.NestedBlocks)) {
		nested := block.NestedBlocks[name]
		out.BlockTypes = append(out.BlockTypes, &tfprotov6.SchemaNestedBlock{
			TypeName: name,
			Block:    protocolBlock(nested.Block),
			Nesting:  blockNesting[nested.NestingMode],
			MinItems: int64(nested.MinItems),
			MaxItems: int64(nested.MaxItems),
		})
	}
	return out
}

func protocolAttribute(name string, attribute *tfjson.SchemaAttribute) *tfprotov6.SchemaAttribute {
	out := &tfprotov6.SchemaAttribute{
		Name:       name,
		Required:   attribute.Required,
		Optional:   attribute.Optional,
		Computed:   attribute.Computed,
		Sensitive:  attribute.Sensitive,
		Deprecated: attribute.Deprecated,
		WriteOnly:  attribute.WriteOnly,
	}
	nested := attribute.AttributeNestedType
	if nested == nil {
		out.Type = protocolType(attribute.AttributeType)
		return out
	}
	out.NestedType = &tfprotov6.SchemaObject{Nesting: objectNesting[nested.NestingMode]}
	for _, inner := range slices.Sorted(maps.Keys(nested.Attributes)) {
		out.NestedType.Attributes = append(out.NestedType.Attributes, protocolAttribute(inner, nested.Attributes[inner]))
	}
	return out
}

// protocolType is a type of cty as terraform-plugin-go writes it.
func protocolType(t cty.Type) tftypes.Type {
	switch {
	case t == cty.String:
		return tftypes.String
	case t == cty.Number:
		return tftypes.Number
	case t == cty.Bool:
		return tftypes.Bool
	case t == cty.DynamicPseudoType:
		return tftypes.DynamicPseudoType
	case t.IsListType():
		return tftypes.List{ElementType: protocolType(t.ElementType())}
	case t.IsSetType():
		return tftypes.Set{ElementType: protocolType(t.ElementType())}
	case t.IsMapType():
		return tftypes.Map{ElementType: protocolType(t.ElementType())}
	case t.IsObjectType():
		types := map[string]tftypes.Type{}
		for name, inner := range t.AttributeTypes() {
			types[name] = protocolType(inner)
		}
		return tftypes.Object{AttributeTypes: types}
	default:
		panic(fmt.Sprintf("awsprovider: the schema has a %s", t.FriendlyName()))
	}
}

var blockNesting = map[tfjson.SchemaNestingMode]tfprotov6.SchemaNestedBlockNestingMode{
	tfjson.SchemaNestingModeSingle: tfprotov6.SchemaNestedBlockNestingModeSingle,
	tfjson.SchemaNestingModeGroup:  tfprotov6.SchemaNestedBlockNestingModeGroup,
	tfjson.SchemaNestingModeList:   tfprotov6.SchemaNestedBlockNestingModeList,
	tfjson.SchemaNestingModeSet:    tfprotov6.SchemaNestedBlockNestingModeSet,
	tfjson.SchemaNestingModeMap:    tfprotov6.SchemaNestedBlockNestingModeMap,
}

var objectNesting = map[tfjson.SchemaNestingMode]tfprotov6.SchemaObjectNestingMode{
	tfjson.SchemaNestingModeSingle: tfprotov6.SchemaObjectNestingModeSingle,
	tfjson.SchemaNestingModeList:   tfprotov6.SchemaObjectNestingModeList,
	tfjson.SchemaNestingModeSet:    tfprotov6.SchemaObjectNestingModeSet,
	tfjson.SchemaNestingModeMap:    tfprotov6.SchemaObjectNestingModeMap,
}
