package loadbalancer_test

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/loadbalancer"
	"github.com/berth-iac/berth/constructs/network"
)

// A load balancer that serves one name over HTTPS and forwards /api/* to a
// service.
func ExampleNewLoadBalancer() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("prod-ecs"))
	alb := loadbalancer.NewLoadBalancer(stack, "alb", loadbalancer.LoadBalancerProps{
		Name:      "acme-prod",
		VPCID:     "vpc-0a1b2c3d",
		SubnetIDs: []string{"subnet-0a1b2c3d", "subnet-4e5f6a7b"},
	})
	for id, port := range map[string]int{"http-from-internet": 80, "https-from-internet": 443} {
		network.NewIngressRule(stack, id, network.RuleProps{
			SecurityGroupID: alb.SecurityGroupID,
			Peer:            network.AnyIPv4(),
			Port:            port,
			Description:     "Visitors",
		})
	}

	zone := loadbalancer.LookupZone(stack, "zone", "example.com")
	certificate := loadbalancer.NewCertificate(stack, "certificate", loadbalancer.CertificateProps{DomainName: "app.example.com", ZoneID: zone})
	loadbalancer.NewAliasRecord(stack, "record", loadbalancer.AliasRecordProps{Name: "app.example.com", ZoneID: zone, LoadBalancer: alb})
	loadbalancer.NewListener(stack, "http", loadbalancer.ListenerProps{LoadBalancerARN: alb.ARN, RedirectToHTTPS: true})
	https := loadbalancer.NewListener(stack, "https", loadbalancer.ListenerProps{LoadBalancerARN: alb.ARN, CertificateARN: certificate.ARN})

	api := loadbalancer.NewTargetGroup(stack, "api", loadbalancer.TargetGroupProps{
		Name:        "acme-prod-api",
		VPCID:       "vpc-0a1b2c3d",
		HealthCheck: loadbalancer.HealthCheck{Path: "/healthz"},
	})
	loadbalancer.NewRule(stack, "api-rule", loadbalancer.RuleProps{
		ListenerARN:    https.ARN,
		Priority:       100,
		Paths:          []string{"/api/*"},
		TargetGroupARN: api.ARN,
	})
}
