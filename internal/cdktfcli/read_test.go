package cdktfcli

import (
	"errors"
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/assert"
)

// spoken is what the CLI writes of two stacks, the second after the first.
const spoken = `dev-a  Initializing the backend...
       Terraform has been successfully initialized!
dev-ab  Terraform has been successfully initialized!
dev-a  Terraform will perform the following actions:

         # aws_vpc.vpc will be created

       Plan: 3 to add, 2 to change, 1 to destroy.
dev-a  aws_vpc.vpc: Creating...
` + "\x1b[1mdev-a  Apply complete! Resources: 3 added, 2 changed, 1 destroyed.\x1b[0m" + `
dev-ab  Plan: 4 to import, 1 to add, 0 to change, 0 to destroy.
dev-ab  Apply complete! Resources: 4 imported, 1 added, 0 changed, 0 destroyed.

  dev-a
    outputs
`

// read reads lines a second apart.
func read(text string) (*reader, []Line) {
	stacks := []Stack{{Name: "dev-a"}, {Name: "dev-ab", Dependencies: []string{"dev-a"}}}
	clock := time.Unix(0, 0)
	r := &reader{stacks: stacks, progress: map[string]*progress{}, now: func() time.Time { return clock }}
	m := margin{stacks: stacks}
	var lines []Line
	for line := range strings.Lines(text) {
		clock = clock.Add(time.Second)
		lines = append(lines, m.line(line))
		r.line(lines[len(lines)-1])
	}
	return r, lines
}

func TestLinesBelongToAStack(t *testing.T) {
	_, lines := read(spoken)
	for i, want := range map[int]Line{
		1:  {"dev-a", "Terraform has been successfully initialized!"},
		2:  {"dev-ab", "Terraform has been successfully initialized!"},
		4:  {"dev-a", ""},
		5:  {"dev-a", "  # aws_vpc.vpc will be created"},
		9:  {"dev-a", "Apply complete! Resources: 3 added, 2 changed, 1 destroyed."},
		13: {"", "  dev-a"},
		14: {"", "    outputs"},
	} {
		assert.Equal(t, lines[i], want)
	}
}

func TestResultsAreWhatTerraformCounted(t *testing.T) {
	r, _ := read(spoken)
	got := r.done(errors.New("failed"))
	for i := range got {
		assert.Assert(t, strings.Contains(got[i].Text, "Apply complete!"))
		got[i].Text = ""
	}
	assert.DeepEqual(t, got, []Result{
		// From the third line, where the last init ended, to the tenth.
		{Stack: "dev-a", Added: 3, Changed: 2, Destroyed: 1, Took: 7 * time.Second},
		// From there, since it comes after the first stack.
		{Stack: "dev-ab", Imported: 4, Added: 1, Took: 2 * time.Second},
	})
}

// The CLI may break the line in two that tells of the end.
func TestASuccessNeedsNoLastLine(t *testing.T) {
	r, _ := read("dev-a  Plan: 0 to add, 0 to change, 31 to destroy.\ndev-a  Destroy complete! Reso\n       urces: 31 destroyed.")
	assert.Equal(t, len(r.done(errors.New("failed"))), 0)
	got := r.done(nil)
	assert.Equal(t, len(got), 1)
	assert.Equal(t, got[0].Destroyed, 31)
}

func TestPlansTellWhatWouldChange(t *testing.T) {
	for text, want := range map[string]*Result{
		"No changes. Your infrastructure matches the configuration.": {Empty: true},
		"No changes. No objects need to be destroyed.":               {Empty: true},
		"Plan: 1 to add, 2 to change, 3 to destroy.":                 {Added: 1, Changed: 2, Destroyed: 3},
		"Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.":    {Imported: 1},
		"Changes to Outputs:":                                        {},
		"Initializing the backend...":                                nil,
		`description = "No changes. Really"`:                         nil,
	} {
		r, _ := read("dev-a  " + text)
		got := r.planned()
		assert.Equal(t, len(r.done(errors.New("failed"))), 0, "a plan does nothing")
		if want == nil {
			assert.Equal(t, len(got), 0, text)
			continue
		}
		want.Stack, want.Text = "dev-a", text+"\n"
		assert.DeepEqual(t, got, []Result{*want})
	}
}
