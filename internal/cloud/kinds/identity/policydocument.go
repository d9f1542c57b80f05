package identity

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

// rendered is a policy document as the provider writes it; the order of the
// elements is its.
type rendered struct {
	Version   string              `json:",omitempty"`
	ID        string              `json:"Id,omitempty"`
	Statement []renderedStatement `json:"-"`
}

type renderedStatement struct {
	Sid          string `json:",omitempty"`
	Effect       string `json:",omitempty"`
	Action       any    `json:",omitempty"`
	NotAction    any    `json:",omitempty"`
	Resource     any    `json:",omitempty"`
	NotResource  any    `json:",omitempty"`
	Principal    any    `json:",omitempty"`
	NotPrincipal any    `json:",omitempty"`
	Condition    any    `json:",omitempty"`
}

func (r rendered) MarshalJSON() ([]byte, error) {
	type head rendered
	return json.Marshal(struct {
		head
		Statement []renderedStatement `json:",omitempty"`
	}{head(r), r.Statement})
}

func (r *rendered) UnmarshalJSON(text []byte) error {
	type head rendered
	var whole struct {
		head
		Statement json.RawMessage
	}
	if err := json.Unmarshal(text, &whole); err != nil {
		return err
	}
	*r = rendered(whole.head)
	if len(whole.Statement) > 0 && whole.Statement[0] == '{' {
		r.Statement = make([]renderedStatement, 1)
		return json.Unmarshal(whole.Statement, &r.Statement[0])
	}
	if len(whole.Statement) == 0 {
		return nil
	}
	return json.Unmarshal(whole.Statement, &r.Statement)
}

// merge lets the statements of another document replace those with the same
// Sid, and follow otherwise.
func (r *rendered) merge(other rendered) {
	if other.ID != "" {
		r.ID = other.ID
	}
	if other.Version > r.Version {
		r.Version = other.Version
	}
	for _, statement := range other.Statement {
		at := slices.IndexFunc(r.Statement, func(s renderedStatement) bool { return s.Sid != "" && s.Sid == statement.Sid })
		if at >= 0 {
			r.Statement[at] = statement
		} else {
			r.Statement = append(r.Statement, statement)
		}
	}
}

var policyDocument = cloud.Data{
	Type: "aws_iam_policy_document",
	Read: func(c *cloud.Call) error {
		c.Object.Default("version", "2012-10-17")
		var whole rendered
		for _, argument := range []string{"source_json", "source_policy_documents"} {
			if err := mergeAll(&whole, c.Object.Texts(argument), argument); err != nil {
				return err
			}
		}
		own, err := statements(c.Object)
		if err != nil {
			return err
		}
		whole.merge(own)
		for _, argument := range []string{"override_policy_documents", "override_json"} {
			if err := mergeAll(&whole, c.Object.Texts(argument), argument); err != nil {
				return err
			}
		}
		long, err := json.MarshalIndent(whole, "", "  ")
		if err != nil {
			return err
		}
		short, err := json.Marshal(whole)
		if err != nil {
			return err
		}
		c.Object["json"], c.Object["minified_json"] = string(long), string(short)
		c.Object["id"] = fmt.Sprint(crc32.ChecksumIEEE(long))
		return nil
	},
}

func mergeAll(whole *rendered, documents []string, argument string) error {
	for _, text := range documents {
		var document rendered
		if err := json.Unmarshal([]byte(text), &document); err != nil {
			return fmt.Errorf("merging %s: %w", argument, err)
		}
		whole.merge(document)
	}
	return nil
}

// statements are those written in the data source.
func statements(in cloud.Attributes) (rendered, error) {
	own := rendered{Version: in.Text("version"), ID: in.Text("policy_id")}
	sids := map[string]bool{}
	for _, block := range in.Blocks("statement") {
		sid := block.Text("sid")
		if sids[sid] {
			return rendered{}, documentSids.With(sid)
		}
		sids[sid] = sid != ""
		block.Default("effect", "Allow")
		own.Statement = append(own.Statement, renderedStatement{
			Sid:          sid,
			Effect:       block.Text("effect"),
			Action:       oneOrMany(block.Texts("actions")),
			NotAction:    oneOrMany(block.Texts("not_actions")),
			Resource:     oneOrMany(block.Texts("resources")),
			NotResource:  oneOrMany(block.Texts("not_resources")),
			Principal:    principalsOf(block.Blocks("principals")),
			NotPrincipal: principalsOf(block.Blocks("not_principals")),
			Condition:    conditionsOf(block.Blocks("condition")),
		})
	}
	return own, nil
}

// oneOrMany is a single text by itself and several as a list, from the last to
// the first, as the provider writes them.
func oneOrMany(values []string) any {
	switch len(values) {
	case 0:
		return nil
	case 1:
		return variables(values[0])
	}
	sorted := slices.Sorted(slices.Values(values))
	slices.Reverse(sorted)
	for i, value := range sorted {
		sorted[i] = variables(value)
	}
	return sorted
}

// variables are written &{…} in a configuration, where ${…} is Terraform's.
func variables(text string) string { return strings.ReplaceAll(text, "&{", "${") }

func principalsOf(blocks []cloud.Attributes) any {
	if len(blocks) == 0 {
		return nil
	}
	byType := map[string][]string{}
	for _, block := range blocks {
		byType[block.Text("type")] = append(byType[block.Text("type")], block.Texts("identifiers")...)
	}
	if everybody := byType["*"]; len(byType) == 1 && len(everybody) == 1 && everybody[0] == "*" {
		return "*"
	}
	all := map[string]any{}
	for kind, names := range byType {
		all[kind] = oneOrMany(names)
	}
	return all
}

func conditionsOf(blocks []cloud.Attributes) any {
	if len(blocks) == 0 {
		return nil
	}
	all := map[string]map[string]any{}
	for _, block := range blocks {
		test, values := block.Text("test"), block.Texts("values")
		for i, value := range values {
			values[i] = variables(value)
		}
		if all[test] == nil {
			all[test] = map[string]any{}
		}
		all[test][block.Text("variable")] = values
		if len(values) == 1 {
			all[test][block.Text("variable")] = values[0]
		}
	}
	return all
}
