package naming

import (
	"regexp"

	"github.com/berth-iac/berth/internal/check"
)

// ECS is what ECS allows as the name of a cluster, a service, a container or a
// task family.
var ECS = check.TextRule{
	Service: "ECS",
	Max:     MaxService,
	Form:    regexp.MustCompile(`^[A-Za-z0-9_-]+$`),
	Allowed: "letters, digits, hyphens and underscores",
}
