package storage

import (
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
)

const minName = 3

var (
	bucketName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)

	// What S3 keeps for itself.
	reservedPrefixes = []string{"xn--", "sthree-", "amzn-s3-demo-"}
	reservedSuffixes = []string{"-s3alias", "--ol-s3", "--x-s3", "--table-s3"}
)

// checkName tells what is wrong with the name of a bucket. Dots are allowed by
// S3, but the certificate of its endpoints does not cover such names.
func checkName(name string) error {
	var problems check.Problems
	problems.Required("Name", name)
	if name == "" || literal.IsToken(name) {
		return problems.Err()
	}
	if len(name) < minName || len(name) > naming.MaxBucket {
		problems.Addf("Name", "%q has %d characters: S3 allows %d to %d", name, len(name), minName, naming.MaxBucket)
	}
	if !bucketName.MatchString(name) {
		problems.Addf("Name", "%q: lower-case letters, digits and hyphens are allowed, a letter or digit at both ends", name)
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
	return problems.Err()
}
