package s3server_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/s3server"
)

const bucket = "acme-dev-tfstate"

// start serves a directory with one bucket.
func start(t *testing.T, directory string) *s3server.Server {
	t.Helper()
	server, err := s3server.Start(directory)
	assert.NilError(t, err)
	t.Cleanup(func() { server.Close() })
	if exists, err := server.BucketExists(bucket); err != nil || !exists {
		assert.NilError(t, server.CreateBucket(bucket))
	}
	return server
}

// send makes a request and returns status and body.
func send(t *testing.T, method, url, body string, header ...string) (int, string) {
	t.Helper()
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	assert.NilError(t, err)
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	assert.NilError(t, err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	assert.NilError(t, err)
	return response.StatusCode, string(content)
}

// TestALockIsHeldByOne is what use_lockfile stands on: of many who write a
// missing object at once one succeeds, and nobody does while it exists.
func TestALockIsHeldByOne(t *testing.T) {
	lock := start(t, t.TempDir()).URL() + "/" + bucket + "/acme/dev/dev-network.tfstate.tflock"
	const contenders = 16
	for range 5 {
		statuses := make([]int, contenders)
		var all sync.WaitGroup
		for i := range contenders {
			all.Go(func() {
				statuses[i], _ = send(t, http.MethodPut, lock, fmt.Sprintf("held by %d", i), "If-None-Match", "*")
			})
		}
		all.Wait()
		holder := -1
		for i, status := range statuses {
			if status == http.StatusOK {
				assert.Equal(t, holder, -1, "held by two")
				holder = i
				continue
			}
			assert.Equal(t, status, http.StatusPreconditionFailed)
		}
		_, content := send(t, http.MethodGet, lock, "")
		assert.Equal(t, content, fmt.Sprintf("held by %d", holder))
		status, _ := send(t, http.MethodDelete, lock, "")
		assert.Equal(t, status, http.StatusNoContent)
	}
}

func TestObjectsOutliveTheServer(t *testing.T) {
	directory := t.TempDir()
	first := start(t, directory)
	// The last two are names that a file cannot have, or that lead elsewhere.
	keys := []string{"acme/dev/dev-ecs.tfstate", "acme/dev/dev-network.tfstate", "..", "../../escaped"}
	for _, key := range keys {
		status, body := send(t, http.MethodPut, first.URL()+"/"+bucket+"/"+url.PathEscape(key), "state of "+key)
		assert.Equal(t, status, http.StatusOK, body)
	}
	assert.NilError(t, first.Close())
	_, err := http.Get(first.URL())
	assert.Assert(t, err != nil, "it still serves")

	second := start(t, directory)
	for _, key := range keys {
		_, content := send(t, http.MethodGet, second.URL()+"/"+bucket+"/"+url.PathEscape(key), "")
		assert.Equal(t, content, "state of "+key)
	}
	objects, err := second.Objects(bucket)
	assert.NilError(t, err)
	assert.DeepEqual(t, objects, []string{"..", "../../escaped", keys[0], keys[1]})
	outside, err := filepath.Glob(filepath.Join(directory, "..", "escaped*"))
	assert.NilError(t, err)
	assert.Equal(t, len(outside), 0)
}

func TestABucketThatHoldsObjectsStays(t *testing.T) {
	server := start(t, t.TempDir())
	send(t, http.MethodPut, server.URL()+"/"+bucket+"/key", "x")
	assert.Assert(t, gofakes3.HasErrorCode(server.CreateBucket(bucket), gofakes3.ErrBucketAlreadyExists))
	assert.Assert(t, gofakes3.HasErrorCode(server.DeleteBucket(bucket), gofakes3.ErrBucketNotEmpty))
	assert.NilError(t, server.Empty(bucket))
	assert.NilError(t, server.DeleteBucket(bucket))
	exists, err := server.BucketExists(bucket)
	assert.NilError(t, err)
	assert.Assert(t, !exists)
	for name, err := range map[string]error{
		"delete":  server.DeleteBucket(bucket),
		"empty":   server.Empty(bucket),
		"objects": func() error { _, err := server.Objects(bucket); return err }(),
	} {
		assert.Assert(t, gofakes3.HasErrorCode(err, gofakes3.ErrNoSuchBucket), "%s: %v", name, err)
	}
	for _, name := range []string{"..", ".", "", "a/b"} {
		assert.Assert(t, server.CreateBucket(name) != nil, name)
		exists, _ := server.BucketExists(name)
		assert.Assert(t, !exists, name)
	}
}

// TestAnUploadThatBreaksOffChangesNothing cuts the line in the middle, as
// killing Terraform does.
func TestAnUploadThatBreaksOffChangesNothing(t *testing.T) {
	directory := t.TempDir()
	server := start(t, directory)
	object := "/" + bucket + "/state"
	send(t, http.MethodPut, server.URL()+object, "before")

	line, err := net.Dial("tcp", strings.TrimPrefix(server.URL(), "http://"))
	assert.NilError(t, err)
	fmt.Fprintf(line, "PUT %s HTTP/1.1\r\nHost: s3\r\nContent-Length: 1000\r\n\r\nhalf", object)
	assert.NilError(t, line.(*net.TCPConn).CloseWrite())
	answer, err := bufio.NewReader(line).ReadString('\n')
	if !errors.Is(err, io.EOF) {
		assert.Assert(t, strings.Contains(answer, " 400 "), answer)
	}
	line.Close()

	_, content := send(t, http.MethodGet, server.URL()+object, "")
	assert.Equal(t, content, "before")
	files, err := os.ReadDir(filepath.Join(directory, bucket))
	assert.NilError(t, err)
	assert.Equal(t, len(files), 1)
}

func TestListing(t *testing.T) {
	server := start(t, t.TempDir())
	for _, key := range []string{"env:/a/x", "env:/b/x", "top"} {
		send(t, http.MethodPut, server.URL()+"/"+bucket+"/"+key, "x")
	}
	_, list := send(t, http.MethodGet, server.URL()+"/"+bucket+"?list-type=2&prefix=env:/&max-keys=1000", "")
	assert.Assert(t, strings.Contains(list, "<Key>env:/a/x</Key>") && strings.Contains(list, "<Key>env:/b/x</Key>"), list)
	assert.Assert(t, !strings.Contains(list, "top"), list)
	status, _ := send(t, http.MethodGet, server.URL()+"/"+bucket+"-other?list-type=2", "")
	assert.Equal(t, status, http.StatusNotFound)
}

// through is a client that obeys the variables for Terraform, as Terraform does.
func through(t *testing.T, server *s3server.Server) (client *http.Client, variables map[string]string) {
	t.Helper()
	variables = map[string]string{}
	for _, variable := range server.Environment() {
		name, value, _ := strings.Cut(variable, "=")
		variables[name] = value
	}
	proxy, err := url.Parse(variables["HTTP_PROXY"])
	assert.NilError(t, err)
	return &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(proxy)}}, variables
}

