package storage

import (
	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

var notification = part("aws_s3_bucket_notification", "S3 Bucket Notification", "S3: PutBucketNotificationConfiguration",
	func(c *cloud.Call) error {
		for block, prefix := range map[string]string{"queue": "tf-s3-queue-", "topic": "tf-s3-topic-", "lambda_function": "tf-s3-lambda-"} {
			for _, target := range c.Object.Blocks(block) {
				target.Default("id", c.NewName(prefix))
			}
		}
		for _, arn := range c.Object.Texts("queue.queue_arn") {
			queue := c.One("aws_sqs_queue", "arn", arn)
			written := c.One("aws_sqs_queue_policy", "queue_url", queue.Text("id"))
			if !accepts(c, written, queue, "sqs:SendMessage") {
				return notificationTarget.With()
			}
		}
		for _, arn := range c.Object.Texts("topic.topic_arn") {
			if !accepts(c, c.One("aws_sns_topic_policy", "arn", arn), c.One("aws_sns_topic", "arn", arn), "sns:Publish") {
				return notificationTarget.With()
			}
		}
		return nil
	},
)

// accepts tells whether a target exists and lets S3 notify it. Its policy may be
// a resource of its own, or an attribute.
func accepts(c *cloud.Call, written, target cloud.Attributes, action string) bool {
	text := written.Text("policy")
	if text == "" {
		text = target.Text("policy")
	}
	document, err := policy.Parse(text)
	return target != nil && err == nil && document.Allows(policy.Request{
		Service: "s3.amazonaws.com", Action: action, Resource: target.Text("arn"),
		Context: map[string]string{"aws:SourceArn": arnOf(c, c.Object.Text("bucket")), "aws:SourceAccount": c.Account},
	})
}
