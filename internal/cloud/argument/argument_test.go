package argument

import (
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
)

func TestChecks(t *testing.T) {
	in := cloud.Attributes{
		"name": "a b", "days": 3, "rule": []any{map[string]any{"status": "On"}}, "json": "{", "list": "[]", "text": `"{}"`, "arn": "bucket",
	}
	for _, c := range []struct {
		check Check
		want  string
	}{
		{Length("name", 4, 9), "expected length of name to be in the range (4 - 9), got a b"},
		{Match("name", `^\w+$`, "must be a word"), "invalid value for name (must be a word)"},
		{Match("name", `^\w+$`, ""), `expected value of name to match regular expression "^\\w+$", got a b`},
		{Between("days", 7, 30), "expected days to be in the range (7 - 30), got 3"},
		{OneNumberOf("days", 0, 7), "expected days to be one of [0 7], got 3"},
		{OneOf("rule.status", "Enabled"), `expected status to be one of ["Enabled"], got On`},
		{Conflict("name", "days"), `"name": conflicts with days`},
		{ARN("arn"), `"arn" (bucket) is an invalid ARN`},
		{JSON("json"), `"json" contains an invalid JSON: unexpected end of JSON input`},
		{Policy("json"), `"json" contains an invalid JSON policy: unexpected end of JSON input, at byte offset 1`},
		{Policy("list"), `"list" contains an invalid JSON policy: not a JSON object`},
		{Policy("text"), `"text" contains an invalid JSON policy: contains a JSON-encoded string, not a JSON-encoded object`},
		// What is not known yet is missing, and no mistake.
		{All(Length("unknown", 1, 2), OneOf("unknown", "a"), ARN("unknown"), Policy("unknown"), Conflict("name", "unknown")), ""},
	} {
		got := ""
		for _, problem := range c.check(in) {
			got += problem.Message
		}
		assert.Check(t, got == c.want, "got %s, want %s", got, c.want)
	}
}
