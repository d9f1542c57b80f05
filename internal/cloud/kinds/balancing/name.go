package balancing

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

// What Elastic Load Balancing allows in names.
const (
	longestName   = 32
	longestPrefix = 6
)

var nameForm = regexp.MustCompile(`^[0-9A-Za-z-]+$`)

// checkNames lists what the provider says of the name and the name prefix of a
// load balancer or target group.
func checkNames(in cloud.Attributes) []cloud.Problem {
	var problems []cloud.Problem
	complain := func(path, format string, value string) {
		problems = append(problems, cloud.Problem{Path: path, Message: fmt.Sprintf(format, path, value)})
	}
	check := func(path string, longest int) {
		name := in.Text(path)
		if name == "" {
			return
		}
		if !nameForm.MatchString(name) {
			complain(path, "only alphanumeric characters and hyphens allowed in %q: %q", name)
		}
		if len(name) > longest {
			complain(path, fmt.Sprintf("%%q cannot be longer than %d characters: %%q", longest), name)
		}
		if strings.HasPrefix(name, "-") {
			complain(path, "%q cannot begin with a hyphen: %q", name)
		}
		if path == "name" && strings.HasSuffix(name, "-") {
			complain(path, "%q cannot end with a hyphen: %q", name)
		}
	}
	check("name", longestName)
	check("name_prefix", longestPrefix)
	return problems
}
