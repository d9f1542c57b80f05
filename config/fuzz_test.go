package config

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Whatever a file holds, Load answers soon and without a panic: with an
// environment or with errors, and with the same ones every time.
func FuzzLoad(f *testing.F) {
	for _, file := range []string{"../environments/dev.yaml", "../environments/prod.yaml", "testdata/wrong.yaml"} {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, group := range [][]broken{
		brokenYAML, brokenShape, brokenTop, brokenNetwork, brokenData, brokenService, brokenContainer, brokenRoute, brokenDeployment, brokenSchedule, brokenBucket,
	} {
		for _, b := range group {
			f.Add([]byte(b.data()))
		}
	}
	f.Add([]byte(full))
	f.Fuzz(func(t *testing.T, data []byte) {
		start := time.Now()
		env, err := load("dev.yaml", data)
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("took %v", took)
		}
		var problems Errors
		switch {
		case err == nil && env == nil, err != nil && env != nil:
			t.Fatalf("load gives %v and %v", env, err)
		case err != nil && (!errors.As(err, &problems) || len(problems) == 0):
			t.Fatalf("%T, want Errors", err)
		case strings.Contains(errorText(err), "cannot be read"):
			t.Errorf("the schema accepts what the decoder refuses: %v", err)
		}
		again, errAgain := load("dev.yaml", data)
		if diff := cmp.Diff(env, again); diff != "" || errorText(err) != errorText(errAgain) {
			t.Errorf("two loads differ: %s\n%v\n%v", diff, err, errAgain)
		}
	})
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// The worst that fits into a file is refused in bounded time.
func TestHugeFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("a megabyte each")
	}
	fill := func(head, line string) string { return required + head + numbered(maxSize/len(line)*2/3, line) }
	for name, data := range map[string]string{
		"keys":       fill("", "key%d: value\n"),
		"same key":   fill("", "key: value %d\n"),
		"services":   fill("services:\n", "  s%d: {}\n"),
		"routes":     fill("services:\n", "  s%[1]d: {image: a, port: 1, route: {priority: %[1]d}}\n"),
		"references": fill("services:\n  web:\n    image: a\n    databases:\n", "      - d%d\n"),
		"tags":       fill("tags:\n", "  t%d: x\n"),
		"aliases":    fill("a: &a x\ntags:\n", "  t%d: *a\n"),
		"brackets":   strings.Repeat("[", maxSize),
		"braces":     strings.Repeat("{", maxSize),
		"dashes":     strings.Repeat("- ", maxSize/2),
		"long key":   required + strings.Repeat("x", maxSize/2) + ": y\n",
		"long value": required + "account: " + strings.Repeat("x", maxSize/2) + "\n",
	} {
		start := time.Now()
		_, err := load("dev.yaml", []byte(data))
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: %v", name, took)
		}
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		if text := err.Error(); len(text) > 1<<20 {
			t.Errorf("%s: %d characters of errors", name, len(text))
		}
	}
}
