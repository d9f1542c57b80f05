package policy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Complaints about policies, in the words of IAM. Their messages take one
// argument where they have a verb.
const (
	InvalidJSON         = "This policy contains invalid Json"
	Syntax              = "Syntax errors in policy."
	SidTwice            = "Statement IDs (SID) in a single policy must be unique."
	SidForm             = "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
	NoActions           = "Policy statement must contain actions."
	NoResources         = "Policy statement must contain resources."
	ActionForm          = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
	ResourceForm        = `Resource %s must be in ARN format or "*".`
	HasPrincipal        = "Policy document should not specify a principal."
	NoPrincipal         = "Missing required field Principal"
	HasResource         = "Has prohibited field Resource"
	NotAssumeRole       = "AssumeRole policy may only specify STS AssumeRole actions."
	InvalidPrincipalFor = `Invalid principal in policy: %s`
)

// Complaint is what is wrong with a policy.
type Complaint struct {
	// Format is one of the constants above.
	Format string
	Value  string
}

// Error is the complaint in words.
func (c *Complaint) Error() string {
	if strings.Contains(c.Format, "%s") {
		return fmt.Sprintf(c.Format, c.Value)
	}
	return c.Format
}

// Identity checks a policy of a role or user.
func Identity(text string) *Complaint {
	return check(text, func(s Statement) *Complaint {
		switch {
		case s.Principal != nil || s.NotPrincipal != nil:
			return &Complaint{Format: HasPrincipal}
		case len(s.Resource)+len(s.NotResource) == 0:
			return &Complaint{Format: NoResources}
		}
		for _, resource := range slices.Concat(s.Resource, s.NotResource) {
			if resource != "*" && !strings.HasPrefix(resource, "arn:") {
				return &Complaint{ResourceForm, resource}
			}
		}
		return nil
	})
}

// Trust checks the policy that says who may assume a role. Exists tells
// whether there is a principal with an ARN.
func Trust(text string, exists func(arn string) bool) *Complaint {
	return check(text, func(s Statement) *Complaint {
		switch {
		case len(s.Resource)+len(s.NotResource) > 0:
			return &Complaint{Format: HasResource}
		case s.Principal == nil && s.NotPrincipal == nil:
			return &Complaint{Format: NoPrincipal}
		}
		for _, action := range s.Action {
			if !trustAction.MatchString(action) {
				return &Complaint{Format: NotAssumeRole}
			}
		}
		return Principals(s, exists)
	})
}

var trustAction = regexp.MustCompile(`(?i)^sts:(\*|AssumeRole.*|TagSession|SetSourceIdentity|SetContext)$`)

// Resource checks a policy of a resource, of which services have rules of
// their own beside these.
func Resource(text string) *Complaint {
	return check(text, func(s Statement) *Complaint {
		if s.Principal == nil && s.NotPrincipal == nil {
			return &Complaint{Format: NoPrincipal}
		}
		return nil
	})
}

func check(text string, of func(Statement) *Complaint) *Complaint {
	document, err := Parse(text)
	switch err {
	case nil:
	case errJSON:
		return &Complaint{Format: InvalidJSON}
	default:
		return &Complaint{Format: Syntax}
	}
	sids := map[string]bool{}
	for _, s := range document.Statements {
		if s.Effect != "Allow" && s.Effect != "Deny" {
			return &Complaint{Format: Syntax}
		}
		if sids[s.Sid] {
			return &Complaint{Format: SidTwice}
		}
		sids[s.Sid] = s.Sid != ""
		if len(s.Action)+len(s.NotAction) == 0 {
			return &Complaint{Format: NoActions}
		}
		for _, action := range slices.Concat(s.Action, s.NotAction) {
			if action != "*" && !actionForm.MatchString(action) {
				return &Complaint{Format: ActionForm}
			}
		}
		if complaint := of(s); complaint != nil {
			return complaint
		}
	}
	return nil
}

var actionForm = regexp.MustCompile(`^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$`)

// SidsOK checks the form of the statements' ids, which policies of roles and
// users restrict.
func SidsOK(text string) *Complaint {
	document, err := Parse(text)
	if err != nil {
		return nil
	}
	for _, s := range document.Statements {
		if !sidForm.MatchString(s.Sid) {
			return &Complaint{Format: SidForm}
		}
	}
	return nil
}

var sidForm = regexp.MustCompile(`^[0-9A-Za-z]*$`)

// Principals checks who a statement is about.
func Principals(s Statement, exists func(arn string) bool) *Complaint {
	for _, principals := range []principals{s.Principal, s.NotPrincipal} {
		for kind, names := range principals {
			for _, name := range names {
				if !principalForm(kind, name) || kind == "AWS" && !exists(name) {
					return &Complaint{InvalidPrincipalFor, fmt.Sprintf("%q:%q", shown(kind), name)}
				}
			}
		}
	}
	return nil
}

// shown is how IAM writes a type of principals in its errors.
func shown(kind string) string {
	if kind == "AWS" {
		return kind
	}
	return strings.ToUpper(kind)
}

func principalForm(kind, name string) bool {
	switch kind {
	case "*":
		return true
	case "AWS":
		return awsPrincipal.MatchString(name)
	case "Service":
		return servicePrincipal.MatchString(name)
	case "Federated":
		return strings.HasPrefix(name, "arn:") || strings.Contains(name, ".")
	case "CanonicalUser":
		return len(name) == 64
	default:
		return false
	}
}

var (
	awsPrincipal     = regexp.MustCompile(`^(\*|\d{12}|A[A-Z0-9]{15,}|arn:[\w-]+:(iam|sts)::(\d{12}|cloudfront):.+)$`)
	servicePrincipal = regexp.MustCompile(`^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal|alexa\.amazon\.com)$`)
)
