package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	yaml "go.yaml.in/yaml/v4"
)

// Editors, which know the schema alone, accept the shipped environments.
func TestSchemaAcceptsShippedEnvironments(t *testing.T) {
	files, err := filepath.Glob("../environments/*.y*ml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := yaml.Load(data, &value); err != nil {
			t.Fatal(err)
		}
		plain, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(plain))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema().Validate(document); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// Every object of the schema refuses unknown keys and tells what its keys are.
func TestSchemaIsStrict(t *testing.T) {
	var document map[string]any
	if err := json.Unmarshal(schemaJSON, &document); err != nil {
		t.Fatal(err)
	}
	objects := map[string]any{"Environment": document}
	for name, definition := range document["$defs"].(map[string]any) {
		objects[name] = definition
	}
	for name, object := range objects {
		object := object.(map[string]any)
		if object["additionalProperties"] != false {
			t.Errorf("%s takes unknown keys", name)
		}
		for key, property := range object["properties"].(map[string]any) {
			if description, _ := property.(map[string]any)["description"].(string); !strings.HasPrefix(description, "`"+key+"`") {
				t.Errorf("%s.%s: the description %q does not begin with the key", name, key, description)
			}
		}
	}
	for name, want := range map[string]string{
		"Environment": "project region", "Service": "image", "Database": "engine", "Route": "priority",
		"Domain": "name", "Pipeline": "repository", "Parameter": "value", "Sidecar": "image", "ContainerHealthCheck": "command",
	} {
		required, _ := objects[name].(map[string]any)["required"].([]any)
		if got := strings.Trim(fmt.Sprint(required), "[]"); got != want {
			t.Errorf("%s requires %q, want %q", name, got, want)
		}
	}
}
