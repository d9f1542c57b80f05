package balancing

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

// The states of a certificate.
const (
	pending = "PENDING_VALIDATION"
	issued  = "ISSUED"
)

var certificate = cloud.Kind{
	Type: "aws_acm_certificate",
	Noun: "ACM Certificate",
	// The domains are known before ACM tells what their records are.
	Foreseen: []cloud.Foreseen{{
		Attribute: "domain_validation_options",
		From:      []string{"domain_name", "subject_alternative_names", "validation_method"},
		Elements: func(in cloud.Attributes) []cloud.Attributes {
			if in.Text("validation_method") != "DNS" {
				return nil
			}
			var options []cloud.Attributes
			for _, domain := range domainsOf(in) {
				options = append(options, cloud.Attributes{"domain_name": domain})
			}
			return options
		},
	}},
	Create: func(c *cloud.Call) error {
		c.Object["arn"] = c.ARN("acm", "certificate/"+c.NewUUID())
		c.Object["id"] = c.Object["arn"]
		c.Object["pending_renewal"] = false
		c.Object["renewal_eligibility"] = "INELIGIBLE"
		c.Object["renewal_summary"] = []any{}
		c.Object["validation_emails"] = []any{}
		c.Object.Default("key_algorithm", "RSA_2048")
		c.Object.Default("subject_alternative_names", anyOf(c.Object.Texts("domain_name")))
		if c.Object.Has("certificate_body") {
			c.Object["type"], c.Object["status"] = "IMPORTED", issued
			c.Object.Default("validation_method", "NONE")
			c.Object["domain_validation_options"] = []any{}
			return nil
		}
		c.Object["type"], c.Object["status"] = "AMAZON_ISSUED", pending
		c.Object.Default("validation_method", "DNS")
		c.Object["domain_validation_options"] = validationOptions(c)
		return nil
	},
	// AWS issues a certificate by itself, minutes after its records are there.
	Read: func(c *cloud.Call) error {
		if c.Object.Text("status") == pending && len(missingRecords(c, c.Object)) == 0 {
			issue(c, c.Object)
		}
		return nil
	},
}

// validationOptions are the records that prove who owns the domains.
func validationOptions(c *cloud.Call) []any {
	options := []any{}
	if c.Object.Text("validation_method") != "DNS" {
		return options
	}
	for _, domain := range domainsOf(c.Object) {
		// A domain has one record in an account, with or without "*.".
		bare := strings.TrimPrefix(domain, "*.")
		sum := sha256.Sum256([]byte(c.Account + " " + bare))
		digits := hex.EncodeToString(sum[:])
		options = append(options, map[string]any{
			"domain_name":           domain,
			"resource_record_name":  "_" + digits[:32] + "." + bare + ".",
			"resource_record_type":  "CNAME",
			"resource_record_value": "_" + digits[32:] + ".mhbtsbpdnt.acm-validations.aws.",
		})
	}
	return options
}

// domainsOf are the domains that a certificate is for, its own first.
func domainsOf(certificate cloud.Attributes) []string {
	domains := certificate.Texts("domain_name")
	for _, name := range certificate.Texts("subject_alternative_names") {
		if !slices.Contains(domains, name) {
			domains = append(domains, name)
		}
	}
	return domains
}

// missingRecords are the records of a certificate that are not in DNS.
func missingRecords(c *cloud.Call, certificate cloud.Attributes) []string {
	var missing []string
	for _, option := range certificate.Blocks("domain_validation_options") {
		name, value := bareName(option.Text("resource_record_name")), bareName(option.Text("resource_record_value"))
		if !slices.ContainsFunc(c.Find("aws_route53_record", "fqdn", name), func(record cloud.Attributes) bool {
			return record.Text("type") == "CNAME" && slices.ContainsFunc(record.Texts("records"), func(r string) bool { return bareName(r) == value })
		}) {
			missing = append(missing, name)
		}
	}
	if len(certificate.Blocks("domain_validation_options")) == 0 {
		// Nobody answers the mail.
		missing = append(missing, certificate.Text("domain_name"))
	}
	return missing
}

// issue makes a certificate one that listeners take.
func issue(c *cloud.Call, certificate cloud.Attributes) {
	certificate["status"] = issued
	certificate["not_before"], certificate["not_after"] = "2024-01-01T00:00:00Z", "2025-01-30T23:59:59Z"
	c.Put("aws_acm_certificate", certificate)
}

var certificateValidation = cloud.Kind{
	Type: "aws_acm_certificate_validation",
	Noun: "ACM Certificate Validation",
	Refs: []cloud.Ref{{Path: "certificate_arn", To: "aws_acm_certificate", By: "arn", Missing: validatedCertificateUnknown}},
	Create: func(c *cloud.Call) error {
		arn := c.Object.Text("certificate_arn")
		certificate := c.One("aws_acm_certificate", "arn", arn).Clone()
		if given := c.Object.Texts("validation_record_fqdns"); len(given) > 0 {
			for _, name := range certificate.Texts("domain_validation_options.resource_record_name") {
				if !slices.ContainsFunc(given, func(n string) bool { return bareName(n) == bareName(name) }) {
					return validationRecordNotNamed.With(bareName(name))
				}
			}
		}
		if certificate.Text("status") != issued {
			if len(missingRecords(c, certificate)) > 0 {
				return neverIssued.With(arn)
			}
			issue(c, certificate)
		}
		// The moment of the issue, which nobody shares.
		c.Object["id"] = "2024-01-01 00:00:00." + c.NewHex(9) + " +0000 UTC"
		return nil
	},
}

var certificateData = cloud.Data{Type: "aws_acm_certificate", Read: func(c *cloud.Call) error {
	wanted := c.Object.Texts("statuses")
	if len(wanted) == 0 {
		wanted = []string{issued}
	}
	for _, certificate := range c.All("aws_acm_certificate") {
		domain := c.Object.Text("domain")
		if domain != "" && domain != certificate.Text("domain_name") || !slices.Contains(wanted, certificate.Text("status")) ||
			!tagged(certificate, c.Object.Map("tags")) {
			continue
		}
		c.Copy(certificate, "id", "arn", "status")
		c.Object["domain"] = certificate["domain_name"]
		c.Object["tags"] = certificate["tags_all"]
		return nil
	}
	return cloud.NoMatch("ACM Certificate")
}}
