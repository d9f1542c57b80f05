package fastsynth

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"strings"
	"testing"

	"gotest.tools/v3/assert"
)

func TestATarballHoldsTheChosenModulesAndNothingForPeople(t *testing.T) {
	p := packOf(t, fakeFiles())
	assert.Equal(t, p.manifest.Name, "@cdktf/provider-aws")
	assert.Equal(t, p.manifest.Version, "1.2.3")
	assert.DeepEqual(t, p.manifest.Modules, []module{
		{"vpcEndpoint", "lib/vpc-endpoint", "@cdktf/provider-aws.vpcEndpoint.VpcEndpoint", []string{"lib/vpc-endpoint/structs/index.js"}},
		{"ami", "lib/ami", "@cdktf/provider-aws.ami.Ami", nil},
	})
	const (
		about  = `{"main":"lib/index.js","name":"@cdktf/provider-aws","version":"1.2.3"}`
		header = `{"jsiiVersion":"5.6.17","name":"@cdktf/provider-aws","schema":"jsii/0.10.0","version":"1.2.3","types":{`
		ami    = `"@cdktf/provider-aws.ami.Ami":{"fqn":"@cdktf/provider-aws.ami.Ami","methods":[{"name":"docs"}]}`
		vpc    = `"@cdktf/provider-aws.vpcEndpoint.VpcEndpoint":{"kind":"class"},"@cdktf/provider-aws.vpcEndpoint.VpcEndpointDns":{"kind":"interface"}`
		lazy   = "'use strict';\nconst lazy = (name, load) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: load });\n"
	)
	all := map[string]string{
		"package/package.json":                      about,
		"package/.jsii":                             header + vpc + "," + ami + "}}",
		"package/lib/index.js":                      lazy + "lazy(\"vpcEndpoint\", () => require(\"./vpc-endpoint\"));\nlazy(\"ami\", () => require(\"./ami\"));\n",
		"package/lib/ami/index.js":                  "exports.Ami = 1;\n",
		"package/lib/vpc-endpoint/index.js":         "exports.VpcEndpoint = 2;\n",
		"package/lib/vpc-endpoint/structs/index.js": "exports.x = 3;\n",
	}
	tarball, err := p.tarball(p.manifest.Modules)
	assert.NilError(t, err)
	assert.DeepEqual(t, filesOf(t, tarball), all)

	again, err := p.tarball(p.manifest.Modules)
	assert.NilError(t, err)
	assert.Assert(t, bytes.Equal(tarball, again), "the kernel's cache goes by content")

	tarball, err = p.tarball(p.manifest.Modules[1:])
	assert.NilError(t, err)
	assert.DeepEqual(t, filesOf(t, tarball), map[string]string{
		"package/package.json":     about,
		"package/.jsii":            header + ami + "}}",
		"package/lib/index.js":     lazy + "lazy(\"ami\", () => require(\"./ami\"));\n",
		"package/lib/ami/index.js": "exports.Ami = 1;\n",
	})
}

func TestACompressedAssemblyIsTheSame(t *testing.T) {
	files := fakeFiles()
	var compressed bytes.Buffer
	w := gzip.NewWriter(&compressed)
	_, err := w.Write([]byte(fakeAssembly))
	assert.NilError(t, err)
	assert.NilError(t, w.Close())
	files[".jsii"] = `{"schema": "jsii/file-redirect", "compression": "gzip", "filename": ".jsii.gz"}`
	files[".jsii.gz"] = compressed.String()

	want, got := packOf(t, fakeFiles()), packOf(t, files)
	assert.DeepEqual(t, got.manifest, want.manifest)
}

func TestBindingsOfAnUnknownFormAreRefused(t *testing.T) {
	for _, c := range []struct {
		name, file, content, want string
	}{
		{"no assembly", ".jsii", "", "no assembly in the tarball"},
		{"an assembly that is none", ".jsii", "{", "the assembly: unexpected end of JSON input"},
		{"a module the index does not list", "lib/index.js", strings.ReplaceAll(fakeIndex, `exports.ami = require("./ami");`, ""),
			`the index of the bindings lacks the module "ami"`},
		{"an index that does more", "lib/index.js", fakeIndex + "\n__exportStar(require(\"./ami\"), exports);\n",
			"the index of the bindings is of an unknown form"},
		{"a type outside of the modules", ".jsii", strings.ReplaceAll(fakeAssembly, "aws.ami.Ami", "aws.Ami"),
			`the index of the bindings lacks the module ""`},
		{"a module without code", "lib/ami/index.js", "", `the module "ami" has no code`},
		{"a package without a name", "package.json", "[]", "package.json: json: cannot unmarshal array into Go value of type fastsynth.manifest"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := fakeFiles()
			if files[c.file] = c.content; c.content == "" {
				delete(files, c.file)
			}
			_, err := derive(tarballOf(t, files))
			assert.Error(t, err, c.want)
		})
	}
	whole := tarballOf(t, fakeFiles())
	_, err := derive(whole[:len(whole)/2])
	assert.ErrorContains(t, err, "unexpected EOF")
	_, err = derive(nil)
	assert.ErrorContains(t, err, "EOF")
}

func TestTrimmingKeepsEverythingElse(t *testing.T) {
	for _, in := range []string{
		`{}`, `[]`, ` { "a" : [ ] , "b" : { } } `, `{"docs":{}}`, `{"docs":1,"a":2}`, `{"a":2,"docs":[{"docs":{}}]}`,
		`{"a":{"docs":"}"},"symbolId":"x","b":[true,false,null,-1.5e3]}`,
		`{"a":"quote \" and backslash \\","docs":"\\","b":"\u2028é<>&"}`,
		`[{"locationInModule":{"filename":"x","line":1},"name":"docs"},{"docs":{"summary":"[{"}}]`,
	} {
		var out bytes.Buffer
		writeTrimmed(&out, []byte(in))
		var got, want any
		assert.NilError(t, json.Unmarshal(out.Bytes(), &got), out.String())
		assert.NilError(t, json.Unmarshal([]byte(in), &want))
		assert.DeepEqual(t, got, withoutDocumentation(want))
		assert.Assert(t, !strings.Contains(out.String(), `": `), out.String())
	}
}

func withoutDocumentation(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			v[key] = withoutDocumentation(inner)
		}
		for _, key := range []string{"docs", "locationInModule", "symbolId"} {
			delete(v, key)
		}
	case []any:
		for i := range v {
			v[i] = withoutDocumentation(v[i])
		}
	}
	return value
}
