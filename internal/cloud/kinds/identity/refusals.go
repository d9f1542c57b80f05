package identity

import (
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/policy"
)

const (
	iamErrors     = "https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html"
	iamAPI        = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_"
	iamQuotas     = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"
	policyGrammar = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"
	kmsAPI        = "https://docs.aws.amazon.com/kms/latest/APIReference/API_"
)

// Refusals are those of this area.
func Refusals() []cloud.Refusal {
	all := []cloud.Refusal{
		roleTaken, roleMissing, rolePath, trustTooLong, roleHasInline, roleHasAttached,
		inlineTooLong, policyTaken, policyTooLong, policyAttached, policyMissing, tooManyAttached, profileTaken,
		keyLocksOut, keyPolicySyntax, keyPrincipal, aliasTaken, aliasForm, aliasReserved, keyMissing, keyWaiting, keyWindow, aliasUnknown, policyUnknown,
		documentSids,
	}
	return append(all, malformedPolicies...)
}

var roleTaken = cloud.Refusal{
	Name: "role-taken", Operation: "IAM: CreateRole", Status: 409, Code: "EntityAlreadyExists",
	Message: "Role with name %s already exists.", Source: iamAPI + "CreateRole.html",
}

var roleMissing = cloud.Refusal{
	Name: "role-missing", Operation: "IAM: GetRole", Status: 404, Code: "NoSuchEntity",
	Message: "The role with name %s cannot be found.", Source: iamAPI + "GetRole.html",
}

var rolePath = cloud.Refusal{
	Name: "role-path", Operation: "IAM: CreateRole", Code: "ValidationError",
	Message: "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
	Source:  iamErrors,
}

var trustTooLong = cloud.Refusal{
	Name: "role-trust-policy-too-long", Operation: "IAM: CreateRole", Status: 409, Code: "LimitExceeded",
	Message: "Cannot exceed quota for ACLSizePerRole: 2048", Source: iamQuotas,
}

var roleHasInline = cloud.Refusal{
	Name: "role-has-policies", Operation: "IAM: DeleteRole", Status: 409, Code: "DeleteConflict",
	Message: "Cannot delete entity, must delete policies first.", Source: iamAPI + "DeleteRole.html",
}

var roleHasAttached = cloud.Refusal{
	Name: "role-has-attached-policies", Operation: "IAM: DeleteRole", Status: 409, Code: "DeleteConflict",
	Message: "Cannot delete entity, must detach all policies first.", Source: iamAPI + "DeleteRole.html",
}

var inlineTooLong = cloud.Refusal{
	Name: "role-policies-too-long", Operation: "IAM: PutRolePolicy", Status: 409, Code: "LimitExceeded",
	Message: "Maximum policy size of 10240 bytes exceeded for role %s", Source: iamQuotas,
}

var policyTaken = cloud.Refusal{
	Name: "policy-taken", Operation: "IAM: CreatePolicy", Status: 409, Code: "EntityAlreadyExists",
	Message: "A policy called %s already exists. Duplicate names are not allowed.", Source: iamAPI + "CreatePolicy.html",
}

var policyTooLong = cloud.Refusal{
	Name: "policy-too-long", Operation: "IAM: CreatePolicy", Status: 409, Code: "LimitExceeded",
	Message: "Cannot exceed quota for PolicySize: 6144", Source: iamQuotas,
}

var policyAttached = cloud.Refusal{
	Name: "policy-attached", Operation: "IAM: DeletePolicy", Status: 409, Code: "DeleteConflict",
	Message: "Cannot delete a policy attached to entities.", Source: iamAPI + "DeletePolicy.html",
}

var policyMissing = cloud.Refusal{
	Name: "policy-missing", Operation: "IAM: AttachRolePolicy", Status: 404, Code: "NoSuchEntity",
	Message: "Policy %s does not exist or is not attachable.", Source: iamAPI + "AttachRolePolicy.html",
}

var tooManyAttached = cloud.Refusal{
	Name: "role-too-many-policies", Operation: "IAM: AttachRolePolicy", Status: 409, Code: "LimitExceeded",
	Message: "Cannot exceed quota for PoliciesPerRole: 10", Source: iamQuotas,
}

var profileTaken = cloud.Refusal{
	Name: "instance-profile-taken", Operation: "IAM: CreateInstanceProfile", Status: 409, Code: "EntityAlreadyExists",
	Message: "Instance Profile %s already exists.", Source: iamAPI + "CreateInstanceProfile.html",
}

