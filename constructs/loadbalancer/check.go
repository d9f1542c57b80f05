package loadbalancer

import (
	"regexp"
	"strings"
	"time"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
)

var nameForm = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$`)

// checkName notes what is wrong with the name of a load balancer or a target
// group.
func checkName(problems *check.Problems, field, name string) {
	problems.Required(field, name)
	if name == "" || literal.IsToken(name) {
		return
	}
	if len(name) > naming.MaxLoadBalancer {
		problems.Addf(field, "%q has %d characters: Elastic Load Balancing allows %d", name, len(name), naming.MaxLoadBalancer)
	}
	if !nameForm.MatchString(name) {
		problems.Addf(field, "%q: letters, digits and hyphens are allowed, no hyphen at an end", name)
	}
	if strings.HasPrefix(strings.ToLower(name), "internal-") {
		problems.Addf(field, "%q starts with internal-, which Elastic Load Balancing keeps for itself", name)
	}
}

// checkSeconds notes a duration that is no whole number of seconds in a range.
func checkSeconds(problems *check.Problems, field string, value, low, high time.Duration) {
	if value%time.Second != 0 {
		problems.Addf(field, "%v is no whole number of seconds", value)
	}
	if value < low || value > high {
		problems.Addf(field, "%v is out of range: %gs to %gs", value, low.Seconds(), high.Seconds())
	}
}
