package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"
)

// TestExamples compares what the examples synthesize that are environment files
// and no Go, as TestSnapshots does with what ships.
func TestExamples(t *testing.T) {
	apps, err := filepath.Glob("examples/*/environments")
	assert.NilError(t, err)
	assert.Assert(t, len(apps) > 0)
	for _, environments := range apps {
		example := filepath.Dir(environments)
		t.Run(filepath.Base(example), func(t *testing.T) {
			settings, err := os.ReadFile(filepath.Join(example, "cdktf.json"))
			assert.NilError(t, err)
			assert.Assert(t, bytes.Contains(settings, []byte(`"app": "go run ../.."`)), "%s", settings)
			checkSnapshots(t, example, "environments", filepath.Join("..", example, "testdata"))
		})
	}
	t.Run("second service", func(t *testing.T) {
		checkSnapshots(t, "examples/hands-on", "two-services", "../examples/hands-on/testdata/two-services")
	})
}

// markdownLink matches a link of a page, and what it is called.
var markdownLink = regexp.MustCompile(`\[([^\]]+)\]\(([^)#]*)(#[^)]*)?\)`)

// TestLinks holds that every link between the pages leads to a file, and to a
// heading where it names one.
func TestLinks(t *testing.T) {
	pages, err := filepath.Glob("docs/*.md")
	assert.NilError(t, err)
	examples, err := filepath.Glob("examples/*/README.md")
	assert.NilError(t, err)
	found := 0
	for _, page := range append(append(pages, examples...), "README.md") {
		content, err := os.ReadFile(page)
		assert.NilError(t, err)
		for _, link := range markdownLink.FindAllStringSubmatch(string(content), -1) {
			if strings.Contains(link[2], "://") {
				continue
			}
			found++
			target := page
			if link[2] != "" {
				target = filepath.Join(filepath.Dir(page), link[2])
			}
			_, err := os.Stat(target)
			assert.NilError(t, err, "%s: %s", page, link[0])
			if link[3] != "" {
				assert.Assert(t, slices.Contains(headings(t, target), link[3]), "%s: %s has no heading %s", page, target, link[3])
			}
		}
	}
	assert.Assert(t, found > 200, "%d links", found)
}

// headings are those of a page, as links name them.
func headings(t *testing.T, page string) []string {
	t.Helper()
	content, err := os.ReadFile(page)
	assert.NilError(t, err)
	var all []string
	for _, heading := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(string(content), -1) {
		name := regexp.MustCompile(`[^\w -]`).ReplaceAllString(strings.ToLower(heading[1]), "")
		all = append(all, "#"+strings.ReplaceAll(name, " ", "-"))
	}
	for _, anchor := range regexp.MustCompile(`<a id="([^"]+)">`).FindAllStringSubmatch(string(content), -1) {
		all = append(all, "#"+anchor[1])
	}
	return all
}

// TestSeedsAreMapped holds what docs/seeds.md says of the documents that the
// examples come from: every row tells where the example has it, in the words of
// its environment file, and every construct that is named exists.
func TestSeedsAreMapped(t *testing.T) {
	page, err := os.ReadFile("docs/seeds.md")
	assert.NilError(t, err)
	rows, words := 0, 0
	for line := range strings.Lines(string(page)) {
		for _, link := range markdownLink.FindAllStringSubmatch(line, -1) {
			if _, name, isConstruct := strings.Cut(link[1], ".New"); isConstruct {
				file := filepath.Join("docs", link[2])
				content, err := os.ReadFile(file)
				assert.NilError(t, err)
				assert.Assert(t, bytes.Contains(content, []byte("\nfunc New"+name+"(")), "%s has no New%s: %s", file, name, line)
			}
		}
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) != 5 || cells[1] == "---" || strings.TrimSpace(cells[3]) == "in the example" {
			continue
		}
		rows++
		said := strings.TrimSpace(cells[3])
		if said == "built in" {
			continue
		}
		link := markdownLink.FindStringSubmatch(said)
		assert.Assert(t, link != nil && strings.HasPrefix(said, link[0]+": "), "neither built in nor a file and its words: %s", line)
		file, err := os.ReadFile(filepath.Join("docs", link[2]))
		assert.NilError(t, err)
		for _, code := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(said, -1) {
			words++
			assert.Assert(t, bytes.Contains(file, []byte(code[1])), "%s does not say %s: %s", link[2], code[1], line)
		}
	}
	assert.Assert(t, rows > 100 && words > 80, "%d rows with %d words", rows, words)
}
