//go:build unix && !solaris && !aix

package rehearsal

import (
	"os"
	"path/filepath"
	"testing"

	"gotest.tools/v3/assert"
)

// One work directory has one rehearsal at a time: the second is told so, and
// leaves what the first wrote alone.
func TestWorkDirectoryHasOneRehearsal(t *testing.T) {
	work := filepath.Join(t.TempDir(), "work")
	release, err := occupy(work)
	assert.NilError(t, err)
	_, err = occupy(work)
	assert.Error(t, err, "another rehearsal is at work in "+work+": end it first, or choose another directory")
	assert.NilError(t, release())
	release, err = occupy(work)
	assert.NilError(t, err)
	assert.NilError(t, release())
}

func TestWorkDirectoryHasToBeWritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	assert.NilError(t, os.WriteFile(file, nil, 0o600))
	_, err := occupy(filepath.Join(file, "work"))
	assert.ErrorContains(t, err, "a rehearsal cannot be kept in "+file)
}
