package cloud

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Attributes are those of an object, as JSON would hold them: string, bool,
// json.Number or int, []any, map[string]any, or nil.
type Attributes map[string]any

// At lists the values at a path such as "network_configuration.subnets". Lists
// on the way are entered; null and missing values are left out.
func (a Attributes) At(path string) []any {
	found := []any{map[string]any(a)}
	for name := range strings.SplitSeq(path, ".") {
		var next []any
		for _, value := range found {
			if object, ok := value.(map[string]any); ok {
				next = append(next, elements(object[name])...)
			}
		}
		found = next
	}
	return found
}

// elements are those of a list, or the value itself, or nothing where it is
// null.
func elements(value any) []any {
	switch value := value.(type) {
	case nil:
		return nil
	case []any:
		var all []any
		for _, element := range value {
			all = append(all, elements(element)...)
		}
		return all
	case Attributes:
		return []any{map[string]any(value)}
	default:
		return []any{value}
	}
}

// Texts are the values at a path, as text; empty ones are left out.
func (a Attributes) Texts(path string) []string {
	var texts []string
	for _, value := range a.At(path) {
		if text := textOf(value); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// Text is the first value at a path, as text; "" where there is none.
func (a Attributes) Text(path string) string {
	if texts := a.Texts(path); len(texts) > 0 {
		return texts[0]
	}
	return ""
}

// Int is the first value at a path as a whole number; 0 where there is none.
func (a Attributes) Int(path string) int {
	number, _ := strconv.ParseFloat(a.Text(path), 64)
	return int(number)
}

// Bool tells whether the first value at a path is true.
func (a Attributes) Bool(path string) bool { return a.Text(path) == "true" }

// Has tells whether there is a value at a path.
func (a Attributes) Has(path string) bool { return len(a.At(path)) > 0 }

// Blocks are the nested blocks at a path.
func (a Attributes) Blocks(path string) []Attributes {
	var blocks []Attributes
	for _, value := range a.At(path) {
		if block, ok := value.(map[string]any); ok {
			blocks = append(blocks, block)
		}
	}
	return blocks
}

// Map is the map of texts at a path, such as tags.
func (a Attributes) Map(path string) map[string]string {
	texts := map[string]string{}
	for _, block := range a.Blocks(path) {
		for key, value := range block {
			texts[key] = textOf(value)
		}
	}
	return texts
}

// Default sets an attribute that nothing has set.
func (a Attributes) Default(name string, value any) {
	if a[name] == nil {
		a[name] = value
	}
}

// Clone is a copy that shares nothing with a.
func (a Attributes) Clone() Attributes {
	if a == nil {
		return nil
	}
	copied, _ := copyOf(map[string]any(a)).(map[string]any)
	return copied
}

func copyOf(value any) any {
	switch value := value.(type) {
	case map[string]any:
		copied := make(map[string]any, len(value))
		for key, element := range value {
			copied[key] = copyOf(element)
		}
		return copied
	case Attributes:
		return copyOf(map[string]any(value))
	case map[string]string:
		copied := make(map[string]any, len(value))
		for key, element := range value {
			copied[key] = element
		}
		return copied
	case []any:
		copied := make([]any, len(value))
		for i, element := range value {
			copied[i] = copyOf(element)
		}
		return copied
	case []map[string]any:
		copied := make([]any, len(value))
		for i, element := range value {
			copied[i] = copyOf(element)
		}
		return copied
	case []string:
		copied := make([]any, len(value))
		for i, element := range value {
			copied[i] = element
		}
		return copied
	default:
		return value
	}
}

func textOf(value any) string {
	switch value := value.(type) {
	case nil:
		return ""
	case string:
		return value
	case bool:
		return strconv.FormatBool(value)
	case json.Number:
		return value.String()
	case map[string]any, []any:
		return ""
	default:
		return fmt.Sprint(value)
	}
}
