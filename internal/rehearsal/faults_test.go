//go:build rehearsal

package rehearsal

import (
	"fmt"
	"testing"
	"time"

	"gotest.tools/v3/assert"
)

// Whatever goes wrong in a deployment of the shipped environment, the next one
// gets to where this one ought to have got, and nothing is lost or left over.
func TestFaults(t *testing.T) {
	stage, err := Open(t.Context(), Options{Directory: "../..", Work: t.TempDir()})
	assert.NilError(t, err)
	defer func() { assert.NilError(t, stage.Close()) }()
	for _, fault := range Faults() {
		t.Run(fault, func(t *testing.T) {
			patterns := []string{"dev-bootstrap", "dev-network"}
			if fault == "missing-producer" {
				patterns = append(patterns, "dev-parameters", "dev-datastore")
			}
			groups, err := stage.Choose([]string{"dev"}, patterns)
			assert.NilError(t, err)
			assert.NilError(t, stage.Fault(t.Context(), fault, groups[0], Script{Destroy: true}, &log{t: t}))
		})
	}
}

// log is an observer that tells the test.
type log struct{ t *testing.T }

func (l *log) Begin(Group, string) {}

func (l *log) End(g Group, step string, took time.Duration, what []string) {
	l.t.Helper()
	l.t.Log(fmt.Sprintf("%s %s: %.1f s", g.Name, step, took.Seconds()), what)
}
