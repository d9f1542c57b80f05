package providerschema

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/awsschema"
)

var aws = Schemas{Resources: awsschema.Resources, DataSources: awsschema.DataSources}

// TestSnapshots reads the snapshots, which main_test.go holds equal to what the
// shipped environments, their variants and the examples synthesize.
func TestSnapshots(t *testing.T) {
	shipped, err := filepath.Glob("../../testdata/*.json")
	assert.NilError(t, err)
	assert.Equal(t, len(shipped), 12, "six stacks of two environments")
	variants, err := filepath.Glob("../../testdata/variants/*.json")
	assert.NilError(t, err)
	assert.Assert(t, len(variants) > 0 && len(variants)%6 == 0, "%d: six stacks an environment", len(variants))
	examples, err := filepath.Glob("../../examples/*/testdata/*.json")
	assert.NilError(t, err)
	more, err := filepath.Glob("../../examples/*/testdata/*/*.json")
	assert.NilError(t, err)
	examples = append(examples, more...)
	assert.Assert(t, len(examples) > 0 && len(examples)%6 == 0, "%d: six stacks an environment", len(examples))
	for _, file := range slices.Concat(shipped, variants, examples) {
		t.Run(strings.TrimPrefix(file, "../../"), func(t *testing.T) {
			stack, err := os.ReadFile(file)
			assert.NilError(t, err)
			problems, err := aws.CheckStack(stack)
			assert.NilError(t, err)
			if len(problems) > 0 {
				t.Errorf("%s", strings.Join(problems, "\n"))
			}
		})
	}
}

func TestCheckFindsWhatTheProviderWouldRefuse(t *testing.T) {
	for _, c := range []struct{ name, stack, want string }{
		{"unknown type", `{"resource":{"aws_vpx":{"a":{}}}}`, "aws_vpx.a: the provider has no such type"},
		{"unknown data source", `{"data":{"aws_regionn":{"a":{}}}}`, "data.aws_regionn.a: the provider has no such type"},
		{"unknown attribute", `{"resource":{"aws_vpc":{"a":{"cidr":"10.0.0.0/16"}}}}`, "aws_vpc.a.cidr: the provider has no such attribute or block"},
		{"missing attribute", `{"resource":{"aws_ecs_cluster":{"a":{}}}}`, "aws_ecs_cluster.a.name: missing"},
		{"computed attribute", `{"resource":{"aws_ecs_cluster":{"a":{"name":"n","arn":"x"}}}}`, "aws_ecs_cluster.a.arn: only the provider may set it"},
		{"number for a string", `{"resource":{"aws_ecs_cluster":{"a":{"name":1}}}}`, "where the provider wants a string"},
		{"text for a number", `{"resource":{"aws_ecs_service":{"a":{"name":"n","desired_count":"two"}}}}`, `"two" is no number`},
		{"text for a bool", `{"resource":{"aws_vpc":{"a":{"enable_dns_support":"yes"}}}}`, "neither true nor false"},
		{"scalar for a list", `{"resource":{"aws_lb":{"a":{"subnets":"subnet-1"}}}}`, "is no list"},
		{"scalar for a map", `{"resource":{"aws_vpc":{"a":{"tags":"x"}}}}`, "is no map"},
		{"too many blocks", `{"resource":{"aws_ecs_service":{"a":{"name":"n","network_configuration":[{"subnets":["a"]},{"subnets":["b"]}]}}}}`, "2 blocks: the provider allows 1"},
		{"missing block", `{"resource":{"aws_lb_listener":{"a":{"load_balancer_arn":"x"}}}}`, "aws_lb_listener.a.default_action: missing"},
		{"missing inside a block", `{"resource":{"aws_ecs_service":{"a":{"name":"n","network_configuration":{}}}}}`, "network_configuration.subnets: missing"},
		{"scalar for a block", `{"resource":{"aws_ecs_service":{"a":{"name":"n","network_configuration":["x"]}}}}`, "is no block"},
		{"incomplete object", `{"resource":{"aws_security_group":{"a":{"ingress":[{"from_port":1}]}}}}`, "names all of them"},
	} {
		t.Run(c.name, func(t *testing.T) {
			problems, err := aws.CheckStack([]byte(c.stack))
			assert.NilError(t, err)
			assert.Assert(t, strings.Contains(strings.Join(problems, "\n"), c.want), "%q", problems)
		})
	}
}

func TestExpressionsAndMetaArgumentsPass(t *testing.T) {
	problems, err := aws.CheckStack([]byte(`{"resource":{"aws_ecs_service":{"a":{"name":"n","desired_count":"${var.n}",
		"depends_on":["x"],"lifecycle":{"ignore_changes":["desired_count"]},
		"network_configuration":{"subnets":"${data.terraform_remote_state.n.outputs.ids}"}}}},
		"data":{"terraform_remote_state":{"n":{"backend":"s3"}}}}`))
	assert.NilError(t, err)
	assert.Equal(t, len(problems), 0, "%q", problems)
}
