// Package literal keeps Terraform from reading a user's text as a template.
//
// Every string in synthesized JSON is a Terraform template: ${...} and %{...}
// are evaluated. Text that a user means literally, such as a shell command or
// an IAM policy variable, has to be escaped; CDKTF's own tokens have to stay.
package literal

import (
	"regexp"
	"strings"
)

// token matches a CDKTF string token as it stands in a Go string before
// synthesis.
var token = regexp.MustCompile(`\$\{TfToken\[[^\]]+\]\}`)

// Escape doubles the sign of every template opening in s, tokens excepted.
func Escape(s string) string {
	var out strings.Builder
	for {
		at := token.FindStringIndex(s)
		if at == nil {
			out.WriteString(double(s))
			return out.String()
		}
		out.WriteString(double(s[:at[0]]))
		out.WriteString(s[at[0]:at[1]])
		s = s[at[1]:]
	}
}

func double(s string) string {
	s = strings.ReplaceAll(s, "${", "$${")
	return strings.ReplaceAll(s, "%{", "%%{")
}

// IsToken tells whether s holds a value that Terraform knows only later, so
// that its text says nothing about its length or form.
func IsToken(s string) bool {
	return strings.Contains(s, "TfToken[")
}

// IsListToken tells whether s stands for a list of unknown length. Such a
// string makes sense as the only element of a list attribute and nowhere else.
func IsListToken(s string) bool {
	return strings.HasPrefix(s, "#{TfToken[")
}
