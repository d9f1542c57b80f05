package monitoring

import (
	"strings"
	"testing"

	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestFailureAlarmProps(t *testing.T) {
	for _, c := range []struct {
		name  string
		props FailureAlarmProps
		want  string // "" where the props are valid
	}{
		{"a queue", FailureAlarmProps{Name: "nightly", QueueName: "nightly-failures"}, ""},
		{"no name", FailureAlarmProps{QueueName: "q"}, "Name: missing"},
		{"a long name", FailureAlarmProps{Name: strings.Repeat("a", 215), QueueName: "q"}, "214 leave room"},
		{"no queue", FailureAlarmProps{Name: "nightly"}, "QueueName: missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			checktest.Verdict(t, c.props.Validate(), c.want)
		})
	}
}
