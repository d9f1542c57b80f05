//go:build rehearsal

package release

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"gotest.tools/v3/assert"
	is "gotest.tools/v3/assert/cmp"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
	"github.com/berth-iac/berth/internal/cloud/kinds"
)

var ignore = regexp.MustCompile(`IGNORE\((.*)\)`)

// services is the configuration of the test, with or without what is left to
// the release.
func services(t *testing.T, leave bool) string {
	t.Helper()
	text, err := os.ReadFile("testdata/service.tf")
	assert.NilError(t, err)
	if leave {
		return ignore.ReplaceAllString(string(text), "lifecycle { ignore_changes = [$1] }")
	}
	return ignore.ReplaceAllString(string(text), "")
}

// Releases leave nothing for Terraform to do where the configuration leaves to
// them what is theirs; where it does not, ECS refuses what Terraform does.
func TestRelease(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: kinds.All(), Data: kinds.Data()})
	tf.Apply(services(t, true))

	result, err := Release(tf.Cloud, tf.Session, "main", "web", DesiredCount(5))
	assert.NilError(t, err)
	assert.Equal(t, result.String(), "web: web:1 to web:2, blue to green")
	assert.Equal(t, result.Moved, 2)
	assert.Equal(t, colour(tf, 100), "green")
	assert.Equal(t, image(tf, "web"), "web:release-2")
	result, err = Release(tf.Cloud, tf.Session, "main", "worker", Tag("2.0"))
	assert.NilError(t, err)
	assert.Equal(t, result.String(), "worker: worker:1 to worker:2")
	assert.Equal(t, image(tf, "worker"), "registry.example.com:5000/worker:2.0")
	assert.DeepEqual(t, tf.Plan(), map[string]string{})

	result, err = Release(tf.Cloud, tf.Session, "main", "web")
	assert.NilError(t, err)
	assert.Equal(t, result.String(), "web: web:2 to web:3, green to blue")
	result, err = Release(tf.Cloud, tf.Session, "main", "web", StoppedBy("web-errors"))
	assert.NilError(t, err)
	assert.Equal(t, result.String(), "web: web:3 to web:4, blue to green, rolled back by the alarm web-errors")
	assert.Equal(t, colour(tf, 100), "blue")
	assert.Equal(t, image(tf, "web"), "web:release-3")
	assert.DeepEqual(t, tf.Plan(), map[string]string{})

	all := services(t, false)
	tf.Write(all)
	assert.DeepEqual(t, tf.Plan(), map[string]string{
		"aws_ecs_service.web": "update", "aws_ecs_service.worker": "update",
		"aws_lb_listener.test": "update", "aws_lb_listener_rule.web": "update",
	})
	assert.Assert(t, is.Contains(tf.Refused(all), "Unable to update task definition on services with a CODE_DEPLOY deployment controller."))

	tf.Apply(services(t, true))
	tf.Destroy()
	assert.DeepEqual(t, tf.Left(), map[string]int{})
}

// colour is the target group that a rule of the production listener sends a
// share of the traffic to.
func colour(tf *cloudtest.Terraform, weight int) string {
	var name string
	_ = tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		for _, target := range c.One("aws_lb_listener_rule", "priority", "100").Blocks("action.forward.target_group") {
			if target.Int("weight") == weight {
				name = strings.TrimPrefix(c.One("aws_lb_target_group", "arn", target.Text("arn")).Text("name"), "web-")
			}
		}
		return nil
	})
	return name
}
