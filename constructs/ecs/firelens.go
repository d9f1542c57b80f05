package ecs

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
)

// FireLens sends the output through the task's router, a Fluent Bit container
// that the task gets by itself (awsfirelens), on Fargate and on EC2.
type FireLens struct {
	// Destination is ToCloudWatchLogs, ToS3 or ToOpenSearch. The task role may
	// write there and nowhere else.
	Destination LogDestination
}

// LogDestination is where a router takes the output of a container.
type LogDestination interface {
	Validate() error
	// options configure the output of Fluent Bit.
	options(task taskLogs) map[string]string
	// statements let the task role write.
	statements(logGroupARN string) []identity.Statement
}

// ToCloudWatchLogs writes to the log group of the task, to streams that begin
// with firelens/.
type ToCloudWatchLogs struct{}

// ToS3 writes objects to a bucket, at the latest every minute.
type ToS3 struct {
	// BucketName and BucketARN of the bucket.
	BucketName, BucketARN string
	// Prefix of the objects: letters, digits and ._/- characters, no slash at an
	// end. Below it they are called
	// <year>/<month>/<day>/<hour>/<container and task>-<random>. Default: logs.
	Prefix string
	// KMSKeyARN is the key that encrypts the bucket, where that is not S3's own.
	// Default: none.
	KMSKeyARN string
}

// ToOpenSearch writes to an index of an OpenSearch domain, with requests that
// the task role signs. An access policy or the domain's own roles have to admit
// the role.
type ToOpenSearch struct {
	// Endpoint is the host name of the domain, without https://.
	Endpoint string
	// DomainARN of the domain.
	DomainARN string
	// Index that gets the records. Default: logs.
	Index string
}

// LogRouter describes the container that FireLens adds to a task.
type LogRouter struct {
	// Image of Fluent Bit with AWS's plugins. Default: DefaultLogRouterImage.
	Image string
	// MemoryReservationMiB is its soft limit in MiB, at least 6. Default: 50.
	MemoryReservationMiB int
}

// DefaultLogRouterImage is AWS's build of Fluent Bit.
const DefaultLogRouterImage = "public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.16"

const (
	// routerName is the router's name in its task.
	routerName = "log-router"
	// routerPort is what ECS makes it listen on.
	routerPort = 24224
	// routerPolicy is the name of the policy that the task role gets.
	routerPolicy = "log-router"
)

func (f FireLens) configuration(_ string, task taskLogs) logConfiguration {
	return logConfiguration{LogDriver: "awsfirelens", Options: f.Destination.options(task)}
}

// Validate tells what ECS or Fluent Bit would refuse.
func (f FireLens) Validate() error {
	var problems check.Problems
	if f.Destination == nil {
		problems.Addf("Destination", "missing: give ToCloudWatchLogs, ToS3 or ToOpenSearch")
		return problems.Err()
	}
	problems.Join("Destination", f.Destination.Validate())
	return problems.Err()
}

// Validate finds nothing: the log group is the task's.
func (ToCloudWatchLogs) Validate() error { return nil }

func (ToCloudWatchLogs) options(task taskLogs) map[string]string {
	return map[string]string{
		"Name":              "cloudwatch_logs",
		"region":            task.region,
		"log_group_name":    task.group,
		"log_stream_prefix": "firelens/",
		"auto_create_group": "false",
		"retry_limit":       "2",
	}
}

func (ToCloudWatchLogs) statements(logGroupARN string) []identity.Statement {
	return []identity.Statement{{
		Sid:       "RouteToCloudWatchLogs",
		Actions:   []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
		Resources: []string{logGroupARN, logGroupARN + ":*"},
	}}
}

var objectPrefix = check.TextRule{
	Service: "Berth",
	Max:     256,
	Form:    regexp.MustCompile(`^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$`),
	Allowed: "letters, digits and ._/-, no slash at an end",
}

// Validate tells what S3 or Fluent Bit would refuse.
func (s ToS3) Validate() error {
	var problems check.Problems
	problems.Required("BucketName", s.BucketName)
	problems.Required("BucketARN", s.BucketARN)
	check.Text(&problems, "Prefix", s.Prefix, objectPrefix)
	return problems.Err()
}

func (s ToS3) prefix() string { return cmp.Or(s.Prefix, "logs") }

