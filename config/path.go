package config

import (
	"regexp"
	"strconv"
	"strings"
)

// path leads to a value of an environment file: keys, and the positions of list
// items as [0], [1] and so on.
type path []string

// at starts a path at the top of the file.
func at(keys ...string) path { return keys }

// key is the path of a key below p.
func (p path) key(keys ...string) path {
	return append(p[:len(p):len(p)], keys...)
}

// index is the path of the item i of the list p.
func (p path) index(i int) path {
	return p.key("[" + strconv.Itoa(i) + "]")
}

var (
	plainKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	listItem = regexp.MustCompile(`^\[[0-9]+\]$`)
)

// String renders the path as users write it: network.zones[2],
// tags["cost center"].
func (p path) String() string {
	var b strings.Builder
	for i, step := range p {
		switch {
		case listItem.MatchString(step):
			b.WriteString(step)
		case plainKey.MatchString(step) && len(step) <= maxShown:
			if i > 0 {
				b.WriteByte('.')
			}
			b.WriteString(step)
		default:
			b.WriteString("[" + quote(step) + "]")
		}
	}
	return b.String()
}

// maxShown is how much of a value a message repeats, in bytes.
const maxShown = 64

// quote renders a value given by the user, shortened where it is long.
func quote(s string) string {
	if len(s) > maxShown {
		return strconv.Quote(strings.ToValidUTF8(s[:maxShown], "")) + "..."
	}
	return strconv.Quote(s)
}

// clip shortens a value that is shown without quotes.
func clip(s string) string {
	if len(s) > maxShown {
		return strings.ToValidUTF8(s[:maxShown], "") + "..."
	}
	return s
}
