package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"
)

// reference matches a use of another stack's output.
var reference = regexp.MustCompile(`data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)`)

// stackJSON is what the contract test reads of a stack.
type stackJSON struct {
	Terraform struct {
		Backend map[string]map[string]any `json:"backend"`
	} `json:"terraform"`
	Data struct {
		RemoteState map[string]struct {
			Backend string         `json:"backend"`
			Config  map[string]any `json:"config"`
		} `json:"terraform_remote_state"`
	} `json:"data"`
	Output map[string]struct {
		Value any `json:"value"`
	} `json:"output"`
}

func parseShipped(t *testing.T) map[string]stackJSON {
	t.Helper()
	stacks := map[string]stackJSON{}
	for name, content := range shipped {
		var stack stackJSON
		assert.NilError(t, json.Unmarshal(content, &stack))
		stacks[name] = stack
	}
	return stacks
}

// TestEveryOutputReadIsPublished is the contract between the stacks: what one
// reads another publishes, as a list where a list is read, from the same state
// that the producer writes.
func TestEveryOutputReadIsPublished(t *testing.T) {
	stacks := parseShipped(t)
	for consumer, content := range shipped {
		uses := reference.FindAllStringSubmatch(string(content), -1)
		for _, use := range uses {
			producer, output := use[1], use[2]
			published, found := stacks[producer].Output[output]
			assert.Assert(t, found, "%s reads %s of %s, which does not publish it", consumer, output, producer)
			if isList(published.Value) {
				assert.Assert(t, !insideText(content, use[0]), "%s puts the list %s of %s into a text", consumer, output, producer)
			}
		}
		for producer, state := range stacks[consumer].Data.RemoteState {
			backend := stacks[producer].Terraform.Backend[state.Backend]
			assert.Assert(t, backend != nil, "%s reads the state of %s from %s, where it is not kept", consumer, producer, state.Backend)
			for _, key := range slices.Sorted(maps.Keys(state.Config)) {
				assert.Equal(t, state.Config[key], backend[key], "%s of %s as read by %s", key, producer, consumer)
			}
			assert.Equal(t, strings.Split(producer, "-")[0], strings.Split(consumer, "-")[0], "an environment reads itself alone")
		}
	}
}

// TestStacksAreDeployedAfterThoseTheyRead holds the order in which CDKTF deploys,
// and destroys in reverse: a stack comes after those whose outputs it reads, and
// after the bucket that holds its state (rules 123 and 129).
func TestStacksAreDeployedAfterThoseTheyRead(t *testing.T) {
	var deployed struct {
		Stacks map[string]struct{ Dependencies []string }
	}
	assert.NilError(t, json.Unmarshal(manifest, &deployed))
	var after func(name, other string) bool
	after = func(name, other string) bool {
		return slices.ContainsFunc(deployed.Stacks[name].Dependencies, func(before string) bool {
			return before == other || after(before, other)
		})
	}
	stacks := parseShipped(t)
	assert.Equal(t, len(deployed.Stacks), len(stacks))
	for name, stack := range stacks {
		for producer := range stack.Data.RemoteState {
			assert.Assert(t, slices.Contains(deployed.Stacks[name].Dependencies, producer), "%s is not deployed after %s", name, producer)
		}
		if stack.Terraform.Backend["s3"] != nil {
			bootstrap := strings.Split(name, "-")[0] + "-bootstrap"
			assert.Assert(t, after(name, bootstrap), "%s is not deployed after %s", name, bootstrap)
		}
	}
}

func isList(value any) bool {
	_, list := value.([]any)
	return list
}

// insideText tells whether a reference stands inside a longer string without a
// function that makes text of a list.
func insideText(stack []byte, reference string) bool {
	return regexp.MustCompile(`[^"]\$\{`+regexp.QuoteMeta(reference)+`\}`).Match(stack) ||
		regexp.MustCompile(`\$\{`+regexp.QuoteMeta(reference)+`\}[^"\\]`).Match(stack)
}

// TestNoStackReadsOneThatReadsIt holds that the stacks form no cycle.
func TestNoStackReadsOneThatReadsIt(t *testing.T) {
	stacks := parseShipped(t)
	var visit func(name string, path []string)
	visit = func(name string, path []string) {
		if slices.Contains(path, name) {
			t.Fatalf("a cycle: %s", strings.Join(append(path, name), " -> "))
		}
		for producer := range stacks[name].Data.RemoteState {
			visit(producer, append(path, name))
		}
	}
	for name := range stacks {
		visit(name, nil)
	}
}

// TestStatesAreApart holds that no two stacks share a state.
func TestStatesAreApart(t *testing.T) {
	keeper := map[string]string{}
	for name, stack := range parseShipped(t) {
		for kind, backend := range stack.Terraform.Backend {
			place := fmt.Sprint(kind, backend["bucket"], backend["key"], backend["path"])
			assert.Equal(t, keeper[place], "", "%s and %s share a state", name, keeper[place])
			keeper[place] = name
			if kind == "s3" {
				assert.Equal(t, backend["encrypt"], true, name)
				assert.Equal(t, backend["use_lockfile"], true, name)
			}
		}
	}
}
