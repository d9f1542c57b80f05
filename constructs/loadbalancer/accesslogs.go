package loadbalancer

import (
	"strings"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/storage"
)

// deletedLogDays is how long an access log that expired, or that somebody
// deleted, can be brought back.
const deletedLogDays = 7

// newAccessLogBucket adds the bucket of the access logs. Elastic Load Balancing
// delivers to buckets encrypted with a key of S3 only.
func newAccessLogBucket(scope constructs.Construct, props LoadBalancerProps) *storage.Bucket {
	days := props.AccessLogRetentionDays
	if days == 0 {
		days = defaultLogRetention
	}
	here := identity.LocationOf(scope)
	name := strings.ToLower(props.Name) + "-alb-logs-" + here.AccountID
	return storage.NewBucket(scope, "access-logs", storage.BucketProps{
		Name:           name,
		ExpireDays:     days,
		NoncurrentDays: deletedLogDays,
		Disposable:     props.Disposable,
		Statements:     []identity.Statement{logDelivery(here, name)},
	})
}

// logDelivery lets the load balancers of the account log into the bucket.
//
// The service principal holds in every region. Those opened before August 2022
// used to need an account of Elastic Load Balancing instead (the data source
// aws_elb_service_account), which newer regions do not have and AWS advises to
// replace. Elastic Load Balancing puts the account of the load balancer into
// the key, so that the resource admits no other account's.
func logDelivery(here identity.Location, bucket string) identity.Statement {
	return identity.Statement{
		Sid:        "AccessLogs",
		Principals: []identity.Principal{{Type: identity.Service, IDs: []string{"logdelivery.elasticloadbalancing.amazonaws.com"}}},
		Actions:    []string{"s3:PutObject"},
		Resources:  []string{here.BucketARN(bucket + "/AWSLogs/" + here.AccountID + "/*")},
	}
}
