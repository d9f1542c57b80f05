package kms

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestKeyProps(t *testing.T) {
	for _, c := range []struct {
		name  string
		props KeyProps
		want  string // "" where the props are valid
	}{
		{"an alias", KeyProps{Alias: "acme/dev_1-a"}, ""},
		{"the shortest window", KeyProps{Alias: "a", DeletionWindowDays: 7}, ""},
		{"no alias", KeyProps{}, "Alias: missing"},
		{"alias/ twice", KeyProps{Alias: "alias/acme"}, "starts with alias/"},
		{"an alias of AWS", KeyProps{Alias: "aws/s3"}, "starts with aws/"},
		{"a dot", KeyProps{Alias: "acme.dev"}, "letters, digits and /_-"},
		{"a long alias", KeyProps{Alias: strings.Repeat("a", 251)}, "251 characters: KMS allows 250"},
		{"a long description", KeyProps{Alias: "a", Description: strings.Repeat("a", 8193)}, "8193 characters: KMS allows 8192"},
		{"a short window", KeyProps{Alias: "a", DeletionWindowDays: 6}, "DeletionWindowDays: 6 is out of range: 7 to 30"},
		{"a long window", KeyProps{Alias: "a", DeletionWindowDays: 31}, "DeletionWindowDays: 31 is out of range: 7 to 30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			checktest.Verdict(t, c.props.Validate(), c.want)
		})
	}
}

var beijing = identity.Location{Partition: "aws-cn", DNSSuffix: "amazonaws.com.cn", Region: "cn-north-1", AccountID: "123456789012"}

func TestKeyBelongsToTheAccountAlone(t *testing.T) {
	assert.Equal(t, keyPolicy(beijing, KeyProps{}).JSON(),
		`{"Statement":[{"Action":"kms:*","Effect":"Allow","Principal":{"AWS":"arn:aws-cn:iam::123456789012:root"},"Resource":"*","Sid":"Account"}],"Version":"2012-10-17"}`)
}

func TestKeyAdmitsTheServicesThatWereNamedOnBehalfOfTheAccount(t *testing.T) {
	policy := keyPolicy(beijing, KeyProps{Logs: true, Alarms: true})
	assert.NilError(t, policy.Validate())
	assert.Equal(t, len(policy.Statements), 3)

	logs := policy.Statements[1]
	assert.DeepEqual(t, logs.Principals, []identity.Principal{{Type: identity.Service, IDs: []string{"logs.cn-north-1.amazonaws.com.cn"}}})
	assert.DeepEqual(t, logs.Conditions, []identity.Condition{{
		Operator: "ArnLike",
		Key:      "kms:EncryptionContext:aws:logs:arn",
		Values:   []string{"arn:aws-cn:logs:cn-north-1:123456789012:log-group:*"},
	}})

	alarms := policy.Statements[2]
	assert.DeepEqual(t, alarms.Principals, []identity.Principal{{Type: identity.Service, IDs: []string{"cloudwatch.amazonaws.com"}}})
	assert.DeepEqual(t, alarms.Conditions, []identity.Condition{identity.SourceAccount("123456789012")})
	assert.DeepEqual(t, alarms.Actions, []string{"kms:Decrypt", "kms:GenerateDataKey*"})
}
