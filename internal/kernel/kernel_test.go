package kernel

import (
	"errors"
	"testing"

	"gotest.tools/v3/assert"
)

func TestGuardTurnsCDKTFsPanicsIntoErrors(t *testing.T) {
	for _, c := range []struct {
		name  string
		panic any
		want  string
	}{
		{"an error loses its stack trace", errors.New("no child\n    at App.synth (x.js:1)\n    at y"), "synthesize: no child"},
		{"a string", "parameter config is required", "synthesize: parameter config is required"},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Error(t, Guard(func() { panic(c.panic) }), c.want)
		})
	}
	assert.NilError(t, Guard(func() {}))
}

func TestGuardLetsGosOwnPanicsGoOn(t *testing.T) {
	defer func() { assert.Assert(t, recover() != nil) }()
	_ = Guard(func() { var missing *struct{ n int }; missing.n++ })
}
