//go:build unix && !solaris && !aix

package rehearsal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// occupy makes a work directory this rehearsal's own until release is called:
// two clouds that write one file would lose what the other wrote. The system
// takes the lock back from a process that dies.
func occupy(work string) (release func() error, err error) {
	if err := os.MkdirAll(work, 0o700); err != nil {
		return nil, fmt.Errorf("a rehearsal cannot be kept in %s: %w", work, err)
	}
	file, err := os.OpenFile(filepath.Join(work, "in-use"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("a rehearsal cannot be kept in %s: %w", work, err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = fmt.Errorf("another rehearsal is at work in %s: end it first, or choose another directory", work)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file.Close, nil
}
