package config

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// broken is a file that is refused, with every error it is refused for.
type broken struct {
	name string
	// yaml follows the two required keys, so that its first line is line 3. A
	// name that starts with "file:" says that it is the whole file.
	yaml string
	want []string
}

const required = "project: berth\nregion: ap-northeast-1\n"

func (b broken) data() string {
	if strings.HasPrefix(b.name, "file:") {
		return b.yaml
	}
	return required + b.yaml
}

// Every broken file gives exactly the errors it should: line, column, path and
// message, and nothing that only follows from them.
func TestBrokenFiles(t *testing.T) {
	var all []broken
	for _, group := range [][]broken{
		brokenYAML, brokenShape, brokenTop, brokenNetwork, brokenData, brokenService, brokenContainer, brokenRoute, brokenDeployment,
		brokenCapacity, brokenLogging, brokenSchedule, brokenBucket, brokenPipeline,
	} {
		all = append(all, group...)
	}
	if len(all) < 60 {
		t.Fatalf("%d broken files, want at least 60", len(all))
	}
	for _, test := range all {
		t.Run(test.name, func(t *testing.T) {
			env, err := load("x.yaml", []byte(test.data()))
			if err == nil || env != nil {
				t.Fatalf("load accepts the file: %v, %v", env, err)
			}
			compareErrors(t, err, "x.yaml", test.want)
		})
	}
}

func compareErrors(t *testing.T, err error, file string, want []string) {
	t.Helper()
	var problems Errors
	if !errors.As(err, &problems) {
		t.Fatalf("%T, want Errors", err)
	}
	var got []string
	for _, problem := range problems {
		line := strings.TrimPrefix(strings.TrimPrefix(problem.Error(), file+":"), " ")
		got = append(got, line)
		if strings.HasSuffix(line, ".") {
			t.Errorf("a full stop at the end: %s", line)
		}
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("errors:\n%s\nwant:\n%s\nfile:\n", g, w)
	}
}

// numbered repeats a line of YAML for the numbers from 1.
func numbered(n int, format string) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

const inService = "services:\n  web:\n    image: nginx:1.29\n"
