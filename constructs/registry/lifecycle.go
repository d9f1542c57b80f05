package registry

import (
	"cmp"
	"encoding/json"
	"fmt"
)

// Defaults of RepositoryProps.
const (
	defaultKeepImages   = 30
	defaultUntaggedDays = 7
)

// lifecyclePolicy is the document that PutLifecyclePolicy takes.
type lifecyclePolicy struct {
	Rules []lifecycleRule `json:"rules"`
}

type lifecycleRule struct {
	RulePriority int             `json:"rulePriority"`
	Description  string          `json:"description"`
	Selection    selection       `json:"selection"`
	Action       lifecycleAction `json:"action"`
}

type selection struct {
	TagStatus      string   `json:"tagStatus"`
	TagPatternList []string `json:"tagPatternList,omitempty"`
	CountType      string   `json:"countType"`
	CountUnit      string   `json:"countUnit,omitempty"`
	CountNumber    int      `json:"countNumber"`
}

type lifecycleAction struct {
	Type string `json:"type"`
}

// planLifecycle says which images go. Tagged images are counted and never
// judged by age: a service that is not released for a year still runs an old
// image, and a new task has to be able to pull it.
func planLifecycle(props RepositoryProps) lifecyclePolicy {
	untagged := cmp.Or(props.UntaggedDays, defaultUntaggedDays)
	keep := cmp.Or(props.KeepImages, defaultKeepImages)
	expire := lifecycleAction{Type: "expire"}
	return lifecyclePolicy{Rules: []lifecycleRule{
		{
			RulePriority: 1,
			Description:  fmt.Sprintf("Expire untagged images after %d days", untagged),
			Selection:    selection{TagStatus: "untagged", CountType: "sinceImagePushed", CountUnit: "days", CountNumber: untagged},
			Action:       expire,
		},
		{
			RulePriority: 2,
			Description:  fmt.Sprintf("Keep the newest %d tagged images", keep),
			Selection:    selection{TagStatus: "tagged", TagPatternList: []string{"*"}, CountType: "imageCountMoreThan", CountNumber: keep},
			Action:       expire,
		},
	}}
}

// JSON renders the document.
func (p lifecyclePolicy) JSON() string {
	// A document of strings and numbers always encodes.
	text, _ := json.Marshal(p)
	return string(text)
}
