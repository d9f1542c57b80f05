package fastsynth

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// store is what is kept of one version of the bindings: the pack, and a tarball
// for each choice of modules.
//
// A file comes into being under another name and is renamed when it is whole,
// so that nobody reads a part of one, whoever writes, whenever it is killed, and
// however many do it at once. It begins with its checksum; what does not fit its
// checksum is made anew.
type store struct {
	directory, name string
}

// unused is how long something is kept that no program asks for.
const unused = 60 * 24 * time.Hour

// pack opens the pack, and makes it where there is none. Only one process at a
// time makes it; the others wait for it.
func (s store) pack(make func() ([]byte, error)) (*pack, error) {
	file := s.packFile()
	if p, err := openPack(file); err == nil {
		return p, nil
	}
	if err := writable(s.directory); err != nil {
		return nil, err
	}
	unlock := lock(file + ".lock")
	defer unlock()
	if p, err := openPack(file); err == nil {
		return p, nil // made by whom this process has waited for
	}
	content, err := make()
	if err != nil {
		return nil, err
	}
	if err := write(file, content); err != nil {
		return nil, err
	}
	clean(s.directory)
	return openPack(file)
}

func (s store) packFile() string { return filepath.Join(s.directory, s.name+".zip") }

// forget removes a pack.
func (s store) forget() error { return os.Remove(s.packFile()) }

// tarball returns the tarball of a choice of modules, and makes it where there
// is none.
func (s store) tarball(set string, make func() ([]byte, error)) ([]byte, error) {
	file := filepath.Join(s.directory, s.name+"-"+set+".tgz")
	if content, err := readSummed(file); err == nil {
		return content, nil
	}
	content, err := make()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	if err := write(file, sum[:], content); err != nil {
		return nil, err
	}
	clean(s.directory)
	return content, nil
}

// readSummed reads a file that begins with the checksum of the rest.
func readSummed(file string) ([]byte, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if len(content) < sha256.Size {
		return nil, errors.New("too short")
	}
	if sum := sha256.Sum256(content[sha256.Size:]); !bytes.Equal(sum[:], content[:sha256.Size]) {
		return nil, errors.New("damaged")
	}
	touch(file)
	return content[sha256.Size:], nil
}

// temporary begins the names of files that are not whole yet.
const temporary = ".partial-"

// write puts the parts into a file, whole or not at all.
func write(file string, parts ...[]byte) (err error) {
	out, err := os.CreateTemp(filepath.Dir(file), temporary+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(out.Name())
		}
	}()
	for _, part := range parts {
		if _, err := out.Write(part); err != nil {
			out.Close()
			return err
		}
	}
	if err := out.Close(); err != nil {
		return err
	}
	return os.Rename(out.Name(), file)
}

// writable makes a directory and tells whether files can be put into it, which
// is better known before the work than after.
func writable(directory string) error {
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return err
	}
	probe, err := os.CreateTemp(directory, temporary+"*")
	if err != nil {
		return fmt.Errorf("nothing can be kept: %w", err)
	}
	probe.Close()
	return os.Remove(probe.Name())
}

// touch marks a file as in use.
func touch(file string) {
	now := time.Now()
	_ = os.Chtimes(file, now, now)
}

// clean removes what nobody has used for long, and what was left behind by a
// process that was killed while it wrote.
func clean(directory string) {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			continue
		}
		keep := unused
		if strings.HasPrefix(entry.Name(), temporary) {
			keep = time.Hour
		}
		if time.Since(info.ModTime()) > keep {
			_ = os.RemoveAll(filepath.Join(directory, entry.Name()))
		}
	}
}
