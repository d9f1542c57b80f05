package config

import (
	"fmt"
	"slices"
)

// report collects what is wrong with a document.
type report struct {
	doc  *document
	errs Errors
}

// addf notes a problem with the value at a path, at its place in the file or,
// where it is missing, that of the nearest key around it. It keeps quiet about
// what was reported already.
func (r *report) addf(p path, format string, args ...any) {
	r.note(p, r.place(p).value, format, args...)
}

// addKeyf notes a problem with a key itself, at the key's place.
func (r *report) addKeyf(p path, format string, args ...any) {
	r.note(p, r.place(p).key, format, args...)
}

func (r *report) note(p path, m mark, format string, args ...any) {
	if r.broken(p) {
		return
	}
	r.errs = append(r.errs, &Error{
		File: r.doc.file, Line: m.line, Column: m.column, Path: p.String(), Message: fmt.Sprintf(format, args...),
	})
}

// file notes a problem with the file as a whole.
func (r *report) file(format string, args ...any) {
	r.errs = append(r.errs, &Error{File: r.doc.file, Message: fmt.Sprintf(format, args...)})
}

// full tells whether enough errors were found already; those that follow are
// noted without hints that take time.
func (r *report) full() bool { return len(r.errs) >= maxErrors }

// join notes an error at a path; nil is none.
func (r *report) join(p path, err error) {
	if err != nil {
		r.addf(p, "%v", err)
	}
}

// joinKey notes an error of a key; nil is none.
func (r *report) joinKey(p path, err error) {
	if err != nil {
		r.addKeyf(p, "%v", err)
	}
}

// given tells whether the file has a key, rather than its default.
func (r *report) given(p path) bool {
	here := r.find(p)
	return here != nil && here.node != nil
}

// sound tells whether values can be compared with each other: none of them, nor
// anything in or around them, was reported already.
func (r *report) sound(paths ...path) bool {
	return !slices.ContainsFunc(paths, func(p path) bool {
		return r.broken(p) || r.find(p).anyBroken()
	})
}

func (p *place) anyBroken() bool {
	if p == nil {
		return false
	}
	if p.broken {
		return true
	}
	for _, below := range p.below {
		if below.anyBroken() {
			return true
		}
	}
	return false
}

// broken tells whether the value at a path, or one around it, was reported.
func (r *report) broken(p path) bool {
	here := r.doc.top
	for _, step := range p {
		if here.broken {
			return true
		}
		if here = here.below[step]; here == nil {
			return false
		}
	}
	return here.broken
}

// spoil marks the value at a path as reported, whether it is there or missing.
func (r *report) spoil(p path) {
	here := r.doc.top
	for _, step := range p {
		next := here.below[step]
		if next == nil {
			next = &place{key: here.key, value: here.value}
			if here.below == nil {
				here.below = map[string]*place{}
			}
			here.below[step] = next
		}
		here = next
	}
	here.broken = true
}

// find returns the place of a path, nil where the file does not have it.
func (r *report) find(p path) *place {
	here := r.doc.top
	for _, step := range p {
		if here = here.below[step]; here == nil {
			return nil
		}
	}
	return here
}

// place is that of a path, or of the nearest key around it.
func (r *report) place(p path) *place {
	here := r.doc.top
	for _, step := range p {
		next := here.below[step]
		if next == nil {
			break
		}
		here = next
	}
	return here
}
