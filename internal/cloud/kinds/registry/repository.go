package registry

import (
	"regexp"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

// namePattern is that of ECR's API.
const namePattern = `(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*`

var nameForm = regexp.MustCompile(`^` + namePattern + `$`)

var repository = cloud.Kind{
	Type:   "aws_ecr_repository",
	Noun:   "ECR Repository",
	Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: repositoryTaken}},
	Validate: argument.All(
		argument.OneOf("image_tag_mutability", "MUTABLE", "IMMUTABLE"),
		argument.OneOf("encryption_configuration.encryption_type", "AES256", "KMS", "KMS_DSSE"),
	),
	Create: func(c *cloud.Call) error {
		name := c.Object.Text("name")
		if !nameForm.MatchString(name) || len(name) < 2 || len(name) > 256 {
			return repositoryNameInvalid.With()
		}
		if err := setKey(c); err != nil {
			return err
		}
		c.Object["id"] = name
		c.Object["arn"] = c.ARN("ecr", "repository/"+name)
		c.Object["registry_id"] = c.Account
		c.Object["repository_url"] = host(c.Session) + "/" + name
		return nil
	},
	Delete: func(c *cloud.Call) error {
		images := c.Find(imageType, "repository_name", c.ID())
		if len(images) > 0 && !c.Object.Bool("force_delete") {
			return repositoryNotEmpty.With(c.ID(), c.Account)
		}
		for _, image := range images {
			c.Drop(imageType, image.Text("id"))
		}
		c.Drop("aws_ecr_lifecycle_policy", c.ID())
		c.Drop("aws_ecr_repository_policy", c.ID())
		return nil
	},
}

// setKey names the key that images are encrypted with.
func setKey(c *cloud.Call) error {
	for _, encryption := range c.Object.Blocks("encryption_configuration") {
		if encryption.Text("encryption_type") == "AES256" {
			continue
		}
		encryption.Default("kms_key", "alias/aws/ecr")
		found, state := identity.FindKey(c, encryption.Text("kms_key"))
		if state != identity.KeyEnabled {
			return keyInaccessible.With(encryption.Text("kms_key"))
		}
		if encryption.Text("kms_key") == "alias/aws/ecr" {
			encryption["kms_key"] = found["arn"]
		}
	}
	return nil
}

var repositoryPolicy = cloud.Kind{
	Type: "aws_ecr_repository_policy",
	Noun: "ECR Repository Policy",
	Refs: []cloud.Ref{
		{Path: "repository", To: "aws_ecr_repository", By: "name", Missing: policyRepositoryMissing},
	},
	Validate: argument.Policy("policy"),
	Create: func(c *cloud.Call) error {
		c.Object["id"] = c.Object["repository"]
		c.Object["registry_id"] = c.Account
		return checkPolicy(c)
	},
	Update: checkPolicy,
}

func checkPolicy(c *cloud.Call) error {
	if policy.Resource(c.Object.Text("policy")) != nil {
		return policyInvalid.With()
	}
	return nil
}
