// Package retention knows how long CloudWatch Logs can keep a log group.
package retention

import (
	"slices"

	"github.com/berth-iac/berth/internal/check"
)

// Days are the periods that PutRetentionPolicy takes, in days.
var Days = []int{
	1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731,
	1096, 1827, 2192, 2557, 2922, 3288, 3653,
}

// Check notes a period that CloudWatch Logs does not know. 0 days are none
// given: the log group has a default.
func Check(problems *check.Problems, field string, days int) {
	if days != 0 && !slices.Contains(Days, days) {
		problems.Addf(field, "%d days: CloudWatch Logs keeps logs for %s days", days, check.List(Days))
	}
}
