package loadbalancer

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/lblistener"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/node"
)

// DefaultTLSPolicy is the security policy of HTTPS listeners where nothing else
// is said: TLS 1.3 and 1.2, with forward secrecy.
const DefaultTLSPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06"

// ListenerProps describe a listener. What none of its rules takes is answered
// with 404, so that nothing reaches a service that was not routed to it.
type ListenerProps struct {
	// LoadBalancerARN is the load balancer that listens.
	LoadBalancerARN string
	// Port of the listener: 1 to 65535. Default: 443 with a certificate, 80
	// without.
	Port int
	// CertificateARN makes the listener speak HTTPS with an ACM certificate of
	// the region that has been issued, see NewCertificate. Default: none, HTTP.
	CertificateARN string
	// TLSPolicy is the security policy of an HTTPS listener. Default:
	// ELBSecurityPolicy-TLS13-1-2-2021-06.
	TLSPolicy string
	// RedirectToHTTPS sends what reaches an HTTP listener to port 443 for good
	// (301). Default: false.
	RedirectToHTTPS bool
}

// Listener is a listener of a load balancer.
type Listener struct {
	// ARN of the listener.
	ARN string
	// Resource is the aws_lb_listener; nil where the props are invalid.
	Resource lblistener.LbListener
}

// Validate tells what Elastic Load Balancing would refuse.
func (p ListenerProps) Validate() error {
	var problems check.Problems
	problems.Required("LoadBalancerARN", p.LoadBalancerARN)
	if p.Port != 0 {
		check.Between(&problems, "Port", p.Port, 1, 65535)
	}
	if p.CertificateARN != "" && p.RedirectToHTTPS {
		problems.Addf("RedirectToHTTPS", "true on an HTTPS listener: only an HTTP listener, without CertificateARN, redirects")
	}
	if p.CertificateARN == "" && p.TLSPolicy != "" {
		problems.Addf("TLSPolicy", "%q on an HTTP listener: only an HTTPS listener, with CertificateARN, has one", p.TLSPolicy)
	}
	return problems.Err()
}

// NewListener adds a listener.
func NewListener(scope constructs.Construct, id string, props ListenerProps) *Listener {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Listener{}
	}
	config := &lblistener.LbListenerConfig{
		LoadBalancerArn: jsii.String(props.LoadBalancerARN),
		Protocol:        jsii.String("HTTP"),
		DefaultAction:   []*lblistener.LbListenerDefaultAction{defaultAction(props)},
	}
	port := 80
	if props.CertificateARN != "" {
		port = 443
		policy := props.TLSPolicy
		if policy == "" {
			policy = DefaultTLSPolicy
		}
		config.Protocol = jsii.String("HTTPS")
		config.CertificateArn = jsii.String(props.CertificateARN)
		config.SslPolicy = jsii.String(policy)
	}
	if props.Port != 0 {
		port = props.Port
	}
	config.Port = jsii.Number(port)
	resource := lblistener.NewLbListener(scope, jsii.String("Resource"), config)
	return &Listener{ARN: *resource.Arn(), Resource: resource}
}

// defaultAction is what happens to requests that no rule takes. It forwards to
// no target group, so that CodeDeploy never moves it and Terraform keeps it.
func defaultAction(props ListenerProps) *lblistener.LbListenerDefaultAction {
	if props.RedirectToHTTPS {
		return &lblistener.LbListenerDefaultAction{
			Type: jsii.String("redirect"),
			Redirect: &lblistener.LbListenerDefaultActionRedirect{
				Protocol:   jsii.String("HTTPS"),
				Port:       jsii.String("443"),
				StatusCode: jsii.String("HTTP_301"),
			},
		}
	}
	return &lblistener.LbListenerDefaultAction{
		Type: jsii.String("fixed-response"),
		FixedResponse: &lblistener.LbListenerDefaultActionFixedResponse{
			ContentType: jsii.String("text/plain"),
			MessageBody: jsii.String("Not found"),
			StatusCode:  jsii.String("404"),
		},
	}
}
