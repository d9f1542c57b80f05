package fastsynth

import (
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	jsiiruntime "github.com/aws/jsii-runtime-go/runtime"
	"gotest.tools/v3/assert"
)

// TestEveryModuleIsUsable asks Node.js for the Terraform type of each resource
// and data source of the bindings, whether this program links it or not: the
// kernel has to find the type in the assembly, and to load the module.
func TestEveryModuleIsUsable(t *testing.T) {
	if testing.Short() {
		t.Skip("loads all of the bindings")
	}
	b := carried()[0]
	cache, err := cacheDirectory()
	assert.NilError(t, err)
	_, err = b.lean(cache, everything, io.Discard)
	assert.NilError(t, err)
	key, err := b.key()
	assert.NilError(t, err)
	p, err := openPack(store{cache, key}.packFile())
	assert.NilError(t, err)
	defer p.close()

	assert.NilError(t, load(everything, os.Stderr))
	defer jsii.Close()
	assert.Assert(t, len(p.manifest.Modules) > 2000, "%d modules", len(p.manifest.Modules))
	for _, m := range p.manifest.Modules {
		var terraform string
		jsiiruntime.StaticGet(jsiiruntime.FQN(resourceClass(t, p, m)), "tfResourceType", &terraform)
		assert.Assert(t, terraform == "aws" || strings.HasPrefix(terraform, "aws_"), "%s is %q", m.Name, terraform)
	}
}

// resourceClass is the class of a module that has a Terraform type.
func resourceClass(t *testing.T, p *pack, m module) string {
	t.Helper()
	members, err := p.read(packTypes + m.Name)
	assert.NilError(t, err)
	var types map[string]struct {
		Properties []struct{ Name string }
	}
	assert.NilError(t, json.Unmarshal([]byte("{"+string(members)+"}"), &types))
	for fqn, description := range types {
		for _, property := range description.Properties {
			if property.Name == "tfResourceType" {
				return fqn
			}
		}
	}
	t.Fatalf("%s has no resource", m.Name)
	return ""
}
