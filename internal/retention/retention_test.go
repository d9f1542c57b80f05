package retention

import (
	"testing"

	"gotest.tools/v3/assert"
)

func TestCheck(t *testing.T) {
	assert.NilError(t, Check(365))
	assert.ErrorContains(t, Check(100), "100 days: CloudWatch Logs keeps logs for 1, 3, 5, 7")
	assert.ErrorContains(t, Check(0), "0 days")
}
