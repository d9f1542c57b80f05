package identity

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
)

// Effect is what a statement does to the requests it matches.
type Effect string

// The effects of a statement. The zero value allows.
const (
	Allow Effect = "Allow"
	Deny  Effect = "Deny"
)

// Policy is an IAM policy document, of an identity, a resource or a role's
// trust.
type Policy struct {
	Statements []Statement
}

// Statement is one statement of a policy.
type Statement struct {
	// Sid names the statement: letters and digits. Default: none.
	Sid string
	// Effect is Allow or Deny. Default: Allow.
	Effect Effect
	// Principals are who the statement is about; only in policies of resources
	// and of a role's trust.
	Principals []Principal
	// Actions such as s3:GetObject.
	Actions []string
	// Resources are ARNs. Leave them out in the trust policy of a role.
	Resources []string
	// Conditions must all hold.
	Conditions []Condition
}

// Principal is who may act, or AnyPrincipal.
type Principal struct {
	Type PrincipalType
	// IDs are service names such as ecs-tasks.amazonaws.com, or ARNs.
	IDs []string
}

// PrincipalType is the key of a principal element.
type PrincipalType string

// The types of a principal.
const (
	Service      PrincipalType = "Service"
	AWS          PrincipalType = "AWS"
	AnyPrincipal PrincipalType = "*"
)

// Condition compares a key of the request, such as aws:SourceAccount.
type Condition struct {
	// Operator such as StringEquals or ArnLike.
	Operator string
	// Key of the request.
	Key string
	// Values, of which one has to match.
	Values []string
}

// SourceAccount holds for requests that a service makes on behalf of the
// account alone: without it a service is a confused deputy.
func SourceAccount(accountID string) Condition {
	return Condition{Operator: "StringEquals", Key: "aws:SourceAccount", Values: []string{accountID}}
}

// PassedTo holds where a role is passed to one of the services, such as
// ecs-tasks.amazonaws.com.
func PassedTo(services ...string) Condition {
	return Condition{Operator: "StringEquals", Key: "iam:PassedToService", Values: services}
}

// Validate tells what IAM would refuse.
func (p Policy) Validate() error {
	var problems check.Problems
	if len(p.Statements) == 0 {
		problems.Addf("Statements", "none: a policy has at least one")
	}
	for i, s := range p.Statements {
		field := fmt.Sprintf("Statements[%d]", i)
		if s.Effect != "" {
			check.OneOf(&problems, field+".Effect", s.Effect, Allow, Deny)
		}
		if len(s.Actions) == 0 {
			problems.Addf(field+".Actions", "none: a statement names at least one")
		}
		if len(s.Principals) == 0 && len(s.Resources) == 0 {
			problems.Addf(field, "neither principals nor resources: a statement of an identity's policy names resources, one of a resource's policy principals")
		}
		for _, r := range s.Resources {
			if literal.IsListToken(r) {
				problems.Addf(field+".Resources", "holds a list that only Terraform knows: a policy is text, so name the elements one by one")
			}
			if strings.HasPrefix(r, "arn:aws:") {
				problems.Addf(field+".Resources", "%q names the partition: build it with Location.ARN, so that it holds in every partition", r)
			}
		}
	}
	return problems.Err()
}

// JSON renders the document. ${...} other than CDKTF's tokens is kept for IAM,
// as in the policy variable ${aws:username}.
func (p Policy) JSON() string {
	statements := make([]map[string]any, len(p.Statements))
	for i, s := range p.Statements {
		statements[i] = s.render()
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	// A document of strings, maps and slices always encodes.
	_ = encoder.Encode(map[string]any{"Version": "2012-10-17", "Statement": statements})
	return literal.Escape(strings.TrimSpace(out.String()))
}

func (s Statement) render() map[string]any {
	out := map[string]any{"Effect": string(s.Effect), "Action": oneOrMany(s.Actions)}
	if s.Effect == "" {
		out["Effect"] = string(Allow)
	}
	if s.Sid != "" {
		out["Sid"] = s.Sid
	}
	if len(s.Resources) > 0 {
		out["Resource"] = oneOrMany(s.Resources)
	}
	if principals := renderPrincipals(s.Principals); principals != nil {
		out["Principal"] = principals
	}
	conditions := map[string]map[string]any{}
	for _, c := range s.Conditions {
		if conditions[c.Operator] == nil {
			conditions[c.Operator] = map[string]any{}
		}
		conditions[c.Operator][c.Key] = oneOrMany(c.Values)
	}
	if len(conditions) > 0 {
		out["Condition"] = conditions
	}
	return out
}

func renderPrincipals(principals []Principal) any {
	byType := map[string][]string{}
	for _, p := range principals {
		if p.Type == AnyPrincipal {
			return "*"
		}
		byType[string(p.Type)] = append(byType[string(p.Type)], p.IDs...)
	}
	if len(byType) == 0 {
		return nil
	}
	out := map[string]any{}
	for _, kind := range slices.Sorted(maps.Keys(byType)) {
		out[kind] = oneOrMany(byType[kind])
	}
	return out
}

// oneOrMany renders a list of one as IAM does when it hands a policy back, so
// that no plan shows a difference.
func oneOrMany(values []string) any {
	if len(values) == 1 {
		return values[0]
	}
	return values
}
