package stacks_test

import (
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/synthtest"
)

// start is what a schedule or the target of a rule says of the task it starts.
type start struct {
	role, input, queue, task, group, subnets string
	hasInput                                 bool
}

func startOf(r *synthtest.Resource, target, parameters string) start {
	s := start{
		role:     r.String(target + "role_arn"),
		queue:    r.String(target + "dead_letter_config.arn"),
		task:     r.String(parameters + "task_definition_arn"),
		group:    r.String(parameters + "group"),
		subnets:  r.String(parameters + "network_configuration.subnets"),
		hasInput: r.Has(target + "input"),
	}
	if s.hasInput {
		s.input = r.String(target + "input")
	}
	return s
}

// Rule 98 for both engines, and that a failure is heard of: the tasks that end
// badly are looked for by the group they are started with, and come into the
// queue that has an alarm.
func TestSchedules(t *testing.T) {
	visit := func(t *testing.T, stack shippedStack, s start) {
		assert.Assert(t, strings.HasSuffix(s.task, ".arn_without_revision}"), s.task)
		assert.Assert(t, strings.HasSuffix(s.subnets, ".private_subnet_ids}"), s.subnets)
		task := referred(t, stack, "aws_ecs_task_definition", s.task)
		if s.hasInput {
			assert.Assert(t, slices.ContainsFunc(containers(t, task), func(c container) bool {
				return strings.HasPrefix(s.input, `{"containerOverrides":[{"name":"`+c.Name+`","command":[`)
			}), s.input)
		}

		role := referred(t, stack, "aws_iam_role", s.role)
		passed := false
		for _, p := range stack.All("aws_iam_role_policy") {
			if !strings.Contains(p.String("role"), role.Address()+".") {
				continue
			}
			var policy struct{ Statement []statement }
			p.Document("policy", &policy)
			for _, granted := range policy.Statement {
				switch granted.Action[0] {
				case "iam:PassRole":
					passed = true
					assert.DeepEqual(t, []string(granted.Resource), []string{task.String("execution_role_arn"), task.String("task_role_arn")})
				case "ecs:RunTask":
					// The target names no revision, and IAM compares what it names.
					family := ":task-definition/" + task.String("family")
					assert.Equal(t, len(granted.Resource), 2)
					assert.Assert(t, strings.HasSuffix(granted.Resource[0], family), granted.Resource[0])
					assert.Assert(t, strings.HasSuffix(granted.Resource[1], family+":*"), granted.Resource[1])
					assert.Assert(t, granted.Condition["ArnEquals"]["ecs:cluster"] != nil)
				}
			}
		}
		assert.Assert(t, passed, "no role is passed")

		queue := referred(t, stack, "aws_sqs_queue", s.queue)
		assert.Equal(t, queue.Get("sqs_managed_sse_enabled"), true)
		var failed *synthtest.Resource
		for _, rule := range stack.All("aws_cloudwatch_event_rule") {
			if rule.Has("event_pattern") && strings.Contains(rule.String("event_pattern"), `"group":["`+s.group+`"]`) {
				failed = rule
			}
		}
		assert.Assert(t, failed != nil, "nobody looks for failed tasks of %s", s.group)
		told := slices.ContainsFunc(stack.All("aws_cloudwatch_event_target"), func(target *synthtest.Resource) bool {
			return strings.Contains(target.String("rule"), failed.Address()+".") && target.String("arn") == s.queue
		})
		assert.Assert(t, told, "failed tasks do not come into the queue")
		watched := slices.ContainsFunc(stack.All("aws_cloudwatch_metric_alarm"), func(alarm *synthtest.Resource) bool {
			return alarm.Has("dimensions.QueueName") && strings.Contains(alarm.String("dimensions.QueueName"), queue.Address()+".") &&
				len(alarm.Strings("alarm_actions")) == 1
		})
		assert.Assert(t, watched, "no alarm watches the queue")
	}
	eachOf(t, everyStack(t), "aws_scheduler_schedule", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		visit(t, stack, startOf(r, "target.", "target.ecs_parameters."))
	})
	rules := 0
	eachOf(t, everyStack(t), "aws_cloudwatch_event_target", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		if r.Has("ecs_target") {
			rules++
			visit(t, stack, startOf(r, "", "ecs_target."))
		}
	})
	assert.Assert(t, rules > 0, "no rule starts a task")
}

// A bucket whose policy may open it is read by all, over TLS, and no more: it has
// no ACLs, and no key that would keep readers out.
func TestPublicBuckets(t *testing.T) {
	public := 0
	eachOf(t, everyStack(t), "aws_s3_bucket_public_access_block", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.Equal(t, r.Get("block_public_acls"), true)
		assert.Equal(t, r.Get("ignore_public_acls"), true)
		assert.Equal(t, r.Get("block_public_policy"), r.Get("restrict_public_buckets"))
		open := r.Get("block_public_policy") == false
		for _, p := range stack.All("aws_s3_bucket_policy") {
			if p.String("bucket") == r.String("bucket") {
				assert.Equal(t, strings.Contains(p.String("policy"), `"Effect":"Allow","Principal":"*"`), open)
				assert.Assert(t, strings.Contains(p.String("policy"), `"aws:SecureTransport":"false"`))
			}
		}
		if !open {
			return
		}
		public++
		for _, e := range stack.All("aws_s3_bucket_server_side_encryption_configuration") {
			if e.String("bucket") == r.String("bucket") {
				assert.Equal(t, e.String("rule.0.apply_server_side_encryption_by_default.sse_algorithm"), "AES256")
			}
		}
	})
	assert.Assert(t, public > 0)
}
