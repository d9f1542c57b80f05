package storage

import (
	"strings"
	"testing"
	"time"

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
		{"public", BucketProps{Name: "abc", Public: true}, ""},
		{"CORS", BucketProps{Name: "abc", CORS: []CORSRule{{
			Origins: []string{"*", "https://*.example.com", "http://localhost:3000"}, Methods: []string{"PUT"},
			Headers: []string{"x-*"}, ExposeHeaders: []string{"ETag"}, MaxAge: 24 * time.Hour,
		}}}, ""},
		{"public with a key", BucketProps{Name: "abc", Public: true, KMSKeyARN: "arn"}, "Public: true with KMSKeyARN"},
		{"CORS for nobody", BucketProps{Name: "abc", CORS: []CORSRule{{}}}, "CORS[0].Origins: none"},
		{"an origin without a scheme", BucketProps{Name: "abc", CORS: []CORSRule{{Origins: []string{"example.com"}}}}, `"example.com" is not an origin`},
		{"an origin with a path", BucketProps{Name: "abc", CORS: []CORSRule{{Origins: []string{"https://example.com/"}}}}, "without a path"},
		{"two wildcards", BucketProps{Name: "abc", CORS: []CORSRule{{Origins: []string{"https://*.*"}}}}, "more than one *"},
		{"an unknown method", BucketProps{Name: "abc", CORS: []CORSRule{{Origins: []string{"*"}, Methods: []string{"PATCH"}}}}, `CORS[0].Methods: "PATCH" is not one of`},
		{"every header of the answer", BucketProps{Name: "abc", CORS: []CORSRule{{Origins: []string{"*"}, ExposeHeaders: []string{"*"}}}}, "S3 takes no * here"},
		{"a long memory", BucketProps{Name: "abc", CORS: []CORSRule{{Origins: []string{"*"}, MaxAge: 25 * time.Hour}}}, "CORS[0].MaxAge: 25h0m0s is out of range"},
		{"too many rules", BucketProps{Name: "abc", CORS: make([]CORSRule, 101)}, "CORS: 101 rules: S3 allows 100"},
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
	assert.Equal(t, bucketPolicy("arn:aws:s3:::b", BucketProps{}).JSON(),
		`{"Statement":[{"Action":"s3:*","Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny","Principal":"*","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"],"Sid":"TLSOnly"}],"Version":"2012-10-17"}`)
}

func TestPolicyKeepsTheStatementsOfTheCaller(t *testing.T) {
	statements := make([]identity.Statement, 1, 2)
	statements[0] = identity.Statement{Sid: "Mine"}
	policy := bucketPolicy("arn", BucketProps{Statements: statements})
	assert.Equal(t, len(policy.Statements), 2)
	assert.Equal(t, policy.Statements[0].Sid, "TLSOnly")
	assert.Equal(t, policy.Statements[1].Sid, "Mine")
	assert.Equal(t, statements[0].Sid, "Mine", "the slice of the caller is left alone")
}
