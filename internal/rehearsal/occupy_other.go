//go:build !unix || solaris || aix

package rehearsal

import (
	"fmt"
	"os"
)

// occupy makes a work directory. That no other rehearsal is at work in it is up
// to the user here.
func occupy(work string) (release func() error, err error) {
	if err := os.MkdirAll(work, 0o700); err != nil {
		return nil, fmt.Errorf("a rehearsal cannot be kept in %s: %w", work, err)
	}
	return func() error { return nil }, nil
}
