package rehearsal

import (
	"os"
	"path/filepath"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cdktfcli"
)

var shipped = []stack{
	{name: "dev-bootstrap", buckets: []string{"dev-state"}},
	{name: "dev-network", bucket: "dev-state", dependencies: []string{"dev-bootstrap"}},
	{name: "dev-ecs", bucket: "dev-state", dependencies: []string{"dev-network"}},
	{name: "prod-bootstrap", buckets: []string{"prod-state"}},
	{name: "prod-network", bucket: "prod-state"},
}

func TestGroups(t *testing.T) {
	groups := groupsOf(shipped)
	assert.Equal(t, len(groups), 2)
	assert.Equal(t, groups[0].Name, "dev")
	assert.DeepEqual(t, groups[0].Stacks(), []string{"dev-bootstrap", "dev-network", "dev-ecs"})
	assert.Equal(t, groups[1].Name, "prod")
	assert.DeepEqual(t, groups[1].Stacks(), []string{"prod-bootstrap", "prod-network"})
	assert.Equal(t, groupsOf([]stack{{name: "alone"}})[0].Name, "alone")
	assert.Equal(t, commonName([]string{"one", "two"}), "one")
}

// The bucket that holds the state has to exist before the CLI initializes the
// stacks that keep theirs in it.
func TestRuns(t *testing.T) {
	assert.DeepEqual(t, groupsOf(shipped)[0].runs(), [][]string{{"dev-bootstrap"}, {"dev-bootstrap", "dev-network", "dev-ecs"}})
	local := []stack{{name: "a-one"}, {name: "a-two", dependencies: []string{"a-one"}}}
	assert.DeepEqual(t, groupsOf(local)[0].runs(), [][]string{{"a-one", "a-two"}})
}

func TestForeignBuckets(t *testing.T) {
	assert.DeepEqual(t, foreignBuckets(append(shipped, stack{name: "x", bucket: "theirs"}, stack{name: "y", bucket: "theirs"})), []string{"theirs"})
}

// What reads nothing but the bucket of the state has no producer to miss.
func TestReader(t *testing.T) {
	last, found := groupsOf(shipped)[0].reader()
	assert.Assert(t, found)
	assert.Equal(t, last.name, "dev-ecs")
	_, found = groupsOf(shipped[:2])[0].reader()
	assert.Assert(t, !found)
}

// What a release moves and Terraform does not leave alone has to show, so a
// service of CodeDeploy is released whatever Terraform ignores.
func TestReleasedServices(t *testing.T) {
	output := t.TempDir()
	folder := filepath.Join(output, "stacks", "dev-ecs")
	assert.NilError(t, os.MkdirAll(folder, 0o755))
	assert.NilError(t, os.WriteFile(filepath.Join(folder, "cdk.tf.json"), []byte(`{"resource": {"aws_ecs_service": {
		"a": {"name": "blue-green", "deployment_controller": {"type": "CODE_DEPLOY"}},
		"b": {"name": "listed", "deployment_controller": [{"type": "CODE_DEPLOY"}]},
		"c": {"name": "piped", "lifecycle": {"ignore_changes": ["task_definition"]}},
		"d": {"name": "plain", "deployment_controller": {"type": "ECS"}}
	}}}`), 0o644))
	read, err := readStack(output, cdktfcli.Stack{Name: "dev-ecs"})
	assert.NilError(t, err)
	assert.DeepEqual(t, read.released, []string{"blue-green", "listed", "piped"})
}
