package identity

import (
	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var managedPolicy = cloud.Kind{
	Type:     "aws_iam_policy",
	Noun:     "IAM Policy",
	Global:   true,
	Unique:   []cloud.Unique{{Paths: []string{"name"}, Taken: policyTaken}},
	Validate: argument.All(named(128), argument.Policy("policy")),
	Create: func(c *cloud.Call) error {
		if err := checkManaged(c, "IAM: CreatePolicy"); err != nil {
			return err
		}
		c.Object["arn"] = c.GlobalARN("iam", "policy"+pathOf(c)+giveName(c))
		c.Object["id"] = c.Object["arn"]
		c.Object["policy_id"] = newUniqueID(c, "ANPA")
		c.Object["attachment_count"] = 0
		return nil
	},
	Update: func(c *cloud.Call) error { return checkManaged(c, "IAM: CreatePolicyVersion") },
	Read: func(c *cloud.Call) error {
		c.Object["attachment_count"] = len(c.Find("aws_iam_role_policy_attachment", "policy_arn", c.ID()))
		return nil
	},
}

func checkManaged(c *cloud.Call, operation string) error {
	text := c.Object.Text("policy")
	if err := checkIdentity(operation, text); err != nil {
		return err
	}
	if size(text) > 6144 {
		return at(operation, policyTooLong).With()
	}
	return nil
}

var dataPolicy = cloud.Data{
	Type: "aws_iam_policy",
	Read: func(c *cloud.Call) error {
		by, value := "arn", c.Object.Text("arn")
		if value == "" {
			by, value = "name", c.Object.Text("name")
		}
		if found := c.One("aws_iam_policy", by, value); found != nil {
			for _, name := range []string{"id", "arn", "name", "path", "description", "policy", "policy_id", "tags"} {
				c.Object[name] = found[name]
			}
			return nil
		}
		path, name := findManagedByAWS(value)
		if name == "" {
			return policyUnknown.With(by + ": " + value)
		}
		c.Object["arn"] = "arn:" + c.Partition + ":iam::aws:policy" + path + name
		c.Object["id"], c.Object["name"], c.Object["path"] = c.Object["arn"], name, path
		return nil
	},
}
