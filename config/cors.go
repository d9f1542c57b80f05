package config

import (
	"regexp"
	"strings"
)

// CORSRule is what scripts of some web pages may do with a bucket.
type CORSRule struct {
	// Origins of the pages, such as https://www.example.com, with at most one *
	// each, as in https://*.example.com, or "*" for all.
	Origins []string `yaml:"origins" jsonschema:"required,minItems=1,uniqueItems=true"`
	// Methods are GET, HEAD, PUT, POST and DELETE. Default: [GET, HEAD].
	Methods []string `yaml:"methods,omitempty" jsonschema:"minItems=1,uniqueItems=true,enum=GET,enum=HEAD,enum=PUT,enum=POST,enum=DELETE"`
	// Headers that a request may have, with at most one * each. Default: none
	// but those that need no permission.
	Headers []string `yaml:"headers,omitempty" jsonschema:"uniqueItems=true"`
	// ExposeHeaders are headers of the answer that scripts may read, such as
	// ETag. Default: none but those that need no permission.
	ExposeHeaders []string `yaml:"exposeHeaders,omitempty" jsonschema:"uniqueItems=true"`
	// MaxAgeSeconds is how long a browser may keep the answer to its question, in
	// seconds: 0 to 86400. Default: 3000.
	MaxAgeSeconds *int `yaml:"maxAgeSeconds,omitempty" jsonschema:"minimum=0,maximum=86400"`
}

func applyBucketDefaults(b *Bucket) {
	fill(&b.NoncurrentDays, 90)
	for i := range b.CORS {
		fillList(&b.CORS[i].Methods, "GET", "HEAD")
		fill(&b.CORS[i].MaxAgeSeconds, new(3000))
	}
}

var (
	origin     = regexp.MustCompile(`^(\*|https?://[A-Za-z0-9.*-]+(:[0-9]{1,5})?)$`)
	headerName = regexp.MustCompile(`^[A-Za-z0-9!#$%&'*+.^_|~-]+$`)
)

func checkBuckets(r *report, buckets map[string]Bucket) {
	all := at("buckets")
	checkLabels(r, all, buckets)
	for _, name := range sorted(buckets) {
		for i, rule := range buckets[name].CORS {
			checkCORSRule(r, all.key(name, "cors").index(i), rule)
		}
	}
}

func checkCORSRule(r *report, p path, rule CORSRule) {
	for i, o := range rule.Origins {
		here := p.key("origins").index(i)
		switch {
		case strings.Count(o, "*") > 1:
			r.addf(here, "%s has more than one *: S3 allows one", quote(o))
		case !origin.MatchString(o):
			r.addf(here, "%s is not an origin such as https://www.example.com: a scheme and a host are needed, without a path or a slash at the end", quote(o))
		}
	}
	for i, h := range rule.Headers {
		here := p.key("headers").index(i)
		switch {
		case strings.Count(h, "*") > 1:
			r.addf(here, "%s has more than one *: S3 allows one", quote(h))
		case !headerName.MatchString(h):
			r.addf(here, "%s is not the name of a header such as Content-Type", quote(h))
		}
	}
	for i, h := range rule.ExposeHeaders {
		if !headerName.MatchString(h) || strings.Contains(h, "*") {
			r.addf(p.key("exposeHeaders").index(i), "%s is not the name of a header such as ETag", quote(h))
		}
	}
}
