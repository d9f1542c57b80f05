package kinds

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"gotest.tools/v3/assert"
	"gotest.tools/v3/golden"

	"github.com/berth-iac/berth/internal/awsprovider"
	"github.com/berth-iac/berth/internal/cloud"
)

const document = "../../../docs/refusals.md"

// docs/refusals.md lists what the kinds refuse, and nothing else.
func TestDocument(t *testing.T) {
	want := table()
	if golden.FlagUpdate() {
		assert.NilError(t, os.WriteFile(document, []byte(want), 0o644))
	}
	got, err := os.ReadFile(document)
	assert.NilError(t, err)
	assert.Equal(t, string(got), want, "go test ./internal/cloud/kinds -update writes it")
}

// plain is a message as a cell of a table.
var plain = strings.NewReplacer("|", "\\|", "[1]", "", "[2]", "")

func table() string {
	var out strings.Builder
	out.WriteString("# What the rehearsal refuses\n\n" +
		"The cloud of the rehearsal turns these requests down, as AWS does. Each is provoked by a test with the real Terraform, but for ECR: PutImage, which a pushed image provokes. " +
		"Codes and messages are worded after AWS's and the provider's own as far as those are published; not each was seen on AWS. " +
		"The source is where AWS documents the rule, or the errors of the operation. " +
		"`%s`, `%d` and the like stand for names, ids and numbers. " +
		"A refusal without a code is one of the provider, which says so before it asks AWS or while it waits.\n")
	for _, a := range areas() {
		fmt.Fprintf(&out, "\n## %s\n\n| refusal | operation | code | message | source |\n|---|---|---|---|---|\n", a.name)
		for _, r := range a.refusals {
			fmt.Fprintf(&out, "| %s | %s | %s | %s | [AWS](%s) |\n", r.Name, r.Operation, r.Code, plain.Replace(r.Message), r.Source)
		}
	}
	return out.String()
}

// Every refusal can be told from the others, and says where AWS documents it.
func TestRefusals(t *testing.T) {
	names := map[string]bool{}
	for _, r := range Refusals() {
		assert.Assert(t, r.Name != "" && !names[r.Name], "two refusals are called %q", r.Name)
		names[r.Name] = true
		assert.Assert(t, r.Message != "", r.Name)
		assert.Assert(t, strings.HasPrefix(r.Source, "https://"), "%s has the source %q", r.Name, r.Source)
		assert.Equal(t, r.Operation == "", r.Code == "", "%s has an operation and a code, or neither", r.Name)
	}
}

// What the cloud knows, the real provider has.
func TestTypes(t *testing.T) {
	types := map[string]bool{}
	for _, kind := range All() {
		types[kind.Type] = true
		resource, _ := awsprovider.Has(kind.Type)
		assert.Assert(t, resource, kind.Type)
		for _, ref := range kind.Refs {
			resource, _ := awsprovider.Has(ref.To)
			assert.Assert(t, resource, "%s refers to %s", kind.Type, ref.To)
		}
	}
	for _, data := range Data() {
		_, known := awsprovider.Has(data.Type)
		assert.Assert(t, known, data.Type)
	}
	_, err := cloud.Open(cloud.Options{Kinds: All(), Data: Data()})
	assert.NilError(t, err, "no type has two kinds")
}
