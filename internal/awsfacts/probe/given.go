package main

// given lists what the provider wants of a type beyond what its schema calls
// required, as "first|second". A block that holds such an attribute is given
// too.
var given = map[string]map[string]string{
	"aws_cloudwatch_metric_alarm":    {"statistic": "Average|Sum"},
	"aws_codeconnections_connection": {"provider_type": "GitHub|Bitbucket"},
	"aws_kinesis_firehose_delivery_stream": {
		"destination":                          "extended_s3|http_endpoint",
		"extended_s3_configuration.bucket_arn": "arn:aws:s3:::alpha|arn:aws:s3:::beta",
		"http_endpoint_configuration.url":      "https://alpha.example.com|https://beta.example.com",
		"http_endpoint_configuration.role_arn": "arn:aws:iam::123456789012:role/alpha|arn:aws:iam::123456789012:role/beta",
	},
	"aws_lambda_function": {"handler": "alpha.handler|beta.handler", "runtime": "python3.12|nodejs20.x"},
	"aws_lb_target_group": {
		"port": "80|81", "protocol": "HTTP|HTTPS", "protocol_version": "HTTP1|HTTP2",
		"target_type": "ip|instance", "vpc_id": "vpc-1|vpc-2",
	},
}

// hints are values of attributes that the provider parses in a plan, where
// the name of the attribute does not give them away.
var hints = map[string]map[string]string{
	"aws_codebuild_project":   {"cache.type": "LOCAL|NO_CACHE"},
	"aws_db_instance":         {"engine": "mysql|postgres"},
	"aws_ecs_task_definition": {"container_definitions": `[{"name":"alpha","image":"alpha","essential":true}]|[{"name":"beta","image":"beta","essential":true}]`},
	"aws_lb_listener":         {"default_action.type": "forward|fixed-response"},
	"aws_lb_listener_rule":    {"action.type": "forward|fixed-response"},
	"aws_rds_cluster":         {"engine": "aurora-postgresql|aurora-mysql"},
	"aws_s3_bucket_lifecycle_configuration": {
		"rule.transition.storage_class":                    "GLACIER|STANDARD_IA",
		"rule.noncurrent_version_transition.storage_class": "GLACIER|STANDARD_IA",
	},
	"aws_sns_topic": {"fifo_throughput_scope": "|Topic"},
}

// remarks tell what one change at a time does not show.
var remarks = map[string]string{
	"aws_db_instance":         "Changing replicate_source_db promotes the replica in place. With blue_green_update an update is a switchover to new instances behind the same address.",
	"aws_ecs_service":         "With force_new_deployment, changing capacity_provider_strategy from one list to another is an update in place; setting or removing it stays a replacement. The plan drops triggers unless force_new_deployment is set. task_definition, load_balancer, network_configuration and platform_version update in place here; ECS refuses them under CODE_DEPLOY.",
	"aws_ecs_task_definition": "container_definitions are compared after normalization, so a change that means the same plans nothing. Every argument but skip_destroy, track_latest and tags registers a new revision.",
	"aws_instance":            "user_data and user_data_base64 force replacement where user_data_replace_on_change is set; otherwise they stop and start the instance.",
	"aws_lambda_function":     "With publish, a change of code or configuration makes version, qualified_arn and qualified_invoke_arn unknown too.",
	"aws_lb":                  "For a network load balancer, removing all security_groups, or adding the first, forces replacement, and so does removing subnets; the plan tells only with load_balancer_type network.",
	"aws_rds_cluster":         "storage_type forces replacement unless engine is one of Aurora; the table holds for Aurora.",
}
