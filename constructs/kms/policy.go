package kms

import "github.com/berth-iac/berth/constructs/identity"

// itself is what a key policy calls the key that it belongs to.
const itself = "*"

// keyPolicy says who may use a key.
func keyPolicy(here identity.Location, props KeyProps) identity.Policy {
	// Without the account, nobody could change the key's policy any more, and
	// no IAM policy could grant the use of the key.
	statements := []identity.Statement{{
		Sid:        "Account",
		Principals: []identity.Principal{{Type: identity.AWS, IDs: []string{here.RootARN()}}},
		Actions:    []string{"kms:*"},
		Resources:  []string{itself},
	}}
	if props.Logs {
		statements = append(statements, identity.Statement{
			Sid:        "CloudWatchLogs",
			Principals: []identity.Principal{{Type: identity.Service, IDs: []string{"logs." + here.Region + "." + here.DNSSuffix}}},
			Actions:    []string{"kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"},
			Resources:  []string{itself},
			Conditions: []identity.Condition{{
				Operator: "ArnLike",
				Key:      "kms:EncryptionContext:aws:logs:arn",
				Values:   []string{here.ARN("logs", "log-group:*")},
			}},
		})
	}
	if props.Alarms {
		statements = append(statements, identity.Statement{
			Sid:        "CloudWatchAlarms",
			Principals: []identity.Principal{{Type: identity.Service, IDs: []string{"cloudwatch.amazonaws.com"}}},
			Actions:    []string{"kms:Decrypt", "kms:GenerateDataKey*"},
			Resources:  []string{itself},
			Conditions: []identity.Condition{identity.SourceAccount(here.AccountID)},
		})
	}
	return identity.Policy{Statements: statements}
}
