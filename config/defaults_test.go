package config

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The shipped environments load, and their resolved values are known.
func TestShippedEnvironments(t *testing.T) {
	environments, err := LoadDir("../environments")
	if err != nil {
		t.Fatal(err)
	}
	if len(environments) < 2 {
		t.Fatalf("%d environments, want dev and prod at least", len(environments))
	}
	for _, e := range environments {
		resolved, err := json.MarshalIndent(e, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, e.Name+".golden.json", append(resolved, '\n'))
	}
}

// full uses every part of an environment with as few keys as possible.
const full = required + `
loadBalancer: {domain: {name: app.example.com}, testListener: {}}
cluster: {instances: {}}
parameters: {p: {value: v}}
secrets: {s: {}}
databases: {pg: {engine: postgres}, my: {engine: mysql}, apg: {engine: aurora-postgresql}, amy: {engine: aurora-mysql}}
caches: {v: {}, r: {engine: redis}}
buckets: {b: {cors: [{origins: ["*"]}]}}
services:
  web:
    image: a
    port: 80
    route: {priority: 1}
    healthCheck: {command: [CMD, a]}
    sidecars: {proxy: {image: a, healthCheck: {command: [CMD, a]}}}
    pipeline: {repository: example/web}
  worker: {image: a, cpu: 16384}
  batch: {image: a, cpu: 300, launchType: ec2}
  agent: {image: a, launchType: ec2, daemon: true}
  queue: {image: a, spotMix: {}, logging: {firelens: {}}, logRouter: {}}
schedules:
  nightly: {service: web, expression: rate(1 day), command: [a]}
  report: {task: {image: a, cpu: 512}, expression: rate(1 day), engine: rule}
`

