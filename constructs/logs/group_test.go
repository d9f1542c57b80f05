package logs

import (
	"strings"
	"testing"

	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestGroupProps(t *testing.T) {
	for _, c := range []struct {
		name  string
		props GroupProps
		want  string // "" where the props are valid
	}{
		{"a name", GroupProps{Name: "/acme/dev/web"}, ""},
		{"a token", GroupProps{Name: "${TfToken[TOKEN.1]} of a stack"}, ""},
		{"a known retention", GroupProps{Name: "a", RetentionDays: 30}, ""},
		{"no name", GroupProps{}, "Name: missing"},
		{"a space", GroupProps{Name: "a b"}, "letters, digits and _-/.#"},
		{"a long name", GroupProps{Name: strings.Repeat("a", 513)}, "513 characters: CloudWatch Logs allows 512"},
		{"an unknown retention", GroupProps{Name: "a", RetentionDays: 31}, "RetentionDays: 31 days: CloudWatch Logs keeps logs for 1, 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			checktest.Verdict(t, c.props.Validate(), c.want)
		})
	}
}
