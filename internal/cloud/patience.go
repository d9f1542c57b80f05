package cloud

import (
	"context"
	"time"
)

// How long a cloud in which nothing happens is watched, and how often.
const (
	patience = time.Second
	glance   = 50 * time.Millisecond
)

// age is how many changes the cloud has seen.
func (c *Cloud) age() int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.changed
}

// changes waits for a change since the cloud was of an age, and tells whether
// one came.
func (c *Cloud) changes(ctx context.Context, age int) bool {
	for range patience / glance {
		if c.age() > age {
			return true
		}
		if sleep(ctx, glance) != nil {
			return false
		}
	}
	return false
}
