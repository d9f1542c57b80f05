package reference_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/berth-iac/berth/config/internal/reference"
)

// The schema and the reference say what the types say.
func TestFilesAreCurrent(t *testing.T) {
	t.Chdir("../..") // the directory of the config package
	files, err := reference.Files()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Errorf("%v: run go generate ./config", err)
			continue
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not current: run go generate ./config", name)
		}
	}
	again, err := reference.Files()
	if err != nil {
		t.Fatal(err)
	}
	for name := range files {
		if !bytes.Equal(files[name], again[name]) {
			t.Errorf("%s differs when it is made again", name)
		}
	}
}
