package config

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Limits of a listener rule, which AWS does not raise.
const (
	maxConditions    = 5   // condition values a rule
	maxWildcards     = 6   // * and ? a rule
	maxConditionText = 128 // characters a value
	maxTargetGroups  = 100 // a load balancer
)

// What the values of conditions are made of.
var (
	pathPattern = regexp.MustCompile(`^/[A-Za-z0-9_.$/~"'@:+&*?-]*$`)
	hostPattern = regexp.MustCompile(`^[A-Za-z0-9*?-]+(\.[A-Za-z0-9*?-]+)*\.[A-Za-z*?]+$`)
)

func checkRoute(r *report, service path, s Service) {
	p := service.key("route")
	if s.Port == 0 {
		r.addf(service.key("port"), "missing: a service with a route needs the port its container listens on")
	}
	checkConditions(r, p, *s.Route)
	checkTargetHealth(r, p.key("healthCheck"), s.Route.HealthCheck)
}

func checkConditions(r *report, p path, route Route) {
	wildcards := 0
	for _, group := range []struct {
		key     string
		values  []string
		pattern *regexp.Regexp
		form    string
	}{
		{"paths", route.Paths, pathPattern, `a path such as /api/*: it starts with a slash, then letters, digits, * ? and _-.$/~"'@:+& are allowed`},
		{"hosts", route.Hosts, hostPattern, "a host such as api.example.com: letters, digits, hyphens, * and ? between dots"},
	} {
		for i, value := range group.values {
			here := p.key(group.key).index(i)
			wildcards += strings.Count(value, "*") + strings.Count(value, "?")
			switch {
			case len(value) > maxConditionText:
				r.addf(here, "%d characters: a rule takes at most %d", len(value), maxConditionText)
			case !group.pattern.MatchString(value):
				r.addf(here, "%s is not %s", quote(value), group.form)
			}
		}
	}
	paths, hosts := p.key("paths"), p.key("hosts")
	blame := paths
	if !r.given(paths) {
		blame = hosts
	}
	if len(route.Paths)+len(route.Hosts) > maxConditions && r.sound(paths, hosts) {
		r.addf(blame, "%s and %s: a rule takes %d together, the default path /* among them",
			count(len(route.Paths), "path"), count(len(route.Hosts), "host"), maxConditions)
	} else if wildcards > maxWildcards && r.sound(paths, hosts) {
		r.addf(blame, "%d wildcards (* and ?): a rule takes %d", wildcards, maxWildcards)
	}
}

func checkTargetHealth(r *report, p path, h TargetHealthCheck) {
	switch {
	case !strings.HasPrefix(h.Path, "/"):
		r.addf(p.key("path"), "%s does not start with a slash, as in /healthz", quote(h.Path))
	case len(h.Path) > 1024 || strings.ContainsAny(h.Path, " \t\n"):
		r.addf(p.key("path"), "%s is not a path: at most 1024 characters without spaces are allowed", quote(h.Path))
	}
	r.join(p.key("matcher"), checkMatcher(h.Matcher))
	interval, timeout := p.key("intervalSeconds"), p.key("timeoutSeconds")
	if h.TimeoutSeconds >= h.IntervalSeconds && r.sound(interval, timeout) {
		r.addf(timeout, "%d is not shorter than intervalSeconds %d", h.TimeoutSeconds, h.IntervalSeconds)
	}
}

var matcherItem = regexp.MustCompile(`^([0-9]{3})(?:-([0-9]{3}))?$`)

// checkMatcher takes what an Application Load Balancer takes: codes and ranges
// of 200 to 499.
func checkMatcher(matcher string) error {
	problem := fmt.Errorf("%s is not allowed: codes of 200 to 499 such as 200, 200,204 or 200-299", quote(matcher))
	for item := range strings.SplitSeq(matcher, ",") {
		m := matcherItem.FindStringSubmatch(item)
		if m == nil {
			return problem
		}
		low, _ := strconv.Atoi(m[1])
		high, err := strconv.Atoi(cmp.Or(m[2], m[1]))
		if err != nil || low < 200 || high > 499 || low > high {
			return problem
		}
	}
	return nil
}

// rule is a service's rule on the load balancer's listener.
type rule struct {
	service string
	path    path
	Route
}

// checkRules checks the rules of all services beside each other.
func checkRules(r *report, services map[string]Service) {
	var rules []rule
	targetGroups := 0
	for _, name := range sorted(services) {
		p, route := at("services", name, "route"), services[name].Route
		if route == nil {
			continue
		}
		targetGroups++
		if services[name].Deployment.Strategy == StrategyBlueGreen {
			targetGroups++
		}
		if len(route.Paths)+len(route.Hosts) <= maxConditions && r.sound(p.key("priority"), p.key("paths"), p.key("hosts")) {
			rules = append(rules, rule{service: name, path: p, Route: *route})
		}
	}
	if targetGroups > maxTargetGroups {
		r.addf(at("services"), "%d target groups, two a service with the strategy %s: a load balancer takes %d",
			targetGroups, StrategyBlueGreen, maxTargetGroups)
		return
	}
	slices.SortStableFunc(rules, func(a, b rule) int { return cmp.Compare(a.Priority, b.Priority) })
	for i, later := range rules {
		for _, earlier := range rules[:i] {
			line := r.place(earlier.path.key("priority")).value.line
			if earlier.Priority == later.Priority {
				mine := r.place(later.path.key("priority")).value.line
				r.addf(later.path.key("priority"), "%d is given to the services %s (line %d) and %s (line %d): each needs its own",
					later.Priority, earlier.service, line, later.service, mine)
				break
			}
			if earlier.covers(later) {
				r.addf(later.path.key("priority"), "%d is never reached: the rule of %s (line %d, priority %d) takes its requests before; "+
					"give the narrower rule the smaller priority", later.Priority, earlier.service, line, earlier.Priority)
				break
			}
		}
	}
}

// covers tells whether every request that other answers is answered by r.
func (r rule) covers(other rule) bool {
	everyHost := len(r.Hosts) == 0 || len(other.Hosts) > 0 && containsAll(r.Hosts, other.Hosts)
	everyPath := slices.Contains(r.Paths, "/*") || containsAll(r.Paths, other.Paths)
	return everyHost && everyPath
}

func containsAll(set, values []string) bool {
	return !slices.ContainsFunc(values, func(v string) bool { return !slices.Contains(set, v) })
}
