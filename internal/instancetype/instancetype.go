// Package instancetype knows of EC2 instance types what their names tell.
package instancetype

import (
	"fmt"
	"regexp"
)

var (
	form = regexp.MustCompile(`^[a-z][a-z0-9-]*\.[a-z0-9-]+$`)
	// graviton families have a g right behind their generation: t4g, m7gd,
	// c6gn, g5g, hpc7g. The first one was called a1.
	graviton = regexp.MustCompile(`^(a1|[a-z]+[0-9]+g[a-z]*)\.`)
)

// Check tells whether a name is that of an instance type with processors of
// the architecture: ARM64, or else x86_64.
func Check(name string, arm64 bool) error {
	switch {
	case !form.MatchString(name):
		return fmt.Errorf("%q is not an instance type such as t3.small", name)
	case arm64 && !graviton.MatchString(name):
		return fmt.Errorf("%s has x86_64 processors: for arm64 take a Graviton type such as t4g.small", name)
	case !arm64 && graviton.MatchString(name):
		return fmt.Errorf("%s has arm64 processors: for x86_64 take a type such as t3.small", name)
	}
	return nil
}