var keyLocksOut = cloud.Refusal{
	Name: "key-policy-locks-out", Operation: "KMS: CreateKey", Code: "MalformedPolicyDocumentException",
	Message: "The new key policy will not allow you to update the key policy in the future.", Source: kmsAPI + "CreateKey.html",
}

var keyPolicySyntax = cloud.Refusal{
	Name: "key-policy-malformed", Operation: "KMS: CreateKey", Code: "MalformedPolicyDocumentException",
	Message: "Policy contains a statement with one or more invalid elements.", Source: kmsAPI + "CreateKey.html",
}

var keyPrincipal = cloud.Refusal{
	Name: "key-policy-principal", Operation: "KMS: CreateKey", Code: "MalformedPolicyDocumentException",
	Message: "Policy contains a statement with one or more invalid principals.", Source: kmsAPI + "CreateKey.html",
}

var aliasTaken = cloud.Refusal{
	Name: "key-alias-taken", Operation: "KMS: CreateAlias", Code: "AlreadyExistsException",
	Message: "An alias with the name %s already exists", Source: kmsAPI + "CreateAlias.html",
}

var aliasForm = cloud.Refusal{
	Name:    "key-alias-form",
	Message: `"%s" must begin with 'alias/' and only contain [0-9A-Za-z_/-]`, Source: kmsAPI + "CreateAlias.html",
}

var aliasReserved = cloud.Refusal{
	Name:    "key-alias-reserved",
	Message: `"%s" cannot begin with reserved AWS CMK prefix 'alias/aws/'`, Source: kmsAPI + "CreateAlias.html",
}

var keyMissing = cloud.Refusal{
	Name: "key-missing", Operation: "KMS: CreateAlias", Code: "NotFoundException",
	Message: "Key '%s' does not exist", Source: kmsAPI + "CreateAlias.html",
}

var keyWaiting = cloud.Refusal{
	Name: "key-pending-deletion", Operation: "KMS: CreateAlias", Code: "KMSInvalidStateException",
	Message: "%s is pending deletion.", Source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
}

var keyWindow = cloud.Refusal{
	Name:    "key-deletion-window",
	Message: "expected deletion_window_in_days to be in the range (7 - 30), got %s", Source: kmsAPI + "ScheduleKeyDeletion.html",
}

var aliasUnknown = cloud.Refusal{
	Name:    "key-alias-unknown",
	Message: "reading KMS Alias (%s): couldn't find resource", Source: kmsAPI + "ListAliases.html",
}

var policyUnknown = cloud.Refusal{
	Name:    "policy-unknown",
	Message: "no IAM policy found matching criteria (%s); try different search", Source: iamAPI + "ListPolicies.html",
}

var documentSids = cloud.Refusal{
	Name:    "policy-document-sids",
	Message: "Found duplicate sid (%s) in policy document, sids must be unique", Source: policyGrammar,
}

// malformedPolicies are what IAM says of policies that it does not understand.
// Those that are no JSON, the provider refuses before.
var malformedPolicies = []cloud.Refusal{
	malformed("policy-syntax", policy.Syntax),
	malformed("policy-sid-twice", policy.SidTwice),
	malformed("policy-sid-form", policy.SidForm),
	malformed("policy-without-actions", policy.NoActions),
	malformed("policy-without-resources", policy.NoResources),
	malformed("policy-action-form", policy.ActionForm),
	malformed("policy-resource-form", policy.ResourceForm),
	malformed("policy-with-principal", policy.HasPrincipal),
	malformed("trust-without-principal", policy.NoPrincipal),
	malformed("trust-with-resource", policy.HasResource),
	malformed("trust-in-other-actions", policy.NotAssumeRole),
	malformed("trust-principal", policy.InvalidPrincipalFor),
}

func malformed(name, message string) cloud.Refusal {
	return cloud.Refusal{
		Name: name, Operation: "IAM: CreateRole", Code: "MalformedPolicyDocument", Message: message, Source: policyGrammar,
	}
}

// refuse is the error that an operation gives for a complaint about a policy.
func refuse(operation string, complaint *policy.Complaint) error {
	for _, refusal := range malformedPolicies {
		if refusal.Message != complaint.Format {
			continue
		}
		refusal.Operation = operation
		if strings.Contains(refusal.Message, "%s") {
			return refusal.With(complaint.Value)
		}
		return refusal.With()
	}
	return complaint
}

// at is a refusal as another operation words it.
func at(operation string, refusal cloud.Refusal) cloud.Refusal {
	refusal.Operation = operation
	return refusal
}
