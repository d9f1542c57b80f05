package ecs

import (
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/identity"
)

func TestRepositoriesFollowFromImages(t *testing.T) {
	props := TaskDefinitionProps{
		RepositoryARNs: []string{"arn:given"},
		Containers: []Container{
			{Image: "public.ecr.aws/nginx/nginx:1.29"},
			{Image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/api:1.0"},
			{Image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/api@sha256:abc"},
			{Image: "210987654321.dkr.ecr.cn-north-1.amazonaws.com.cn/agent"},
		},
	}
	assert.DeepEqual(t, props.repositoryARNs(identity.Location{Partition: "aws", Region: "ap-northeast-1", AccountID: "1"}), []string{
		"arn:given",
		"arn:aws:ecr:eu-west-1:123456789012:repository/team/api",
		"arn:aws:ecr:cn-north-1:210987654321:repository/agent",
	})
}
