package storage

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/s3bucketcorsconfiguration"

	"github.com/berth-iac/berth/internal/check"
)

// CORSRule is what scripts of some web pages may do with a bucket.
type CORSRule struct {
	// Origins of the pages, such as https://www.example.com, with at most one *
	// each, or "*" for all: at least one.
	Origins []string
	// Methods are GET, HEAD, PUT, POST and DELETE. Default: GET and HEAD.
	Methods []string
	// Headers that a request may have, with at most one * each. Default: none
	// but those that need no permission.
	Headers []string
	// ExposeHeaders are headers of the answer that scripts may read, such as
	// ETag. Default: none but those that need no permission.
	ExposeHeaders []string
	// MaxAge is how long a browser may keep the answer to its question, in whole
	// seconds: 0 to 24 hours. Default: 0, it asks every time.
	MaxAge time.Duration
}

// maxCORSRules is what S3 takes of a bucket.
const maxCORSRules = 100

var readMethods = []string{"GET", "HEAD"}

func checkCORS(problems *check.Problems, rules []CORSRule) {
	if len(rules) > maxCORSRules {
		problems.Addf("CORS", "%d rules: S3 allows %d", len(rules), maxCORSRules)
	}
	for i, rule := range rules {
		field := fmt.Sprintf("CORS[%d]", i)
		if len(rule.Origins) == 0 {
			problems.Addf(field+".Origins", "none: a rule is about one at least")
		}
		for _, origin := range rule.Origins {
			scheme, host, found := strings.Cut(origin, "://")
			if origin != "*" && (!found || scheme == "" || host == "" || strings.Contains(host, "/")) {
				problems.Addf(field+".Origins", "%q is not an origin such as https://www.example.com, without a path", origin)
			}
		}
		for _, method := range rule.Methods {
			check.OneOf(problems, field+".Methods", method, "GET", "HEAD", "PUT", "POST", "DELETE")
		}
		for _, pattern := range slices.Concat(rule.Origins, rule.Headers) {
			if strings.Count(pattern, "*") > 1 {
				problems.Addf(field, "%q has more than one *: S3 allows one", pattern)
			}
		}
		for _, header := range rule.ExposeHeaders {
			if strings.Contains(header, "*") {
				problems.Addf(field+".ExposeHeaders", "%q: S3 takes no * here", header)
			}
		}
		check.Seconds(problems, field+".MaxAge", rule.MaxAge, 0, 24*time.Hour)
	}
}

// allowOrigins adds the rules, where there are any.
func allowOrigins(scope constructs.Construct, bucket string, rules []CORSRule) {
	if len(rules) == 0 {
		return
	}
	var all []*s3bucketcorsconfiguration.S3BucketCorsConfigurationCorsRule
	for _, rule := range rules {
		methods := rule.Methods
		if len(methods) == 0 {
			methods = readMethods
		}
		one := &s3bucketcorsconfiguration.S3BucketCorsConfigurationCorsRule{
			AllowedOrigins: jsii.Strings(rule.Origins...),
			AllowedMethods: jsii.Strings(methods...),
			MaxAgeSeconds:  jsii.Number(rule.MaxAge.Seconds()),
		}
		if len(rule.Headers) > 0 {
			one.AllowedHeaders = jsii.Strings(rule.Headers...)
		}
		if len(rule.ExposeHeaders) > 0 {
			one.ExposeHeaders = jsii.Strings(rule.ExposeHeaders...)
		}
		all = append(all, one)
	}
	s3bucketcorsconfiguration.NewS3BucketCorsConfiguration(scope, jsii.String("cors"), &s3bucketcorsconfiguration.S3BucketCorsConfigurationConfig{
		Bucket:   jsii.String(bucket),
		CorsRule: all,
	})
}
