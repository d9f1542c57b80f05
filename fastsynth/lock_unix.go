//go:build unix

package fastsynth

import (
	"os"
	"syscall"
)

// lockDoesNothing is for the tests.
const lockDoesNothing = false

// lock waits until no other process holds the lock. The system takes it back
// from a process that dies. Where it cannot be had, on some network drives,
// several processes do the same work, which is no harm.
func lock(file string) (unlock func()) {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return func() {}
	}
	for {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
		if err != syscall.EINTR {
			break
		}
	}
	return func() { f.Close() }
}
