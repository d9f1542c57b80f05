// Package fargate knows the task sizes that AWS Fargate offers.
package fargate

import (
	"fmt"
	"maps"
	"slices"

	"github.com/berth-iac/berth/internal/check"
)

// memory is a range in MiB.
type memory struct{ min, max, step int }

// sizes lists the memory that goes with each CPU, in CPU units. For a CPU of
// 256 there is no 1536, see Memories.
var sizes = map[int]memory{
	256:   {min: 512, max: 2048, step: 512},
	512:   {min: 1024, max: 4096, step: 1024},
	1024:  {min: 2048, max: 8192, step: 1024},
	2048:  {min: 4096, max: 16384, step: 1024},
	4096:  {min: 8192, max: 30720, step: 1024},
	8192:  {min: 16384, max: 61440, step: 4096},
	16384: {min: 32768, max: 122880, step: 8192},
}

// CPUs lists the CPU sizes in CPU units, 1024 a vCPU, smallest first.
func CPUs() []int {
	return slices.Sorted(maps.Keys(sizes))
}

// Memories lists the memory sizes in MiB that go with a CPU size, smallest
// first, or nil for an unknown CPU size.
func Memories(cpu int) []int {
	size, known := sizes[cpu]
	if !known {
		return nil
	}
	var all []int
	for m := size.min; m <= size.max; m += size.step {
		if cpu == 256 && m == 1536 {
			continue
		}
		all = append(all, m)
	}
	return all
}

// Check tells whether Fargate offers a task of that CPU (in CPU units) and
// memory (in MiB).
func Check(cpu, memoryMiB int) error {
	size, known := sizes[cpu]
	if !known {
		return fmt.Errorf("cpu %d: Fargate offers %s CPU units", cpu, check.List(CPUs()))
	}
	if slices.Contains(Memories(cpu), memoryMiB) {
		return nil
	}
	if cpu == 256 {
		return fmt.Errorf("memory %d MiB with cpu %d: Fargate offers %s MiB", memoryMiB, cpu, check.List(Memories(cpu)))
	}
	return fmt.Errorf("memory %d MiB with cpu %d: Fargate offers %d to %d MiB in steps of %d",
		memoryMiB, cpu, size.min, size.max, size.step)
}
