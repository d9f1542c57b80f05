package datastore

import (
	"fmt"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

// putSecret has RDS keep the master user's password in a secret of its own, or
// drop that secret, as manage_master_user_password says. Owner is "db" or
// "cluster", and of the ARN by which AWS knows the database forever.
func putSecret(c *cloud.Call, owner, resource string) {
	arn, name := secretARN(c.Session, owner, resource)
	if !c.Object.Bool("manage_master_user_password") {
		c.Drop("aws_secretsmanager_secret", arn)
		return
	}
	c.Make("aws_secretsmanager_secret", cloud.Attributes{
		"id": arn, "arn": arn, "name": name, "kms_key_id": secretKey(c),
		"description": fmt.Sprintf("The secret associated with the primary RDS DB %s: %s", owner, c.Object.Text("arn")),
	})
}

// dropSecret removes the secret with its database.
func dropSecret(c *cloud.Call, owner, resource string) {
	arn, _ := secretARN(c.Session, owner, resource)
	c.Drop("aws_secretsmanager_secret", arn)
}

// secretBlock is what a database tells about its secret.
func secretBlock(c *cloud.Call, owner, resource string) []any {
	if !c.Object.Bool("manage_master_user_password") {
		return []any{}
	}
	arn, _ := secretARN(c.Session, owner, resource)
	return []any{map[string]any{"secret_arn": arn, "secret_status": "active", "kms_key_id": secretKey(c)}}
}

func secretARN(s cloud.Session, owner, resource string) (arn, name string) {
	h := cloud.Hex(resource, 38)
	name = "rds!" + owner + "-" + strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:32]}, "-")
	return s.ARN("secretsmanager", "secret:"+name+"-"+h[32:]), name
}

func secretKey(c *cloud.Call) string {
	if key := c.Object.Text("master_user_secret_kms_key_id"); key != "" {
		return key
	}
	return managedKey(c, "secretsmanager")
}

// managedKey is the ARN of the key that AWS keeps for a service.
func managedKey(c *cloud.Call, service string) string {
	key, _ := identity.FindKey(c, "alias/aws/"+service)
	return key.Text("arn")
}
