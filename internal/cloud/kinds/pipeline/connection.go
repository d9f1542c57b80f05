package pipeline

import (
	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

// Connections have two names: that of CodeStar, and the newer one.
var (
	connection     = connectionOf("aws_codeconnections_connection", "CodeConnections Connection", "codeconnections")
	starConnection = connectionOf("aws_codestarconnections_connection", "CodeStar Connections Connection", "codestar-connections")
)

func connectionOf(kind, noun, service string) cloud.Kind {
	return cloud.Kind{
		Type: kind,
		Noun: noun,
		Validate: argument.All(
			argument.Length("name", 1, 32),
			argument.OneOf("provider_type", "Bitbucket", "GitHub", "GitHubEnterpriseServer", "GitLab", "GitLabSelfManaged"),
			argument.Conflict("host_arn", "provider_type"),
			argument.ARN("host_arn"),
		),
		Create: func(c *cloud.Call) error {
			arn := c.ARN(service, "connection/"+c.NewUUID())
			c.Object["id"], c.Object["arn"] = arn, arn
			// Somebody has to authorize it at the console.
			c.Object["connection_status"] = "PENDING"
			if kind == connectionType {
				c.Object["owner_account_id"] = c.Account
			}
			return nil
		},
		Update: func(c *cloud.Call) error {
			c.Object["connection_status"] = c.Prior["connection_status"]
			if kind == connectionType {
				c.Object["owner_account_id"] = c.Prior["owner_account_id"]
			}
			return nil
		},
	}
}

const connectionType = "aws_codeconnections_connection"

var oneConnection = cloud.Data{
	Type: "aws_codestarconnections_connection",
	Read: func(c *cloud.Call) error {
		for _, kind := range []string{"aws_codestarconnections_connection", connectionType} {
			for _, path := range []string{"arn", "name"} {
				found := c.One(kind, path, c.Object.Text(path))
				if c.Object.Text(path) == "" || found == nil {
					continue
				}
				c.Copy(found, "id", "arn", "name", "connection_status", "host_arn", "provider_type")
				c.Object["tags"] = found["tags_all"]
				return nil
			}
		}
		return cloud.NoMatch("CodeStar Connections Connection")
	},
}
