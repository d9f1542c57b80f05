package retention

import (
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/check"
)

func verdict(days int) error {
	var problems check.Problems
	Check(&problems, "RetentionDays", days)
	return problems.Err()
}

func TestCheck(t *testing.T) {
	assert.NilError(t, verdict(365))
	assert.NilError(t, verdict(0))
	assert.ErrorContains(t, verdict(100), "RetentionDays: 100 days: CloudWatch Logs keeps logs for 1, 3, 5, 7")
	assert.ErrorContains(t, verdict(-1), "-1 days")
}
