package identity

import (
	"cmp"
	"fmt"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

var key = cloud.Kind{
	Type: "aws_kms_key",
	Noun: "KMS Key",
	Validate: argument.All(
		argument.Between("deletion_window_in_days", 7, 30),
		argument.Between("rotation_period_in_days", 90, 2560),
		argument.Length("description", 0, 8192),
		argument.OneOf("key_usage", "SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"),
		argument.Policy("policy"),
	),
	Create: func(c *cloud.Call) error {
		if err := checkKeyPolicy(c, "KMS: CreateKey"); err != nil {
			return err
		}
		id := c.NewUUID()
		c.Object["id"], c.Object["key_id"] = id, id
		c.Object["arn"] = c.ARN("kms", "key/"+id)
		c.Object.Default("description", "")
		c.Object.Default("multi_region", false)
		c.Object.Default("policy", defaultKeyPolicy(c.Session))
		c.Object.Default("rotation_period_in_days", rotationPeriod(c.Object))
		return nil
	},
	Update: func(c *cloud.Call) error { return checkKeyPolicy(c, "KMS: PutKeyPolicy") },
	// A key is only scheduled for deletion: it and its aliases wait, and whatever
	// was encrypted with it can be read no more.
	Delete: func(c *cloud.Call) error {
		c.Keep("aws_kms_key", c.Object)
		return nil
	},
}

func rotationPeriod(object cloud.Attributes) int {
	if object.Bool("enable_key_rotation") {
		return 365
	}
	return 0
}

// defaultKeyPolicy is the policy of a key that is given none.
func defaultKeyPolicy(s cloud.Session) string {
	return fmt.Sprintf(`{"Id":"key-default-1","Statement":[{"Action":"kms:*","Effect":"Allow","Principal":{"AWS":"%s"},"Resource":"*","Sid":"Enable IAM User Permissions"}],"Version":"2012-10-17"}`,
		s.GlobalARN("iam", "root"))
}

func checkKeyPolicy(c *cloud.Call, operation string) error {
	text := c.Object.Text("policy")
	if text == "" {
		return nil
	}
	document, err := policy.Parse(text)
	if err != nil || policy.Resource(text) != nil {
		return at(operation, keyPolicySyntax).With()
	}
	for _, s := range document.Statements {
		if policy.Principals(s, PrincipalExists(c)) != nil {
			return at(operation, keyPrincipal).With()
		}
	}
	mayReplace := document.Allows(policy.Request{Account: c.Account, Action: "kms:PutKeyPolicy"})
	if !mayReplace && !c.Object.Bool("bypass_policy_lockout_safety_check") {
		return at(operation, keyLocksOut).With()
	}
	return nil
}

var dataKey = cloud.Data{
	Type: "aws_kms_key",
	Read: func(c *cloud.Call) error {
		name := c.Object.Text("key_id")
		found, state := FindKey(c, name)
		if state == KeyMissing {
			return at("KMS: DescribeKey", keyMissing).With(keyARN(c, name))
		}
		c.Object["id"] = found["key_id"]
		c.Object["arn"] = found["arn"]
		c.Object["aws_account_id"] = c.Account
		c.Object["description"] = found["description"]
		c.Object["enabled"] = state == KeyEnabled
		c.Object["key_manager"] = "CUSTOMER"
		c.Object["key_state"] = string(state)
		c.Object["key_usage"] = cmp.Or(found.Text("key_usage"), "ENCRYPT_DECRYPT")
		spec := cmp.Or(found.Text("customer_master_key_spec"), "SYMMETRIC_DEFAULT")
		c.Object["key_spec"], c.Object["customer_master_key_spec"] = spec, spec
		c.Object["multi_region"] = found.Bool("multi_region")
		c.Object["origin"] = "AWS_KMS"
		return nil
	},
}
