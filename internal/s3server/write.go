package s3server

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/johannesboyne/gofakes3"
)

// PutObject writes an object in whole or not at all: an upload that breaks off,
// as when Terraform is killed, leaves what was there.
func (s *store) PutObject(bucket, key string, _ map[string]string, input io.Reader, size int64, conditions *gofakes3.PutConditions) (gofakes3.PutObjectResult, error) {
	result := gofakes3.PutObjectResult{}
	content, err := gofakes3.ReadAll(input, size)
	if err != nil {
		return result, err
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	current, _, err := s.read(bucket, key)
	exists := err == nil
	if err != nil && !gofakes3.HasErrorCode(err, gofakes3.ErrNoSuchKey) {
		return result, err
	}
	if conditions != nil {
		info := &gofakes3.ConditionalObjectInfo{Exists: exists, Hash: hash(current)}
		if err := gofakes3.CheckPutConditions(conditions, info); err != nil {
			return result, err
		}
	}
	return result, s.replace(bucket, key, content)
}

func (s *store) replace(bucket, key string, content []byte) error {
	temporary := path.Join(bucket, unfinished+rand.Text())
	err := s.root.WriteFile(temporary, content, 0o600)
	if err == nil {
		err = s.root.Rename(temporary, file(bucket, key))
	}
	if err != nil {
		s.root.Remove(temporary)
		return fmt.Errorf("write %s of bucket %s: %w", key, bucket, err)
	}
	return nil
}

// DeleteObject deletes an object. As in S3, one that is not there is no error.
func (s *store) DeleteObject(bucket, key string) (gofakes3.ObjectDeleteResult, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if !s.exists(bucket) {
		return gofakes3.ObjectDeleteResult{}, gofakes3.BucketNotFound(bucket)
	}
	err := s.root.Remove(file(bucket, key))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return gofakes3.ObjectDeleteResult{}, err
}

func (s *store) DeleteMulti(bucket string, keys ...string) (gofakes3.MultiDeleteResult, error) {
	var result gofakes3.MultiDeleteResult
	for _, key := range keys {
		if _, err := s.DeleteObject(bucket, key); err != nil {
			return result, err
		}
		result.Deleted = append(result.Deleted, gofakes3.ObjectID{Key: key})
	}
	return result, nil
}

func (s *store) CopyObject(fromBucket, fromKey, bucket, key string, metadata map[string]string) (gofakes3.CopyObjectResult, error) {
	return gofakes3.CopyObject(s, fromBucket, fromKey, bucket, key, metadata)
}
