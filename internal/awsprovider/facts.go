package awsprovider

import "strings"

func factsOf(kind string) facts { return facts{} }

// first is the first name of a dotted path.
func first(path string) string {
	name, _, _ := strings.Cut(path, ".")
	return name
}
