package stacks_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"
)

// services are the AWS services, as the provider's endpoints name them, by the
// beginning of the types that talk to them. The longest beginning counts.
var services = map[string]string{
	"aws_acm_":                "acm",
	"aws_appautoscaling_":     "applicationautoscaling",
	"aws_autoscaling_":        "autoscaling",
	"aws_caller_identity":     "sts",
	"aws_cloudwatch_event_":   "events",
	"aws_cloudwatch_log_":     "logs",
	"aws_cloudwatch_metric_":  "cloudwatch",
	"aws_codebuild_":          "codebuild",
	"aws_codeconnections_":    "codeconnections",
	"aws_codedeploy_":         "codedeploy",
	"aws_codepipeline":        "codepipeline",
	"aws_db_":                 "rds",
	"aws_default_security_":   "ec2",
	"aws_ecr_":                "ecr",
	"aws_ecs_":                "ecs",
	"aws_eip":                 "ec2",
	"aws_elasticache_":        "elasticache",
	"aws_flow_log":            "ec2",
	"aws_iam_":                "iam",
	"aws_iam_policy_document": "",
	"aws_internet_gateway":    "ec2",
	"aws_kms_":                "kms",
	"aws_launch_template":     "ec2",
	"aws_lb":                  "elbv2",
	"aws_nat_gateway":         "ec2",
	"aws_partition":           "",
	"aws_rds_":                "rds",
	"aws_region":              "",
	"aws_route":               "ec2",
	"aws_route53_":            "route53",
	"aws_s3_":                 "s3",
	"aws_scheduler_":          "scheduler",
	"aws_secretsmanager_":     "secretsmanager",
	"aws_security_group":      "ec2",
	"aws_sns_":                "sns",
	"aws_sqs_":                "sqs",
	"aws_ssm_":                "ssm",
	"aws_subnet":              "ec2",
	"aws_vpc":                 "ec2",
	"terraform_remote_state":  "",
}

// TestEmulatorAnswersForEveryService holds that no resource or data source of
// any stack would ask AWS itself, and that only stacks for an emulator ask it.
func TestEmulatorAnswersForEveryService(t *testing.T) {
	used := map[string]bool{"sts": true}
	var emulated []shippedStack
	for _, stack := range everyStack(t) {
		for _, block := range []string{"resource", "data"} {
			for kind := range stack.Block(block) {
				beginning := ""
				for candidate := range services {
					if strings.HasPrefix(kind, candidate) && len(candidate) > len(beginning) {
						beginning = candidate
					}
				}
				assert.Assert(t, beginning != "", "%s: which service does %s talk to? Add it here and to emulate", stack.name, kind)
				if service := services[beginning]; service != "" {
					used[service] = true
				}
			}
		}
		if stack.environment() == "emulator" {
			emulated = append(emulated, stack)
		}
	}
	assert.Equal(t, len(emulated), 6)
	for _, stack := range everyStack(t) {
		provider := stack.Block("provider")["aws"].([]any)[0].(map[string]any)
		if stack.environment() != "emulator" {
			for _, key := range []string{"endpoints", "access_key", "secret_key", "skip_credentials_validation"} {
				assert.Assert(t, provider[key] == nil, "%s has %s", stack.name, key)
			}
			continue
		}
		endpoints := provider["endpoints"].([]any)[0].(map[string]any)
		assert.DeepEqual(t, slices.Sorted(maps.Keys(endpoints)), slices.Sorted(maps.Keys(used)))
		assert.Assert(t, provider["allowed_account_ids"] == nil, stack.name)
		if s3, ok := stack.Block("terraform")["backend"].(map[string]any)["s3"].(map[string]any); ok {
			assert.DeepEqual(t, s3["endpoints"], map[string]any{"s3": "http://localhost:4566"})
		} else {
			assert.Equal(t, stack.name, "emulator-bootstrap")
		}
	}
}
