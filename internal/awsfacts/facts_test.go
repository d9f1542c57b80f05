package awsfacts_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/berth-iac/berth/internal/awsfacts"
	"gotest.tools/v3/assert"
	is "gotest.tools/v3/assert/cmp"
)

func of(t *testing.T, kind string) awsfacts.Facts {
	t.Helper()
	f, found := awsfacts.Of(kind)
	assert.Assert(t, found, "%s is not in the table", kind)
	return f
}

// What the provider's documentation says of these must be what was probed.
func TestReplacement(t *testing.T) {
	for _, c := range []struct {
		kind              string
		replaced, inPlace []string
	}{
		{"aws_db_instance", []string{"engine", "username", "storage_encrypted"}, []string{"identifier", "instance_class", "engine_version"}},
		{"aws_ecs_service", []string{"cluster", "name", "launch_type", "scheduling_strategy", "deployment_controller.type"}, []string{"task_definition", "desired_count", "network_configuration.subnets"}},
		{"aws_ecs_task_definition", []string{"container_definitions", "cpu", "family", "volume", "volume.name"}, []string{"skip_destroy", "tags", "track_latest"}},
		{"aws_lb_target_group", []string{"name", "port", "protocol", "target_type", "vpc_id"}, []string{"deregistration_delay", "health_check.path"}},
		{"aws_rds_cluster", []string{"engine", "database_name", "master_username"}, []string{"engine_version", "storage_type"}},
		{"aws_s3_object", []string{"bucket", "key"}, []string{"content", "source"}},
		{"aws_security_group", []string{"name", "description", "vpc_id"}, []string{"ingress", "tags"}},
		{"aws_subnet", []string{"availability_zone", "cidr_block", "vpc_id"}, []string{"map_public_ip_on_launch"}},
	} {
		t.Run(c.kind, func(t *testing.T) {
			f := of(t, c.kind)
			for _, path := range c.replaced {
				assert.Check(t, f.Replaces(path, false), "%s updates in place", path)
			}
			for _, path := range c.inPlace {
				assert.Check(t, !f.Replaces(path, true), "%s forces replacement", path)
			}
		})
	}
}

// A rule may point to another CIDR, but not turn from a CIDR to a group.
func TestReplacementOnlyWhereSet(t *testing.T) {
	f := of(t, "aws_vpc_security_group_ingress_rule")
	assert.Assert(t, !f.Replaces("cidr_ipv4", false))
	assert.Assert(t, f.Replaces("cidr_ipv4", true))
}

func TestDefaults(t *testing.T) {
	f := of(t, "aws_lb_target_group")
	assert.Check(t, is.Equal(f.Defaults["deregistration_delay"], "300"))
	assert.Check(t, is.Equal(f.Defaults["health_check.enabled"], true))
	assert.Check(t, is.Equal(f.Defaults["health_check.interval"], 30.0))
	_, given := f.Defaults["port"]
	assert.Check(t, !given, "a value the probe gave is no default")
}

func TestUnknownAfter(t *testing.T) {
	for _, c := range []struct {
		kind    string
		changed string
		unknown []string
	}{
		{"aws_launch_template", "block_device_mappings.ebs.volume_size", []string{"latest_version"}},
		{"aws_launch_template", "description", nil},
		{"aws_s3_object", "etag", []string{"version_id"}},
		{"aws_s3_object", "tags", nil},
		// Everything.
		{"aws_codeconnections_connection", "tags", []string{"connection_status", "owner_account_id"}},
	} {
		assert.Check(t, is.DeepEqual(of(t, c.kind).UnknownAfter(c.changed), c.unknown), "%s.%s", c.kind, c.changed)
	}
}

func TestOfUnknownType(t *testing.T) {
	for _, kind := range []string{"", "aws_lb_target", "aws_nothing"} {
		_, found := awsfacts.Of(kind)
		assert.Check(t, !found, kind)
	}
}

// The rehearsal would plan a type without facts as if nothing of it forced
// replacement.
func TestEveryShippedTypeHasFacts(t *testing.T) {
	types := map[string]bool{}
	for _, pattern := range []string{"*.json", "variants/*.json"} {
		files, err := filepath.Glob(filepath.Join("../../testdata", pattern))
		assert.NilError(t, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			assert.NilError(t, err)
			var stack struct{ Resource map[string]json.RawMessage }
			assert.NilError(t, json.Unmarshal(text, &stack), file)
			for kind := range stack.Resource {
				types[kind] = true
			}
		}
	}
	assert.Assert(t, len(types) >= 60, "snapshots with %d types", len(types))
	for _, kind := range slices.Sorted(maps.Keys(types)) {
		_, found := awsfacts.Of(kind)
		assert.Check(t, found, "%s: run the probe with this type", kind)
	}
}

// Of reads a line a type and a binary search reads Replace.
func TestTableIsWellFormed(t *testing.T) {
	text, err := os.ReadFile("facts.json")
	assert.NilError(t, err)
	var all map[string]json.RawMessage
	assert.NilError(t, json.Unmarshal(text, &all))
	for kind := range all {
		assert.Check(t, slices.IsSorted(of(t, kind).Replace), kind)
	}
}
