package balancing

import "github.com/berth-iac/berth/internal/cloud"

const (
	createListener = "Elastic Load Balancing v2: CreateListener"
	createRule     = "Elastic Load Balancing v2: CreateRule"
	addCertificate = "Elastic Load Balancing v2: AddListenerCertificates"
)

var listenerRefusals = []cloud.Refusal{
	listenerBalancerUnknown, listenerTaken, listenerWithoutProtocol, listenerWithoutCertificate,
	listenerWithCertificate, listenerWithPolicy, sslPolicyUnknown, certificateUnknown, certificateNotIssued,
	addedToNoListener, addedCertificateUnknown, addedCertificateNotIssued, listenerGroupUnknown, targetGroupInUse,
	targetGroupElsewhere, targetGroupTaken, actionIncomplete, forwardIncomplete, ruleListenerUnknown, ruleGroupUnknown,
	priorityTaken, tooManyValues,
}

var listenerBalancerUnknown = cloud.Refusal{
	Name: "listener-load-balancer-not-found", Operation: createListener, Code: "LoadBalancerNotFound",
	Message: "Load balancer '%s' not found", Source: api + "API_CreateListener.html",
}

var listenerTaken = cloud.Refusal{
	Name: "listener-port-taken", Operation: createListener, Code: "DuplicateListener",
	Message: "A listener already exists on this port for this load balancer '%s'", Source: api + "API_CreateListener.html",
}

var listenerWithoutProtocol = cloud.Refusal{
	Name: "listener-without-protocol", Operation: createListener, Code: "ValidationError",
	Message: "A listener protocol must be specified", Source: api + "API_CreateListener.html",
}

var listenerWithoutCertificate = cloud.Refusal{
	Name: "listener-without-certificate", Operation: createListener, Code: "ValidationError",
	Message: "A certificate must be specified for %s listeners", Source: api + "API_CreateListener.html",
}

var listenerWithCertificate = cloud.Refusal{
	Name: "listener-with-certificate", Operation: createListener, Code: "ValidationError",
	Message: "A certificate cannot be specified for %s listeners", Source: api + "API_CreateListener.html",
}

var listenerWithPolicy = cloud.Refusal{
	Name: "listener-with-ssl-policy", Operation: createListener, Code: "ValidationError",
	Message: "An SSL policy cannot be specifed for %s listeners", Source: api + "API_CreateListener.html",
}

var sslPolicyUnknown = cloud.Refusal{
	Name: "ssl-policy-not-found", Operation: createListener, Code: "SSLPolicyNotFound",
	Message: "SSL policy '%s' not found", Source: api + "API_CreateListener.html",
}

var certificateUnknown = cloud.Refusal{
	Name: "listener-certificate-not-found", Operation: createListener, Code: "CertificateNotFound",
	Message: "Certificate '%s' not found", Source: api + "API_CreateListener.html",
}

var certificateNotIssued = cloud.Refusal{
	Name: "listener-certificate-not-issued", Operation: createListener, Code: "UnsupportedCertificate",
	Message: "The certificate '%s' must have a fully-qualified domain name, a supported signature, and a supported key size.",
	Source:  "https://repost.aws/knowledge-center/elb-fix-certificate-error",
}

var addedToNoListener = cloud.Refusal{
	Name: "added-certificate-listener-not-found", Operation: addCertificate, Code: "ListenerNotFound",
	Message: "Listener '%s' not found", Source: api + "API_AddListenerCertificates.html",
}

var addedCertificateUnknown = cloud.Refusal{
	Name: "added-certificate-not-found", Operation: addCertificate, Code: "CertificateNotFound",
	Message: "Certificate '%s' not found", Source: api + "API_AddListenerCertificates.html",
}

var addedCertificateNotIssued = cloud.Refusal{
	Name: "added-certificate-not-issued", Operation: addCertificate, Code: "UnsupportedCertificate",
	Message: "The certificate '%s' must have a fully-qualified domain name, a supported signature, and a supported key size.",
	Source:  api + "API_AddListenerCertificates.html",
}

var listenerGroupUnknown = cloud.Refusal{
	Name: "listener-target-group-not-found", Operation: createListener, Code: "TargetGroupNotFound",
	Message: "Target group '%s' not found", Source: api + "API_CreateListener.html",
}

var targetGroupInUse = cloud.Refusal{
	Name: "target-group-in-use", Operation: "Elastic Load Balancing v2: DeleteTargetGroup", Code: "ResourceInUse",
	Message: "Target group '%[1]s' is currently in use by a listener or a rule", Source: api + "API_DeleteTargetGroup.html",
}

var targetGroupElsewhere = cloud.Refusal{
	Name: "target-group-of-another-vpc", Operation: createListener, Code: "InvalidConfigurationRequest",
	Message: "Target group '%s' is in a different VPC than load balancer '%s'", Source: api + "API_CreateListener.html",
}

var targetGroupTaken = cloud.Refusal{
	Name: "target-group-of-another-load-balancer", Operation: createListener, Code: "TargetGroupAssociationLimit",
	Message: "The following target groups cannot be associated with more than one load balancer: %s", Source: api + "API_CreateListener.html",
}

// The provider says these two when it plans; the rehearsal cannot tell a value
// that is missing from one that is not known yet before it applies.
var actionIncomplete = cloud.Refusal{
	Name: "action-incomplete", Message: "Attribute %q must be specified when %q is %q.", Source: api + "API_Action.html",
}

var forwardIncomplete = cloud.Refusal{
	Name: "forward-incomplete", Message: `Either "%[1]s.target_group_arn" or "%[1]s.forward" must be specified when "%[1]s.type" is "forward".`,
	Source: api + "API_Action.html",
}

var ruleListenerUnknown = cloud.Refusal{
	Name: "rule-listener-not-found", Operation: createRule, Code: "ListenerNotFound",
	Message: "Listener '%s' not found", Source: api + "API_CreateRule.html",
}

var ruleGroupUnknown = cloud.Refusal{
	Name: "rule-target-group-not-found", Operation: createRule, Code: "TargetGroupNotFound",
	Message: "Target group '%s' not found", Source: api + "API_CreateRule.html",
}

var priorityTaken = cloud.Refusal{
	Name: "rule-priority-taken", Operation: createRule, Code: "PriorityInUse",
	Message: "Priority '%s' is currently in use", Source: api + "API_CreateRule.html",
}

var tooManyValues = cloud.Refusal{
	Name: "rule-condition-values", Operation: createRule, Code: "ValidationError",
	Message: "A rule can only have '%d' condition values", Source: api + "API_CreateRule.html",
}
