package s3server

import (
	"bytes"
	"crypto/md5"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/johannesboyne/gofakes3"
)

// store keeps each bucket as a directory and each object as a file in it, named
// by the escaped key. Metadata of objects is not kept: Terraform reads none.
type store struct {
	root *os.Root
	// lock makes a condition and the write that depends on it one step, which is
	// what Terraform's lock file stands on.
	lock sync.RWMutex
}

var _ gofakes3.Backend = (*store)(nil)

func openStore(directory string) (*store, error) {
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(directory)
	if err != nil {
		return nil, err
	}
	return &store{root: root}, nil
}

func (s *store) close() { s.root.Close() }

// unfinished starts the name of a file that is being written. No bucket and no
// escaped key starts with a dot.
const unfinished = ".unfinished-"

// file is where an object lies.
func file(bucket, key string) string {
	name := url.PathEscape(key)
	if strings.HasPrefix(name, ".") {
		name = "%2E" + name[1:]
	}
	return path.Join(bucket, name)
}

// isDirectory tells whether a name can be that of a directory of the root, and
// leads nowhere else. What AWS says about names of buckets is not checked here.
func isDirectory(bucket string) bool {
	return bucket != "" && !strings.HasPrefix(bucket, ".") && !strings.ContainsAny(bucket, `/\`)
}

// exists tells whether there is a bucket.
func (s *store) exists(bucket string) bool {
	if !isDirectory(bucket) {
		return false
	}
	info, err := s.root.Stat(bucket)
	return err == nil && info.IsDir()
}

func (s *store) BucketExists(name string) (bool, error) { return s.exists(name), nil }

func (s *store) CreateBucket(name string) error {
	if !isDirectory(name) {
		return gofakes3.ResourceError(gofakes3.ErrInvalidBucketName, name)
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	err := s.root.Mkdir(name, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return gofakes3.ResourceError(gofakes3.ErrBucketAlreadyExists, name)
	}
	return err
}

func (s *store) DeleteBucket(name string) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	keys, err := s.list(name)
	if err != nil {
		return err
	}
	if len(keys) > 0 {
		return gofakes3.ErrorMessage(gofakes3.ErrBucketNotEmpty, "The bucket you tried to delete is not empty")
	}
	return s.root.RemoveAll(name)
}

func (s *store) ForceDeleteBucket(name string) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	if !s.exists(name) {
		return gofakes3.BucketNotFound(name)
	}
	return s.root.RemoveAll(name)
}

func (s *store) ListBuckets() ([]gofakes3.BucketInfo, error) {
	s.lock.RLock()
	defer s.lock.RUnlock()
	entries, err := fs.ReadDir(s.root.FS(), ".")
	if err != nil {
		return nil, err
	}
	var buckets []gofakes3.BucketInfo
	for _, entry := range entries {
		if !s.exists(entry.Name()) {
			continue
		}
		info, err := entry.Info()
		if err != nil {
			return nil, err
		}
		buckets = append(buckets, gofakes3.BucketInfo{Name: entry.Name(), CreationDate: gofakes3.NewContentTime(info.ModTime())})
	}
	return buckets, nil
}

// list are the keys of a bucket, in the order of the alphabet.
func (s *store) list(bucket string) ([]string, error) {
	if !s.exists(bucket) {
		return nil, gofakes3.BucketNotFound(bucket)
	}
	entries, err := fs.ReadDir(s.root.FS(), bucket)
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), unfinished) {
			continue
		}
		key, err := url.PathUnescape(entry.Name())
		if err != nil {
			return nil, fmt.Errorf("bucket %s: %w", bucket, err)
		}
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys, nil
}

func (s *store) keys(bucket string) ([]string, error) {
	s.lock.RLock()
	defer s.lock.RUnlock()
	return s.list(bucket)
}

func (s *store) empty(bucket string) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	keys, err := s.list(bucket)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := s.root.Remove(file(bucket, key)); err != nil {
			return err
		}
	}
	return nil
}

func (s *store) ListBucket(bucket string, prefix *gofakes3.Prefix, page gofakes3.ListBucketPage) (*gofakes3.ObjectList, error) {
	if !page.IsEmpty() {
		return nil, gofakes3.ErrInternalPageNotImplemented
	}
	if prefix == nil {
		prefix = &gofakes3.Prefix{}
	}
	s.lock.RLock()
	defer s.lock.RUnlock()
	keys, err := s.list(bucket)
	if err != nil {
		return nil, err
	}
	objects := gofakes3.NewObjectList()
	for _, key := range keys {
		var match gofakes3.PrefixMatch
		if !prefix.Match(key, &match) {
			continue
		}
		if match.CommonPrefix {
			objects.AddPrefix(match.MatchedPart)
			continue
		}
		object, modified, err := s.read(bucket, key)
		if err != nil {
			return nil, err
		}
		objects.Add(&gofakes3.Content{Key: key, LastModified: modified, ETag: gofakes3.FormatETag(hash(object)), Size: int64(len(object))})
	}
	return objects, nil
}

func hash(object []byte) []byte {
	sum := md5.Sum(object)
	return sum[:]
}

// read is an object and when it was written.
func (s *store) read(bucket, key string) ([]byte, gofakes3.ContentTime, error) {
	never := gofakes3.ContentTime{}
	if !s.exists(bucket) {
		return nil, never, gofakes3.BucketNotFound(bucket)
	}
	object, err := s.root.ReadFile(file(bucket, key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, never, gofakes3.KeyNotFound(key)
	}
	if err != nil {
		return nil, never, err
	}
	info, err := s.root.Stat(file(bucket, key))
	if err != nil {
		return nil, never, err
	}
	return object, gofakes3.NewContentTime(info.ModTime()), nil
}

func (s *store) GetObject(bucket, key string, part *gofakes3.ObjectRangeRequest) (*gofakes3.Object, error) {
	s.lock.RLock()
	content, _, err := s.read(bucket, key)
	s.lock.RUnlock()
	if err != nil {
		return nil, err
	}
	object := &gofakes3.Object{Name: key, Metadata: map[string]string{}, Size: int64(len(content)), Hash: hash(content)}
	if object.Range, err = part.Range(object.Size); err != nil {
		return nil, err
	}
	if r := object.Range; r != nil {
		content = content[r.Start : r.Start+r.Length]
	}
	object.Contents = io.NopCloser(bytes.NewReader(content))
	return object, nil
}

func (s *store) HeadObject(bucket, key string) (*gofakes3.Object, error) {
	object, err := s.GetObject(bucket, key, nil)
	if err != nil {
		return nil, err
	}
	object.Contents = io.NopCloser(strings.NewReader(""))
	return object, nil
}
