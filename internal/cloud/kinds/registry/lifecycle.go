package registry

import (
	"encoding/json"
	"slices"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var lifecyclePolicy = cloud.Kind{
	Type: "aws_ecr_lifecycle_policy",
	Noun: "ECR Lifecycle Policy",
	Refs: []cloud.Ref{
		{Path: "repository", To: "aws_ecr_repository", By: "name", Missing: lifecycleRepositoryMissing},
	},
	Validate: argument.JSON("policy"),
	Create: func(c *cloud.Call) error {
		if fault := faultOf(c.Object.Text("policy")); fault != "" {
			return lifecycleInvalid.With(fault)
		}
		c.Object["id"] = c.Object["repository"]
		c.Object["registry_id"] = c.Account
		return nil
	},
}

// lifecycle is a policy of ECR.
type lifecycle struct {
	Rules []rule `json:"rules"`
}

// rule tells which images go. What is nil was not given: ECR takes no null.
type rule struct {
	RulePriority int `json:"rulePriority"`
	Selection    struct {
		TagStatus      string   `json:"tagStatus"`
		TagPrefixList  []string `json:"tagPrefixList"`
		TagPatternList []string `json:"tagPatternList"`
		CountType      string   `json:"countType"`
		CountUnit      *string  `json:"countUnit"`
		CountNumber    int      `json:"countNumber"`
	} `json:"selection"`
	Action struct {
		Type string `json:"type"`
	} `json:"action"`
}

// What ECR says about policies.
const (
	noSchema     = "instance failed to match exactly one schema (matched 0 out of 2)"
	noMapping    = "Could not map policyString into LifecyclePolicy."
	twoUntagged  = "Only one rule can select Untagged images per storage class"
	twoAny       = "Only one rule can select images with tagStatus=ANY per storage class"
	anyNotLast   = "Rule for tagStatus=ANY must have the lowest priority per storage class"
	noTags       = "Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED."
	tagsUnwanted = "tagPrefixList and tagPatternList cannot be specified unless tagStatus=TAGGED."
	samePriority = "Duplicate rule priority found"
)

// faultOf is what ECR finds wrong with a policy, or "".
func faultOf(text string) string {
	var policy lifecycle
	if json.Unmarshal([]byte(text), &policy) != nil || len(policy.Rules) == 0 {
		return noMapping
	}
	priorities := []int{}
	selecting := map[string][]int{}
	for _, r := range policy.Rules {
		if fault := r.fault(); fault != "" {
			return fault
		}
		if slices.Contains(priorities, r.RulePriority) {
			return samePriority
		}
		priorities = append(priorities, r.RulePriority)
		selecting[r.Selection.TagStatus] = append(selecting[r.Selection.TagStatus], r.RulePriority)
	}
	whole := selecting["any"]
	switch {
	case len(selecting["untagged"]) > 1:
		return twoUntagged
	case len(whole) > 1:
		return twoAny
	case len(whole) == 1 && whole[0] != slices.Max(priorities):
		return anyNotLast
	default:
		return ""
	}
}

func (r rule) fault() string {
	s := r.Selection
	byAge := s.CountType == "sinceImagePushed" && s.CountUnit != nil && *s.CountUnit == "days"
	byCount := s.CountType == "imageCountMoreThan" && s.CountUnit == nil
	tags := append(slices.Clone(s.TagPrefixList), s.TagPatternList...)
	switch {
	case r.RulePriority < 1 || r.Action.Type != "expire" || s.CountNumber < 1 || !byAge && !byCount,
		!slices.Contains([]string{"tagged", "untagged", "any"}, s.TagStatus):
		return noSchema
	case s.TagStatus == "tagged" && len(tags) == 0:
		return noTags
	case s.TagStatus != "tagged" && len(tags) > 0:
		return tagsUnwanted
	}
	return ""
}
