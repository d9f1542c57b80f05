package constructs_test

import (
	"strings"
	"testing"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/node"
	"github.com/berth-iac/berth/internal/synthtest"
)

func TestRoleTrustsOneServiceAndCarriesItsPolicies(t *testing.T) {
	stack := synthtest.NewStack(t)
	here := identity.LocationOf(stack)
	role := identity.NewRole(stack, "role", identity.RoleProps{
		Name:            "acme-dev-web-task",
		Description:     "Sends ${jobs}",
		Service:         "ecs-tasks.amazonaws.com",
		TrustConditions: []identity.Condition{identity.SourceAccount(here.AccountID)},
		Policies: map[string]identity.Policy{"queue": {Statements: []identity.Statement{{
			Actions:    []string{"sqs:SendMessage"},
			Resources:  []string{here.ARN("sqs", "jobs-${aws:username}")},
			Conditions: []identity.Condition{identity.PassedTo("a.amazonaws.com", "b.amazonaws.com")},
		}}}},
		ManagedPolicies: map[string]string{"logs": here.ManagedPolicyARN("CloudWatchLogsReadOnlyAccess")},
	})
	cdktf.NewTerraformOutput(stack, jsii.String("arn"), &cdktf.TerraformOutputConfig{Value: jsii.String(role.ARN), StaticId: jsii.Bool(true)})
	template := synthtest.Synth(t, stack)

	assert.Equal(t, template.One("aws_iam_role").String("description"), "Sends $${jobs}")
	var trust struct{ Statement []map[string]any }
	template.One("aws_iam_role").Document("assume_role_policy", &trust)
	assert.DeepEqual(t, trust.Statement[0]["Principal"], map[string]any{"Service": "ecs-tasks.amazonaws.com"})
	assert.DeepEqual(t, trust.Statement[0]["Condition"], map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": "${data.aws_caller_identity.caller.account_id}"}})

	policy := template.One("aws_iam_role_policy").String("policy")
	assert.Assert(t, strings.Contains(policy, "arn:${data.aws_partition.partition.partition}:sqs:${data.aws_region.region.name}:${data.aws_caller_identity.caller.account_id}:jobs-$${aws:username}"), policy)
	assert.Equal(t, template.One("aws_iam_role_policy_attachment").String("policy_arn"), "arn:${data.aws_partition.partition.partition}:iam::aws:policy/CloudWatchLogsReadOnlyAccess")
	assert.Equal(t, len(role.PolicyDependencies()), 2)
}

// TestLocationIsThatOfTheStackAround holds for every scope inside a stack,
// whoever made it: one of Berth's, one of a user's, one inside the other.
func TestLocationIsThatOfTheStackAround(t *testing.T) {
	for range 2 { // stacks of the same name
		stack := synthtest.NewStack(t)
		own := node.Group(stack, "own")
		plain := constructs.NewConstruct(own, jsii.String("plain"))
		here := identity.LocationOf(stack)
		for _, scope := range []constructs.Construct{own, plain, node.Group(plain, "inner"), plain} {
			assert.Equal(t, identity.LocationOf(scope), here)
			assert.Equal(t, node.Stack(scope), stack)
		}
		template := synthtest.Synth(t, stack)
		assert.Equal(t, len(template.Data("aws_region")), 1)
		assert.Equal(t, template.Data("aws_region")[0].ID, "region")
	}
}

func TestInvalidRoleIsRefusedWithItsPathAndBuildsNothing(t *testing.T) {
	stack := synthtest.NewStack(t)
	identity.NewRole(stack, "broken", identity.RoleProps{
		Name: strings.Repeat("x", 65),
		Policies: map[string]identity.Policy{"p": {Statements: []identity.Statement{{
			Actions: []string{"s3:GetObject"}, Resources: []string{"arn:aws:s3:::b/*"},
		}}}},
	})
	got := strings.Join(synthtest.Errors(stack), "\n")
	for _, want := range []string{"broken: Service: missing", "has 65 characters: IAM allows 64", "names the partition"} {
		assert.Assert(t, strings.Contains(got, want), got)
	}
}
