package naming

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"
	"pgregory.net/rapid"
)

func TestFitKeepsWhatFits(t *testing.T) {
	assert.Equal(t, Fit(32, "acme", "dev", "web", "blue"), "acme-dev-web-blue")
	assert.Equal(t, Join("acme", "", "web"), "acme-web")
}

func TestFitCutsTheMiddleAndKeepsTheEnd(t *testing.T) {
	got := Fit(32, "a-long-project", "production", "notifications", "green")
	assert.Equal(t, len(got), 32)
	assert.Assert(t, strings.HasPrefix(got, "a-long-project-") && strings.HasSuffix(got, "-green"), got)
}

// part draws a part of a name as configuration allows it.
var part = rapid.StringMatching(`[a-z][a-z0-9]{0,18}[a-z0-9]`)

func TestFittedNamesAreValidAndDistinct(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		project, env, service := part.Draw(t, "project"), part.Draw(t, "env"), part.Draw(t, "service")
		other := part.Filter(func(s string) bool { return s != service }).Draw(t, "other")
		blue := Fit(MaxLoadBalancer, project, env, service, "blue")
		names := []string{
			blue,
			Fit(MaxLoadBalancer, project, env, service, "green"),
			Fit(MaxLoadBalancer, project, env, other, "blue"),
			Fit(MaxLoadBalancer, project, env, service),
		}
		for i, name := range names {
			if len(name) > MaxLoadBalancer || strings.HasSuffix(name, "-") || strings.HasPrefix(name, "-") {
				t.Fatalf("%q is no name of a target group", name)
			}
			for _, earlier := range names[:i] {
				if name == earlier {
					t.Fatalf("two things are called %q", name)
				}
			}
		}
		if Fit(MaxLoadBalancer, project, env, service, "blue") != blue {
			t.Fatal("the name changes from call to call")
		}
	})
}
