package check

import (
	"regexp"
	"strings"
	"testing"

	"gotest.tools/v3/assert"
)

const later = "${TfToken[TOKEN.1]}"

var bucket = TextRule{
	Service: "S3",
	Min:     3,
	Max:     63,
	Form:    regexp.MustCompile(`^[a-z-]+$`),
	Allowed: "lower-case letters and hyphens",
}

func TestName(t *testing.T) {
	atMost := TextRule{Service: "SNS", Max: 4}
	anything := TextRule{Service: "SNS"}
	for _, c := range []struct {
		what  string
		value string
		rule  TextRule
		want  string // "" where the name is allowed
		known bool
	}{
		{"a name", "acme-dev", bucket, "", true},
		{"the shortest", "abc", bucket, "", true},
		{"the longest", strings.Repeat("a", 63), bucket, "", true},
		{"none", "", bucket, "Name: missing: a value is required", false},
		{"a token, which says nothing of its form", "A_" + later, bucket, "", false},
		{"too short", "ab", bucket, `Name: "ab" has 2 characters: S3 allows 3 to 63`, true},
		{"another form", "a.b", bucket, `Name: "a.b": S3 allows lower-case letters and hyphens`, true},
		{"both", "A", bucket, "Name: \"A\" has 1 characters: S3 allows 3 to 63\nName: \"A\": S3 allows lower-case letters and hyphens", true},
		{"too long, which is not written out", strings.Repeat("a", 65), bucket, `Name: "` + strings.Repeat("a", 64) + `"... has 65 characters: S3 allows 3 to 63`, true},
		{"at most", "abcd", atMost, "", true},
		{"more", "abcde", atMost, `Name: "abcde" has 5 characters: SNS allows 4`, true},
		{"no bound", strings.Repeat("a", 9999), anything, "", true},
	} {
		t.Run(c.what, func(t *testing.T) {
			var p Problems
			assert.Equal(t, Name(&p, "Name", c.value, c.rule), c.known)
			if c.want == "" {
				assert.NilError(t, p.Err())
				return
			}
			assert.Error(t, p.Err(), c.want)
		})
	}
}

func TestTextMayBeLeftOut(t *testing.T) {
	var p Problems
	assert.Assert(t, !Text(&p, "Description", "", bucket))
	assert.NilError(t, p.Err())
	assert.Assert(t, Text(&p, "Description", "a.b", bucket))
	assert.ErrorContains(t, p.Err(), "S3 allows lower-case letters and hyphens")
}

func TestLongTextIsCutBetweenCharacters(t *testing.T) {
	assert.Equal(t, quote(strings.Repeat("a", 63)+"é"), `"`+strings.Repeat("a", 63)+`"...`)
}

func TestKnown(t *testing.T) {
	var p Problems
	assert.Assert(t, Known(&p, "Name", "web", "the role's name is made of it"))
	assert.NilError(t, p.Err())
	assert.Assert(t, !Known(&p, "Name", "x-"+later, "the role's name is made of it"))
	assert.Error(t, p.Err(), "Name: is known only when Terraform runs: the role's name is made of it, so give a plain name")
}
