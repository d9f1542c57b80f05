// Package s3server is the S3 that keeps Terraform's state in a rehearsal: a
// server on this machine that Terraform's own S3 backend, its lock file and
// terraform_remote_state talk to. Objects are files of a directory, so that
// they outlive the server.
package s3server

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

// AccountID is the account that every caller belongs to.
const AccountID = "000000000000"

// Server serves buckets.
type Server struct {
	store  *store
	server *http.Server
	url    string
}

// Start serves the buckets in a directory, which is made where it is missing,
// on a free port of this machine.
func Start(directory string) (*Server, error) {
	store, err := openStore(directory)
	if err != nil {
		return nil, fmt.Errorf("serve S3: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		store.close()
		return nil, fmt.Errorf("serve S3: %w", err)
	}
	s := &Server{
		store:  store,
		server: &http.Server{Handler: newRouter(store), ReadHeaderTimeout: time.Minute},
		url:    "http://" + listener.Addr().String(),
	}
	go s.server.Serve(listener)
	return s, nil
}

// URL is where the server is reached: S3 with the bucket in the path.
func (s *Server) URL() string { return s.url }

// Environment are the variables, as in KEY=value, that lead Terraform's S3
// backend and its terraform_remote_state here without a word in the
// configuration, whatever the user's own AWS settings are.
//
// AWS's SDK makes the bucket a part of the host's name, which only
// use_path_style in the configuration could stop, and such a name resolves
// nowhere. So Terraform is told to send plain HTTP through this server as its
// proxy, and a proxy is asked for names as they are.
func (s *Server) Environment() []string {
	return []string{
		"AWS_ENDPOINT_URL_S3=http://" + s3Host,
		// The backend asks who it is before it does anything.
		"AWS_ENDPOINT_URL_STS=http://" + stsHost,
		"HTTP_PROXY=" + s.url,
		"http_proxy=" + s.url,
		"NO_PROXY=",
		"no_proxy=",
		"AWS_ACCESS_KEY_ID=rehearsal",
		"AWS_SECRET_ACCESS_KEY=rehearsal",
		"AWS_CONFIG_FILE=" + os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
		"AWS_EC2_METADATA_DISABLED=true",
	}
}

// Close ends the server once the requests under way are answered, at most
// after a few seconds. The buckets stay.
func (s *Server) Close() error {
	patience, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	err := s.server.Shutdown(patience)
	if err != nil {
		s.server.Close()
	}
	s.store.close()
	return err
}

// CreateBucket makes an empty bucket.
func (s *Server) CreateBucket(name string) error { return s.store.CreateBucket(name) }

// BucketExists tells whether there is a bucket.
func (s *Server) BucketExists(name string) (bool, error) { return s.store.BucketExists(name) }

// DeleteBucket deletes an empty bucket. One that holds objects is refused with
// S3's error BucketNotEmpty.
func (s *Server) DeleteBucket(name string) error { return s.store.DeleteBucket(name) }

// Empty deletes all objects of a bucket.
func (s *Server) Empty(bucket string) error { return s.store.empty(bucket) }

// Objects are the keys of a bucket, in the order of the alphabet.
func (s *Server) Objects(bucket string) ([]string, error) { return s.store.keys(bucket) }

// Read is the content of an object.
func (s *Server) Read(bucket, key string) ([]byte, error) {
	object, err := s.store.GetObject(bucket, key, nil)
	if err != nil {
		return nil, err
	}
	defer object.Contents.Close()
	return io.ReadAll(object.Contents)
}
