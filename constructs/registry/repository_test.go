package registry

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestRepositoryPropsAreRefusedAsECRWould(t *testing.T) {
	for _, test := range []struct {
		name  string
		props RepositoryProps
		want  string // "" where the props are valid
	}{
		{"a namespace", RepositoryProps{Name: "acme-prod/web"}, ""},
		{"a token says nothing of its form", RepositoryProps{Name: "${TfToken[TOKEN.1]}/Web"}, ""},
		{"the limits", RepositoryProps{Name: "ab", KeepImages: 1000, UntaggedDays: 365}, ""},
		{"the fewest images", RepositoryProps{Name: "ab", KeepImages: 5}, ""},
		{"no name", RepositoryProps{}, "Name: missing"},
		{"upper case", RepositoryProps{Name: "Web"}, "lower-case"},
		{"a separator at the end", RepositoryProps{Name: "web-"}, "lower-case"},
		{"too short", RepositoryProps{Name: "w"}, "1 characters"},
		{"too long", RepositoryProps{Name: strings.Repeat("w", 257)}, "257 characters"},
		{"images that run would go", RepositoryProps{Name: "web", KeepImages: 4}, "KeepImages: 4 is out of range: 5 to 1000"},
		{"too many days", RepositoryProps{Name: "web", UntaggedDays: 366}, "UntaggedDays: 366 is out of range: 1 to 365"},
	} {
		t.Run(test.name, func(t *testing.T) {
			checktest.Verdict(t, test.props.Validate(), test.want)
		})
	}
}

func TestTaggedImagesNeverExpireByAge(t *testing.T) {
	policy := planLifecycle(RepositoryProps{Name: "web"})
	for _, rule := range policy.Rules {
		if rule.Selection.TagStatus != "untagged" {
			assert.Equal(t, rule.Selection.CountType, "imageCountMoreThan")
			assert.Equal(t, rule.Selection.CountNumber, 30)
		}
	}
	assert.Equal(t, planLifecycle(RepositoryProps{Name: "web", UntaggedDays: 3, KeepImages: 5}).JSON(), ``+
		`{"rules":[`+
		`{"rulePriority":1,"description":"Expire untagged images after 3 days","selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":3},"action":{"type":"expire"}},`+
		`{"rulePriority":2,"description":"Keep the newest 5 tagged images","selection":{"tagStatus":"tagged","tagPatternList":["*"],"countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}]}`)
}
