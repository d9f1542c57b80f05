package identity

import (
	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

// CanAssume tells whether a service may act as the role with an ARN: it exists
// and trusts the service.
func CanAssume(c *cloud.Call, arn, service string) bool {
	found := c.One("aws_iam_role", "arn", arn)
	if found == nil {
		return false
	}
	trust, err := policy.Parse(found.Text("assume_role_policy"))
	return err == nil && trust.Allows(policy.Request{Service: service, Action: "sts:AssumeRole"})
}
