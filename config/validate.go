package config

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/naming"
)

// checkEnvironment reports what the schema cannot tell: values that only make
// sense together, and forms that a pattern does not explain well.
func checkEnvironment(r *report, e *Environment) {
	checkIdentity(r, e)
	checkEmulator(r, e)
	checkTags(r, e.Tags)
	checkStateBucket(r, e.State)
	checkNetwork(r, e)
	checkLoadBalancer(r, e)
	checkParameters(r, e.Parameters)
	checkLabels(r, at("secrets"), e.Secrets)
	checkDatabases(r, e.Databases)
	checkCaches(r, e.Caches)
	checkBuckets(r, e.Buckets)
	checkServices(r, e)
	checkRules(r, e.Services)
	checkSchedules(r, e)
	checkEmails(r, e.Alerts.Emails)
}

// sorted walks a map in the order of its keys, so that the same file gives the
// same errors.
func sorted[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}

// checkLabels checks the names that a map's keys give.
func checkLabels[V any](r *report, p path, m map[string]V) {
	for _, name := range sorted(m) {
		r.joinKey(p.key(name), naming.CheckLabel(name, naming.MaxLabel))
	}
}

// reservedProjects are the beginnings of names that AWS refuses somewhere, with
// the reason.
var reservedProjects = []struct{ prefix, reason string }{
	{"aws", "Systems Manager keeps names that start with aws for itself"},
	{"ssm", "Systems Manager keeps names that start with ssm for itself"},
	{"internal-", "a load balancer's name must not start with internal-"},
	{"sg-", "a security group's name must not start with sg-"},
	{"sthree-", "a bucket's name must not start with sthree-"},
	{"amzn-s3-demo-", "a bucket's name must not start with amzn-s3-demo-"},
}

var accountID = regexp.MustCompile(`^[0-9]{12}$`)

func checkIdentity(r *report, e *Environment) {
	if err := naming.CheckLabel(e.Name, naming.MaxEnvironment); err != nil && e.Name != "" {
		r.file("the file's name is that of the environment: %v", err)
	}
	r.join(at("project"), naming.CheckLabel(e.Project, naming.MaxProject))
	for _, reserved := range reservedProjects {
		if strings.HasPrefix(e.Project+"-", reserved.prefix) {
			r.addf(at("project"), "%s is reserved: %s", quote(e.Project), reserved.reason)
		}
	}
	if e.Account != "" && !accountID.MatchString(e.Account) {
		r.addf(at("account"), "%s is not an account id: 12 digits in quotes are needed", quote(e.Account))
	}
}

// ownTags are put on every resource by Berth.
var ownTags = []string{"Project", "Environment", "Stack", "ManagedBy"}

// Limits of tags. AWS takes 50 a resource: Berth's own and a reserve leave 40.
const (
	maxTags     = 40
	maxTagKey   = 128
	maxTagValue = 256
)

// tagText is what every AWS service takes in tags.
var tagText = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)

func checkTags(r *report, tags map[string]string) {
	p := at("tags")
	if len(tags) > maxTags {
		r.addf(p, "%d tags: at most %d are allowed", len(tags), maxTags)
	}
	// IAM tells keys apart without regard to case.
	seen := map[string]string{}
	for _, own := range ownTags {
		seen[strings.ToLower(own)] = own
	}
	for _, key := range sorted(tags) {
		value, here := tags[key], p.key(key)
		switch other := seen[strings.ToLower(key)]; {
		case key == "":
			r.addKeyf(here, "a tag without a key: 1 to %d characters are allowed", maxTagKey)
		case len([]rune(key)) > maxTagKey:
			r.addKeyf(here, "a key of %d characters: at most %d are allowed", len([]rune(key)), maxTagKey)
		case strings.HasPrefix(strings.ToLower(key), "aws:"):
			r.addKeyf(here, "keys that start with aws: are reserved")
		case slices.Contains(ownTags, other):
			r.addKeyf(here, "the tag %s is set by Berth: choose another key", other)
		case other != "":
			r.addKeyf(here, "the same as the tag %s: IAM does not tell upper from lower case", other)
		case !tagText.MatchString(key):
			r.addKeyf(here, "not a key of a tag: letters, digits, spaces and _.:/=+-@ are allowed")
		}
		seen[strings.ToLower(key)] = key
		switch {
		case len([]rune(value)) > maxTagValue:
			r.addf(here, "a value of %d characters: at most %d are allowed", len([]rune(value)), maxTagValue)
		case !tagText.MatchString(value):
			r.addf(here, "%s is not the value of a tag: letters, digits, spaces and _.:/=+-@ are allowed", quote(value))
		}
	}
}

var (
	bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	ipAddress  = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$`)
)

func checkStateBucket(r *report, s State) {
	p := at("state", "bucket")
	if !r.given(p) || !r.sound(p) {
		return
	}
	reserved := ""
	for _, prefix := range []string{"xn--", "sthree-", "amzn-s3-demo-"} {
		if strings.HasPrefix(s.Bucket, prefix) {
			reserved = "start with " + prefix
		}
	}
	for _, suffix := range []string{"-s3alias", "--ols-s3", ".mrap", "--x-s3", "--table-s3"} {
		if strings.HasSuffix(s.Bucket, suffix) {
			reserved = "end with " + suffix
		}
	}
	switch {
	case !bucketName.MatchString(s.Bucket) || strings.Contains(s.Bucket, "..") || ipAddress.MatchString(s.Bucket):
		r.addf(p, "%s is not the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens are allowed, "+
			"a letter or digit first and last, no two dots together, no IP address", quote(s.Bucket))
	case reserved != "":
		r.addf(p, "%s is not the name of a bucket: names that %s are reserved", quote(s.Bucket), reserved)
	}
}

var email = regexp.MustCompile(`^[^@\s,<>"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)

func checkEmails(r *report, emails []string) {
	for i, address := range emails {
		if !email.MatchString(address) {
			r.addf(at("alerts", "emails").index(i), "%s is not an email address such as ops@example.com", quote(address))
		}
	}
}
