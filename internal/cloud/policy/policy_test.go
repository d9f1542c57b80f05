package policy

import (
	"testing"

	"gotest.tools/v3/assert"
)

func TestEveryComplaintIsMade(t *testing.T) {
	everyone := func(string) bool { return true }
	nobody := func(string) bool { return false }
	const trusting = `"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"`
	for _, c := range []struct {
		name string
		got  *Complaint
		want string
	}{
		{"not JSON", Identity(`{"Statement":[}`), InvalidJSON},
		{"a list", Identity(`[]`), InvalidJSON},
		{"no statement", Identity(`{"Version":"2012-10-17"}`), Syntax},
		{"no statements", Identity(`{"Statement":[]}`), Syntax},
		{"unknown version", Identity(`{"Version":"2024-01-01","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`), Syntax},
		{"unknown element", Identity(`{"Statement":{"Effect":"Allow","Actions":"s3:*","Resource":"*"}}`), Syntax},
		{"unknown effect", Identity(`{"Statement":{"Effect":"allow","Action":"s3:*","Resource":"*"}}`), Syntax},
		{"no action", Identity(`{"Statement":{"Effect":"Allow","Resource":"*"}}`), NoActions},
		{"no resource", Identity(`{"Statement":{"Effect":"Allow","Action":"s3:*"}}`), NoResources},
		{"bare action", Identity(`{"Statement":{"Effect":"Allow","Action":"GetObject","Resource":"*"}}`), ActionForm},
		{"bare resource", Identity(`{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"bucket"}}`), ResourceForm},
		{"principal", Identity(`{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*"}}`), HasPrincipal},
		{"sid twice", Identity(`{"Statement":[{"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*"},{"Sid":"a","Effect":"Deny","Action":"s3:*","Resource":"*"}]}`), SidTwice},
		{"good", Identity(`{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","NotAction":["s3:Get*"],"NotResource":"arn:aws:s3:::b"}]}`), ""},
		{"trust without principal", Trust(`{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole"}}`, everyone), NoPrincipal},
		{"trust with resource", Trust(`{"Statement":{`+trusting+`,"Resource":"*"}}`, everyone), HasResource},
		{"trust to do more", Trust(`{"Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:*"}}`, everyone), NotAssumeRole},
		{"trust in no service", Trust(`{"Statement":{"Effect":"Allow","Principal":{"Service":"ecs-tasks"},"Action":"sts:AssumeRole"}}`, everyone), InvalidPrincipalFor},
		{"trust in nobody", Trust(`{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:role/gone"},"Action":"sts:AssumeRole"}}`, nobody), InvalidPrincipalFor},
		{"good trust", Trust(`{"Statement":{`+trusting+`}}`, everyone), ""},
		{"sid", SidsOK(`{"Statement":{"Sid":"my statement","Effect":"Allow","Action":"s3:*","Resource":"*"}}`), SidForm},
	} {
		got := ""
		if c.got != nil {
			got = c.got.Format
		}
		assert.Check(t, got == c.want, "%s: got %q, want %q", c.name, got, c.want)
	}
}

// A condition on what the rehearsal does not know lets an Allow through and
// keeps a Deny from biting.
func TestAllows(t *testing.T) {
	document, err := Parse(`{"Statement":[
		{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:root"},"Action":"kms:*","Resource":"*"},
		{"Effect":"Allow","Principal":{"Service":["logs.eu-west-1.amazonaws.com"]},"Action":["kms:Encrypt*","kms:Describe*"],"Resource":"*",
		 "Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:eu-west-1:000000000000:log-group:/app/*"}}},
		{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}
	]}`)
	assert.NilError(t, err)
	logs := func(region, action, group string) bool {
		return document.Allows(Request{
			Service: "logs." + region + ".amazonaws.com", Action: action,
			Context: map[string]string{"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-west-1:000000000000:log-group:" + group},
		})
	}
	assert.Check(t, document.Allows(Request{Account: "000000000000", Action: "kms:PutKeyPolicy"}))
	assert.Check(t, !document.Allows(Request{Account: "111111111111", Action: "kms:PutKeyPolicy"}))
	assert.Check(t, logs("eu-west-1", "kms:Encrypt", "/app/web"))
	assert.Check(t, !logs("eu-west-1", "kms:Decrypt", "/app/web"))
	assert.Check(t, !logs("eu-west-1", "kms:Encrypt", "/vpc"))
	assert.Check(t, !logs("eu-west-2", "kms:Encrypt", "/app/web"))
}

func TestPublic(t *testing.T) {
	for text, want := range map[string]bool{
		`{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}`:                                                          true,
		`{"Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}`:                                                  true,
		`{"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}}`:                                                                   false,
		`{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1"}}}}`: false,
		`{"Statement":{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}`:                       false,
		`{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringLike":{"aws:PrincipalArn":"*"}}}}`:      true,
	} {
		document, err := Parse(text)
		assert.NilError(t, err)
		assert.Check(t, document.Public() == want, text)
	}
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		pattern, value string
		want           bool
	}{
		{"*", "", true},
		{"a*c", "abbc", true},
		{"a*c", "abb", false},
		{"a?c", "abc", true},
		{"a?c", "ac", false},
		{"s3:Get*", "s3:GetObject", true},
	} {
		assert.Check(t, Matches(c.pattern, c.value) == c.want, "%s %s", c.pattern, c.value)
	}
}
