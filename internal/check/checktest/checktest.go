// Package checktest judges what a Validate method says.
package checktest

import (
	"testing"

	"gotest.tools/v3/assert"
)

// Verdict asserts that there is no error, where want is empty, or one that holds
// want.
func Verdict(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" {
		assert.NilError(t, err)
		return
	}
	assert.ErrorContains(t, err, want)
}
