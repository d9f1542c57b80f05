// Package retention knows how long CloudWatch Logs can keep a log group.
package retention

import (
	"fmt"
	"slices"

	"github.com/berth-iac/berth/internal/check"
)

// Days are the periods that PutRetentionPolicy takes, in days.
var Days = []int{
	1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731,
	1096, 1827, 2192, 2557, 2922, 3288, 3653,
}

// Check tells whether CloudWatch Logs knows the period.
func Check(days int) error {
	if slices.Contains(Days, days) {
		return nil
	}
	return fmt.Errorf("%d days: CloudWatch Logs keeps logs for %s days", days, check.List(Days))
}
