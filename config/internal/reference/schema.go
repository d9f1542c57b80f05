package reference

import (
	"fmt"
	"reflect"

	"github.com/invopop/jsonschema"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/internal/fargate"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/retention"
)

// newSchema makes the schema of an environment file.
func newSchema() (*jsonschema.Schema, error) {
	root := reflect.TypeFor[config.Environment]()
	reflector := &jsonschema.Reflector{
		Anonymous:                  true,
		ExpandedStruct:             true,
		FieldNameTag:               "yaml",
		RequiredFromJSONSchemaTags: true,
	}
	if err := reflector.AddGoComments(root.PkgPath(), ".", jsonschema.WithFullComment()); err != nil {
		return nil, fmt.Errorf("reading the comments of the config package: %w", err)
	}
	if len(reflector.CommentMap) == 0 {
		return nil, fmt.Errorf("no comments in the working directory: run in the directory of the config package")
	}
	reflector.CommentMap = speakYAML(root, reflector.CommentMap)
	schema := reflector.ReflectFromType(root)
	schema.Title = "Berth environment"
	for _, object := range objects(schema) {
		refuseEmptyText(object)
	}
	for _, r := range rules {
		if err := r.apply(schema); err != nil {
			return nil, err
		}
	}
	return schema, nil
}

// objects are the schema itself and its definitions.
func objects(schema *jsonschema.Schema) []*jsonschema.Schema {
	all := []*jsonschema.Schema{schema}
	for _, definition := range schema.Definitions {
		all = append(all, definition)
	}
	return all
}

// refuseEmptyText keeps an empty text from standing for a default.
func refuseEmptyText(object *jsonschema.Schema) {
	one := uint64(1)
	for key, property := range object.Properties.FromOldest() {
		switch {
		case property.Type == "string":
			property.MinLength = &one
		case property.Type == "array" && property.Items.Ref == "" && key != "command":
			property.Items.MinLength = &one
		case property.AdditionalProperties != nil && property.AdditionalProperties.Type == "string" && key != "tags":
			property.AdditionalProperties.MinLength = &one
		}
	}
}

// rule adds to a property what a tag cannot say.
type rule struct {
	object string // name of the Go type
	key    string
	add    func(*jsonschema.Schema)
}

var rules = []rule{
	{"Environment", "region", oneOf("", config.Regions)},
	{"Network", "zones", func(s *jsonschema.Schema) { oneOf("", config.ZoneLetters)(s.Items) }},
	{"Network", "flowLogRetentionDays", oneOf("CloudWatch Logs keeps logs for", retention.Days)},
	{"Cluster", "logRetentionDays", oneOf("CloudWatch Logs keeps logs for", retention.Days)},
	{"Task", "cpu", oneOf("Fargate offers", fargate.CPUs())},

	{"Environment", "parameters", named(naming.LabelPattern, naming.MaxLabel)},
	{"Environment", "secrets", named(naming.LabelPattern, naming.MaxLabel)},
	{"Environment", "databases", named(naming.LabelPattern, naming.MaxLabel)},
	{"Environment", "caches", named(naming.LabelPattern, naming.MaxLabel)},
	{"Environment", "buckets", named(naming.LabelPattern, naming.MaxLabel)},
	{"Environment", "services", named(naming.LabelPattern, naming.MaxLabel)},
	{"Environment", "schedules", named(naming.LabelPattern, naming.MaxLabel)},
	{"Service", "sidecars", named(naming.LabelPattern, naming.MaxLabel)},
	{"Service", "volumes", named(naming.LabelPattern, naming.MaxLabel)},
	{"Service", "environment", named(naming.VariablePattern, 0)},
	{"Service", "secrets", named(naming.VariablePattern, 0)},
	{"Task", "environment", named(naming.VariablePattern, 0)},
	{"Task", "secrets", named(naming.VariablePattern, 0)},
	{"Sidecar", "environment", named(naming.VariablePattern, 0)},
	{"Sidecar", "secrets", named(naming.VariablePattern, 0)},
}

func (r rule) apply(schema *jsonschema.Schema) error {
	object := schema
	if r.object != reflect.TypeFor[config.Environment]().Name() {
		object = schema.Definitions[r.object]
	}
	if object == nil {
		return fmt.Errorf("a rule for %s.%s: the schema has no such object", r.object, r.key)
	}
	property, known := object.Properties.Get(r.key)
	if !known {
		return fmt.Errorf("a rule for %s.%s: the object has no such key", r.object, r.key)
	}
	r.add(property)
	return nil
}

// oneOf lists the values that are allowed. The comment begins the message of an
// error: it names who made the list.
func oneOf[V any](comment string, values []V) func(*jsonschema.Schema) {
	return func(s *jsonschema.Schema) {
		s.Comments = comment
		for _, value := range values {
			s.Enum = append(s.Enum, value)
		}
	}
}

// named bounds the keys of a map.
func named(pattern string, length uint64) func(*jsonschema.Schema) {
	return func(s *jsonschema.Schema) {
		s.PropertyNames = &jsonschema.Schema{Pattern: pattern}
		if length > 0 {
			s.PropertyNames.MaxLength = &length
		}
	}
}
