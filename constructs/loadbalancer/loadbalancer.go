// Package loadbalancer holds Application Load Balancers with their listeners,
// rules and target groups, and the certificates and DNS records of their names.
//
// A load balancer comes with a security group that admits nobody and lets
// nothing out. Whoever adds a listener says who may reach it, and whoever adds
// targets opens the way to them:
//
//	network.NewIngressRule(scope, "https", network.RuleProps{
//		SecurityGroupID: alb.SecurityGroupID, Peer: network.AnyIPv4(), Port: 443, Description: "HTTPS from everywhere",
//	})
//	network.NewEgressRule(scope, "to-web", network.RuleProps{
//		SecurityGroupID: alb.SecurityGroupID, Peer: network.Group(tasks.ID), Port: 8080, Description: "web",
//	})
package loadbalancer

import (
	"time"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/lb"

	"github.com/berth-iac/berth/constructs/network"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/node"
)

// LoadBalancerProps describe an Application Load Balancer.
type LoadBalancerProps struct {
	// Name of the load balancer, unique in the region: at most 32 letters,
	// digits and hyphens, no hyphen at an end, not internal- at the start. A
	// change replaces the load balancer.
	Name string
	// VPCID is the VPC of the load balancer.
	VPCID string
	// SubnetIDs are in two or more availability zones: public subnets, or
	// private ones where the load balancer is internal.
	SubnetIDs []string
	// Internal keeps the load balancer inside the VPC. A change replaces it.
	// Default: false, it has public addresses.
	Internal bool
	// IdleTimeout is how long a connection without traffic is kept: whole
	// seconds, 1 s to 4000 s. Default: 60 s.
	IdleTimeout time.Duration
	// AccessLogRetentionDays is how long access logs are kept, in days: 1 to
	// 3650. Default: 90.
	AccessLogRetentionDays int
	// Disposable lets the load balancer and its access logs be destroyed.
	// Default: false, both are protected.
	Disposable bool
}

// LoadBalancer is an Application Load Balancer, with its own security group and
// its own bucket of access logs.
type LoadBalancer struct {
	// ARN of the load balancer.
	ARN string
	// ARNSuffix is the LoadBalancer dimension of its CloudWatch metrics, such as
	// app/name/50dc6c495c0c9188.
	ARNSuffix string
	// DNSName and ZoneID are what an alias record points to.
	DNSName, ZoneID string
	// SecurityGroupID is the group of the load balancer, without rules.
	SecurityGroupID string
	// AccessLogBucketName is the bucket of the access logs.
	AccessLogBucketName string
	// Resource is the aws_lb; nil where the props are invalid.
	Resource lb.Lb
}

// Defaults and bounds of a load balancer.
const (
	defaultIdleTimeout  = 60 * time.Second
	maxIdleTimeout      = 4000 * time.Second
	defaultLogRetention = 90
	maxLogRetention     = 3650
)

// Validate tells what Elastic Load Balancing would refuse.
func (p LoadBalancerProps) Validate() error {
	var problems check.Problems
	checkName(&problems, "Name", p.Name)
	problems.Required("VPCID", p.VPCID)
	check.SubnetsInTwoZones(&problems, "SubnetIDs", p.SubnetIDs)
	if p.IdleTimeout != 0 {
		check.Seconds(&problems, "IdleTimeout", p.IdleTimeout, time.Second, maxIdleTimeout)
	}
	if p.AccessLogRetentionDays != 0 {
		check.Between(&problems, "AccessLogRetentionDays", p.AccessLogRetentionDays, 1, maxLogRetention)
	}
	return problems.Err()
}

// NewLoadBalancer adds a load balancer.
func NewLoadBalancer(scope constructs.Construct, id string, props LoadBalancerProps) *LoadBalancer {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &LoadBalancer{}
	}
	timeout := props.IdleTimeout
	if timeout == 0 {
		timeout = defaultIdleTimeout
	}
	group := network.NewSecurityGroup(scope, "security-group", network.SecurityGroupProps{
		Name:        props.Name,
		Description: "Application Load Balancer",
		VPCID:       props.VPCID,
	})
	logs := newAccessLogBucket(scope, props)
	resource := lb.NewLb(scope, jsii.String("Resource"), &lb.LbConfig{
		Name:                     jsii.String(props.Name),
		LoadBalancerType:         jsii.String("application"),
		Internal:                 jsii.Bool(props.Internal),
		Subnets:                  jsii.Strings(props.SubnetIDs...),
		SecurityGroups:           jsii.Strings(group.ID),
		IdleTimeout:              jsii.Number(timeout.Seconds()),
		EnableHttp2:              jsii.Bool(true),
		XffHeaderProcessingMode:  jsii.String("append"),
		DesyncMitigationMode:     jsii.String("defensive"),
		DropInvalidHeaderFields:  jsii.Bool(true),
		EnableDeletionProtection: jsii.Bool(!props.Disposable),
		AccessLogs:               &lb.LbAccessLogs{Bucket: jsii.String(logs.Name), Enabled: jsii.Bool(true)},
		// Elastic Load Balancing writes a test file when logging is turned on.
		DependsOn: node.DependsOn(logs.PolicyDependencies()),
	})
	return &LoadBalancer{
		ARN:                 *resource.Arn(),
		ARNSuffix:           *resource.ArnSuffix(),
		DNSName:             *resource.DnsName(),
		ZoneID:              *resource.ZoneId(),
		SecurityGroupID:     group.ID,
		AccessLogBucketName: logs.Name,
		Resource:            resource,
	}
}
