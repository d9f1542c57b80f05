package config

import "github.com/berth-iac/berth/internal/schedule"

func checkSchedules(r *report, e *Environment) {
	all := at("schedules")
	checkLabels(r, all, e.Schedules)
	for _, name := range sorted(e.Schedules) {
		p, s := all.key(name), e.Schedules[name]
		if _, taken := e.Services[name]; taken {
			r.addKeyf(p, "a service has this name: choose another, since their resources are named alike")
		}
		checkTiming(r, p, s)
		switch {
		case !r.sound(p.key("service"), p.key("task")):
		case s.Service == "" && s.Task == nil:
			r.addf(p, "missing: one of service and task is required")
		case s.Service != "" && s.Task != nil:
			r.addf(p.key("task"), "given with service: only one of them is allowed")
		}
		if s.Service != "" {
			checkReference(r, p.key("service"), at("services"), s.Service, e.Services)
			if e.Services[s.Service].OnEC2() && r.sound(at("services", s.Service, "launchType")) {
				r.addf(p.key("service"), "%s has the launchType %s, and schedules start tasks on Fargate, where no instance has to wait for them: give the schedule a task with the same image", s.Service, LaunchTypeEC2)
			}
			if len(s.Command) == 0 && r.sound(p.key("command")) {
				r.addf(p.key("command"), "missing: the service would start once more; give the command that the schedule runs")
			}
		}
		if s.Task != nil {
			checkScheduledTask(r, p.key("task"), s.Task.AsService(), e)
		}
	}
}

func checkTiming(r *report, p path, s Schedule) {
	expression := p.key("expression")
	kind, err := schedule.Check(s.Expression)
	r.join(expression, err)
	switch {
	case !r.sound(p.key("engine")):
	case s.Engine == EngineRule:
		if kind == schedule.At {
			r.addf(expression, "%s runs once: a rule repeats, the engine scheduler does both", s.Expression)
		}
		for _, key := range []string{"timeZone", "flexibleWindowMinutes"} {
			if r.given(p.key(key)) {
				r.addf(p.key(key), "not with the engine rule: it counts in UTC, to the minute; use the engine scheduler")
			}
		}
	default:
		r.join(p.key("timeZone"), schedule.CheckTimeZone(s.TimeZone))
	}
}

// checkScheduledTask checks the task of a schedule as that of a service.
func checkScheduledTask(r *report, p path, s Service, e *Environment) {
	checkTask(r, p, s)
	checkContainer(r, p, container{image: s.Image, environment: s.Environment, secrets: s.Secrets, injected: set(s.InjectedVariables())}, e)
	checkReferences(r, p.key("databases"), at("databases"), s.Databases, e.Databases)
	checkReferences(r, p.key("caches"), at("caches"), s.Caches, e.Caches)
	checkReferences(r, p.key("buckets"), at("buckets"), s.Buckets, e.Buckets)
	checkEgress(r, p, s)
	checkImagesReachable(r, p, s, e)
}
