package policy

import (
	"strings"
)

// Request is what somebody wants to do.
type Request struct {
	// Service is the principal of a service, such as
	// "delivery.logs.amazonaws.com".
	Service string
	// Account is the id of the account whose administrator asks, where no
	// service does.
	Account string
	// Action such as "kms:Decrypt".
	Action string
	// Resource is its ARN. Default: one that every statement is about.
	Resource string
	// Context are the values of condition keys that are known. Conditions on
	// other keys are taken as kept.
	Context map[string]string
}

// Allows tells whether a policy of a resource lets a request through.
func (d Document) Allows(r Request) bool {
	allowed := false
	for _, s := range d.Statements {
		if !s.isAbout(r) {
			continue
		}
		holds, known := s.conditions(r.Context)
		if s.Effect == "Deny" && holds && known {
			return false
		}
		allowed = allowed || s.Effect == "Allow" && holds
	}
	return allowed
}

func (s Statement) isAbout(r Request) bool {
	if s.NotPrincipal != nil && s.NotPrincipal.include(r) || s.Principal != nil && !s.Principal.include(r) {
		return false
	}
	if s.NotAction != nil && matchesAny(s.NotAction, r.Action, true) || s.Action != nil && !matchesAny(s.Action, r.Action, true) {
		return false
	}
	if r.Resource == "" {
		return true
	}
	return !(s.NotResource != nil && matchesAny(s.NotResource, r.Resource, false) || s.Resource != nil && !matchesAny(s.Resource, r.Resource, false))
}

func (p principals) include(r Request) bool {
	for kind, names := range p {
		for _, name := range names {
			switch {
			case name == "*":
				return true
			case kind == "Service" && r.Service != "" && name == r.Service:
				return true
			case kind == "AWS" && r.Service == "" && (name == r.Account || strings.HasSuffix(name, "::"+r.Account+":root")):
				return true
			}
		}
	}
	return false
}

// conditions tells whether those whose value is known hold, and whether all are
// known.
func (s Statement) conditions(context map[string]string) (holds, known bool) {
	holds, known = true, true
	for operator, keys := range s.Condition {
		for key, wanted := range keys {
			value, found := lookUp(context, key)
			if !found {
				known = false
				continue
			}
			switch strings.TrimSuffix(operator, "IfExists") {
			case "StringEquals", "Bool":
				holds = holds && contains(wanted, value)
			case "StringNotEquals":
				holds = holds && !contains(wanted, value)
			case "StringLike", "ArnLike", "ArnEquals":
				holds = holds && matchesAny(wanted, value, false)
			case "StringNotLike", "ArnNotLike", "ArnNotEquals":
				holds = holds && !matchesAny(wanted, value, false)
			default:
				known = false
			}
		}
	}
	return holds, known
}

// lookUp finds a condition key, whose case does not matter.
func lookUp(context map[string]string, key string) (string, bool) {
	for known, value := range context {
		if strings.EqualFold(known, key) {
			return value, true
		}
	}
	return "", false
}

func contains(wanted texts, value string) bool {
	for _, text := range wanted {
		if text == value {
			return true
		}
	}
	return false
}

func matchesAny(patterns texts, value string, anyCase bool) bool {
	for _, pattern := range patterns {
		if anyCase {
			pattern, value = strings.ToLower(pattern), strings.ToLower(value)
		}
		if Matches(pattern, value) {
			return true
		}
	}
	return false
}

// Matches tells whether a value fits a pattern with the wildcards * and ?.
func Matches(pattern, value string) bool {
	for pattern != "" {
		switch {
		case pattern[0] == '*':
			for i := range len(value) + 1 {
				if Matches(pattern[1:], value[i:]) {
					return true
				}
			}
			return false
		case value == "" || pattern[0] != '?' && pattern[0] != value[0]:
			return false
		}
		pattern, value = pattern[1:], value[1:]
	}
	return value == ""
}

// Public tells whether a statement lets anybody in, as S3 understands it: to
// everybody, without a condition that fixes where the request comes from.
func (d Document) Public() bool {
	for _, s := range d.Statements {
		if s.Effect == "Allow" && s.Principal.everybody() && !s.fixed() {
			return true
		}
	}
	return false
}

func (p principals) everybody() bool {
	return contains(p["*"], "*") || contains(p["AWS"], "*")
}

// fixing are the condition keys with which a policy for everybody is not public.
var fixing = map[string]bool{
	"aws:sourceip": true, "aws:sourcearn": true, "aws:sourcevpc": true, "aws:sourcevpce": true,
	"aws:sourceowner": true, "aws:sourceaccount": true, "aws:userid": true, "aws:principalorgid": true,
	"aws:principalaccount": true, "aws:principalarn": true, "s3:dataaccesspointarn": true, "s3:dataaccesspointaccount": true,
	"s3:x-amz-server-side-encryption-aws-kms-key-id": true,
}

func (s Statement) fixed() bool {
	for operator, keys := range s.Condition {
		for key, values := range keys {
			if !strings.Contains(operator, "Not") && fixing[strings.ToLower(key)] && !contains(values, "*") {
				return true
			}
		}
	}
	return false
}
