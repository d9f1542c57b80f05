package storage

import "github.com/berth-iac/berth/constructs/identity"

// bucketPolicy denies whatever does not come over TLS, and holds the given
// statements.
func bucketPolicy(arn string, statements []identity.Statement) identity.Policy {
	denied := identity.Statement{
		Sid:        "TLSOnly",
		Effect:     identity.Deny,
		Principals: []identity.Principal{{Type: identity.AnyPrincipal}},
		Actions:    []string{"s3:*"},
		Resources:  []string{arn, arn + "/*"},
		Conditions: []identity.Condition{{Operator: "Bool", Key: "aws:SecureTransport", Values: []string{"false"}}},
	}
	return identity.Policy{Statements: append([]identity.Statement{denied}, statements...)}
}
