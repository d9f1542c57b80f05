// Bench measures what a synth costs: wall time, the peak memory of the app and
// of the Node.js processes behind it, and the round trips between them.
//
// It builds the app once and runs it over the shipped environments, and over
// generated ones of 1, 10 and 100 services; each in three ways that take turns,
// so that whatever else the machine does befalls all of them: with the stock
// bindings, with fastsynth that has nothing in its cache, and with fastsynth
// that has.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"text/tabwriter"
)

func main() {
	runs := flag.Int("runs", 5, "how often each synth is timed in each way; the median counts")
	app := flag.String("app", ".", "the package of the app")
	flag.Parse()
	if err := bench(*app, *runs); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// scenario is a set of environments to synthesize.
type scenario struct {
	name      string
	directory string // holds environments/
}

func bench(source string, runs int) error {
	work, err := os.MkdirTemp("", "berth-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)

	app := filepath.Join(work, "app")
	if output, err := exec.Command("go", "build", "-o", app, source).CombinedOutput(); err != nil {
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

	fmt.Printf("%s/%s, %d cores, %s of memory, %s, Node.js %s; median of %d\n\n", runtime.GOOS, runtime.GOARCH,
		runtime.NumCPU(), totalMemory(), runtime.Version(), nodeVersion(), runs)
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "synth of\tresources\tround trips\tstock\t\tcold\t\twarm\t\tfaster\tmemory\t")
	for _, s := range scenarios {
		r, err := compare(app, work, s, runs)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Fprintf(table, "%s\t%d\t%d\t%s\t%s\t%s\t%.1f x\t1/%.1f\t\n", s.name, r.resources, r.trips, r.stock, r.cold, r.warm,
			r.stock.wall.Seconds()/r.warm.wall.Seconds(), float64(r.stock.peak)/float64(r.warm.peak))
	}
	return table.Flush()
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

func nodeVersion() string {
	output, err := exec.Command("node", "--version").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(output))
}
