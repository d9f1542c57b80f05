package config

func checkDeployment(r *report, service path, s Service) {
	p, d := service.key("deployment"), s.Deployment
	if d.Strategy == StrategyRolling {
		checkRolling(r, p)
		return
	}
	if s.Route == nil && r.sound(p.key("strategy"), service.key("route")) {
		r.addf(p.key("strategy"), "%s without a route: CodeDeploy moves the load balancer's traffic; add a route, or choose %s",
			d.Strategy, StrategyRolling)
	}
	if s.Spot {
		r.addf(service.key("spot"), "true with the strategy %s: CodeDeploy cannot deploy to Fargate Spot; choose %s, or no spot",
			d.Strategy, StrategyRolling)
	}
	if s.SpotMix != nil {
		r.addKeyf(service.key("spotMix"), "given with the strategy %s: CodeDeploy cannot deploy to Fargate Spot; choose %s, or no spotMix",
			d.Strategy, StrategyRolling)
	}
	bake := p.key("bakeMinutes")
	if s.Route == nil || !r.sound(bake, service.key("route", "deregistrationDelaySeconds")) {
		return
	}
	// A delay that outlasts the old tasks would cut off the requests it is meant
	// for. Zero says that this is wanted: the old tasks end at once.
	if delay := *s.Route.DeregistrationDelaySeconds; *d.BakeMinutes > 0 && *d.BakeMinutes < minutes(delay) {
		r.addf(bake, "%d is shorter than the route's deregistrationDelaySeconds %d: %d or more, or 0 to end the old tasks at once",
			*d.BakeMinutes, delay, minutes(delay))
	}
}

// checkRolling refuses what only CodeDeploy does.
func checkRolling(r *report, p path) {
	if !r.sound(p.key("strategy")) {
		return
	}
	with := "the strategy " + StrategyRolling
	if !r.given(p.key("strategy")) {
		with += ", the default without a route"
	}
	for _, key := range []string{"traffic", "bakeMinutes", "approvalMinutes", "ignoreAlarms"} {
		if r.given(p.key(key)) {
			r.addKeyf(p.key(key), "given with %s: only the strategy %s has it", with, StrategyBlueGreen)
		}
	}
}
