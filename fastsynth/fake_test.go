package fastsynth

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gotest.tools/v3/assert"
)

// The bindings of these tests: two modules, one of them in several files.
const (
	fakeIndex = `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.vpcEndpoint = require("./vpc-endpoint");
exports.ami = require("./ami");
//# sourceMappingURL=data:application/json;base64,AAAA`
	fakeAssembly = `{
  "name": "@cdktf/provider-aws", "version": "1.2.3", "schema": "jsii/0.10.0", "jsiiVersion": "5.6.17",
  "readme": {"markdown": "long"}, "submodules": {"@cdktf/provider-aws.ami": {"readme": {"markdown": "long"}}},
  "types": {
    "@cdktf/provider-aws.ami.Ami": {"docs": {"summary": "An AMI"}, "fqn": "@cdktf/provider-aws.ami.Ami",
      "methods": [{"name": "docs", "locationInModule": {"line": 1}}], "symbolId": "src/ami:Ami"},
    "@cdktf/provider-aws.vpcEndpoint.VpcEndpointDns": {"kind": "interface"},
    "@cdktf/provider-aws.vpcEndpoint.VpcEndpoint": {"kind": "class"}
  }
}`
)

// fakeFiles are the files of the bindings, each of which a test may change.
func fakeFiles() map[string]string {
	return map[string]string{
		".jsii":                              fakeAssembly,
		"package.json":                       `{"name": "@cdktf/provider-aws", "version": "1.2.3", "main": "lib/index.js", "scripts": {"build": "tsc"}}`,
		"README.md":                          "long",
		"lib/index.js":                       fakeIndex,
		"lib/index.d.ts":                     "export * as ami from './ami';",
		"lib/ami/index.js":                   "exports.Ami = 1;\n//# sourceMappingURL=data:application/json;base64,AAAA",
		"lib/vpc-endpoint/index.js":          "exports.VpcEndpoint = 2;\n",
		"lib/vpc-endpoint/structs/index.js":  "exports.x = 3;\n",
		"lib/vpc-endpoint-other/index.js":    "exports.y = 4;\n",
		"lib/vpc-endpoint/structs/index.txt": "not code",
	}
}

// pack a tarball as npm does.
func tarballOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	archive := tar.NewWriter(zipped)
	for _, name := range sortedKeys(files) {
		assert.NilError(t, archive.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "package/" + name, Mode: 0o644, Size: int64(len(files[name]))}))
		_, err := archive.Write([]byte(files[name]))
		assert.NilError(t, err)
	}
	assert.NilError(t, archive.Close())
	assert.NilError(t, zipped.Close())
	return out.Bytes()
}

// filesOf is the opposite.
func filesOf(t *testing.T, tarball []byte) map[string]string {
	t.Helper()
	unzipped, err := gzip.NewReader(bytes.NewReader(tarball))
	assert.NilError(t, err)
	files := map[string]string{}
	for archive := tar.NewReader(unzipped); ; {
		header, err := archive.Next()
		if err == io.EOF {
			return files
		}
		assert.NilError(t, err)
		content, err := io.ReadAll(archive)
		assert.NilError(t, err)
		files[header.Name] = string(content)
	}
}

// packOf derives a pack from files and opens it.
func packOf(t *testing.T, files map[string]string) *pack {
	t.Helper()
	content, err := derive(tarballOf(t, files))
	assert.NilError(t, err)
	file := filepath.Join(t.TempDir(), "pack.zip")
	assert.NilError(t, os.WriteFile(file, content, 0o600))
	p, err := openPack(file)
	assert.NilError(t, err)
	t.Cleanup(p.close)
	return p
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func sorted(texts []string) []string {
	slices.Sort(texts)
	return texts
}
