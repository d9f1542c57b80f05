package node

import (
	"testing"

	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"gotest.tools/v3/assert"
)

// resource is told from others by its name.
type resource struct {
	cdktf.ITerraformDependable
	name string
}

func TestDependsOnIsLeftOutWhereThereIsNothing(t *testing.T) {
	assert.Assert(t, DependsOn() == nil)
	assert.Assert(t, DependsOn(nil, []cdktf.ITerraformDependable{}) == nil)
}

func TestDependsOnJoinsItsLists(t *testing.T) {
	first := make([]cdktf.ITerraformDependable, 1, 4)
	first[0] = resource{name: "policy"}
	all := DependsOn(first, nil, []cdktf.ITerraformDependable{resource{name: "group"}})
	assert.Equal(t, len(*all), 2)
	assert.Equal(t, (*all)[0].(resource).name, "policy")
	assert.Equal(t, (*all)[1].(resource).name, "group")
	assert.Assert(t, first[:2][1] == nil, "the list of the caller is left alone")
}

func TestProtectKeepsWhatIsNotDisposable(t *testing.T) {
	assert.Assert(t, Protect(true) == nil)
	assert.Assert(t, *Protect(false).PreventDestroy)
}
