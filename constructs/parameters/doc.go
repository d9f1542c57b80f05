// Package parameters holds what services read when they start: settings in the
// SSM Parameter Store and secrets in Secrets Manager.
//
// A setting is no secret: its value stands in the code, in plans and in
// Terraform's state. A secret is created without a value, so that the value is
// never seen by Terraform; it is filled afterwards:
//
//	aws secretsmanager put-secret-value --secret-id <name> --secret-string '{"key":"..."}'
//
// A task that refers to a secret without a value does not start.
package parameters
