package instancetype

import "testing"

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name       string
		x86, arm64 bool // allowed for
	}{
		{"t3.small", true, false},
		{"m7i-flex.large", true, false},
		{"g4dn.xlarge", true, false},
		{"u-6tb1.metal", true, false},
		{"t4g.small", false, true},
		{"m7gd.2xlarge", false, true},
		{"c6gn.medium", false, true},
		{"g5g.xlarge", false, true},
		{"a1.large", false, true},
		{"t3", false, false},
		{"T3.small", false, false},
		{"", false, false},
	} {
		if err := Check(c.name, false); (err == nil) != c.x86 {
			t.Errorf("Check(%q) for x86_64: %v", c.name, err)
		}
		if err := Check(c.name, true); (err == nil) != c.arm64 {
			t.Errorf("Check(%q) for arm64: %v", c.name, err)
		}
	}
}
