package storage

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestBucketProps(t *testing.T) {
	for _, c := range []struct {
		name  string
		props BucketProps
		want  string // "" where the props are valid
	}{
		{"a name", BucketProps{Name: "acme-dev-assets-123456789012"}, ""},
		{"the shortest name", BucketProps{Name: "abc"}, ""},
		{"a token", BucketProps{Name: "Acme_${TfToken[TOKEN.1]}"}, ""},
		{"days", BucketProps{Name: "abc", ExpireDays: 1, NoncurrentDays: 1}, ""},
		{"no name", BucketProps{}, "Name: missing"},
		{"a short name", BucketProps{Name: "ab"}, "2 characters: S3 allows 3 to 63"},
		{"a long name", BucketProps{Name: strings.Repeat("a", 64)}, "64 characters: S3 allows 3 to 63"},
		{"upper case", BucketProps{Name: "Acme"}, "lower-case letters, digits and hyphens"},
		{"a dot", BucketProps{Name: "acme.dev"}, "lower-case letters, digits and hyphens"},
		{"a hyphen at the end", BucketProps{Name: "acme-"}, "a letter or digit at both ends"},
		{"a prefix of S3", BucketProps{Name: "xn--acme"}, "starts with xn--"},
		{"a suffix of S3", BucketProps{Name: "acme-s3alias"}, "ends with -s3alias"},
		{"negative days", BucketProps{Name: "abc", ExpireDays: -1}, "ExpireDays: -1"},
		{"negative noncurrent days", BucketProps{Name: "abc", NoncurrentDays: -1}, "NoncurrentDays: -1"},
		{"a statement without actions", BucketProps{Name: "abc", Statements: []identity.Statement{{
			Principals: []identity.Principal{{Type: identity.AnyPrincipal}},
		}}}, "Statements[0].Actions: none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			checktest.Verdict(t, c.props.Validate(), c.want)
		})
	}
}

func TestPolicyDeniesPlainHTTPOnTheBucketAndItsObjects(t *testing.T) {
	assert.Equal(t, bucketPolicy("arn:aws:s3:::b", nil).JSON(),
		`{"Statement":[{"Action":"s3:*","Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny","Principal":"*","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"],"Sid":"TLSOnly"}],"Version":"2012-10-17"}`)
}

func TestPolicyKeepsTheStatementsOfTheCaller(t *testing.T) {
	statements := make([]identity.Statement, 1, 2)
	statements[0] = identity.Statement{Sid: "Mine"}
	policy := bucketPolicy("arn", statements)
	assert.Equal(t, len(policy.Statements), 2)
	assert.Equal(t, policy.Statements[0].Sid, "TLSOnly")
	assert.Equal(t, policy.Statements[1].Sid, "Mine")
	assert.Equal(t, statements[0].Sid, "Mine", "the slice of the caller is left alone")
}
