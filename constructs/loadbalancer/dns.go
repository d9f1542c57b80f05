package loadbalancer

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawsroute53zone"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/route53record"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/node"
)

// zone is the name of a hosted zone.
type zone string

// Validate tells what Route 53 cannot hold.
func (z zone) Validate() error {
	var problems check.Problems
	checkDomain(&problems, "zoneName", string(z), "Route 53", maxDomainName)
	return problems.Err()
}

// LookupZone finds the public hosted zone of a name such as example.com when
// Terraform plans, and returns its id. The zone has to exist.
func LookupZone(scope constructs.Construct, id, zoneName string) (zoneID string) {
	scope, ok := node.New(scope, id, zone(zoneName))
	if !ok {
		return ""
	}
	return *dataawsroute53zone.NewDataAwsRoute53Zone(scope, jsii.String("Resource"), &dataawsroute53zone.DataAwsRoute53ZoneConfig{
		Name:        jsii.String(zoneName),
		PrivateZone: jsii.Bool(false),
	}).ZoneId()
}

// AliasRecordProps describe a name that leads to a load balancer.
type AliasRecordProps struct {
	// Name is the fully qualified domain name, such as app.example.com.
	Name string
	// ZoneID is the hosted zone that holds the name, see LookupZone.
	ZoneID string
	// LoadBalancer that the name leads to.
	LoadBalancer *LoadBalancer
}

// AliasRecord is an A record with an alias.
type AliasRecord struct {
	// FQDN is the name of the record.
	FQDN string
	// Resource is the aws_route53_record; nil where the props are invalid.
	Resource route53record.Route53Record
}

// Validate tells what Route 53 would refuse.
func (p AliasRecordProps) Validate() error {
	var problems check.Problems
	checkDomain(&problems, "Name", p.Name, "Route 53", maxDomainName)
	problems.Required("ZoneID", p.ZoneID)
	if p.LoadBalancer == nil || p.LoadBalancer.Resource == nil {
		problems.Addf("LoadBalancer", "missing: a load balancer made by NewLoadBalancer is required")
	}
	return problems.Err()
}

// NewAliasRecord adds a record that leads a name to a load balancer.
func NewAliasRecord(scope constructs.Construct, id string, props AliasRecordProps) *AliasRecord {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &AliasRecord{}
	}
	resource := route53record.NewRoute53Record(scope, jsii.String("Resource"), &route53record.Route53RecordConfig{
		ZoneId: jsii.String(props.ZoneID),
		Name:   jsii.String(props.Name),
		Type:   jsii.String("A"),
		Alias: &route53record.Route53RecordAlias{
			Name:                 jsii.String(props.LoadBalancer.DNSName),
			ZoneId:               jsii.String(props.LoadBalancer.ZoneID),
			EvaluateTargetHealth: jsii.Bool(true),
		},
	})
	return &AliasRecord{FQDN: *resource.Fqdn(), Resource: resource}
}
