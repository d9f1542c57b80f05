package check

import (
	"time"

	"github.com/berth-iac/berth/internal/literal"
)

// Seconds notes a duration outside [low, high], or of no whole seconds, which
// is all that AWS counts in.
func Seconds(p *Problems, field string, value, low, high time.Duration) {
	whole(p, field, value, low, high, time.Second, "seconds")
}

// Minutes is Seconds for what AWS counts in minutes.
func Minutes(p *Problems, field string, value, low, high time.Duration) {
	whole(p, field, value, low, high, time.Minute, "minutes")
}

func whole(p *Problems, field string, value, low, high, unit time.Duration, units string) {
	Between(p, field, value, low, high)
	if value%unit != 0 {
		p.Addf(field, "%v: whole %s are allowed", value, units)
	}
}

// SubnetsInTwoZones notes subnets that are too few to be in two zones. A list
// that Terraform knows only later is a list of one that stands for all.
func SubnetsInTwoZones(p *Problems, field string, ids []string) {
	if len(ids) == 0 || len(ids) == 1 && !literal.IsListToken(ids[0]) {
		p.Addf(field, "%d given: subnets in two or more availability zones are required", len(ids))
	}
}
