package loadbalancer

import (
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/naming"
)

// service is what messages call it.
const service = "Elastic Load Balancing"

var nameRule = check.TextRule{
	Service: service,
	Max:     naming.MaxLoadBalancer,
	Form:    regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$`),
	Allowed: "letters, digits and hyphens, no hyphen at an end",
}

// checkName notes what is wrong with the name of a load balancer or a target
// group.
func checkName(problems *check.Problems, field, name string) {
	known := check.Name(problems, field, name, nameRule)
	if known && strings.HasPrefix(strings.ToLower(name), "internal-") {
		problems.Addf(field, "%q starts with internal-, which %s keeps for itself", name, service)
	}
}
