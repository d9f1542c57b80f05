//go:build rehearsal

package balancing

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
)

// The domains of a certificate are known before ACM is asked, so that for_each
// can go over its records, as the provider's documentation has it. What is not
// known yet keeps them unknown.
func TestCertificateOptionsAreForeseen(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds(), Data: Data()})
	const certificate = `
resource "aws_acm_certificate" "app" {
  domain_name               = "app.example.com"
  subject_alternative_names = ["www.example.com", "app.example.com"]
  validation_method         = "DNS"
}
data "aws_route53_zone" "own" { name = "example.com" }
resource "aws_route53_record" "proof" {
  for_each = { for option in aws_acm_certificate.app.domain_validation_options : option.domain_name => option }
  zone_id  = data.aws_route53_zone.own.zone_id
  name     = each.value.resource_record_name
  type     = each.value.resource_record_type
  records  = [each.value.resource_record_value]
  ttl      = 60
}
resource "aws_acm_certificate_validation" "app" {
  certificate_arn         = aws_acm_certificate.app.arn
  validation_record_fqdns = [for record in aws_route53_record.proof : record.fqdn]
}
`
	tf.Apply(certificate)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	assert.Equal(t, tf.Left()["aws_route53_record"], 2)

	// A replacement is planned like a new one.
	tf.Apply(strings.ReplaceAll(certificate, "app.example", "shop.example"))
	assert.DeepEqual(t, tf.Plan(), map[string]string{})
	assert.Equal(t, tf.Left()["aws_route53_record"], 2)

	tf.Destroy()
	unknown := strings.Replace(certificate, `"www.example.com"`, `"${terraform_data.name.id}.example.com"`, 1) + `
resource "terraform_data" "name" {}
`
	assert.Assert(t, strings.Contains(tf.Refused(unknown), "Invalid for_each argument"))
}
