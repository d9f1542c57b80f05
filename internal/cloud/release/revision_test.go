//go:build rehearsal

package release

import (
	"encoding/json"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
	"github.com/berth-iac/berth/internal/cloud/kinds/containers"
)

// image is that of the first container of the revision that a service runs.
func image(tf *cloudtest.Terraform, service string) string {
	var text string
	_ = tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		definition := containers.Revision(c, c.One("aws_ecs_service", "name", service).Text("task_definition"))
		var all []struct{ Image string }
		if err := json.Unmarshal([]byte(definition.Text("container_definitions")), &all); err != nil {
			return err
		}
		text = all[0].Image
		return nil
	})
	return text
}

// A new tag takes the place of a tag or a digest, and nothing else changes.
func TestWithTag(t *testing.T) {
	for before, after := range map[string]string{
		`[{"image":"web","name":"web"}]`:                                                `[{"image":"web:2","name":"web"}]`,
		`[{"image":"web:1","name":"web"}]`:                                              `[{"image":"web:2","name":"web"}]`,
		`[{"image":"host:5000/web","name":"web"}]`:                                      `[{"image":"host:5000/web:2","name":"web"}]`,
		`[{"image":"host:5000/web:1@sha256:0","name":"web"}]`:                           `[{"image":"host:5000/web:2","name":"web"}]`,
		`[{"image":"a:1","name":"a"},{"image":"b","name":"web"}]`:                       `[{"image":"a:1","name":"a"},{"image":"b:2","name":"web"}]`,
		`[{"command":["a < b"],"cpu":10000000000000000001,"image":"web","name":"web"}]`: `[{"command":["a < b"],"cpu":10000000000000000001,"image":"web:2","name":"web"}]`,
	} {
		got, err := withTag(before, "web", "2")
		assert.NilError(t, err)
		assert.Equal(t, got, after)
	}
	_, err := withTag(`[{"name":"a"}]`, "web", "2")
	assert.ErrorContains(t, err, `no container "web"`)
}
