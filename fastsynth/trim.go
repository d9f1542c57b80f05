package fastsynth

import "bytes"

// writeTrimmed copies a type out of an assembly, without white space and
// without the members that are for people: documentation and where the source
// is. The input is known to be valid.
//
// Decoding and encoding again does the same in four times the time, and this is
// most of what deriving costs.
func writeTrimmed(out *bytes.Buffer, in []byte) {
	t := trimmer{in: in, out: out}
	t.value(true)
}

type trimmer struct {
	in  []byte
	at  int
	out *bytes.Buffer
}

// value goes over a value, and copies it if keep is set.
func (t *trimmer) value(keep bool) {
	t.space()
	switch t.in[t.at] {
	case '{':
		t.object(keep)
	case '[':
		t.array(keep)
	case '"':
		t.copy(t.text(), keep)
	default:
		start := t.at
		for t.at < len(t.in) && !bytes.ContainsRune([]byte(",]} \t\r\n"), rune(t.in[t.at])) {
			t.at++
		}
		t.copy(t.in[start:t.at], keep)
	}
}

func (t *trimmer) object(keep bool) {
	t.at++
	t.copy([]byte{'{'}, keep)
	first := true
	for t.space(); t.in[t.at] != '}'; t.space() {
		if t.in[t.at] == ',' {
			t.at++
			t.space()
		}
		key := t.text()
		member := keep && !forPeople(key)
		if !first {
			t.copy([]byte{','}, member)
		}
		t.copy(key, member)
		t.space()
		t.at++ // the colon
		t.copy([]byte{':'}, member)
		t.value(member)
		first = first && !member
	}
	t.at++
	t.copy([]byte{'}'}, keep)
}

func (t *trimmer) array(keep bool) {
	t.at++
	t.copy([]byte{'['}, keep)
	for t.space(); t.in[t.at] != ']'; t.space() {
		if t.in[t.at] == ',' {
			t.at++
			t.copy([]byte{','}, keep)
		}
		t.value(keep)
	}
	t.at++
	t.copy([]byte{']'}, keep)
}

// text passes a string and returns it with its quotes.
func (t *trimmer) text() []byte {
	start := t.at
	for t.at++; t.in[t.at] != '"'; t.at++ {
		if t.in[t.at] == '\\' {
			t.at++
		}
	}
	t.at++
	return t.in[start:t.at]
}

func (t *trimmer) space() {
	for t.at < len(t.in) && (t.in[t.at] == ' ' || t.in[t.at] == '\n' || t.in[t.at] == '\r' || t.in[t.at] == '\t') {
		t.at++
	}
}

func (t *trimmer) copy(part []byte, keep bool) {
	if keep {
		t.out.Write(part)
	}
}

// forPeople names the members that the kernel does not read. In a type all keys
// are the format's own: names of members of the type are values.
func forPeople(key []byte) bool {
	switch string(key) {
	case `"docs"`, `"locationInModule"`, `"symbolId"`:
		return true
	}
	return false
}
