// Package check collects the problems a Validate method finds, so that a user
// sees all of them at once.
package check

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Problems gathers what is wrong with a set of props. The zero value is ready
// to use.
type Problems struct {
	errs []error
}

// Addf notes a problem with a field. The message says what was given and what
// is allowed.
func (p *Problems) Addf(field, format string, args ...any) {
	p.errs = append(p.errs, fmt.Errorf("%s: %w", field, fmt.Errorf(format, args...)))
}

// Join notes every problem of err under a field, as for nested props. A nil
// err is no problem.
func (p *Problems) Join(field string, err error) {
	for _, e := range Split(err) {
		if field != "" {
			e = fmt.Errorf("%s.%w", field, e)
		}
		p.errs = append(p.errs, e)
	}
}

// Required notes an empty field.
func (p *Problems) Required(field, value string) {
	if value == "" {
		p.Addf(field, "missing: a value is required")
	}
}

// Between notes a number outside [low, high].
func Between[N cmp.Ordered](p *Problems, field string, value, low, high N) {
	if value < low || value > high {
		p.Addf(field, "%v is out of range: %v to %v", value, low, high)
	}
}

// OneOf notes a value that is not among those allowed.
func OneOf[T comparable](p *Problems, field string, value T, allowed ...T) {
	if !slices.Contains(allowed, value) {
		p.Addf(field, "%q is not one of %s", fmt.Sprint(value), List(allowed))
	}
}

// List renders the allowed values for a message.
func List[T any](values []T) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, ", ")
}

// Err returns all problems joined, or nil.
func (p *Problems) Err() error {
	return errors.Join(p.errs...)
}

// Split takes a joined error apart, one element a problem.
func Split(err error) []error {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []error
		for _, e := range joined.Unwrap() {
			all = append(all, Split(e)...)
		}
		return all
	}
	return []error{err}
}
