package fastsynth

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gotest.tools/v3/assert"
)

func everything(modules []module) ([]module, error) { return modules, nil }

// fake is bindings in a cache of their own.
func fake(t *testing.T) (b bindings, cache string) {
	t.Helper()
	return bindings{module: "example.com/aws/v1", tarball: tarballOf(t, fakeFiles())}, filepath.Join(t.TempDir(), "cache")
}

// leanOf loads and returns how often it has derived.
func leanOf(t *testing.T, b bindings, cache string) (p *lean, derived int) {
	t.Helper()
	var progress bytes.Buffer
	p, err := b.lean(cache, everything, &progress)
	assert.NilError(t, err)
	return p, strings.Count(progress.String(), "preparing the AWS bindings")
}

func only(t *testing.T, cache, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(cache, pattern))
	assert.NilError(t, err)
	assert.Equal(t, len(files), 1, "%v", files)
	return files[0]
}

func TestDerivesOnce(t *testing.T) {
	b, cache := fake(t)
	first, derived := leanOf(t, b, cache)
	assert.Equal(t, derived, 1)
	second, derived := leanOf(t, b, cache)
	assert.Equal(t, derived, 0)
	assert.DeepEqual(t, first.tarball, second.tarball)
	assert.Equal(t, first.set, second.set)
}

func TestOtherBindingsAreDerivedAnew(t *testing.T) {
	b, cache := fake(t)
	first, _ := leanOf(t, b, cache)
	files := fakeFiles()
	files["lib/ami/index.js"] = "exports.Ami = 5;\n"
	b.tarball = tarballOf(t, files)
	second, derived := leanOf(t, b, cache)
	assert.Equal(t, derived, 1)
	assert.Assert(t, first.set != second.set)
	assert.Equal(t, filesOf(t, second.tarball)["package/lib/ami/index.js"], files["lib/ami/index.js"])
	third, err := bindings{b.module, b.tarball[:4]}.lean(cache, everything, io.Discard)
	assert.ErrorContains(t, err, "cut off")
	assert.Assert(t, third == nil)
}

// TestWhatIsDamagedIsMadeAnew damages every byte of what is kept, some at a
// time: whatever is hit, the next run gives the same.
func TestWhatIsDamagedIsMadeAnew(t *testing.T) {
	b, cache := fake(t)
	want, _ := leanOf(t, b, cache)
	check := func(t *testing.T) {
		t.Helper()
		got, _ := leanOf(t, b, cache)
		if !bytes.Equal(got.tarball, want.tarball) {
			t.Fatal("differs")
		}
	}
	pack, tarball := only(t, cache, "*.zip"), only(t, cache, "*.tgz")
	for _, file := range []string{pack, tarball} {
		whole, err := os.ReadFile(file)
		assert.NilError(t, err)
		for _, length := range []int{0, 1, 31, 32, 33, len(whole) / 2, len(whole) - 1} {
			assert.NilError(t, os.WriteFile(file, whole[:length], 0o600))
			check(t)
		}
		for at := 0; at < len(whole); at += 7 {
			damaged := bytes.Clone(whole)
			damaged[at] ^= 0xff
			assert.NilError(t, os.WriteFile(file, damaged, 0o600))
			// So that the pack is read.
			if file == pack {
				assert.NilError(t, os.Remove(tarball))
			}
			check(t)
		}
	}
}

func TestManyAtOnceDeriveOnce(t *testing.T) {
	if lockDoesNothing {
		t.Skip("no locks here: each derives, and the last one stays")
	}
	b, cache := fake(t)
	var derived atomic.Int32
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			var progress bytes.Buffer
			p, err := b.lean(cache, everything, &progress)
			if err != nil || len(filesOf(t, p.tarball)) != 6 {
				t.Errorf("%v", err)
			}
			derived.Add(int32(strings.Count(progress.String(), "preparing")))
		})
	}
	wait.Wait()
	assert.Equal(t, derived.Load(), int32(1))
}

func TestNothingIsDerivedWhereNothingCanBeKept(t *testing.T) {
	b, cache := fake(t)
	assert.NilError(t, os.WriteFile(cache, nil, 0o600)) // a file where the directory should be
	var progress bytes.Buffer
	_, err := b.lean(cache, everything, &progress)
	assert.ErrorContains(t, err, "not a directory")
	assert.Equal(t, progress.String(), "")
}

func TestAFailedWriteLeavesNothing(t *testing.T) {
	directory := t.TempDir()
	file := filepath.Join(directory, "taken")
	assert.NilError(t, os.Mkdir(file, 0o700)) // cannot be replaced by a file
	assert.Assert(t, write(file, []byte("content")) != nil)
	_, err := os.Stat(only(t, directory, "*"))
	assert.NilError(t, err)

	s := store{directory, "key"}
	failure := errors.New("no")
	_, err = s.pack(func() ([]byte, error) { return nil, failure })
	assert.ErrorIs(t, err, failure)
	_, err = os.Stat(s.packFile())
	assert.Assert(t, os.IsNotExist(err))
}

// TestWhatNobodyNeedsIsRemoved: what a killed process has left, and what no
// program asks for any more.
func TestWhatNobodyNeedsIsRemoved(t *testing.T) {
	b, cache := fake(t)
	assert.NilError(t, os.MkdirAll(cache, 0o700))
	for name, age := range map[string]time.Duration{
		temporary + "old": 2 * time.Hour, temporary + "new": time.Minute,
		"aws-v0.zip": 61 * 24 * time.Hour, "aws-v0-set.tgz": 59 * 24 * time.Hour,
	} {
		file := filepath.Join(cache, name)
		assert.NilError(t, os.WriteFile(file, nil, 0o600))
		then := time.Now().Add(-age)
		assert.NilError(t, os.Chtimes(file, then, then))
	}
	leanOf(t, b, cache)
	for name, want := range map[string]bool{temporary + "old": false, temporary + "new": true, "aws-v0.zip": false, "aws-v0-set.tgz": true} {
		_, err := os.Stat(filepath.Join(cache, name))
		assert.Equal(t, err == nil, want, name)
	}
}
