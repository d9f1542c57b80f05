package fargate

import (
	"testing"

	"gotest.tools/v3/assert"
)

func TestSizes(t *testing.T) {
	assert.DeepEqual(t, CPUs(), []int{256, 512, 1024, 2048, 4096, 8192, 16384})
	assert.DeepEqual(t, Memories(256), []int{512, 1024, 2048})
	assert.Equal(t, len(Memories(8192)), 12)
	assert.Equal(t, len(Memories(16384)), 12)
	assert.Assert(t, Memories(300) == nil)
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		cpu, memory int
		want        string // empty: allowed
	}{
		{256, 512, ""},
		{256, 1536, "512, 1024, 2048 MiB"},
		{300, 512, "Fargate offers 256, 512"},
		{512, 512, "1024 to 4096 MiB in steps of 1024"},
		{1024, 8192, ""},
		{1024, 2500, "2048 to 8192 MiB in steps of 1024"},
		{4096, 30720, ""},
		{4096, 31744, "8192 to 30720"},
		{8192, 20480, ""},
		{8192, 17408, "steps of 4096"},
		{16384, 122880, ""},
	} {
		err := Check(c.cpu, c.memory)
		if c.want == "" {
			assert.NilError(t, err)
		} else {
			assert.ErrorContains(t, err, c.want)
		}
	}
}