func TestBucketsInTheHostsName(t *testing.T) {
	server := start(t, t.TempDir())
	client, variables := through(t, server)
	for _, name := range []string{bucket, "state.acme.example"} {
		if name != bucket {
			assert.NilError(t, server.CreateBucket(name))
		}
		host := strings.Replace(variables["AWS_ENDPOINT_URL_S3"], "://", "://"+name+".", 1)
		request, err := http.NewRequest(http.MethodPut, host+"/acme/dev/x.tfstate", strings.NewReader("x"))
		assert.NilError(t, err)
		response, err := client.Do(request)
		assert.NilError(t, err)
		response.Body.Close()
		assert.Equal(t, response.StatusCode, http.StatusOK)
		objects, err := server.Objects(name)
		assert.NilError(t, err)
		assert.DeepEqual(t, objects, []string{"acme/dev/x.tfstate"})
	}
}

// TestTheProxyPassesOnWhatIsNotAWS so that a build that fetches over plain HTTP
// goes on as before.
func TestTheProxyPassesOnWhatIsNotAWS(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s %s", r.Method, r.URL)
	}))
	t.Cleanup(other.Close)
	client, _ := through(t, start(t, t.TempDir()))
	response, err := client.Get(other.URL + "/module/@v/list?x=1")
	assert.NilError(t, err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	assert.NilError(t, err)
	assert.Equal(t, string(content), "GET /module/@v/list?x=1")
}

func TestSTSTellsTheAccount(t *testing.T) {
	client, variables := through(t, start(t, t.TempDir()))
	for action, status := range map[string]int{"GetCallerIdentity": http.StatusOK, "AssumeRole": http.StatusBadRequest} {
		response, err := client.PostForm(variables["AWS_ENDPOINT_URL_STS"], url.Values{"Action": {action}})
		assert.NilError(t, err)
		defer response.Body.Close()
		content, err := io.ReadAll(response.Body)
		assert.NilError(t, err)
		assert.Equal(t, response.StatusCode, status)
		assert.Equal(t, strings.Contains(string(content), "<Account>"+s3server.AccountID+"</Account>"), status == http.StatusOK)
	}
}
