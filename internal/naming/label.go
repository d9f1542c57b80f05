package naming

import (
	"fmt"
	"regexp"
)

// Lengths of the names users give, in characters. Together they fit every name
// that cannot be shortened: a bucket is <project>-<environment>-<name>-<account>
// and takes 63.
const (
	MaxProject     = 16
	MaxEnvironment = 12
	MaxLabel       = 20 // services, databases, buckets and all else
)

// The forms of names users give.
const (
	// LabelPattern is that of projects, environments, services and all else. No
	// two hyphens follow each other, since RDS refuses that.
	LabelPattern = `^[a-z][a-z0-9]*(-[a-z0-9]+)*$`
	// VariablePattern is that of environment variables.
	VariablePattern = `^[A-Za-z_][A-Za-z0-9_]*$`
)

var (
	label        = regexp.MustCompile(LabelPattern)
	variableName = regexp.MustCompile(VariablePattern)
)

// CheckLabel tells whether a user's name fits into the names of resources.
func CheckLabel(name string, limit int) error {
	switch {
	case len(name) > limit:
		return fmt.Errorf("a name of %d characters: at most %d are allowed", len(name), limit)
	case !label.MatchString(name):
		return fmt.Errorf("%q is not a name: lower-case letters, digits and single hyphens inside are allowed, a letter first", name)
	}
	return nil
}

// CheckVariable tells whether a name is that of an environment variable.
func CheckVariable(name string) error {
	if !variableName.MatchString(name) {
		return fmt.Errorf("not the name of a variable: letters, digits and underscores are allowed, no digit first")
	}
	return nil
}
