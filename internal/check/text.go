package check

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/literal"
)

// TextRule is what a service takes as a name, a path or a description.
type TextRule struct {
	// Service that refuses anything else, as messages name it.
	Service string
	// Min and Max characters. Default: 0, no bound.
	Min, Max int
	// Form of the text, and Allowed, what messages say of it. Default: any.
	Form    *regexp.Regexp
	Allowed string
}

// Name notes a name that is missing or against the rule. It tells whether the
// name is known, so that the caller can look at it further: one that Terraform
// knows only later is taken as it is.
func Name(p *Problems, field, value string, rule TextRule) (known bool) {
	p.Required(field, value)
	return Text(p, field, value, rule)
}

// Text is Name for what may be left out.
func Text(p *Problems, field, value string, rule TextRule) (known bool) {
	if value == "" || literal.IsToken(value) {
		return false
	}
	// Bytes, as the provider counts; in the forms of names they are characters.
	if n := len(value); n < rule.Min || rule.Max > 0 && n > rule.Max {
		p.Addf(field, "%s has %d characters: %s allows %s", quote(value), n, rule.Service, rule.bounds())
	}
	if rule.Form != nil && !rule.Form.MatchString(value) {
		p.Addf(field, "%s: %s allows %s", quote(value), rule.Service, rule.Allowed)
	}
	return true
}

// Known notes a name that Terraform knows only later, and tells whether there is
// none. Why says what needs it earlier.
func Known(p *Problems, field, value, why string) bool {
	later := literal.IsToken(value)
	if later {
		p.Addf(field, "is known only when Terraform runs: %s, so give a plain name", why)
	}
	return !later
}

func (r TextRule) bounds() string {
	if r.Min > 0 {
		return fmt.Sprintf("%d to %d", r.Min, r.Max)
	}
	return fmt.Sprint(r.Max)
}

// maxQuoted keeps a description of thousands of characters out of a message.
const maxQuoted = 64

func quote(value string) string {
	if len(value) <= maxQuoted {
		return fmt.Sprintf("%q", value)
	}
	return fmt.Sprintf("%q...", strings.ToValidUTF8(value[:maxQuoted], ""))
}