func resolve(t *testing.T, data string) *Environment {
	t.Helper()
	e, err := load("dev.yaml", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestDefaults(t *testing.T) {
	for name, data := range map[string]string{"defaults": full, "defaults-disposable": full + "disposable: true\n"} {
		resolved, err := json.MarshalIndent(resolve(t, data), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name+".golden.json", append(resolved, '\n'))
	}
}

// Doing it twice changes nothing, and twice the same file gives the same.
func TestDefaultsAreIdempotent(t *testing.T) {
	for _, data := range []string{required, full, full + "disposable: true\n"} {
		once, twice := resolve(t, data), resolve(t, data)
		if diff := cmp.Diff(once, twice); diff != "" {
			t.Errorf("two loads differ:\n%s", diff)
		}
		applyDefaults(twice)
		if diff := cmp.Diff(once, twice); diff != "" {
			t.Errorf("the defaults change what has them:\n%s", diff)
		}
	}
}

// The order of the keys in a file does not matter.
func TestOrderOfKeys(t *testing.T) {
	head, services, _ := strings.Cut(full, "services:")
	reversed := "services:" + services + strings.Join(reverse(strings.Split(head, "\n")), "\n") + "\n"
	if diff := cmp.Diff(resolve(t, full), resolve(t, reversed)); diff != "" {
		t.Errorf("the order of keys matters:\n%s", diff)
	}
}

func reverse(lines []string) []string {
	var all []string
	for i := len(lines) - 1; i >= 0; i-- {
		all = append(all, lines[i])
	}
	return all
}

// Stacks read what is resolved, so that no pointer to a value is nil.
func TestNoValueIsNil(t *testing.T) {
	var check func(path string, v reflect.Value)
	check = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			switch {
			case !v.IsNil():
				check(path, v.Elem())
			case v.Type().Elem().Kind() != reflect.Struct:
				t.Errorf("%s is nil", path)
			}
		case reflect.Struct:
			for i := range v.NumField() {
				check(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Map:
			for _, key := range v.MapKeys() {
				check(path+"."+key.String(), v.MapIndex(key))
			}
		}
	}
	check("", reflect.ValueOf(resolve(t, full)))
	for name, d := range resolve(t, full).Databases {
		if d.Aurora() != (d.Serverless != nil) || d.Aurora() == (d.Instance != nil) {
			t.Errorf("database %s: Aurora %v with Instance %v and Serverless %v", name, d.Aurora(), d.Instance, d.Serverless)
		}
	}
}

// Defaults follow the values they depend on.
func TestDefaultsThatDepend(t *testing.T) {
	e := resolve(t, required+`
account: "123456789012"
loadBalancer: {internal: true, testListener: {}}
network: {cidr: 10.1.0.0/16}
cluster: {instances: {max: 1}}
databases:
  a: {engine: postgres, instance: {storageGiB: 40000}}
  b: {engine: aurora-mysql, serverless: {minCapacity: 16}}
services:
  a: {image: a, scaling: {max: 1}}
  b: {image: a, scaling: {min: 0}, cpu: 1024}
  c: {image: a, port: 80, route: {priority: 1, paths: [/c], deregistrationDelaySeconds: 3600, healthCheck: {intervalSeconds: 5}}}
  d: {image: a, port: 80, route: {priority: 2, hosts: [a.example.com]}, deployment: {strategy: rolling}}
  e: {image: a, launchType: ec2, architecture: arm64, cpu: 300}
  f: {image: a, launchType: ec2, architecture: arm64, daemon: true, port: 80, route: {priority: 3, hosts: [b.example.com]}}
`)
	for name, test := range map[string]struct{ got, want any }{
		"state bucket":       {e.State.Bucket, "berth-dev-tfstate-123456789012"},
		"internal allowFrom": {e.LoadBalancer.AllowFrom[0], "10.1.0.0/16"},
		"test allowFrom":     {e.LoadBalancer.TestListener.AllowFrom[0], "10.1.0.0/16"},
		"storage":            {e.Databases["a"].Instance.MaxStorageGiB, 65536},
		"capacity":           {e.Databases["b"].Serverless.MaxCapacity, 16.0},
		"min below max":      {*e.Services["a"].Scaling.Min, 1},
		"max of none":        {e.Services["b"].Scaling.Max, 1},
		"memory":             {e.Services["b"].Memory, 2048},
		"bake":               {*e.Services["c"].Deployment.BakeMinutes, 60},
		"timeout":            {e.Services["c"].Route.HealthCheck.TimeoutSeconds, 4},
		"rolling bake":       {*e.Services["d"].Deployment.BakeMinutes, 0},
		"types of arm64":     {e.Cluster.Instances.Types, []string{"t4g.small"}},
		"instances up to":    {[]int{*e.Cluster.Instances.Min, e.Cluster.Instances.Max}, []int{1, 1}},
		"odd size":           {e.Services["e"].Memory, 512},
		"placement":          {e.Services["e"].Placement.Strategies, []string{"spreadZones", "binpackMemory"}},
		"routed daemon":      {e.Services["f"].Deployment.Strategy, StrategyRolling},
		"placed daemon":      {len(e.Services["f"].Placement.Strategies), 0},
		"rolling traffic":    {e.Services["d"].Deployment.Traffic, ""},
	} {
		if !reflect.DeepEqual(test.got, test.want) {
			t.Errorf("%s: %v, want %v", name, test.got, test.want)
		}
	}
	disposable := resolve(t, required+"disposable: true\nservices: {c: {image: a, port: 80, route: {priority: 1, deregistrationDelaySeconds: 601}}}\n")
	if got := *disposable.Services["c"].Deployment.BakeMinutes; got != 11 {
		t.Errorf("bake of a disposable environment with a long delay: %d minutes, want 11", got)
	}
}

// The first line of each shipped environment leads editors to the schema.
func TestShippedEnvironmentsNameTheSchema(t *testing.T) {
	files, err := filepath.Glob("../environments/*.y*ml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		data, problem := readFile(file)
		if problem != nil {
			t.Fatal(problem)
		}
		if !strings.HasPrefix(string(data), "# yaml-language-server: $schema=../config/schema.json\n") {
			t.Errorf("%s does not name ../config/schema.json in its first line", file)
		}
	}
}
