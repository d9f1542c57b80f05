package cdktfcli

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
)

// Stack is a synthesized stack.
type Stack struct {
	Name string `json:"name"`
	// Dependencies are the names of the stacks that are deployed before.
	Dependencies []string `json:"dependencies"`
}

// readManifest reads the stacks of an output directory, each after those that
// it depends on.
func readManifest(file string) ([]Stack, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read what was synthesized: %w", err)
	}
	var manifest struct {
		Stacks map[string]Stack `json:"stacks"`
	}
	if err := json.Unmarshal(content, &manifest); err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	var ordered []Stack
	visited := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		stack, known := manifest.Stacks[name]
		if visited[name] || !known {
			return
		}
		visited[name] = true
		slices.Sort(stack.Dependencies)
		for _, dependency := range stack.Dependencies {
			visit(dependency)
		}
		ordered = append(ordered, stack)
	}
	for _, name := range slices.Sorted(maps.Keys(manifest.Stacks)) {
		visit(name)
	}
	return ordered, nil
}
