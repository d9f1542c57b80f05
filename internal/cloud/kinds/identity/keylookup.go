package identity

import (
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

// KeyState is what a key can be used for.
type KeyState string

// The states of a key, as KMS names them, and that of one which is not there.
const (
	KeyEnabled  KeyState = "Enabled"
	KeyDisabled KeyState = "Disabled"
	KeyWaiting  KeyState = "PendingDeletion"
	KeyMissing  KeyState = ""
)

// FindKey looks a key of KMS up by its id, ARN, or an alias's name or ARN. The
// keys that AWS manages, such as alias/aws/s3, are enabled, with an ARN alone.
func FindKey(c *cloud.Call, name string) (cloud.Attributes, KeyState) {
	name = strings.TrimPrefix(strings.TrimPrefix(name, c.ARN("kms", "")), "key/")
	if managed, ofAWS := strings.CutPrefix(name, "alias/aws/"); ofAWS || strings.HasPrefix(name, "aws-") {
		id := "aws-" + strings.TrimPrefix(managed, "aws-")
		return cloud.Attributes{"key_id": id, "arn": c.ARN("kms", "key/"+id), "multi_region": false}, KeyEnabled
	}
	if strings.HasPrefix(name, "alias/") {
		found := c.One("aws_kms_alias", "name", name)
		if found == nil {
			return nil, KeyMissing
		}
		name = found.Text("target_key_id")
		name = name[strings.LastIndex(name, "/")+1:]
	}
	if found := c.One("aws_kms_key", "key_id", name); found != nil {
		if found.Has("is_enabled") && !found.Bool("is_enabled") {
			return found, KeyDisabled
		}
		return found, KeyEnabled
	}
	if waiting := c.Waiting("aws_kms_key", "key_id", name); len(waiting) > 0 {
		return waiting[0], KeyWaiting
	}
	return nil, KeyMissing
}

// KeyAllows tells whether a key's policy lets a service do all of the actions.
// About the keys that AWS manages it is not asked: they are for their service.
func KeyAllows(key cloud.Attributes, service string, context map[string]string, actions ...string) bool {
	document, err := policy.Parse(key.Text("policy"))
	if err != nil {
		return false
	}
	for _, action := range actions {
		if !document.Allows(policy.Request{Service: service, Action: action, Context: context}) {
			return false
		}
	}
	return true
}

// keyARN is the ARN of a key that may not exist.
func keyARN(c *cloud.Call, name string) string {
	if strings.HasPrefix(name, "arn:") {
		return name
	}
	return c.ARN("kms", "key/"+name)
}
