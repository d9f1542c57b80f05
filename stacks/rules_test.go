package stacks_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/internal/synthtest"
)

// The tests of this package hold the shipped stacks, as their snapshots show
// them, against what AWS, Terraform or a release would reject or break. The
// numbers of the rules are those of docs/rules.md. They start no Node.js:
// main_test.go holds the snapshots equal to what synthesizes.

// shippedStack is a stack of a shipped environment.
type shippedStack struct {
	*synthtest.Template
	name string
	// env is what the stack's environment file says.
	env *config.Environment
	// file is that file, unlike those of all other environments.
	file string
}

// disposable tells whether the stack's environment may be destroyed.
func (s shippedStack) disposable() bool { return s.env.Disposable }

// environment is the name of the stack's environment.
func (s shippedStack) environment() string { return s.env.Name }

// snapshots are directories of snapshots, by the directories of the environment
// files that they are made from.
var snapshots = map[string]string{
	"../environments":                   "../testdata",
	"../testdata/variants/environments": "../testdata/variants",
	"../examples/hands-on/two-services": "../examples/hands-on/testdata/two-services",
}

// shippedStacks reads the snapshots whose names end in one of the given ones,
// or all.
func shippedStacks(t *testing.T, names ...string) []shippedStack {
	t.Helper()
	return readStacks(t, "../environments", names...)
}

// everyStack is shippedStacks with the variants, which use what the shipped
// environments leave out, and the examples.
func everyStack(t *testing.T, names ...string) []shippedStack {
	t.Helper()
	examples, err := filepath.Glob("../examples/*/environments")
	assert.NilError(t, err)
	assert.Assert(t, len(examples) > 0)
	stacks := shippedStacks(t, names...)
	for _, environments := range append(examples, "../examples/hands-on/two-services", "../testdata/variants/environments") {
		stacks = append(stacks, readStacks(t, environments, names...)...)
	}
	return stacks
}

// readStacks reads the snapshots of a directory of environment files.
func readStacks(t *testing.T, environments string, names ...string) []shippedStack {
	t.Helper()
	all, err := config.LoadDir(environments)
	assert.NilError(t, err)
	directory, known := snapshots[environments]
	if !known {
		directory = filepath.Join(filepath.Dir(environments), "testdata")
	}
	if len(names) == 0 {
		names = []string{"bootstrap", "network", "parameters", "datastore", "ecs", "cicd"}
	}
	var stacks []shippedStack
	for _, env := range all {
		for _, kind := range names {
			name := env.Name + "-" + kind
			content, err := os.ReadFile(filepath.Join(directory, name+".json"))
			assert.NilError(t, err)
			stacks = append(stacks, shippedStack{
				Template: synthtest.Parse(t, string(content)), name: name, env: env, file: filepath.Join(environments, env.Name),
			})
		}
	}
	return stacks
}

// each visits every resource of a type in the shipped stacks, of which there is
// at least one.
func each(t *testing.T, resourceType string, visit func(t *testing.T, stack shippedStack, r *synthtest.Resource)) {
	t.Helper()
	eachOf(t, shippedStacks(t), resourceType, visit)
}

// eachOf is each for the given stacks.
func eachOf(t *testing.T, stacks []shippedStack, resourceType string, visit func(t *testing.T, stack shippedStack, r *synthtest.Resource)) {
	t.Helper()
	found := false
	for _, stack := range stacks {
		for _, r := range stack.All(resourceType) {
			found = true
			t.Run(stack.name+"/"+r.ID, func(t *testing.T) { visit(t, stack, r) })
		}
	}
	assert.Assert(t, found, "no %s in the stacks", resourceType)
}

func has(r *synthtest.Resource, path, want string) bool {
	return r.Has(path) && r.String(path) == want
}

// dependsOn tells whether a resource waits for one of a type.
func dependsOn(r *synthtest.Resource, resourceType string) bool {
	return r.Has("depends_on") && slices.ContainsFunc(r.Strings("depends_on"), func(address string) bool {
		return strings.HasPrefix(address, resourceType+".")
	})
}

// referred is the resource of a type that an expression names.
func referred(t *testing.T, stack shippedStack, resourceType, expression string) *synthtest.Resource {
	t.Helper()
	for _, r := range stack.All(resourceType) {
		if strings.Contains(expression, r.Address()+".") {
			return r
		}
	}
	t.Fatalf("%q names no %s of %s", expression, resourceType, stack.name)
	return nil
}

func number(t *testing.T, r *synthtest.Resource, path string) float64 {
	t.Helper()
	n, ok := r.Get(path).(float64)
	assert.Assert(t, ok, "%s of %s is no number", path, r.Address())
	return n
}

// link is a file in docs/rules.md, and what the text says it is: its path, or a
// test in it.
var link = regexp.MustCompile(`\[([\w./-]+)\]\(\.\./([\w./-]+)\)`)

