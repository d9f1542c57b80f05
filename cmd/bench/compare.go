package main

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// measurement is what a synth costs.
type measurement struct {
	wall time.Duration
	peak int64 // bytes resident in the whole process tree
}

func (m measurement) String() string {
	return fmt.Sprintf("%.2f s\t%d MB", m.wall.Seconds(), m.peak>>20)
}

// result is a scenario in all ways.
type result struct {
	resources, trips  int
	stock, cold, warm measurement
}

// compare runs the app over a scenario, in all ways in turn, and then once more
// in each for the memory.
func compare(app, work string, s scenario, runs int) (result, error) {
	var (
		out   = filepath.Join(work, "out")
		warm  = cacheIn(filepath.Join(work, "warm"))
		cold  = filepath.Join(work, "cold")
		walls [3][]time.Duration
	)
	// Once beforehand: what jsii itself keeps, and what the warm runs find.
	trips, err := countTrips(app, s, out, work, warm)
	if err != nil {
		return result{}, err
	}
	resources, err := countResources(out)
	if err != nil {
		return result{}, err
	}
	stockTrips, err := countTrips(app, s, out, work, "BERTH_FAST_SYNTH=off")
	if err != nil {
		return result{}, err
	}
	if trips != stockTrips {
		return result{}, fmt.Errorf("%d round trips, with the stock bindings %d", trips, stockTrips)
	}
	ways := []string{"BERTH_FAST_SYNTH=off", cacheIn(cold), warm}
	for range runs {
		for way, variable := range ways {
			command, err := prepare(app, s.directory, out, variable)
			if err := errors.Join(err, os.RemoveAll(cold)); err != nil {
				return result{}, err
			}
			wall, err := wallTime(command)
			if err != nil {
				return result{}, err
			}
			walls[way] = append(walls[way], wall)
		}
	}
	var all [3]measurement
	for way, variable := range ways {
		command, err := prepare(app, s.directory, out, variable)
		if err := errors.Join(err, os.RemoveAll(cold)); err != nil {
			return result{}, err
		}
		peak, err := peakMemory(command)
		if err != nil {
			return result{}, err
		}
		slices.Sort(walls[way])
		all[way] = measurement{walls[way][runs/2], peak}
	}
	return result{resources, trips, all[0], all[1], all[2]}, nil
}

// cacheIn is the variable that names fastsynth's cache.
func cacheIn(directory string) string { return "BERTH_CACHE_DIR=" + directory }

//go:embed count.js
var counter []byte

// countTrips runs the app and counts what Node.js answers. Counting takes time,
// too.
func countTrips(app string, s scenario, out, work, variable string) (int, error) {
	script, count := filepath.Join(work, "count.js"), filepath.Join(work, "count")
	if err := os.WriteFile(script, counter, 0o600); err != nil {
		return 0, err
	}
	command, err := prepare(app, s.directory, out, variable, "NODE_OPTIONS=--require "+script, "BERTH_BENCH_COUNT="+count)
	if err != nil {
		return 0, err
	}
	if _, err := wallTime(command); err != nil {
		return 0, err
	}
	content, err := os.ReadFile(count)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(string(content))
}
