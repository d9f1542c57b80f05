//go:build rehearsal

package registry

import (
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

const whole = `
resource "aws_kms_key" "main" {}
resource "aws_ecr_repository" "web" {
  name                 = "berth-dev/web"
  image_tag_mutability = "IMMUTABLE"
  image_scanning_configuration { scan_on_push = true }
  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.main.arn
  }
}
resource "aws_ecr_repository" "moving" {
  name         = "moving"
  force_delete = true
  encryption_configuration { encryption_type = "KMS" }
}
resource "aws_ecr_lifecycle_policy" "web" {
  repository = aws_ecr_repository.web.name
  policy = jsonencode({ rules = [
    { rulePriority = 1, selection = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 7 }, action = { type = "expire" } },
    { rulePriority = 2, selection = { tagStatus = "tagged", tagPatternList = ["*"], countType = "imageCountMoreThan", countNumber = 30 }, action = { type = "expire" } },
  ] })
}
resource "aws_ecr_repository_policy" "web" {
  repository = aws_ecr_repository.web.name
  policy     = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "ecr:BatchGetImage" }] })
}
data "aws_ecr_repository" "web" { name = aws_ecr_repository.web.name }
data "aws_ecr_authorization_token" "main" {}
output "url" { value = data.aws_ecr_repository.web.repository_url }
`

const refused = `
resource "aws_ecr_repository" "second" { name = aws_ecr_repository.web.name }
resource "aws_ecr_repository" "misnamed" { name = "Web" }
resource "aws_ecr_repository" "keyless" {
  name = "keyless"
  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = "arn:aws:kms:ap-northeast-1:000000000000:key/missing"
  }
}
resource "aws_ecr_lifecycle_policy" "nowhere" {
  repository = "missing"
  policy     = aws_ecr_lifecycle_policy.web.policy
}
resource "aws_ecr_lifecycle_policy" "empty" {
  repository = aws_ecr_repository.web.name
  policy     = jsonencode({ rules = [] })
}
resource "aws_ecr_repository_policy" "nowhere" {
  repository = "missing"
  policy     = aws_ecr_repository_policy.web.policy
}
resource "aws_ecr_repository_policy" "nobody" {
  repository = aws_ecr_repository.web.name
  policy     = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ecr:BatchGetImage" }] })
}
`

// lost is read before anything is created.
const lost = `
data "aws_ecr_repository" "nowhere" { name = "missing" }
data "aws_ecr_image" "untagged" {
  repository_name = aws_ecr_repository.web.name
  image_tag       = "v9"
}
`

func TestRegistry(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: slices.Concat(Kinds(), identity.Kinds()), Data: Data()})
	tf.Apply(whole)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	printed := tf.Refused(whole+refused) + tf.Refused(whole+lost)

	// A build pushes; a tag of an immutable repository stays where it is.
	push := func(repository, tag string) error { return Push(tf.Cloud, tf.Session, repository, tag) }
	assert.NilError(t, push("berth-dev/web", "v1"))
	for _, err := range []error{push("berth-dev/web", "v1"), push("missing", "v1")} {
		assert.Assert(t, err != nil)
		printed += err.Error()
	}
	assert.NilError(t, push("moving", "latest"))
	assert.NilError(t, push("moving", "latest"))
	changed := strings.ReplaceAll(whole, "scan_on_push = true", "scan_on_push = false") + `
data "aws_ecr_image" "latest" {
  repository_name = aws_ecr_repository.moving.name
  image_tag       = "latest"
}
output "image" { value = data.aws_ecr_image.latest.image_uri }
`
	tf.Apply(changed)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	outputs, err := tf.Run("output")
	assert.NilError(t, err)
	for _, want := range []string{
		`"000000000000.dkr.ecr.ap-northeast-1.amazonaws.com/berth-dev/web"`,
		`"000000000000.dkr.ecr.ap-northeast-1.amazonaws.com/moving@sha256:`,
	} {
		assert.Assert(t, strings.Contains(outputs, want), "%s is not in %s", want, outputs)
	}

	// A repository with images goes only by force.
	out, err := tf.Run("destroy", "-auto-approve", "-input=false")
	assert.Assert(t, err != nil, out)
	cloudtest.Seen(t, Refusals(), printed, out)
	tf.Apply(strings.ReplaceAll(whole, `"IMMUTABLE"`, `"IMMUTABLE"`+"\n  force_delete = true"))
	tf.Destroy()
	assert.Equal(t, len(tf.Cloud.Objects()), 0)
}

func TestLifecyclePolicies(t *testing.T) {
	for policy, want := range map[string]string{
		`{"rules":[` + kept(1, `"any"`) + `]}`:                               "",
		`{"rules":[` + kept(1, `"untagged"`) + `,` + kept(9, `"any"`) + `]}`: "",
		`{"rules":[` + kept(1, `"tagged","tagPrefixList":["v"]`) + `]}`:      "",
		`{"rules":{}}`:                                                            noMapping,
		`{"rules":[` + kept(0, `"any"`) + `]}`:                                    noSchema,
		`{"rules":[` + kept(1, `"any","countUnit":"days"`) + `]}`:                 noSchema,
		`{"rules":[` + kept(1, `"some"`) + `]}`:                                   noSchema,
		`{"rules":[` + kept(1, `"tagged"`) + `]}`:                                 noTags,
		`{"rules":[` + kept(1, `"any","tagPrefixList":["v"]`) + `]}`:              tagsUnwanted,
		`{"rules":[` + kept(1, `"any"`) + `,` + kept(1, `"untagged"`) + `]}`:      samePriority,
		`{"rules":[` + kept(1, `"untagged"`) + `,` + kept(2, `"untagged"`) + `]}`: twoUntagged,
		`{"rules":[` + kept(1, `"any"`) + `,` + kept(2, `"any"`) + `]}`:           twoAny,
		`{"rules":[` + kept(1, `"any"`) + `,` + kept(2, `"untagged"`) + `]}`:      anyNotLast,
	} {
		assert.Equal(t, faultOf(policy), want, policy)
	}
}

// kept is a rule that keeps one image of a selection.
func kept(priority int, status string) string {
	return `{"rulePriority":` + string(rune('0'+priority)) + `,"selection":{"tagStatus":` + status +
		`,"countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}}`
}
