//go:build rehearsal

package rehearsal

import (
	"context"
	"testing"
	"time"

	"gotest.tools/v3/assert"
)

// The end of the context that the stage was opened with, which is what Ctrl-C
// is, does not take the provider from a Terraform that finishes its requests:
// what is made by then is in its state.
func TestInterruptLosesNothing(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	stage, err := Open(ctx, Options{Directory: "../..", Work: t.TempDir()})
	assert.NilError(t, err)
	defer func() { assert.NilError(t, stage.Close()) }()
	groups, err := stage.Choose([]string{"dev"}, []string{"dev-bootstrap", "dev-network"})
	assert.NilError(t, err)
	assert.NilError(t, stage.prepare(ctx, groups[0]))
	// Made, and not told to Terraform yet.
	stage.creations(middle, true, func() error {
		interrupt()
		time.Sleep(500 * time.Millisecond)
		return nil
	})
	_, err = stage.Deploy(ctx, groups[0])
	assert.ErrorIs(t, err, context.Canceled)
	stage.Listen(nil)
	assert.NilError(t, stage.Settled(false))
}
