package identity

import (
	"github.com/berth-iac/berth/internal/cloud"
)

var instanceProfile = cloud.Kind{
	Type:   "aws_iam_instance_profile",
	Noun:   "IAM Instance Profile",
	Global: true,
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: profileTaken}},
	Refs: []cloud.Ref{
		{Path: "role", To: "aws_iam_role", By: "name", Missing: at("IAM: AddRoleToInstanceProfile", roleMissing)},
	},
	Validate: named(128),
	Create: func(c *cloud.Call) error {
		name := giveName(c)
		c.Object["id"] = name
		c.Object["arn"] = c.GlobalARN("iam", "instance-profile"+pathOf(c)+name)
		c.Object["unique_id"] = newUniqueID(c, "AIPA")
		c.Object["create_date"] = now()
		return nil
	},
}
