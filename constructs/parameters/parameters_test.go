package parameters

import (
	"strings"
	"testing"

	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestParameterPropsAreRefusedAsSSMWould(t *testing.T) {
	long := strings.Repeat("x", 4097)
	for _, test := range []struct {
		name  string
		props ParameterProps
		want  string // "" where the props are valid
	}{
		{"a path", ParameterProps{Name: "/acme/prod/log-level", Value: "info"}, ""},
		{"the longest value", ParameterProps{Name: "/a", Value: long[:4096]}, ""},
		{"a token says nothing of its form", ParameterProps{Name: "/a/${TfToken[TOKEN.1]}", Value: "${TfToken[TOKEN.2]}"}, ""},
		{"no value", ParameterProps{Name: "/a"}, "Value: missing"},
		{"no name", ParameterProps{Value: "x"}, "Name: missing"},
		{"no leading slash", ParameterProps{Name: "acme/x", Value: "x"}, "a path such as"},
		{"a space", ParameterProps{Name: "/acme/log level", Value: "x"}, "a path such as"},
		{"AWS's own names", ParameterProps{Name: "/AWS/x", Value: "x"}, "SSM keeps names"},
		{"SSM's own names", ParameterProps{Name: "/ssm-settings/x", Value: "x"}, "SSM keeps names"},
		{"too deep", ParameterProps{Name: strings.Repeat("/a", 16), Value: "x"}, "16 levels: SSM allows 15"},
		{"too long a value", ParameterProps{Name: "/a", Value: long}, "4097 bytes"},
		{"a reference", ParameterProps{Name: "/a", Value: "{{ssm:x}}"}, "contains {{"},
		{"too long a description", ParameterProps{Name: "/a", Value: "x", Description: long}, "SSM allows 1024"},
	} {
		t.Run(test.name, func(t *testing.T) { checktest.Verdict(t, test.props.Validate(), test.want) })
	}
}

func TestSecretPropsAreRefusedAsSecretsManagerWould(t *testing.T) {
	for _, test := range []struct {
		name  string
		props SecretProps
		want  string
	}{
		{"a path", SecretProps{Name: "acme/prod/web"}, ""},
		{"no name", SecretProps{}, "Name: missing"},
		{"a space", SecretProps{Name: "a b"}, "Secrets Manager allows letters"},
		{"too long", SecretProps{Name: strings.Repeat("x", 513)}, "513 characters"},
		{"too long a description", SecretProps{Name: "x", Description: strings.Repeat("x", 2049)}, "Secrets Manager allows 2048"},
	} {
		t.Run(test.name, func(t *testing.T) { checktest.Verdict(t, test.props.Validate(), test.want) })
	}
}
