package config

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/subnetplan"
)

var endpointName = regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)*$`)

func checkNetwork(r *report, e *Environment) {
	p := at("network")
	_, err := subnetplan.ParseVPC(e.Network.CIDR)
	r.join(p.key("cidr"), err)
	for i, name := range e.Network.Endpoints {
		here := p.key("endpoints").index(i)
		switch {
		case strings.HasPrefix(name, "com.amazonaws."):
			r.addf(here, "%s holds the region: write the part after it, such as ecr.api", quote(name))
		case !endpointName.MatchString(name):
			r.addf(here, "%s is not the name of an AWS service such as ecr.api or sts", quote(name))
		}
	}
}

// checkCIDRs checks the blocks that may reach a listener. The VPC has IPv4
// only, so a block of IPv6 would open nothing.
func checkCIDRs(r *report, p path, blocks []string, check func(netip.Prefix) error) {
	for i, block := range blocks {
		here := p.index(i)
		prefix, err := netip.ParsePrefix(block)
		switch {
		case err != nil || !prefix.Addr().Is4():
			r.addf(here, "%s is not an IPv4 CIDR block such as 203.0.113.0/24", quote(block))
		case prefix != prefix.Masked():
			r.addf(here, "%s has bits set outside its prefix: did you mean %s?", quote(block), prefix.Masked())
		default:
			r.join(here, check(prefix))
		}
	}
}

// maxDomainName is the longest common name of a certificate.
const maxDomainName = 64

var domainName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`)

func checkLoadBalancer(r *report, e *Environment) {
	p := at("loadBalancer")
	checkCIDRs(r, p.key("allowFrom"), e.LoadBalancer.AllowFrom, func(netip.Prefix) error { return nil })
	if d := e.LoadBalancer.Domain; d != nil {
		checkDomain(r, p.key("domain"), *d)
	}
	if l := e.LoadBalancer.TestListener; l != nil {
		checkTestListener(r, p.key("testListener"), e, *l)
	}
}

func checkDomain(r *report, p path, d Domain) {
	name, zone := p.key("name"), p.key("zone")
	switch {
	case len(d.Name) > maxDomainName:
		r.addf(name, "a name of %d characters: a certificate takes at most %d", len(d.Name), maxDomainName)
	case !domainName.MatchString(d.Name):
		r.addf(name, "%s is not a domain name such as app.example.com: lower-case letters, digits, hyphens and dots", quote(d.Name))
	case !r.sound(name, zone):
	case !r.given(zone) && !domainName.MatchString(d.Zone):
		r.addf(zone, "missing: the zone of %s is not clear from its name", d.Name)
	case !domainName.MatchString(d.Zone):
		r.addf(zone, "%s is not a hosted zone such as example.com", quote(d.Zone))
	case d.Name != d.Zone && !strings.HasSuffix(d.Name, "."+d.Zone):
		r.addf(zone, "the zone %s does not hold the name %s: it is a part of the name's end", quote(d.Zone), d.Name)
	}
}

// minTestBits keeps the blocks that reach the test listener to a /8 and smaller:
// the new version is shown to the release's testers alone.
const minTestBits = 8

func checkTestListener(r *report, p path, e *Environment, l TestListener) {
	if l.Port == 80 || l.Port == 443 {
		r.addf(p.key("port"), "%d is production's port: choose another, such as 8443", l.Port)
	}
	checkCIDRs(r, p.key("allowFrom"), l.AllowFrom, func(block netip.Prefix) error {
		if block.Bits() < minTestBits {
			return fmt.Errorf("%s opens the test listener to the internet: blocks of /%d and smaller are allowed", block, minTestBits)
		}
		return nil
	})
	if !r.sound(at("services")) {
		return
	}
	for _, service := range e.Services {
		if service.Deployment.Strategy == StrategyBlueGreen {
			return
		}
	}
	r.addf(p, "no service uses it: a test listener needs a service with a route and the strategy %s", StrategyBlueGreen)
}
