//go:build rehearsal

package identity

import (
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
)

// What a role may do follows from its own policies and the attached ones; AWS's
// policy for tasks reads no secrets.
func TestPermits(t *testing.T) {
	c, err := cloud.Open(cloud.Options{})
	assert.NilError(t, err)
	session := cloud.Session{Partition: "aws", Region: "ap-northeast-1", Account: "000000000000"}
	assert.NilError(t, c.Change(session, func(c *cloud.Call) error {
		c.Put("aws_iam_role_policy", cloud.Attributes{"id": "own:read", "role": "own", "policy": `{"Statement":{"Effect":"Allow","Action":"ssm:GetParameters","Resource":"arn:a"}}`})
		c.Put("aws_iam_policy", cloud.Attributes{"id": "shared", "arn": "arn:shared", "policy": `{"Statement":{"Effect":"Allow","Action":"ecs:*","Resource":"*"}}`})
		c.Put("aws_iam_role_policy_attachment", cloud.Attributes{"id": "1", "role": "shared", "policy_arn": "arn:shared"})
		c.Put("aws_iam_role_policy_attachment", cloud.Attributes{"id": "2", "role": "task", "policy_arn": "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"})
		c.Put("aws_iam_role_policy_attachment", cloud.Attributes{"id": "3", "role": "admin", "policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"})
		return nil
	}))
	assert.NilError(t, c.Change(session, func(c *cloud.Call) error {
		for _, test := range []struct {
			role, action, resource string
			want                   bool
		}{
			{"own", "ssm:GetParameters", "arn:a", true},
			{"own", "ssm:GetParameters", "arn:b", false},
			{"own", "ssm:PutParameter", "arn:a", false},
			{"shared", "ecs:CreateTaskSet", "arn:a", true},
			{"task", "ecr:GetAuthorizationToken", "", true},
			{"task", "ssm:GetParameters", "arn:a", false},
			{"admin", "ssm:GetParameters", "arn:a", true},
			{"nobody", "ssm:GetParameters", "arn:a", false},
		} {
			assert.Equal(t, Permits(c, cloud.Attributes{"name": test.role}, test.action, test.resource, nil), test.want, "%v", test)
		}
		return nil
	}))
}
