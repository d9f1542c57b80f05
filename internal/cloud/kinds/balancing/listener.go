package balancing

import (
	"strings"
	"time"

	"github.com/berth-iac/berth/internal/cloud"
)

// slow is how long the kinds take that others have to be ordered after.
const slow = 300 * time.Millisecond

var listener = cloud.Kind{
	Type:     "aws_lb_listener",
	Noun:     "ELBv2 Listener",
	Latency:  slow,
	Validate: func(in cloud.Attributes) []cloud.Problem { return checkActions(in, "default_action") },
	Refs: []cloud.Ref{
		{Path: "load_balancer_arn", To: "aws_lb", By: "arn", Missing: listenerBalancerUnknown},
		{Path: "default_action.target_group_arn", To: "aws_lb_target_group", By: "arn", Missing: listenerGroupUnknown, InUse: targetGroupInUse},
		{Path: "default_action.forward.target_group.arn", To: "aws_lb_target_group", By: "arn", Missing: listenerGroupUnknown, InUse: targetGroupInUse},
		{Path: "certificate_arn", To: "aws_acm_certificate", By: "arn", InUse: certificateInUse},
	},
	Unique: []cloud.Unique{{Paths: []string{"port", "load_balancer_arn"}, Taken: listenerTaken}},
	Create: func(c *cloud.Call) error {
		if err := acceptListener(c); err != nil {
			return err
		}
		balancer := c.One("aws_lb", "arn", c.Object.Text("load_balancer_arn"))
		c.Object["arn"] = c.ARN("elasticloadbalancing", "listener/"+balancer.Text("arn_suffix")+"/"+c.NewHex(16))
		c.Object["id"] = c.Object["arn"]
		return nil
	},
	Update: acceptListener,
	Delete: func(c *cloud.Call) error {
		dropListener(c, c.Object.Text("arn"))
		return nil
	},
	Show: func(object, state cloud.Attributes) { showActions(object, state, "default_action") },
}

// dropListener removes a listener and what belongs to it.
func dropListener(c *cloud.Call, arn string) {
	for _, rule := range c.Find("aws_lb_listener_rule", "listener_arn", arn) {
		c.Drop("aws_lb_listener_rule", rule.Text("id"))
	}
	for _, certificate := range c.Find("aws_lb_listener_certificate", "listener_arn", arn) {
		c.Drop("aws_lb_listener_certificate", certificate.Text("id"))
	}
	c.Drop("aws_lb_listener", arn)
}

func acceptListener(c *cloud.Call) error {
	balancer := c.Object.Text("load_balancer_arn")
	protocol := c.Object.Text("protocol")
	encrypted := protocol == "HTTPS" || protocol == "TLS"
	arn, policy := c.Object.Text("certificate_arn"), c.Object.Text("ssl_policy")
	switch {
	case protocol == "" && shape(c.One("aws_lb", "arn", balancer)) != "gwy":
		return listenerWithoutProtocol.With()
	case encrypted && arn == "":
		return listenerWithoutCertificate.With(protocol)
	case !encrypted && arn != "":
		return listenerWithCertificate.With(protocol)
	case !encrypted && policy != "":
		return listenerWithPolicy.With(protocol)
	case policy != "" && !strings.HasPrefix(policy, "ELBSecurityPolicy-"):
		return sslPolicyUnknown.With(policy)
	}
	if encrypted {
		if err := acceptCertificate(c, arn, certificateUnknown, certificateNotIssued); err != nil {
			return err
		}
		c.Object.Default("ssl_policy", "ELBSecurityPolicy-2016-08")
	}
	return acceptActions(c, "default_action", balancer)
}

// acceptCertificate refuses a certificate that is not here, or nobody issued.
func acceptCertificate(c *cloud.Call, arn string, unknown, notIssued cloud.Refusal) error {
	if strings.Contains(arn, ":server-certificate/") {
		if c.One("aws_iam_server_certificate", "arn", arn) == nil {
			return unknown.With(arn)
		}
		return nil
	}
	certificate := c.One("aws_acm_certificate", "arn", arn)
	switch {
	case certificate == nil:
		return unknown.With(arn)
	case certificate.Text("status") != issued:
		return notIssued.With(arn)
	}
	return nil
}

var listenerCertificate = cloud.Kind{
	Type: "aws_lb_listener_certificate",
	Noun: "ELBv2 Listener Certificate",
	Refs: []cloud.Ref{
		{Path: "listener_arn", To: "aws_lb_listener", By: "arn", Missing: addedToNoListener},
		{Path: "certificate_arn", To: "aws_acm_certificate", By: "arn", InUse: certificateInUse},
	},
	Create: func(c *cloud.Call) error {
		arn := c.Object.Text("certificate_arn")
		if err := acceptCertificate(c, arn, addedCertificateUnknown, addedCertificateNotIssued); err != nil {
			return err
		}
		c.Object["id"] = c.Object.Text("listener_arn") + "_" + arn
		return nil
	},
}

var listenerData = cloud.Data{Type: "aws_lb_listener", Read: func(c *cloud.Call) error {
	listener := found(c, "aws_lb_listener", "arn", "load_balancer_arn", "port")
	if listener == nil {
		return cloud.NoMatch("ELBv2 Listener")
	}
	c.Copy(listener, "id", "arn", "load_balancer_arn", "port", "protocol", "ssl_policy", "certificate_arn")
	c.Object["tags"] = listener["tags_all"]
	return nil
}}
