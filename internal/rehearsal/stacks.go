package rehearsal

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cdktfcli"
)

// stack is what a rehearsal needs to know of a synthesized stack.
type stack struct {
	name         string
	dependencies []string
	// bucket and key are where the stack's state lies; empty with another
	// backend.
	bucket, key string
	// buckets are those that the stack makes.
	buckets []string
	// emulated stacks are sent to an emulator of AWS.
	emulated bool
	// resources and data are the types that the stack uses.
	resources, data []string
	// released are the names of the ECS services that CodeDeploy deploys, or
	// whose task definition the stack leaves to a pipeline.
	released []string
}

// readStack reads a synthesized stack.
func readStack(directory string, s cdktfcli.Stack) (stack, error) {
	content, err := os.ReadFile(filepath.Join(directory, "stacks", s.Name, "cdk.tf.json"))
	if err != nil {
		return stack{}, err
	}
	var root struct {
		Terraform struct {
			Backend map[string]struct {
				Bucket string `json:"bucket"`
				Key    string `json:"key"`
				// Endpoints lead to an emulator.
				Endpoints any `json:"endpoints"`
			} `json:"backend"`
		} `json:"terraform"`
		Resource map[string]map[string]resource `json:"resource"`
		Data     map[string]any                 `json:"data"`
		Provider struct {
			AWS []struct {
				Endpoints any `json:"endpoints"`
			} `json:"aws"`
		} `json:"provider"`
	}
	if err := json.Unmarshal(content, &root); err != nil {
		return stack{}, fmt.Errorf("read stack %s: %w", s.Name, err)
	}
	result := stack{
		name:         s.Name,
		dependencies: s.Dependencies,
		emulated:     root.Terraform.Backend["s3"].Endpoints != nil,
		bucket:       root.Terraform.Backend["s3"].Bucket,
		key:          root.Terraform.Backend["s3"].Key,
		resources:    slices.Sorted(maps.Keys(root.Resource)),
		data:         slices.Sorted(maps.Keys(root.Data)),
	}
	for _, provider := range root.Provider.AWS {
		result.emulated = result.emulated || provider.Endpoints != nil
	}
	for _, bucket := range root.Resource["aws_s3_bucket"] {
		result.buckets = append(result.buckets, bucket.Bucket)
	}
	for _, service := range root.Resource["aws_ecs_service"] {
		if service.byCodeDeploy() || service.ignores("task_definition") {
			result.released = append(result.released, service.Name)
		}
	}
	slices.Sort(result.released)
	return result, nil
}

// resource is what matters of any resource.
type resource struct {
	Bucket    string `json:"bucket"`
	Name      string `json:"name"`
	Lifecycle struct {
		IgnoreChanges any `json:"ignore_changes"`
	} `json:"lifecycle"`
	// DeploymentController is a block, or a list of one.
	DeploymentController any `json:"deployment_controller"`
}

// byCodeDeploy tells whether CodeDeploy brings new versions of a service.
func (r resource) byCodeDeploy() bool {
	block := r.DeploymentController
	if list, ok := block.([]any); ok && len(list) > 0 {
		block = list[0]
	}
	controller, _ := block.(map[string]any)
	return controller["type"] == "CODE_DEPLOY"
}

// ignores tells whether Terraform leaves an attribute to others.
func (r resource) ignores(attribute string) bool {
	switch ignored := r.Lifecycle.IgnoreChanges.(type) {
	case string:
		return ignored == "all"
	case []any:
		return slices.Contains(ignored, any(attribute))
	default:
		return false
	}
}

// Group is a set of stacks that depend on one another, such as those of an
// environment, in the order of deployment.
type Group struct {
	// Name is what the names of the stacks begin with.
	Name   string
	stacks []stack
	// alone has each stack deployed by itself, without the others that it
	// depends on.
	alone bool
}

// Stacks are the names of the group's stacks.
func (g Group) Stacks() []string {
	var names []string
	for _, s := range g.stacks {
		names = append(names, s.name)
	}
	return names
}

// groupsOf puts stacks together that depend on one another, or keep their state
// in a bucket that another makes.
func groupsOf(stacks []stack) []Group {
	group := map[string]int{}
	for i, s := range stacks {
		group[s.name] = i
	}
	join := func(a, b string) {
		from, to := group[a], group[b]
		for name, at := range group {
			if at == from {
				group[name] = to
			}
		}
	}
	for _, s := range stacks {
		for _, dependency := range s.dependencies {
			join(s.name, dependency)
		}
		for _, other := range stacks {
			if s.bucket != "" && slices.Contains(other.buckets, s.bucket) {
				join(s.name, other.name)
			}
		}
	}
	var groups []Group
	at := map[int]int{}
	for _, s := range stacks {
		i, known := at[group[s.name]]
		if !known {
			i = len(groups)
			at[group[s.name]] = i
			groups = append(groups, Group{})
		}
		groups[i].stacks = append(groups[i].stacks, s)
	}
	for i := range groups {
		groups[i].Name = commonName(groups[i].Stacks())
	}
	return groups
}

// commonName is what all names begin with, up to a hyphen.
func commonName(names []string) string {
	common := names[0]
	for _, name := range names[1:] {
		for !strings.HasPrefix(name, common) {
			common = common[:len(common)-1]
		}
	}
	if len(names) > 1 {
		common = strings.TrimRight(common[:strings.LastIndex(common, "-")+1], "-")
	}
	if common == "" {
		return names[0]
	}
	return common
}

// runs are the stacks that one run of the CLI can deploy each, one after
// another: the CLI initializes all backends before it deploys the first stack,
// so that a bucket for state has to come in a run before. A later run takes in
// those before, since the CLI wants to see what a stack depends on.
func (g Group) runs() [][]string {
	var runs [][]string
	var before []string
	if g.alone {
		for _, s := range g.stacks {
			runs = append(runs, []string{s.name})
		}
		return runs
	}
	left := g.stacks
	for len(left) > 0 {
		var now, later []stack
		for _, s := range left {
			if slices.ContainsFunc(left, func(other stack) bool {
				return other.name != s.name && s.bucket != "" && slices.Contains(other.buckets, s.bucket)
			}) || slices.ContainsFunc(later, func(other stack) bool { return slices.Contains(s.dependencies, other.name) }) {
				later = append(later, s)
			} else {
				now = append(now, s)
			}
		}
		if len(now) == 0 {
			now, later = left, nil
		}
		before = append(before, Group{stacks: now}.Stacks()...)
		runs = append(runs, slices.Clone(before))
		left = later
	}
	return runs
}

// reader is the last stack that reads another one of the group, besides those
// that hold the state of all.
func (g Group) reader() (stack, bool) {
	first := g.runs()[0]
	for _, s := range slices.Backward(g.stacks) {
		if slices.ContainsFunc(s.dependencies, func(name string) bool {
			return slices.Contains(g.Stacks(), name) && !slices.Contains(first, name)
		}) {
			return s, true
		}
	}
	return stack{}, false
}

// foreignBuckets are those that hold state and that no stack makes: they exist
// already where the app is really deployed.
func foreignBuckets(stacks []stack) []string {
	var made, used []string
	for _, s := range stacks {
		made = append(made, s.buckets...)
		if s.bucket != "" {
			used = append(used, s.bucket)
		}
	}
	slices.Sort(used)
	return slices.DeleteFunc(slices.Compact(used), func(bucket string) bool { return slices.Contains(made, bucket) })
}
