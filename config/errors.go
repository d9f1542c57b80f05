package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Error is one thing that is wrong with an environment file.
type Error struct {
	// File as it was given to Load.
	File string
	// Line and Column of the value or the key, both from 1; 0 where the error
	// is about the file as a whole.
	Line, Column int
	// Path of the key, such as services.web.cpu; empty where the error is about
	// no single key.
	Path string
	// Message says what was given and what is allowed.
	Message string

	cause error
}

// Error renders the error as compilers do, so that editors and terminals make
// it a link: environments/dev.yaml:12:10: services.web.cpu: 300 is not allowed.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", e.Line, e.Column)
	}
	b.WriteString(": ")
	if e.Path != "" {
		b.WriteString(e.Path)
		b.WriteString(": ")
	}
	b.WriteString(e.Message)
	return b.String()
}

// Unwrap returns what the operating system said about a file that cannot be
// read, such as fs.ErrNotExist, or nil.
func (e *Error) Unwrap() error { return e.cause }

// Errors are all that is wrong with a file, or with the files of a directory,
// in the order of their lines.
type Errors []*Error

// maxErrors is how many errors of a file are reported: more than anyone reads,
// few enough for a terminal.
const maxErrors = 200

// Error renders one error a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, err := range e {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.Is and errors.As look at each error.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, err := range e {
		all[i] = err
	}
	return all
}

// err returns the errors as an error, nil where there are none.
func (e Errors) err() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// arrange sorts the errors of one file and drops those nobody would read.
func (e Errors) arrange() Errors {
	slices.SortStableFunc(e, func(a, b *Error) int {
		return cmp.Or(
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Message, b.Message),
		)
	})
	if len(e) <= maxErrors {
		return e
	}
	rest := &Error{File: e[0].File, Message: fmt.Sprintf("%d further errors are not shown", len(e)-maxErrors)}
	return append(e[:maxErrors:maxErrors], rest)
}