func (s ToS3) options(task taskLogs) map[string]string {
	return map[string]string{
		"Name":   "s3",
		"region": task.region,
		"bucket": s.BucketName,
		// One request an object: the task role needs no multipart uploads.
		"use_put_object":  "On",
		"total_file_size": "10M",
		"upload_timeout":  "1m",
		"s3_key_format":   "/" + s.prefix() + "/%Y/%m/%d/%H/$TAG-$UUID.gz",
		"compression":     "gzip",
		"retry_limit":     "2",
	}
}

func (s ToS3) statements(string) []identity.Statement {
	statements := []identity.Statement{{
		Sid:       "RouteToS3",
		Actions:   []string{"s3:PutObject"},
		Resources: []string{s.BucketARN + "/" + s.prefix() + "/*"},
	}}
	if s.KMSKeyARN != "" {
		statements = append(statements, identity.Statement{
			Sid:       "EncryptObjects",
			Actions:   []string{"kms:GenerateDataKey"},
			Resources: []string{s.KMSKeyARN},
		})
	}
	return statements
}

var indexName = check.TextRule{
	Service: "OpenSearch",
	Max:     255,
	Form:    regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`),
	Allowed: "lower-case letters, digits and ._-",
}

// Validate tells what OpenSearch would refuse.
func (o ToOpenSearch) Validate() error {
	var problems check.Problems
	problems.Required("Endpoint", o.Endpoint)
	if strings.ContainsAny(o.Endpoint, "/:") && !literal.IsToken(o.Endpoint) {
		problems.Addf("Endpoint", "%q is not a host name: write it without https:// and without a path", o.Endpoint)
	}
	problems.Required("DomainARN", o.DomainARN)
	check.Text(&problems, "Index", o.Index, indexName)
	return problems.Err()
}

func (o ToOpenSearch) options(task taskLogs) map[string]string {
	return map[string]string{
		"Name":               "opensearch",
		"Host":               o.Endpoint,
		"Port":               "443",
		"tls":                "On",
		"AWS_Auth":           "On",
		"AWS_Region":         task.region,
		"Index":              cmp.Or(o.Index, "logs"),
		"Suppress_Type_Name": "On",
		"retry_limit":        "2",
	}
}

func (o ToOpenSearch) statements(string) []identity.Statement {
	return []identity.Statement{{
		Sid:       "RouteToOpenSearch",
		Actions:   []string{"es:ESHttpPost"},
		Resources: []string{o.DomainARN + "/*"},
	}}
}

// routed are the destinations of the containers whose output goes through the
// router.
func (p TaskDefinitionProps) routed() []LogDestination {
	var destinations []LogDestination
	for _, c := range p.Containers {
		if f, ok := c.Logging.(FireLens); ok && f.Destination != nil {
			destinations = append(destinations, f.Destination)
		}
	}
	return destinations
}

// router is the container that FireLens needs. Its own output goes to the log
// group of the task: it cannot route itself. It is essential: without it the
// others would write to nobody.
func (p TaskDefinitionProps) router() Container {
	return Container{
		Name:                 routerName,
		Image:                cmp.Or(p.LogRouter.Image, DefaultLogRouterImage),
		MemoryReservationMiB: cmp.Or(p.LogRouter.MemoryReservationMiB, 50),
	}
}

// withRouter are the containers of the task, the router among them where one is
// needed.
func (p TaskDefinitionProps) withRouter() []Container {
	if len(p.routed()) == 0 {
		return p.Containers
	}
	return append(slices.Clone(p.Containers), p.router())
}

// routerStatements let the task role write to the destinations, once each.
func (p TaskDefinitionProps) routerStatements(logGroupARN string) []identity.Statement {
	var statements []identity.Statement
	seen := map[string]bool{}
	for _, destination := range p.routed() {
		for _, s := range destination.statements(logGroupARN) {
			key := s.Sid + strings.Join(s.Resources, " ")
			if !seen[key] {
				seen[key] = true
				statements = append(statements, s)
			}
		}
	}
	return withDistinctSids(statements)
}

// withDistinctSids drops the name of a statement that another has: IAM wants
// them unique.
func withDistinctSids(statements []identity.Statement) []identity.Statement {
	named := map[string]bool{}
	for i, s := range statements {
		if named[s.Sid] {
			statements[i].Sid = ""
		}
		named[s.Sid] = true
	}
	return statements
}
