package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
)

// parse reads the YAML of a file. The document is nil where nothing can be said
// about its keys.
func parse(file string, data []byte) (*document, Errors) {
	refuse := func(line, column int, format string, args ...any) (*document, Errors) {
		return nil, Errors{{File: file, Line: line, Column: column, Message: fmt.Sprintf(format, args...)}}
	}
	if len(data) > maxSize {
		return refuse(0, 0, "larger than %d KiB: an environment is a few", maxSize>>10)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if line, column, message := checkText(data); message != "" {
		return refuse(line, column, "%s", message)
	}
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		return refuse(0, 0, "cannot be read: %v", err)
	}
	var first, second yaml.Node
	switch err := loader.Load(&first); {
	case errors.Is(err, io.EOF):
		return refuse(0, 0, "empty: project and region are needed at least")
	case err != nil:
		line, column, message := syntaxError(err, data)
		return refuse(line, column, "%s", message)
	}
	top := content(&first)
	if top.Kind != yaml.MappingNode {
		if top.ShortTag() == "!!null" {
			return refuse(0, 0, "empty: project and region are needed at least")
		}
		return refuse(top.Line, top.Column, "%s is given, keys such as project: are needed", describe(top))
	}
	doc := newDocument(file, top)
	switch err := loader.Load(&second); {
	case err == nil:
		doc.refuse(&second, nil, "a second document begins here: one file is one environment")
	case !errors.Is(err, io.EOF):
		line, column, message := syntaxError(err, data)
		return refuse(line, column, "%s", message)
	}
	return doc, doc.errs
}

// content is the node that a document holds.
func content(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		return n.Content[0]
	}
	return n
}

const noDirectives = "not allowed: a directive, a line that starts with %"

// checkText finds what no text file holds, and YAML's directives, which say
// nothing here and take the parser long.
func checkText(data []byte) (line, column int, message string) {
	line, column = 1, 1
	if bytes.HasPrefix(data, []byte("%")) {
		return line, column, noDirectives
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return line, column, fmt.Sprintf("the byte 0x%02X is not UTF-8: save the file as UTF-8", data[i])
		case r == '\n' && bytes.HasPrefix(data[i+1:], []byte("%")):
			return line + 1, 1, noDirectives
		case r == '\n':
			line, column = line+1, 0
		case r < ' ' && r != '\t' && r != '\r', r == 0x7F, r >= 0xFFFE && r <= 0xFFFF:
			return line, column, fmt.Sprintf("the control character %U is not allowed", r)
		}
		i += size
		column++
	}
	return 0, 0, ""
}

// syntaxError says where and why a text is not YAML, in our own words where a
// mistake is common.
func syntaxError(err error, data []byte) (line, column int, message string) {
	var problem *yaml.LoadError
	if !errors.As(err, &problem) {
		return 0, 0, "not YAML: " + err.Error()
	}
	line, column = problem.Mark.Line, problem.Mark.Column
	if line == 0 {
		line, column = problem.ContextMark.Line, problem.ContextMark.Column
	}
	message = "not YAML: " + strings.TrimPrefix(problem.Message, "yaml: ")
	c, atEnd := characterAt(data, line, column)
	switch begin := problem.ContextMark; {
	case begin.Line > 0 && begin.Line < line && atEnd:
		return begin.Line, begin.Column, "not YAML: what begins here is not closed"
	case begin.Line > 0 && begin.Line < line:
		message += fmt.Sprintf(" (for what begins on line %d)", begin.Line)
	case atEnd:
		message = "not YAML: the file ends where a value is expected"
	}
	switch {
	case strings.Contains(problem.Message, "found character that cannot start any token") && c == '\t':
		message = "not YAML: a tab indents this line; YAML takes spaces only"
	case strings.Contains(problem.Message, "found character that cannot start any token"):
		message = fmt.Sprintf("not YAML: %q starts a value; write the value in quotes", c)
	case strings.Contains(problem.Message, "alphabetic or numeric character"):
		message = `not YAML: "*" or "&" starts a value; write the value in quotes`
	case strings.Contains(problem.Message, "unknown anchor"):
		message = "not allowed: an alias such as *name; write the value out, or in quotes where it starts with *"
	case strings.Contains(problem.Message, "mapping values are not allowed"):
		message = `not YAML: a key or ": " is out of place; check the indentation, or write the value in quotes`
	case strings.Contains(problem.Message, "exceeded max depth"):
		message = fmt.Sprintf("nested deeper than %d levels", maxDepth)
	}
	return line, column, message
}

// characterAt reads the character at a position, or tells that the text ends
// before it.
func characterAt(data []byte, line, column int) (r rune, atEnd bool) {
	for ; line > 1; line-- {
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	for ; column > 1 && len(data) > 0; column-- {
		_, size := utf8.DecodeRune(data)
		data = data[size:]
	}
	r, size := utf8.DecodeRune(data)
	return r, size == 0
}
