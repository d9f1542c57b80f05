package literal

import (
	"testing"

	"gotest.tools/v3/assert"
)

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"plain $HOME %d":      "plain $HOME %d",
		"echo ${HOME}":        "echo $${HOME}",
		"%{h}i":               "%%{h}i",
		"${TfToken[TOKEN.3]}": "${TfToken[TOKEN.3]}",
		"a ${TfToken[TOKEN.3]}/${x} ${TfToken[T.4]}%{": "a ${TfToken[TOKEN.3]}/$${x} ${TfToken[T.4]}%%{",
	} {
		assert.Equal(t, Escape(in), want)
	}
	assert.Assert(t, IsListToken("#{TfToken[TOKEN.3]}") && !IsListToken("${TfToken[TOKEN.3]}"))
	assert.Assert(t, IsToken("x ${TfToken[TOKEN.3]}") && !IsToken("${x}"))
}
