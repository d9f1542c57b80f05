package check

import (
	"testing"
	"time"

	"gotest.tools/v3/assert"
)

func TestDurationsAreWholeAndInRange(t *testing.T) {
	for _, c := range []struct {
		what  string
		check func(p *Problems, field string, value, low, high time.Duration)
		value time.Duration
		want  string // "" where the duration is allowed
	}{
		{"the shortest", Seconds, 5 * time.Second, ""},
		{"the longest", Seconds, time.Hour, ""},
		{"too short", Seconds, 4 * time.Second, "Wait: 4s is out of range: 5s to 1h0m0s"},
		{"too long", Seconds, time.Hour + time.Second, "Wait: 1h0m1s is out of range: 5s to 1h0m0s"},
		{"negative", Seconds, -time.Minute, "Wait: -1m0s is out of range: 5s to 1h0m0s"},
		{"half a second", Seconds, 5500 * time.Millisecond, "Wait: 5.5s: whole seconds are allowed"},
		{"both", Seconds, 500 * time.Millisecond, "Wait: 500ms is out of range: 5s to 1h0m0s\nWait: 500ms: whole seconds are allowed"},
		{"whole minutes", Minutes, 2 * time.Minute, ""},
		{"half a minute", Minutes, 90 * time.Second, "Wait: 1m30s: whole minutes are allowed"},
	} {
		t.Run(c.what, func(t *testing.T) {
			var p Problems
			c.check(&p, "Wait", c.value, 5*time.Second, time.Hour)
			if c.want == "" {
				assert.NilError(t, p.Err())
				return
			}
			assert.Error(t, p.Err(), c.want)
		})
	}
}

func TestSubnetsInTwoZones(t *testing.T) {
	for _, c := range []struct {
		what string
		ids  []string
		want string // "" where the subnets are enough
	}{
		{"two", []string{"subnet-1", "subnet-2"}, ""},
		{"a list known later", []string{"#{TfToken[TOKEN.0]}"}, ""},
		{"none", nil, "SubnetIDs: 0 given: subnets in two or more availability zones are required"},
		{"one", []string{"subnet-1"}, "SubnetIDs: 1 given: subnets in two or more availability zones are required"},
		{"one known later", []string{later}, "SubnetIDs: 1 given: subnets in two or more availability zones are required"},
	} {
		t.Run(c.what, func(t *testing.T) {
			var p Problems
			SubnetsInTwoZones(&p, "SubnetIDs", c.ids)
			if c.want == "" {
				assert.NilError(t, p.Err())
				return
			}
			assert.Error(t, p.Err(), c.want)
		})
	}
}
