// Bench measures what a synth costs: wall time, and the peak memory of the app
// and the Node.js process behind it.
//
// It builds the app once and runs it over the shipped environments, and over
// generated ones of 1, 10 and 100 services.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

func main() {
	runs := flag.Int("runs", 3, "how often each synth is run; the median counts")
	flag.Parse()
	if err := bench(*runs); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// scenario is a set of environments to synthesize.
type scenario struct {
	name      string
	directory string // holds environments/
}

func bench(runs int) error {
	work, err := os.MkdirTemp("", "berth-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)

	app := filepath.Join(work, "app")
	if output, err := exec.Command("go", "build", "-o", app, ".").CombinedOutput(); err != nil {
		return fmt.Errorf("build the app: %w\n%s", err, output)
	}
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	scenarios := []scenario{{name: "shipped environments", directory: here}}
	for _, services := range []int{1, 10, 100} {
		s := scenario{name: fmt.Sprintf("%d services", services), directory: filepath.Join(work, fmt.Sprint(services))}
		if err := generate(s.directory, services); err != nil {
			return err
		}
		scenarios = append(scenarios, s)
	}

	fmt.Printf("%s/%s, %d cores, %s of memory, %s\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), totalMemory(), runtime.Version())
	fmt.Printf("%-22s%10s%12s%14s\n", "synth of", "resources", "wall time", "peak memory")
	for _, s := range scenarios {
		var all []measurement
		for range runs {
			m, err := measure(app, s.directory, filepath.Join(work, "out"))
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			all = append(all, m)
		}
		m := median(all)
		fmt.Printf("%-22s%10d%10.2f s%11d MB\n", s.name, m.resources, m.wall.Seconds(), m.peak>>20)
	}
	return nil
}

// generate writes an environment with a number of services, each with a
// pipeline. One in three is behind the load balancer, with a pair of target
// groups: a load balancer takes a hundred.
func generate(directory string, services int) error {
	var file strings.Builder
	file.WriteString("project: bench\nregion: ap-northeast-1\nservices:\n")
	for i := range services {
		fmt.Fprintf(&file, `  s%03[1]d:
    image: public.ecr.aws/nginx/nginx:1.29
    pipeline: {repository: example/s%03[1]d}
`, i)
		if i%3 == 0 {
			fmt.Fprintf(&file, "    port: 80\n    route: {priority: %d, paths: [\"/s%03d/*\"]}\n", i+1, i)
		}
	}
	environments := filepath.Join(directory, "environments")
	if err := os.MkdirAll(environments, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(environments, "bench.yaml"), []byte(file.String()), 0o600)
}

// totalMemory is the machine's, where the system tells.
func totalMemory() string {
	content, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return "unknown size"
	}
	var kib int
	if _, err := fmt.Sscanf(string(content), "MemTotal: %d kB", &kib); err != nil {
		return "unknown size"
	}
	return fmt.Sprintf("%d GiB", (kib+1<<19)>>20)
}

// measurement is what one run cost.
type measurement struct {
	wall      time.Duration
	peak      int64 // bytes resident in the whole process tree
	resources int
}
