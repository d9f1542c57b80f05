package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// Document is a policy.
type Document struct {
	Version    string      `json:"Version,omitempty"`
	ID         string      `json:"Id,omitempty"`
	Statements []Statement `json:"-"`
}

// Statement is a rule of a policy.
type Statement struct {
	Sid          string     `json:"Sid"`
	Effect       string     `json:"Effect"`
	Action       texts      `json:"Action"`
	NotAction    texts      `json:"NotAction"`
	Resource     texts      `json:"Resource"`
	NotResource  texts      `json:"NotResource"`
	Principal    principals `json:"Principal"`
	NotPrincipal principals `json:"NotPrincipal"`
	// Condition is what has to hold, by operator and key.
	Condition map[string]map[string]texts `json:"Condition"`
}

// texts are one text or a list of them.
type texts []string

func (t *texts) UnmarshalJSON(text []byte) error {
	var one any
	if err := json.Unmarshal(text, &one); err != nil {
		return err
	}
	list, isList := one.([]any)
	if !isList {
		list = []any{one}
	}
	for _, value := range list {
		switch value := value.(type) {
		case string:
			*t = append(*t, value)
		case bool, float64:
			plain, err := json.Marshal(value)
			if err != nil {
				return err
			}
			*t = append(*t, string(plain))
		default:
			return errSyntax
		}
	}
	return nil
}

// principals are who a statement is about, by type: AWS, Service, Federated. A
// bare "*" is everybody, of type "*".
type principals map[string]texts

func (p *principals) UnmarshalJSON(text []byte) error {
	var everybody string
	if json.Unmarshal(text, &everybody) == nil {
		if everybody != "*" {
			return errSyntax
		}
		*p = principals{"*": {"*"}}
		return nil
	}
	var byType map[string]texts
	if err := json.Unmarshal(text, &byType); err != nil {
		return errSyntax
	}
	*p = byType
	return nil
}

var (
	errSyntax = errors.New("syntax")
	errJSON   = errors.New("not JSON")
)

// Parse reads a document. It refuses what every service refuses; the checks of
// this package tell of the rest.
func Parse(text string) (Document, error) {
	if !json.Valid([]byte(text)) || !strings.HasPrefix(strings.TrimSpace(text), "{") {
		return Document{}, errJSON
	}
	var whole struct {
		Document
		Statement json.RawMessage
	}
	if err := strict(text, &whole); err != nil || len(whole.Statement) == 0 {
		return Document{}, errSyntax
	}
	list := bytes.TrimSpace(whole.Statement)
	if list[0] != '[' {
		list = append(append([]byte("["), list...), ']')
	}
	document := whole.Document
	if err := strict(string(list), &document.Statements); err != nil || len(document.Statements) == 0 {
		return Document{}, errSyntax
	}
	switch document.Version {
	case "", "2012-10-17", "2008-10-17":
		return document, nil
	default:
		return Document{}, errSyntax
	}
}

// strict refuses elements that a policy does not have.
func strict(text string, into any) error {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}
