// Package reference makes the JSON Schema of environment files and their
// reference for users from the types of the config package: from their fields,
// tags and comments.
package reference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// The files that are made, relative to the directory of the config package.
const (
	SchemaFile   = "schema.json"
	MarkdownFile = "../docs/configuration.md"
)

// Files makes the content of every file by its name. The working directory is
// that of the config package, whose comments are read.
func Files() (map[string][]byte, error) {
	schema, err := newSchema()
	if err != nil {
		return nil, err
	}
	var encoded bytes.Buffer
	encoder := json.NewEncoder(&encoded)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(schema); err != nil {
		return nil, fmt.Errorf("encoding the schema: %w", err)
	}
	return map[string][]byte{
		SchemaFile:   encoded.Bytes(),
		MarkdownFile: markdown(schema),
	}, nil
}

// Write writes every file below the directory of the config package.
func Write(dir string) error {
	files, err := Files()
	if err != nil {
		return err
	}
	for name, content := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
