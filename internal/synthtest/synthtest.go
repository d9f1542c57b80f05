// Package synthtest synthesizes constructs and stacks in tests and finds
// resources in the JSON that comes out.
package synthtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

// NewStack is a stack called test with an AWS provider, in an app of its own.
func NewStack(t testing.TB) cdktf.TerraformStack {
	t.Helper()
	app := cdktf.Testing_App(nil)
	stack := cdktf.NewTerraformStack(app, jsii.String("test"))
	provider.NewAwsProvider(stack, jsii.String("aws"), &provider.AwsProviderConfig{
		Region: jsii.String("ap-northeast-1"),
	})
	return stack
}

// Errors are the messages of the error annotations below a stack, each behind
// the path of its construct inside the stack.
func Errors(stack cdktf.TerraformStack) []string {
	var messages []string
	prefix := *stack.Node().Path() + "/"
	for _, node := range *stack.Node().FindAll("") {
		for _, entry := range *node.Node().Metadata() {
			if *entry.Type == "@cdktf/error" {
				path := strings.TrimPrefix(*node.Node().Path(), prefix)
				messages = append(messages, fmt.Sprintf("%s: %v", path, entry.Data))
			}
		}
	}
	return messages
}

// Synth synthesizes a stack that has no errors.
func Synth(t testing.TB, stack cdktf.TerraformStack) *Template {
	t.Helper()
	if errs := Errors(stack); len(errs) > 0 {
		t.Fatalf("the stack has errors:\n%s", strings.Join(errs, "\n"))
	}
	return Parse(t, *cdktf.Testing_Synth(stack, jsii.Bool(true)))
}

// Parse reads the JSON of a synthesized stack.
func Parse(t testing.TB, text string) *Template {
	t.Helper()
	template := &Template{t: t, text: text}
	if err := json.Unmarshal([]byte(text), &template.root); err != nil {
		t.Fatalf("the synthesized stack is no JSON: %v", err)
	}
	return template
}

// Template is a synthesized stack.
type Template struct {
	t    testing.TB
	text string
	root map[string]any
}

// JSON is the text of the whole stack.
func (tpl *Template) JSON() string { return tpl.text }

// Block is what stands under a top-level key, such as output or terraform, or
// nil.
func (tpl *Template) Block(name string) map[string]any {
	block, _ := tpl.root[name].(map[string]any)
	return block
}

// Types lists the resource types of the stack.
func (tpl *Template) Types() []string {
	return slices.Sorted(maps.Keys(tpl.Block("resource")))
}

// All are the resources of a type, by logical id.
func (tpl *Template) All(resourceType string) []*Resource {
	return tpl.find("resource", resourceType)
}

// Data are the data sources of a type, by logical id.
func (tpl *Template) Data(dataType string) []*Resource {
	return tpl.find("data", dataType)
}

func (tpl *Template) find(block, kind string) []*Resource {
	byID, _ := tpl.Block(block)[kind].(map[string]any)
	var found []*Resource
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		attributes, _ := byID[id].(map[string]any)
		found = append(found, &Resource{tpl: tpl, Type: kind, ID: id, Attributes: attributes})
	}
	return found
}

// One is the only resource of a type whose logical id holds all the given
// words. It fails the test where there is none, or more than one.
func (tpl *Template) One(resourceType string, words ...string) *Resource {
	tpl.t.Helper()
	var ids []string
	var match *Resource
	for _, r := range tpl.All(resourceType) {
		ids = append(ids, r.ID)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(r.ID, w) }) {
			if match != nil {
				tpl.t.Fatalf("more than one %s with %q: %s", resourceType, words, ids)
			}
			match = r
		}
	}
	if match == nil {
		tpl.t.Fatalf("no %s with %q among %d: %s", resourceType, words, len(ids), ids)
	}
	return match
}

// None fails the test where the stack has a resource of the type.
func (tpl *Template) None(resourceType string) {
	tpl.t.Helper()
	if found := tpl.All(resourceType); len(found) > 0 {
		tpl.t.Fatalf("%d resources of type %s where none is wanted, the first %s", len(found), resourceType, found[0].ID)
	}
}

// Resource is a resource or data source of a synthesized stack.
type Resource struct {
	tpl        *Template
	Type, ID   string
	Attributes map[string]any
}

// Address is how other resources and depends_on name the resource.
func (r *Resource) Address() string { return r.Type + "." + r.ID }

// Has tells whether an attribute is set.
func (r *Resource) Has(path string) bool {
	_, found := lookup(r.Attributes, path)
	return found
}

// Get is the value at a path such as lifecycle.ignore_changes or
// load_balancer.0.container_name. A block that stands alone counts as its own
// first element, as in Terraform's JSON. It fails the test where nothing is
// there.
func (r *Resource) Get(path string) any {
	r.tpl.t.Helper()
	value, found := lookup(r.Attributes, path)
	if !found {
		r.tpl.t.Fatalf("%s has no %s: %v", r.Address(), path, r.Attributes)
	}
	return value
}

// String is the text at a path.
func (r *Resource) String(path string) string {
	r.tpl.t.Helper()
	return fmt.Sprint(r.Get(path))
}

// Strings is the list of texts at a path.
func (r *Resource) Strings(path string) []string {
	r.tpl.t.Helper()
	list, ok := r.Get(path).([]any)
	if !ok {
		r.tpl.t.Fatalf("%s of %s is no list: %v", path, r.Address(), r.Get(path))
	}
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = fmt.Sprint(v)
	}
	return texts
}

// Document decodes a JSON document held in an attribute, such as a policy.
func (r *Resource) Document(path string, into any) {
	r.tpl.t.Helper()
	if err := json.Unmarshal([]byte(r.String(path)), into); err != nil {
		r.tpl.t.Fatalf("%s of %s is no JSON: %v\n%s", path, r.Address(), err, r.String(path))
	}
}

func lookup(value any, path string) (any, bool) {
	for _, key := range strings.Split(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			next, found := v[key]
			if !found {
				if key == "0" {
					continue
				}
				return nil, false
			}
			value = next
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(v) {
				return nil, false
			}
			value = v[i]
		default:
			return nil, false
		}
	}
	return value, true
}
