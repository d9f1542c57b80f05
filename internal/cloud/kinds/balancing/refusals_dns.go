package balancing

import "github.com/berth-iac/berth/internal/cloud"

var certificateRefusals = []cloud.Refusal{
	certificateInUse, validatedCertificateUnknown, validationRecordNotNamed, neverIssued,
}

var certificateInUse = cloud.Refusal{
	Name: "certificate-in-use", Operation: "ACM: DeleteCertificate", Code: "ResourceInUseException",
	Message: "Certificate %[1]s is in use.", Source: "https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html",
}

const describeCertificate = "https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html"

var validatedCertificateUnknown = cloud.Refusal{
	Name: "validated-certificate-not-found", Operation: "ACM: DescribeCertificate", Code: "ResourceNotFoundException",
	Message: "Could not find certificate %s.", Source: describeCertificate,
}

var validationRecordNotNamed = cloud.Refusal{
	Name: "certificate-validation-record-not-named", Message: "missing DNS validation record: %s", Source: describeCertificate,
}

// The provider waits for 75 minutes before it says so.
var neverIssued = cloud.Refusal{
	Name:    "certificate-never-issued",
	Message: "waiting for ACM Certificate (%s) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s)",
	Source:  "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
}

const (
	changeRecords  = "Route 53: ChangeResourceRecordSets"
	recordsAPI     = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html"
	zoneAPI        = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html"
	statusNotFound = 404
)

var dnsRefusals = []cloud.Refusal{
	zoneNetworkUnknown, zoneNotEmpty, readZoneUnknown, zoneUnknown, recordTaken, nameAtApex, nameConflict, aliasElsewhere,
}

var zoneNetworkUnknown = cloud.Refusal{
	Name: "hosted-zone-vpc-not-found", Operation: "Route 53: CreateHostedZone", Code: "InvalidVPCId",
	Message: "The VPC: %s that you provided is not found.", Source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html",
}

var zoneNotEmpty = cloud.Refusal{
	Name: "hosted-zone-not-empty", Operation: "Route 53: DeleteHostedZone", Code: "HostedZoneNotEmpty",
	Message: "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
	Source:  "https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html",
}

var readZoneUnknown = cloud.Refusal{
	Name: "hosted-zone-id-unknown", Operation: "Route 53: GetHostedZone", Status: statusNotFound, Code: "NoSuchHostedZone",
	Message: "No hosted zone found with ID: %s", Source: zoneAPI,
}

var zoneUnknown = cloud.Refusal{
	Name: "record-hosted-zone-not-found", Operation: changeRecords, Status: statusNotFound, Code: "NoSuchHostedZone",
	Message: "No hosted zone found with ID: %s", Source: recordsAPI,
}

var recordTaken = cloud.Refusal{
	Name: "record-taken", Operation: changeRecords, Code: "InvalidChangeBatch",
	Message: "[Tried to create resource record set [name='%s.', type='%s'] but it already exists]", Source: recordsAPI,
}

var nameAtApex = cloud.Refusal{
	Name: "record-cname-at-apex", Operation: changeRecords, Code: "InvalidChangeBatch",
	Message: "[RRSet of type CNAME with DNS name %s. is not permitted at apex in zone %s.]", Source: recordsAPI,
}

var nameConflict = cloud.Refusal{
	Name: "record-cname-conflict", Operation: changeRecords, Code: "InvalidChangeBatch",
	Message: "[RRSet of type %s with DNS name %s. is not permitted as it conflicts with other records with the same DNS name in zone %s.]",
	Source:  recordsAPI,
}

var aliasElsewhere = cloud.Refusal{
	Name: "record-alias-zone", Operation: changeRecords, Code: "InvalidChangeBatch",
	Message: "[Tried to create an alias that targets %s., type %s in zone %s, but the alias target name does not lie within the target zone]",
	Source:  recordsAPI,
}
