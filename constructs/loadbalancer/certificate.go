package loadbalancer

import (
	"regexp"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/acmcertificate"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/acmcertificatevalidation"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/route53record"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/node"
)

// CertificateProps describe an ACM certificate for one name.
type CertificateProps struct {
	// DomainName of the certificate, such as app.example.com or *.example.com:
	// at most 64 lower-case characters.
	DomainName string
	// ZoneID is the public hosted zone that holds the name, see LookupZone. ACM
	// finds the record there that proves that the name is yours, now and at
	// every renewal.
	ZoneID string
}

// Certificate is a certificate that has been issued.
type Certificate struct {
	// ARN of the certificate, known once it has been issued.
	ARN string
	// Resource is the aws_acm_certificate; nil where the props are invalid. Use
	// ARN in listeners, which waits for the certificate to be issued.
	Resource acmcertificate.AcmCertificate
}

// Bounds of domain names.
const (
	maxCommonName = 64  // RFC 5280
	maxDomainName = 253 // RFC 1035
	validationTTL = 60
)

var domainName = regexp.MustCompile(`^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

func checkDomain(problems *check.Problems, field, name, service string, limit int) {
	check.Name(problems, field, name, check.TextRule{
		Service: service,
		Max:     limit,
		Form:    domainName,
		Allowed: "a domain name in lower case, such as app.example.com",
	})
}

// Validate tells what ACM would refuse.
func (p CertificateProps) Validate() error {
	var problems check.Problems
	checkDomain(&problems, "DomainName", p.DomainName, "ACM", maxCommonName)
	problems.Required("ZoneID", p.ZoneID)
	return problems.Err()
}

// NewCertificate adds a certificate, proves that its name is yours through a
// DNS record, and waits until it has been issued.
func NewCertificate(scope constructs.Construct, id string, props CertificateProps) *Certificate {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Certificate{}
	}
	resource := acmcertificate.NewAcmCertificate(scope, jsii.String("Resource"), &acmcertificate.AcmCertificateConfig{
		DomainName:       jsii.String(props.DomainName),
		ValidationMethod: jsii.String("DNS"),
		// A certificate that a listener uses cannot be deleted.
		Lifecycle: &cdktf.TerraformResourceLifecycle{CreateBeforeDestroy: jsii.Bool(true)},
	})
	// The options are a set with one element for the one name; the binding
	// renders Get as tolist(...)[0].
	option := resource.DomainValidationOptions().Get(jsii.Number(0))
	record := route53record.NewRoute53Record(scope, jsii.String("validation-record"), &route53record.Route53RecordConfig{
		ZoneId:  jsii.String(props.ZoneID),
		Name:    option.ResourceRecordName(),
		Type:    option.ResourceRecordType(),
		Records: &[]*string{option.ResourceRecordValue()},
		Ttl:     jsii.Number(validationTTL),
		// ACM asks every certificate of a name for the same record: one that is
		// left from another is as good.
		AllowOverwrite: jsii.Bool(true),
	})
	validation := acmcertificatevalidation.NewAcmCertificateValidation(scope, jsii.String("validation"), &acmcertificatevalidation.AcmCertificateValidationConfig{
		CertificateArn:        resource.Arn(),
		ValidationRecordFqdns: &[]*string{record.Fqdn()},
	})
	return &Certificate{ARN: *validation.CertificateArn(), Resource: resource}
}
