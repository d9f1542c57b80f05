package identity

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestPolicyJSON(t *testing.T) {
	policy := Policy{Statements: []Statement{
		{
			Sid:       "Read",
			Actions:   []string{"s3:GetObject", "s3:ListBucket"},
			Resources: []string{"arn:x:s3:::b/${aws:username}/*"},
			Conditions: []Condition{
				SourceAccount("1"),
				{Operator: "StringEquals", Key: "aws:PrincipalTag/a", Values: []string{"<b>", "c & d"}},
			},
		},
		{
			Effect:     Deny,
			Principals: []Principal{{Type: AWS, IDs: []string{"arn:1"}}, {Type: Service, IDs: []string{"a", "b"}}, {Type: AWS, IDs: []string{"arn:2"}}},
			Actions:    []string{"s3:*"},
			Resources:  []string{"${TfToken[TOKEN.1]}"},
		},
		{Principals: []Principal{{Type: AnyPrincipal}}, Actions: []string{"s3:*"}},
	}}
	assert.Equal(t, policy.JSON(), `{"Statement":[`+
		`{"Action":["s3:GetObject","s3:ListBucket"],"Condition":{"StringEquals":{"aws:PrincipalTag/a":["<b>","c & d"],"aws:SourceAccount":"1"}},`+
		`"Effect":"Allow","Resource":"arn:x:s3:::b/$${aws:username}/*","Sid":"Read"},`+
		`{"Action":"s3:*","Effect":"Deny","Principal":{"AWS":["arn:1","arn:2"],"Service":["a","b"]},"Resource":"${TfToken[TOKEN.1]}"},`+
		`{"Action":"s3:*","Effect":"Allow","Principal":"*"}],"Version":"2012-10-17"}`)
}

func TestPolicyRefusals(t *testing.T) {
	allowed := Statement{Actions: []string{"s3:GetObject"}, Resources: []string{"*"}}
	with := func(change func(s *Statement)) Policy {
		s := allowed
		change(&s)
		return Policy{Statements: []Statement{s}}
	}
	for _, c := range []struct {
		name   string
		policy Policy
		want   string
	}{
		{"allowed", Policy{Statements: []Statement{allowed}}, ""},
		{"no statement", Policy{}, "Statements: none"},
		{"unknown effect", with(func(s *Statement) { s.Effect = "Permit" }), `"Permit" is not one of Allow, Deny`},
		{"no action", with(func(s *Statement) { s.Actions = nil }), "Statements[0].Actions: none"},
		{"no resource", with(func(s *Statement) { s.Resources = nil }), "neither principals nor resources"},
		{"literal partition", with(func(s *Statement) { s.Resources = []string{"arn:aws:s3:::b"} }), "names the partition"},
		{"list token", with(func(s *Statement) { s.Resources = []string{"#{TfToken[TOKEN.1]}"} }), "a list that only Terraform knows"},
	} {
		t.Run(c.name, func(t *testing.T) { checktest.Verdict(t, c.policy.Validate(), c.want) })
	}
}

func TestRoleRefusals(t *testing.T) {
	for _, c := range []struct {
		name  string
		props RoleProps
		want  string
	}{
		{"allowed", RoleProps{Name: "acme-dev-web", Service: "ecs-tasks.amazonaws.com"}, ""},
		{"no name", RoleProps{Service: "ecs-tasks.amazonaws.com"}, "Name: missing"},
		{"no service", RoleProps{Name: "a"}, "Service: missing"},
		{"long name", RoleProps{Name: strings.Repeat("a", 65), Service: "s"}, "65 characters: IAM allows 64"},
		{"name with a slash", RoleProps{Name: "a/b", Service: "s"}, "IAM allows letters"},
		{"bad policy", RoleProps{Name: "a", Service: "s", Policies: map[string]Policy{"p": {}}}, "Policies[p].Statements: none"},
	} {
		t.Run(c.name, func(t *testing.T) { checktest.Verdict(t, c.props.Validate(), c.want) })
	}
}

func TestARNs(t *testing.T) {
	here := Location{Partition: "aws-cn", DNSSuffix: "amazonaws.com.cn", Region: "cn-north-1", AccountID: "123456789012"}
	for want, got := range map[string]string{
		"arn:aws-cn:ecs:cn-north-1:123456789012:cluster/main": here.ARN("ecs", "cluster/main"),
		"arn:aws-cn:iam::123456789012:role/web":               here.GlobalARN("iam", "role/web"),
		"arn:aws-cn:s3:::bucket/*":                            here.BucketARN("bucket/*"),
		"arn:aws-cn:iam::aws:policy/ReadOnlyAccess":           here.ManagedPolicyARN("ReadOnlyAccess"),
		"arn:aws-cn:iam::123456789012:root":                   here.RootARN(),
	} {
		assert.Equal(t, got, want)
	}
}
