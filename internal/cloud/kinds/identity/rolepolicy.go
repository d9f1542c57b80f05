package identity

import (
	"strings"
	"time"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

// settling is how long a policy takes. What needs the policy is refused
// meanwhile, so that it has to wait for it.
const settling = 300 * time.Millisecond

var rolePolicy = cloud.Kind{
	Type:   "aws_iam_role_policy",
	Noun:   "IAM Role Policy",
	Global: true,
	Refs: []cloud.Ref{
		{Path: "role", To: "aws_iam_role", By: "name", Missing: at("IAM: PutRolePolicy", roleMissing)},
	},
	Validate: argument.All(named(128), argument.Policy("policy")),
	Latency:  settling,
	Create: func(c *cloud.Call) error {
		if err := checkInline(c); err != nil {
			return err
		}
		c.Object["id"] = c.Object.Text("role") + ":" + giveName(c)
		return nil
	},
	Update: checkInline,
}

func checkInline(c *cloud.Call) error {
	const operation = "IAM: PutRolePolicy"
	text, name := c.Object.Text("policy"), c.Object.Text("role")
	if err := checkIdentity(operation, text); err != nil {
		return err
	}
	total := size(text)
	for _, other := range c.Find("aws_iam_role_policy", "role", name) {
		if other.Text("name") != c.Object.Text("name") {
			total += size(other.Text("policy"))
		}
	}
	if total > 10240 {
		return inlineTooLong.With(name)
	}
	return nil
}

func checkIdentity(operation, text string) error {
	if complaint := policy.SidsOK(text); complaint != nil {
		return refuse(operation, complaint)
	}
	if complaint := policy.Identity(text); complaint != nil {
		return refuse(operation, complaint)
	}
	return nil
}

var roleAttachment = cloud.Kind{
	Type:   "aws_iam_role_policy_attachment",
	Noun:   "IAM Role Policy Attachment",
	Global: true,
	Refs: []cloud.Ref{
		{Path: "role", To: "aws_iam_role", By: "name", Missing: at("IAM: AttachRolePolicy", roleMissing)},
		{Path: "policy_arn", To: "aws_iam_policy", By: "arn", InUse: policyAttached},
	},
	Validate: argument.ARN("policy_arn"),
	Latency:  settling,
	Create: func(c *cloud.Call) error {
		arn, name := c.Object.Text("policy_arn"), c.Object.Text("role")
		if !isPolicy(c, arn) {
			return policyMissing.With(arn)
		}
		if len(c.Find("aws_iam_role_policy_attachment", "role", name)) >= 10 {
			return tooManyAttached.With()
		}
		c.Object["id"] = c.NewName(name + "-")
		return nil
	},
	ImportID: func(object cloud.Attributes) string { return object.Text("role") + "/" + object.Text("policy_arn") },
}

// isPolicy tells whether there is a managed policy of the account, or of AWS.
func isPolicy(c *cloud.Call, arn string) bool {
	if path, ofAWS := strings.CutPrefix(arn, "arn:"+c.Partition+":iam::aws:policy/"); ofAWS {
		return isManagedByAWS(path)
	}
	return c.One("aws_iam_policy", "arn", arn) != nil
}