// Every rule has a row that says how it is held, and what the page names exists.
func TestRulesAreHeld(t *testing.T) {
	content, err := os.ReadFile("../docs/rules.md")
	assert.NilError(t, err)
	number := 0
	for line := range strings.Lines(string(content)) {
		for _, found := range link.FindAllStringSubmatch(line, -1) {
			file, err := os.ReadFile("../" + found[2])
			assert.NilError(t, err, "%s", line)
			if strings.HasSuffix(found[2], "_test.go") {
				assert.Assert(t, strings.Contains(string(file), "\nfunc "+found[1]+"("), "%s has no %s: %s", found[2], found[1], line)
			} else {
				assert.Assert(t, strings.HasSuffix(found[2], found[1]), "%s leads to %s: %s", found[1], found[2], line)
			}
		}
		if !regexp.MustCompile(`^\| \d`).MatchString(line) {
			continue
		}
		number++
		cells := strings.Split(line, "|")
		assert.Equal(t, strings.TrimSpace(cells[1]), strconv.Itoa(number))
		nobodyTests := strings.HasPrefix(cells[4], " yours") || strings.HasPrefix(cells[4], " does not apply")
		assert.Assert(t, nobodyTests || strings.Contains(cells[5], "](../"), "rule %d has no test", number)
	}
	assert.Equal(t, number, 129)
}

// Rules 45, 46, 120, 125: nothing unresolved, no literal partition, no path of
// the machine.
func TestWhatNoStackHolds(t *testing.T) {
	for _, stack := range shippedStacks(t) {
		t.Run(stack.name, func(t *testing.T) {
			for what, pattern := range map[string]string{
				"an unresolved token":                   `TfToken|TOKEN\[`,
				"an unresolved number":                  `-1\.8[0-9]+e\+30[0-9]`,
				"a literal partition":                   `arn:aws:`,
				"a directory of this machine":           `/(home|root|tmp|work|Users)/`,
				"a password":                            `(?i)"(master_)?password"|auth_token"`,
				"an output marked sensitive by mistake": `"sensitive": true`,
			} {
				assert.Assert(t, !regexp.MustCompile(pattern).MatchString(stack.JSON()), "%s", what)
			}
		})
	}
}

// Rules 106, 126: who reads a state reads all of it, so that no output holds a
// password.
func TestOutputs(t *testing.T) {
	for _, stack := range everyStack(t) {
		for name, output := range stack.Block("output") {
			value, err := json.Marshal(output.(map[string]any)["value"])
			assert.NilError(t, err)
			assert.Assert(t, !regexp.MustCompile(`(?i)password|secret_string|auth_token`).MatchString(name+string(value)), "%s of %s", name, stack.name)
		}
	}
}

// Rule 117 and 118: every log group forgets, at a period AWS knows, and is
// encrypted with a key.
func TestLogGroups(t *testing.T) {
	known := []float64{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}
	each(t, "aws_cloudwatch_log_group", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		assert.Assert(t, slices.Contains(known, number(t, r, "retention_in_days")))
		assert.Assert(t, r.Has("kms_key_id"))
	})
}

// Rule 119: role names fit, and carry the environment.
func TestRoles(t *testing.T) {
	each(t, "aws_iam_role", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		assert.Assert(t, len(r.String("name")) <= 64)
		assert.Assert(t, strings.Contains(r.String("name"), stack.environment()), r.String("name"))
	})
}

// onlyWithoutResources are actions for which IAM has no resource.
var onlyWithoutResources = regexp.MustCompile(`^(ec2:Describe\w+|ecr:GetAuthorizationToken|ecs:DiscoverPollEndpoint|ssmmessages:\w+|elasticloadbalancing:Describe\w+|ecs:(RegisterTaskDefinition|DescribeTaskDefinition|ListTasks|DeregisterTaskDefinition)|cloudwatch:DescribeAlarms|logs:DescribeLogGroups|codedeploy:Get\w+)$`)

// statement is a statement of an IAM policy.
type statement struct {
	Effect    string
	Action    oneOrMany
	Resource  oneOrMany
	Condition map[string]map[string]any
}

// oneOrMany is a string or a list of strings.
type oneOrMany []string

func (l *oneOrMany) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*l = oneOrMany{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(l))
}

// ofObjects are S3 actions on objects; the others are on the bucket.
var ofObjects = regexp.MustCompile(`^s3:(Get|Put|Delete)Object`)

// Rules 77, 86: a policy names the actions and the resources, objects apart from
// their bucket, and a role is passed to a named service only.
func TestLeastPrivilege(t *testing.T) {
	eachOf(t, everyStack(t), "aws_iam_role_policy", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		var policy struct{ Statement []statement }
		r.Document("policy", &policy)
		for _, s := range policy.Statement {
			for _, action := range s.Action {
				assert.Assert(t, !strings.Contains(action, "*"), action)
				if slices.Contains(s.Resource, "*") {
					assert.Assert(t, onlyWithoutResources.MatchString(action), "%s on every resource", action)
				}
				if action == "iam:PassRole" {
					assert.Assert(t, s.Condition["StringEquals"]["iam:PassedToService"] != nil, "iam:PassRole to any service")
				}
				for _, resource := range s.Resource {
					if strings.HasPrefix(action, "s3:") {
						assert.Equal(t, strings.HasSuffix(resource, "/*"), ofObjects.MatchString(action), "%s on %s", action, resource)
					}
				}
			}
		}
	})
}

// Every role is assumed by one service.
func TestTrust(t *testing.T) {
	each(t, "aws_iam_role", func(t *testing.T, _ shippedStack, r *synthtest.Resource) {
		var policy struct {
			Statement []struct{ Principal map[string]any }
		}
		r.Document("assume_role_policy", &policy)
		assert.Equal(t, len(policy.Statement), 1)
		assert.Assert(t, policy.Statement[0].Principal["Service"] != nil)
	})
}
