package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v4"
)

// environmentsVariable names the directory of the environment files to the app.
const environmentsVariable = "BERTH_ENVIRONMENTS"

// protected tells whether a group is an environment that is not disposable:
// AWS and Terraform refuse to destroy what it protects.
func (s *Stage) protected(g Group) bool {
	content, err := os.ReadFile(s.environmentFile(g.Name))
	if err != nil {
		return false
	}
	var environment struct {
		Disposable bool `yaml:"disposable"`
	}
	return yaml.Unmarshal(content, &environment) == nil && !environment.Disposable
}

// environmentFile is that of an app of environment files.
func (s *Stage) environmentFile(name string) string {
	directory := os.Getenv(environmentsVariable)
	if directory == "" {
		directory = filepath.Join(s.directory, "environments")
	}
	return filepath.Join(directory, name+".yaml")
}

// unprotect synthesizes the app with a copy of its environment files, in which
// one is disposable. The user's own files stay as they are.
func (s *Stage) unprotect(ctx context.Context, g Group) error {
	copies := filepath.Join(s.work, "environments")
	if err := os.MkdirAll(copies, 0o700); err != nil {
		return err
	}
	originals, err := filepath.Glob(s.environmentFile("*"))
	if err != nil {
		return err
	}
	for _, original := range originals {
		if err := copyOnce(original, filepath.Join(copies, filepath.Base(original))); err != nil {
			return err
		}
	}
	if err := makeDisposable(filepath.Join(copies, g.Name+".yaml")); err != nil {
		return err
	}
	return s.synth(ctx, environmentsVariable+"="+copies)
}

func copyOnce(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil // another group was made disposable before
	}
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Close())
}

// makeDisposable sets a key of an environment file.
func makeDisposable(file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return err
	}
	if len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
		return fmt.Errorf("%s is not an environment file", file)
	}
	mapping := document.Content[0]
	for i := 0; i < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == "disposable" {
			mapping.Content[i+1].Value = "true"
			return write(file, &document)
		}
	}
	mapping.Content = append(mapping.Content,
		&yaml.Node{Kind: yaml.ScalarNode, Value: "disposable"}, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"})
	return write(file, &document)
}

func write(file string, document *yaml.Node) error {
	content, err := yaml.Marshal(document)
	if err != nil {
		return err
	}
	return os.WriteFile(file, content, 0o600)
}
