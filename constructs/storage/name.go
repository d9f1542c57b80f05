package storage

import (
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/naming"
)

var (
	// Dots are allowed by S3, but the certificate of its endpoints does not cover
	// such names.
	bucketName = check.TextRule{
		Service: "S3",
		Min:     3,
		Max:     naming.MaxBucket,
		Form:    regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`),
		Allowed: "lower-case letters, digits and hyphens, a letter or digit at both ends",
	}

	// What S3 keeps for itself.
	reservedPrefixes = []string{"xn--", "sthree-", "amzn-s3-demo-"}
	reservedSuffixes = []string{"-s3alias", "--ol-s3", "--x-s3", "--table-s3"}
)

// checkName notes what is wrong with the name of a bucket.
func checkName(problems *check.Problems, name string) {
	if !check.Name(problems, "Name", name, bucketName) {
		return
	}
	for _, prefix := range reservedPrefixes {
		if strings.HasPrefix(name, prefix) {
			problems.Addf("Name", "%q starts with %s, which S3 reserves", name, prefix)
		}
	}
	for _, suffix := range reservedSuffixes {
		if strings.HasSuffix(name, suffix) {
			problems.Addf("Name", "%q ends with %s, which S3 reserves", name, suffix)
		}
	}
}
