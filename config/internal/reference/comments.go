package reference

import (
	"reflect"
	"regexp"
	"strings"
)

// speakYAML puts the keys that users write in place of the names of Go fields,
// in comments by the name of what they stand at: package.Type or
// package.Type.Field.
func speakYAML(root reflect.Type, comments map[string]string) map[string]string {
	spoken := make(map[string]string, len(comments))
	for _, t := range structs(root, map[reflect.Type]bool{}) {
		name := t.PkgPath() + "." + t.Name()
		keys := map[string]string{}
		for field := range t.Fields() {
			if key, _, _ := strings.Cut(field.Tag.Get("yaml"), ","); key != "-" {
				keys[field.Name] = key
			}
		}
		spoken[name] = speak(comments[name], keys)
		for field := range keys {
			spoken[name+"."+field] = speak(comments[name+"."+field], keys)
		}
	}
	return spoken
}

// structs lists a struct type and all below it.
func structs(t reflect.Type, seen map[reflect.Type]bool) []reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Map || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return nil
	}
	seen[t] = true
	all := []reflect.Type{t}
	for field := range t.Fields() {
		all = append(all, structs(field.Type, seen)...)
	}
	return all
}

// word finds the words of a comment that may be fields. What is quoted is none,
// nor is a word before a capital: the Secrets of Secrets Manager.
var word = regexp.MustCompile(`"[^"]*"|\b([A-Z][A-Za-z0-9]*)\b( [A-Z])?`)

func speak(comment string, keys map[string]string) string {
	text := strings.Join(strings.Fields(comment), " ")
	first := true
	return word.ReplaceAllStringFunc(text, func(match string) string {
		field := word.FindStringSubmatch(match)[1]
		key, known := keys[field]
		isFirst := first && strings.HasPrefix(text, field)
		first = false
		// An abbreviation such as CPU is a word too, unless it begins the comment.
		if !known || !isFirst && (field == strings.ToUpper(field) || match != field) {
			return match
		}
		return "`" + key + "`" + strings.TrimPrefix(match, field)
	})
}
