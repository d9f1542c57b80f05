package config

import (
	"net"
	"strconv"
	"strings"
)

// Logging says where the output of a container goes: to CloudWatch Logs where
// neither key is given, which is the default.
type Logging struct {
	// Fluentd sends the output to a fluentd on the instance or elsewhere; only
	// with the launch type ec2.
	Fluentd *FluentdLogging `yaml:"fluentd,omitempty"`
	// FireLens sends the output through a Fluent Bit container that the task gets
	// by itself, on Fargate and on EC2.
	FireLens *FireLensLogging `yaml:"firelens,omitempty"`
}

// FluentdLogging is the log driver fluentd. It is the instance that sends, and
// not the task.
type FluentdLogging struct {
	// Address is host:port, such as localhost:24224, or a socket of the instance,
	// such as unix:///var/run/fluent/fluent.sock. What is on the instance itself
	// is provided by a service with Daemon, or by a sidecar of the same task.
	Address string `yaml:"address" jsonschema:"required"`
	// Tag of the records. Default: <project>-<environment>-<service>.<container>.
	Tag string `yaml:"tag,omitempty"`
}

// FireLensLogging is the log driver awsfirelens. At most one of S3 and OpenSearch
// is given; with neither, the output goes to the service's CloudWatch Logs group.
type FireLensLogging struct {
	// S3 writes objects to a bucket.
	S3 *FireLensS3 `yaml:"s3,omitempty"`
	// OpenSearch writes to an index of a domain.
	OpenSearch *FireLensOpenSearch `yaml:"opensearch,omitempty"`
}

// FireLensS3 is a bucket that output goes to.
type FireLensS3 struct {
	// Bucket is the name of one of the environment's buckets. The service may
	// write below the prefix.
	Bucket string `yaml:"bucket" jsonschema:"required"`
	// Prefix of the objects: letters, digits and ._/- characters. Default: the
	// service's name.
	Prefix string `yaml:"prefix,omitempty"`
}

// FireLensOpenSearch is an OpenSearch domain of the account and region. It has to
// exist, and to admit the service's task role.
type FireLensOpenSearch struct {
	// Domain is the name of the domain: 3 to 28 lower-case letters, digits and
	// hyphens, a letter first.
	Domain string `yaml:"domain" jsonschema:"required"`
	// Endpoint is the host name of the domain, without https://.
	Endpoint string `yaml:"endpoint" jsonschema:"required"`
	// Index that gets the records. Default: the service's name.
	Index string `yaml:"index,omitempty"`
}

// LogRouter describes the Fluent Bit container of FireLens.
type LogRouter struct {
	// Image of Fluent Bit with AWS's plugins. Default: AWS's own, from its public
	// registry.
	Image string `yaml:"image,omitempty"`
	// MemoryReservation is its soft limit in MiB: 6 or more. Default: 50.
	MemoryReservation int `yaml:"memoryReservation,omitempty" jsonschema:"minimum=6"`
}

// UsesFireLens tells whether a container of the service logs through FireLens.
func (s Service) UsesFireLens() bool {
	uses := s.Logging.FireLens != nil
	for _, sidecar := range s.Sidecars {
		uses = uses || sidecar.Logging.FireLens != nil
	}
	return uses
}

// Socket is the file that the output goes to, where the address is one.
func (f FluentdLogging) Socket() (file string, ok bool) {
	return strings.CutPrefix(f.Address, "unix://")
}

// Port is the port of the address, and whether it is the instance's own; 0 where
// there is none.
func (f FluentdLogging) Port() (port int, local bool) {
	host, text, err := net.SplitHostPort(f.Address)
	if err != nil || host == "" {
		return 0, false
	}
	port, err = strconv.Atoi(text)
	if err != nil || port < 1 || port > 65535 {
		return 0, false
	}
	return port, host == "localhost" || host == "127.0.0.1"
}
