// Package kms holds customer managed keys with an explicit key policy.
//
// The policy hands the key to the account, whose IAM policies then decide who
// uses it, and to no service that was not named: CloudWatch Logs and CloudWatch
// alarms act with no IAM role, so that the key itself has to admit them.
package kms

import (
	"regexp"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmsalias"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/kmskey"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/node"
)

// KeyProps describe a symmetric encryption key.
type KeyProps struct {
	// Alias of the key, without the alias/ before it, unique in the region: 1
	// to 250 letters, digits and /_- characters, not aws/ at the start.
	Alias string
	// Description of what the key encrypts, at most 8192 characters. Default:
	// the alias.
	Description string
	// Logs lets CloudWatch Logs use the key for log groups of this account and
	// region. Default: false.
	Logs bool
	// Alarms lets CloudWatch alarms of this account publish to SNS topics that
	// the key encrypts. Default: false.
	Alarms bool
	// DeletionWindowDays is how long a deleted key can be brought back, in
	// days: 7 to 30. Default: 30.
	DeletionWindowDays int
}

// Key is a key and its alias. It is rotated once a year.
type Key struct {
	// ID and ARN of the key.
	ID, ARN string
	// Resource is the aws_kms_key; nil where the props are invalid.
	Resource kmskey.KmsKey

	alias kmsalias.KmsAlias
}

// AliasName is the alias with the alias/ before it.
func (k *Key) AliasName() string {
	if k.alias == nil {
		return ""
	}
	return *k.alias.Name()
}

// Limits of KMS.
const (
	maxAlias      = 250 // 256 with alias/
	defaultWindow = 30
)

var (
	aliasName = check.TextRule{
		Service: "KMS",
		Max:     maxAlias,
		Form:    regexp.MustCompile(`^[\w/-]+$`),
		Allowed: "letters, digits and /_-",
	}
	keyDescription = check.TextRule{Service: "KMS", Max: 8192}
)

// Validate tells what KMS would refuse.
func (p KeyProps) Validate() error {
	var problems check.Problems
	if check.Name(&problems, "Alias", p.Alias, aliasName) {
		for _, reserved := range []string{"alias/", "aws/"} {
			if strings.HasPrefix(p.Alias, reserved) {
				problems.Addf("Alias", "%q starts with %s, which KMS or this construct puts there: give the name alone", p.Alias, reserved)
			}
		}
	}
	check.Text(&problems, "Description", p.Description, keyDescription)
	if p.DeletionWindowDays != 0 {
		check.Between(&problems, "DeletionWindowDays", p.DeletionWindowDays, 7, 30)
	}
	return problems.Err()
}

// NewKey adds a key and its alias.
func NewKey(scope constructs.Construct, id string, props KeyProps) *Key {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Key{}
	}
	description := props.Description
	if description == "" {
		description = props.Alias
	}
	window := props.DeletionWindowDays
	if window == 0 {
		window = defaultWindow
	}
	resource := kmskey.NewKmsKey(scope, jsii.String("Resource"), &kmskey.KmsKeyConfig{
		Description:          jsii.String(literal.Escape(description)),
		EnableKeyRotation:    jsii.Bool(true),
		DeletionWindowInDays: jsii.Number(window),
		Policy:               jsii.String(keyPolicy(identity.LocationOf(scope), props).JSON()),
	})
	key := &Key{ID: *resource.KeyId(), ARN: *resource.Arn(), Resource: resource}
	key.alias = kmsalias.NewKmsAlias(scope, jsii.String("alias"), &kmsalias.KmsAliasConfig{
		Name:        jsii.String("alias/" + props.Alias),
		TargetKeyId: jsii.String(key.ID),
	})
	return key
}
