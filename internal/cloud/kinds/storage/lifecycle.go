package storage

import (
	"slices"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var lifecycle = part("aws_s3_bucket_lifecycle_configuration", "S3 Bucket Lifecycle Configuration", "S3: PutBucketLifecycleConfiguration",
	func(c *cloud.Call) error {
		ids := map[string]bool{}
		for _, rule := range c.Object.Blocks("rule") {
			id := rule.Text("id")
			if ids[id] {
				return lifecycleIDs.With()
			}
			ids[id] = true
			if err := checkRule(rule); err != nil {
				return err
			}
		}
		c.Object.Default("expected_bucket_owner", "")
		return nil
	},
	argument.OneOf("rule.status", "Enabled", "Disabled"),
	argument.Length("rule.id", 1, 255),
	argument.OneOf("transition_default_minimum_object_size", "all_storage_classes_128K", "varies_by_storage_class"),
)

// actions are what a rule of a lifecycle can do.
var actions = []string{
	"abort_incomplete_multipart_upload", "expiration", "noncurrent_version_expiration", "noncurrent_version_transition", "transition",
}

func checkRule(rule cloud.Attributes) error {
	if !slices.ContainsFunc(actions, func(action string) bool { return len(rule.Blocks(action)) > 0 }) {
		return lifecycleNothing.With()
	}
	for _, transition := range rule.Blocks("transition") {
		class, days := transition.Text("storage_class"), transition.Int("days")
		if (class == "STANDARD_IA" || class == "ONEZONE_IA") && days < 30 && transition.Text("date") == "" {
			return lifecycleEarly.With(class)
		}
		if expires := rule.Int("expiration.days"); expires > 0 && expires <= days {
			return lifecycleOrder.With(rule.Text("filter.prefix"))
		}
	}
	return nil
}
