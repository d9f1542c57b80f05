package remotestate

import (
	"reflect"
	"testing"

	"gotest.tools/v3/assert"
)

type inner struct {
	Host string `output:"host"`
	Path string `output:"path,optional"`
}

type outer struct {
	ID    string          `output:"id" doc:"the id"`
	Names []string        `output:"names,optional"`
	One   inner           `output:"one"`
	Many  Map[inner]      `output:"many,optional"`
	Texts Map[[]string]   `output:"texts"`
	Deep  Map[Map[inner]] `output:"deep"`
}

func TestWalkVisitsEveryOutputInOrder(t *testing.T) {
	value := outer{
		Many:  MapOf(map[string]inner{"b": {}, "a": {}}),
		Texts: MapOf(map[string][]string{"x": {"1"}}),
		Deep:  MapOf(map[string]Map[inner]{"p": MapOf(map[string]inner{"q": {Host: "h"}})}),
	}
	var got []string
	walk(reflect.ValueOf(&value).Elem(), output{}, func(o output, _ reflect.Value) {
		name := o.name
		if o.optional {
			name += "?"
		}
		got = append(got, name)
	})
	assert.DeepEqual(t, got, []string{
		"id", "names?", "one_host", "one_path?",
		"many_a_host?", "many_a_path?", "many_b_host?", "many_b_path?",
		"texts_x", "deep_p_q_host", "deep_p_q_path?",
	})
}

func TestMapWithoutTheKeyIsEmpty(t *testing.T) {
	m := MapOf(map[string]string{"a": "1"})
	assert.Equal(t, m.Get("a"), "1")
	assert.Equal(t, m.Get("b"), "")
}

func TestAMistakeInTheStructIsFoundAtOnce(t *testing.T) {
	panics := func(value any, want string) {
		t.Helper()
		defer func() { assert.Equal(t, recover(), want) }()
		v := reflect.New(reflect.TypeOf(value)).Elem()
		walk(v, output{}, func(output, reflect.Value) {})
	}
	panics(struct{ A string }{}, "remotestate: field A of struct { A string } has no output tag")
	panics(struct {
		A int `output:"a"`
	}{}, `remotestate: output "a" is a int: use string, []string, a struct of those or a Map`)
}
