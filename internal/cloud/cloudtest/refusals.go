package cloudtest

import (
	"regexp"
	"strings"
	"testing"

	"github.com/berth-iac/berth/internal/cloud"
)

// verb is where a message holds an argument, after it was quoted.
var verb = regexp.MustCompile(`%(\\\[\d+\\\])?[a-z]`)

// failure is a line that tells of one.
var failure = regexp.MustCompile(`(?m)^Error: .*$`)

// Seen fails the test for every refusal that is not in what Terraform printed,
// by its code and message.
func Seen(t testing.TB, refusals []cloud.Refusal, outputs ...string) {
	t.Helper()
	output := strings.Join(outputs, "\n")
	for _, refusal := range refusals {
		want := verb.ReplaceAllString(regexp.QuoteMeta(refusal.Message), `.*`)
		if refusal.Operation != "" {
			want = regexp.QuoteMeta(refusal.Code+": ") + want
		}
		if !regexp.MustCompile(want).MatchString(output) {
			t.Errorf("no configuration was refused with %s: %s", refusal.Name, want)
		}
	}
	if t.Failed() {
		t.Log(strings.Join(failure.FindAllString(output, -1), "\n"))
	}
}
