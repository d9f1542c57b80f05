package parameters

import (
	"regexp"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/secretsmanagersecret"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/node"
)

// SecretProps describe a Secrets Manager secret without a value.
type SecretProps struct {
	// Name of the secret, unique in the region, such as acme/prod/web: at most
	// 512 letters, digits and /_+=.@- characters. Renaming replaces the secret,
	// and its value is lost.
	Name string
	// Description of what the secret opens, and of the JSON keys it holds, at
	// most 2048 characters. Default: none.
	Description string
	// KMSKeyARN is the key that encrypts the secret. Who reads the secret needs
	// kms:Decrypt on it. Default: aws/secretsmanager, a key of AWS.
	KMSKeyARN string
	// Disposable deletes the secret at once when it is destroyed, so that one of
	// the same name can be made again. Default: false, a destroyed secret can be
	// restored for 30 days, and its name is taken for as long.
	Disposable bool
}

// Secret is a Secrets Manager secret.
type Secret struct {
	// Name of the secret.
	Name string
	// ARN of the secret, with the six random characters that ECS needs in
	// valueFrom. One key of a JSON secret is ARN + ":key::".
	ARN string
	// Resource is the aws_secretsmanager_secret; nil where the props are
	// invalid.
	Resource secretsmanagersecret.SecretsmanagerSecret
}

// recoveryWindowDays is the longest that Secrets Manager offers.
const recoveryWindowDays = 30

var (
	secretName = check.TextRule{
		Service: "Secrets Manager",
		Max:     512,
		Form:    regexp.MustCompile(`^[\w/+=.@-]+$`),
		Allowed: "letters, digits and /_+=.@-",
	}
	secretDescription = check.TextRule{Service: "Secrets Manager", Max: 2048}
)

// Validate tells what Secrets Manager would refuse.
func (p SecretProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, secretName)
	check.Text(&problems, "Description", p.Description, secretDescription)
	return problems.Err()
}

// NewSecret adds a secret. It has no version: a value given to Terraform would
// be kept in its state.
func NewSecret(scope constructs.Construct, id string, props SecretProps) *Secret {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Secret{}
	}
	config := &secretsmanagersecret.SecretsmanagerSecretConfig{
		Name:                 jsii.String(props.Name),
		RecoveryWindowInDays: jsii.Number(recoveryWindowDays),
	}
	if props.Disposable {
		config.RecoveryWindowInDays = jsii.Number(0)
	}
	if props.Description != "" {
		config.Description = jsii.String(literal.Escape(props.Description))
	}
	if props.KMSKeyARN != "" {
		config.KmsKeyId = jsii.String(props.KMSKeyARN)
	}
	resource := secretsmanagersecret.NewSecretsmanagerSecret(scope, jsii.String("Resource"), config)
	return &Secret{Name: *resource.Name(), ARN: *resource.Arn(), Resource: resource}
}
