package stacks

import (
	"time"

	"github.com/berth-iac/berth/constructs/loadbalancer"
	"github.com/berth-iac/berth/constructs/network"
	"github.com/berth-iac/berth/internal/naming"
)

// balancer is the load balancer that the services share.
type balancer struct {
	*loadbalancer.LoadBalancer
	url        string
	production *loadbalancer.Listener
	test       *loadbalancer.Listener // nil where none is configured
}

// newBalancer adds the load balancer and its listeners: HTTPS with a redirect
// from HTTP where the environment has a domain, otherwise plain HTTP.
func newBalancer(s *ecsStack) *balancer {
	settings := s.env.LoadBalancer
	subnets := s.network.PublicSubnetIDs
	if settings.Internal {
		subnets = s.network.PrivateSubnetIDs
	}
	b := &balancer{LoadBalancer: loadbalancer.NewLoadBalancer(s.stack, "load-balancer", loadbalancer.LoadBalancerProps{
		Name:                   naming.Fit(naming.MaxLoadBalancer, prefix(s.env)),
		VPCID:                  s.network.VPCID,
		SubnetIDs:              subnets,
		Internal:               settings.Internal,
		IdleTimeout:            time.Duration(settings.IdleTimeoutSeconds) * time.Second,
		AccessLogRetentionDays: settings.AccessLogRetentionDays,
		Disposable:             s.env.Disposable,
	})}
	certificateARN := ""
	if domain := settings.Domain; domain != nil {
		zoneID := loadbalancer.LookupZone(s.stack, "zone", domain.Zone)
		certificateARN = loadbalancer.NewCertificate(s.stack, "certificate", loadbalancer.CertificateProps{
			DomainName: domain.Name,
			ZoneID:     zoneID,
		}).ARN
		loadbalancer.NewAliasRecord(s.stack, "record", loadbalancer.AliasRecordProps{
			Name:         domain.Name,
			ZoneID:       zoneID,
			LoadBalancer: b.LoadBalancer,
		})
		b.listen(s, "redirect", loadbalancer.ListenerProps{Port: 80, RedirectToHTTPS: true}, settings.AllowFrom)
		b.production = b.listen(s, "https", loadbalancer.ListenerProps{Port: 443, CertificateARN: certificateARN}, settings.AllowFrom)
		b.url = "https://" + domain.Name
	} else {
		b.production = b.listen(s, "http", loadbalancer.ListenerProps{Port: 80}, settings.AllowFrom)
		b.url = "http://" + b.DNSName
	}
	if test := settings.TestListener; test != nil {
		b.test = b.listen(s, "test", loadbalancer.ListenerProps{Port: test.Port, CertificateARN: certificateARN}, test.AllowFrom)
	}
	return b
}

// listen adds a listener and lets the address blocks reach its port.
func (b *balancer) listen(s *ecsStack, id string, props loadbalancer.ListenerProps, allowFrom []string) *loadbalancer.Listener {
	props.LoadBalancerARN = b.ARN
	for _, block := range allowFrom {
		network.NewIngressRule(s.stack, "allow-"+id+"-"+naming.Hash(block), network.RuleProps{
			SecurityGroupID: b.SecurityGroupID,
			Peer:            network.CIDR(block),
			Port:            props.Port,
			Description:     "clients",
		})
	}
	return loadbalancer.NewListener(s.stack, "listener-"+id, props)
}
