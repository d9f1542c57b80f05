package check

import (
	"errors"
	"testing"

	"gotest.tools/v3/assert"
)

func TestProblemsComeOutTogether(t *testing.T) {
	var inner, p Problems
	inner.Required("Name", "")
	p.Join("Role", inner.Err())
	Between(&p, "Port", 0, 1, 65535)
	OneOf(&p, "Engine", "oracle", "postgres", "mysql")
	p.Join("", errors.New("plain"))
	assert.Error(t, p.Err(), "Role.Name: missing: a value is required\n"+
		"Port: 0 is out of range: 1 to 65535\n"+
		"Engine: \"oracle\" is not one of postgres, mysql\n"+
		"plain")
	assert.Equal(t, len(Split(p.Err())), 4)
}

func TestNoProblemIsNoError(t *testing.T) {
	var p Problems
	p.Required("Name", "x")
	Between(&p, "Port", 80, 1, 65535)
	OneOf(&p, "Engine", "mysql", "postgres", "mysql")
	p.Join("Role", nil)
	assert.NilError(t, p.Err())
}
