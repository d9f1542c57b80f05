package stacks

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"

	"github.com/berth-iac/berth/internal/emulator"
)

// emulate points a provider at an AWS emulator: every service that the stacks
// use, with credentials that are none. The account is still asked for, since
// ARNs are made of it; what the guard of allowed accounts would protect is out
// of reach.
func emulate(config *provider.AwsProviderConfig, endpoint string) {
	config.AllowedAccountIds = nil
	config.AccessKey, config.SecretKey = jsii.String(emulator.AccessKey), jsii.String(emulator.SecretKey)
	config.SkipCredentialsValidation = jsii.Bool(true)
	config.SkipMetadataApiCheck = jsii.String("true")
	// Without it, the bucket is a part of the host's name.
	config.S3UsePathStyle = jsii.Bool(true)
	url := jsii.String(endpoint)
	config.Endpoints = []*provider.AwsProviderEndpoints{{
		Acm:                    url,
		Applicationautoscaling: url,
		Autoscaling:            url,
		Cloudwatch:             url,
		Codebuild:              url,
		Codeconnections:        url,
		Codedeploy:             url,
		Codepipeline:           url,
		Ec2:                    url,
		Ecr:                    url,
		Ecs:                    url,
		Elasticache:            url,
		Elbv2:                  url,
		Events:                 url,
		Iam:                    url,
		Kms:                    url,
		Logs:                   url,
		Rds:                    url,
		Route53:                url,
		S3:                     url,
		Scheduler:              url,
		Secretsmanager:         url,
		Sns:                    url,
		Sqs:                    url,
		Ssm:                    url,
		Sts:                    url,
	}}
}
