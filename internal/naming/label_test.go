package naming_test

import (
	"strings"
	"testing"

	"github.com/berth-iac/berth/internal/naming"
)

func TestCheckLabel(t *testing.T) {
	for name, valid := range map[string]bool{
		"web": true, "web-2": true, "a": true, "a1-b2-c3": true,
		"": false, "Web": false, "2web": false, "web--2": false, "-web": false, "web-": false, "web_2": false, "wéb": false,
		strings.Repeat("a", naming.MaxLabel):   true,
		strings.Repeat("a", naming.MaxLabel+1): false,
	} {
		if err := naming.CheckLabel(name, naming.MaxLabel); (err == nil) != valid {
			t.Errorf("CheckLabel(%q) = %v, want valid %v", name, err, valid)
		}
	}
}

func TestCheckVariable(t *testing.T) {
	for name, valid := range map[string]bool{
		"APP_ENV": true, "_x": true, "a1": true,
		"": false, "1A": false, "A-B": false, "A B": false, "A=B": false,
	} {
		if err := naming.CheckVariable(name); (err == nil) != valid {
			t.Errorf("CheckVariable(%q) = %v, want valid %v", name, err, valid)
		}
	}
}

// A bucket's name cannot be shortened, since it is unique in all of AWS.
func TestLongestLabelsFitABucket(t *testing.T) {
	long := func(n int) string { return strings.Repeat("a", n) }
	name := naming.Join(long(naming.MaxProject), long(naming.MaxEnvironment), long(naming.MaxLabel), "123456789012")
	if len(name) > naming.MaxBucket {
		t.Errorf("%d characters, want at most %d", len(name), naming.MaxBucket)
	}
}
