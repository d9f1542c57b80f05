// Package remotestate lets stacks meet through typed outputs.
//
// A producer and its consumers share one Go struct, whose fields carry the name
// of an output:
//
//	type NetworkOutputs struct {
//		VPCID            string   `output:"vpc_id" doc:"id of the VPC"`
//		PrivateSubnetIDs []string `output:"private_subnet_ids" doc:"private subnets"`
//	}
//
// The producer calls Publish, a consumer Read. A renamed field breaks the
// build; an output that is read but not published cannot be written down.
//
// A field is a string, a list of strings, a struct of such fields, or a Map,
// which publishes one set of outputs a key. The name of a nested output is that
// of the field, the key and the inner field, joined with underscores. A field
// tagged output:"name,optional" is published only where it is not empty.
package remotestate

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// Publish makes an output of every field of a struct with output tags.
func Publish[T any](stack cdktf.TerraformStack, outputs T) {
	scope := constructs.NewConstruct(stack, jsii.String("outputs"))
	walk(reflect.ValueOf(&outputs).Elem(), output{}, func(o output, field reflect.Value) {
		if o.optional && field.Len() == 0 {
			return
		}
		config := &cdktf.TerraformOutputConfig{StaticId: jsii.Bool(true)}
		if o.doc != "" {
			config.Description = jsii.String(o.doc)
		}
		switch value := field.Interface().(type) {
		case string:
			config.Value = jsii.String(value)
		case []string:
			config.Value = jsii.Strings(value...)
		}
		cdktf.NewTerraformOutput(scope, jsii.String(o.name), config)
	})
}

// Read fills a struct with the outputs of a producer, a stack deployed with the
// same backend. The data source carries the producer's name, and it fails with
// the name of the stack to deploy first where an output that is read is missing.
func Read[T any](scope constructs.Construct, producer string, backend Backend) T {
	r := &reader{state: backend.remoteState(scope, producer), producer: producer}
	var outputs T
	value := reflect.ValueOf(&outputs).Elem()
	r.read(value, output{})
	bind(value, output{}, r)
	return outputs
}

// source is what every remote state data source of CDKTF can do.
type source interface {
	cdktf.TerraformRemoteState
}

// reader reads the outputs of one producer.
type reader struct {
	state    source
	producer string
	required []string
}

// read fills what stands at an output, and all below it.
func (r *reader) read(value reflect.Value, at output) {
	before := len(r.required)
	walk(value, at, func(o output, field reflect.Value) {
		if !o.optional && !slices.Contains(r.required, o.name) {
			r.required = append(r.required, o.name)
		}
		r.fill(o.name, field)
	})
	if len(r.required) > before {
		r.requirePublished()
	}
}

func (r *reader) fill(name string, field reflect.Value) {
	switch field.Interface().(type) {
	case string:
		field.SetString(*r.state.GetString(jsii.String(name)))
	case []string:
		// A list token is a list of one string that stands for all.
		list := *r.state.GetList(jsii.String(name))
		texts := make([]string, len(list))
		for i, text := range list {
			texts[i] = *text
		}
		field.Set(reflect.ValueOf(texts))
	}
}

// requirePublished names the stack to deploy first, where its state lacks an
// output that it publishes since the last change.
func (r *reader) requirePublished() {
	// Maps may be read in any order, which must not show.
	slices.Sort(r.required)
	quoted := make([]string, len(r.required))
	for i, name := range r.required {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	// One block and no list of blocks: a later override of a list would append.
	r.state.AddOverride(jsii.String("lifecycle.postcondition"), map[string]string{
		"condition":     fmt.Sprintf("${length(setsubtract([%s], keys(self.outputs))) == 0}", strings.Join(quoted, ", ")),
		"error_message": fmt.Sprintf("Stack %[1]s has not published all of its outputs yet. Deploy it first:\n\n    cdktf deploy %[1]s", r.producer),
	})
}

// output is what the tags of a field, and of the structs around it, say.
type output struct {
	name, doc string
	optional  bool
}

// walk visits every output of a struct in the order of its fields, Maps in the
// order of their keys.
func walk(value reflect.Value, at output, visit func(o output, field reflect.Value)) {
	if m, ok := value.Addr().Interface().(mapping); ok {
		for _, key := range m.keys() {
			walk(m.at(key), at.inside(key), visit)
		}
		return
	}
	switch value.Kind() {
	case reflect.Struct:
		for i := range value.NumField() {
			walk(value.Field(i), at.field(value.Type(), i), visit)
		}
	case reflect.String, reflect.Slice:
		visit(at, value)
	default:
		panic(fmt.Sprintf("remotestate: output %q is a %s: use string, []string, a struct of those or a Map", at.name, value.Type()))
	}
}

// bind gives the Maps of a struct the reader of their outputs.
func bind(value reflect.Value, at output, r *reader) {
	if m, ok := value.Addr().Interface().(mapping); ok {
		m.bind(at, r)
		return
	}
	if value.Kind() == reflect.Struct {
		for i := range value.NumField() {
			bind(value.Field(i), at.field(value.Type(), i), r)
		}
	}
}

// inside is an output below o.
func (o output) inside(name string) output {
	if o.name != "" {
		name = o.name + "_" + name
	}
	return output{name: name, doc: o.doc, optional: o.optional}
}

// field is the output of the i-th field of a struct that stands at o.
func (o output) field(structure reflect.Type, i int) output {
	field := structure.Field(i)
	name, option, _ := strings.Cut(field.Tag.Get("output"), ",")
	if name == "" {
		panic(fmt.Sprintf("remotestate: field %s of %s has no output tag", field.Name, structure))
	}
	inner := o.inside(name)
	inner.doc = field.Tag.Get("doc")
	inner.optional = inner.optional || option == "optional"
	return inner
}

// Map is a set of outputs a key, such as the ARNs of secrets by name. T is a
// string, a list of strings, or a struct with output tags.
type Map[T any] struct {
	values map[string]*T
	read   func(key string) T
}

// MapOf is a Map to publish.
func MapOf[T any](values map[string]T) Map[T] {
	m := Map[T]{values: map[string]*T{}}
	for key, value := range values {
		m.values[key] = &value
	}
	return m
}

// Get is the value of a key. A key that was not published is an error of
// Terraform's plan where the Map was read, and the zero value where it was
// made by MapOf.
func (m Map[T]) Get(key string) T {
	if m.read != nil {
		return m.read(key)
	}
	if value, found := m.values[key]; found {
		return *value
	}
	var zero T
	return zero
}

// mapping is what a Map of any type can do.
type mapping interface {
	keys() []string
	at(key string) reflect.Value
	bind(at output, r *reader)
}

func (m *Map[T]) keys() []string { return slices.Sorted(maps.Keys(m.values)) }

func (m *Map[T]) at(key string) reflect.Value { return reflect.ValueOf(m.values[key]).Elem() }

// bind has each key read once: every output takes a message to Node.js and back.
func (m *Map[T]) bind(at output, r *reader) {
	known := map[string]T{}
	m.read = func(key string) T {
		if element, found := known[key]; found {
			return element
		}
		var element T
		value := reflect.ValueOf(&element).Elem()
		r.read(value, at.inside(key))
		bind(value, at.inside(key), r)
		known[key] = element
		return element
	}
}
