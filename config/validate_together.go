package config

import (
	"strings"

	"github.com/berth-iac/berth/internal/naming"
)

// checkTogether reports what is wrong with several environments beside each
// other: the names of their resources meet where one environment's name begins
// another's, as with the service eu-web of prod and the service web of prod-eu
// in one account.
func checkTogether(environments []*Environment, files map[string]string) Errors {
	type owner struct{ environment, kind, name string }
	owners := map[string]owner{}
	var errs Errors
	for _, e := range environments {
		for _, group := range []struct {
			kind  string
			names []string
		}{
			{"service", sorted(e.Services)}, {"schedule", sorted(e.Schedules)}, {"database", sorted(e.Databases)},
			{"cache", sorted(e.Caches)}, {"bucket", sorted(e.Buckets)},
		} {
			for _, name := range group.names {
				full := naming.Join(e.Project, e.Name, name)
				space := group.kind
				if space == "schedule" {
					space = "service" // task families, roles and log groups of both
				}
				key := strings.Join([]string{e.Account, space, full}, " ")
				other, taken := owners[key]
				if !taken {
					owners[key] = owner{e.Name, group.kind, name}
					continue
				}
				errs = append(errs, &Error{
					File: files[e.Name],
					Path: at(group.kind+"s", name).String(),
					Message: "its full name " + full + " is that of the " + other.kind + " " + other.name + " in " + files[other.environment] +
						": rename one of them",
				})
			}
		}
	}
	return errs
}
