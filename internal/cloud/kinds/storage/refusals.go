package storage

import "github.com/berth-iac/berth/internal/cloud"

const (
	s3Errors    = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
	bucketNames = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"
	publicBlock = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"
	ownership   = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html"
	lifecycles  = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html"
)

// Refusals are those of this area.
func Refusals() []cloud.Refusal {
	return []cloud.Refusal{
		bucketTaken, bucketName, bucketNameForm, bucketNameLength, bucketNotEmpty, noSuchBucket, bucketUnknown,
		policySyntax, policyPrincipal, policyNoPrincipal, policyResource, policyAction, policyApplies, policyPublic,
		aclUnsupported, aclPublic, aclBeforeEnforced,
		versioningDisabled, versioningLocked, encryptionKey,
		lifecycleIDs, lifecycleNothing, lifecycleEarly, lifecycleOrder, corsMethod, loggingTarget, notificationTarget, regionWithoutAccount,
	}
}

var bucketTaken = cloud.Refusal{
	Name: "bucket-taken", Operation: "S3: CreateBucket", Status: 409, Code: "BucketAlreadyOwnedByYou",
	Message: "Your previous request to create the named bucket succeeded and you already own it.", Source: s3Errors,
}

var bucketName = cloud.Refusal{
	Name: "bucket-name", Operation: "S3: CreateBucket", Code: "InvalidBucketName",
	Message: "The specified bucket is not valid.", Source: bucketNames,
}

var bucketNameForm = cloud.Refusal{
	Name:    "bucket-name-form",
	Message: "validating S3 Bucket (%[1]s) name: only lowercase alphanumeric characters and hyphens allowed in %[1]q", Source: bucketNames,
}

var bucketNameLength = cloud.Refusal{
	Name:    "bucket-name-length",
	Message: "validating S3 Bucket (%[1]s) name: %[1]q must contain from 3 to 63 characters", Source: bucketNames,
}

var bucketNotEmpty = cloud.Refusal{
	Name: "bucket-not-empty", Operation: "S3: DeleteBucket", Status: 409, Code: "BucketNotEmpty",
	Message: "The bucket you tried to delete is not empty", Source: s3Errors,
}

var noSuchBucket = cloud.Refusal{
	Name: "bucket-missing", Operation: "S3: PutBucketPolicy", Status: 404, Code: "NoSuchBucket",
	Message: "The specified bucket does not exist", Source: s3Errors,
}

var bucketUnknown = cloud.Refusal{
	Name: "bucket-unknown", Message: "reading S3 Bucket (%s): couldn't find resource", Source: s3Errors,
}

func malformed(name, message string) cloud.Refusal {
	return cloud.Refusal{
		Name: name, Operation: "S3: PutBucketPolicy", Code: "MalformedPolicy", Message: message,
		Source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html",
	}
}

var (
	policySyntax      = malformed("bucket-policy-syntax", "Policy has invalid syntax")
	policyPrincipal   = malformed("bucket-policy-principal", "Invalid principal in policy")
	policyNoPrincipal = malformed("bucket-policy-without-principal", "Missing required field Principal")
	policyResource    = malformed("bucket-policy-resource", "Policy has invalid resource")
	policyAction      = malformed("bucket-policy-action", "Policy has invalid action")
	policyApplies     = malformed("bucket-policy-applies-to-nothing", "Action does not apply to any resource(s) in statement")
)

var policyPublic = cloud.Refusal{
	Name: "bucket-policy-public", Operation: "S3: PutBucketPolicy", Status: 403, Code: "AccessDenied",
	Message: `User: %s is not authorized to perform: s3:PutBucketPolicy on resource: "%s" because public policies are blocked by the BlockPublicPolicy block public access setting.`,
	Source:  publicBlock,
}

var aclUnsupported = cloud.Refusal{
	Name: "bucket-acl-unsupported", Operation: "S3: PutBucketAcl", Code: "AccessControlListNotSupported",
	Message: "The bucket does not allow ACLs", Source: ownership,
}

var aclPublic = cloud.Refusal{
	Name: "bucket-acl-public", Operation: "S3: PutBucketAcl", Status: 403, Code: "AccessDenied",
	Message: `User: %s is not authorized to perform: s3:PutBucketAcl on resource: "%s" because public access control lists (ACLs) are blocked by the BlockPublicAcls block public access setting.`,
	Source:  publicBlock,
}

var aclBeforeEnforced = cloud.Refusal{
	Name: "bucket-acl-before-enforced-ownership", Operation: "S3: PutBucketOwnershipControls", Code: "InvalidBucketAclWithObjectOwnership",
	Message: "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting", Source: ownership,
}

var versioningDisabled = cloud.Refusal{
	Name:    "bucket-versioning-disabled",
	Message: "versioning_configuration.status cannot be updated from '%s' to 'Disabled'",
	Source:  "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
}

var versioningLocked = cloud.Refusal{
	Name: "bucket-versioning-locked", Operation: "S3: PutBucketVersioning", Status: 409, Code: "InvalidBucketState",
	Message: "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.", Source: s3Errors,
}

var encryptionKey = cloud.Refusal{
	Name: "bucket-encryption-key", Operation: "S3: PutBucketEncryption", Code: "InvalidArgument",
	Message: "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
	Source:  "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html",
}

func badLifecycle(name, code, message string) cloud.Refusal {
	return cloud.Refusal{
		Name: name, Operation: "S3: PutBucketLifecycleConfiguration", Code: code, Message: message, Source: lifecycles,
	}
}

var (
	lifecycleIDs     = badLifecycle("lifecycle-rule-twice", "InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule")
	lifecycleNothing = badLifecycle("lifecycle-rule-empty", "InvalidRequest", "At least one action needs to be specified in a rule")
	lifecycleEarly   = badLifecycle("lifecycle-transition-early", "InvalidArgument",
		"'Days' in Transition action must be greater than or equal to 30 for storageClass '%s'")
	lifecycleOrder = badLifecycle("lifecycle-expires-before-transition", "InvalidArgument",
		"'Days' in the Expiration action for filter '(prefix=%s)' must be greater than 'Days' in the Transition action")
)

var corsMethod = cloud.Refusal{
	Name: "cors-method", Operation: "S3: PutBucketCors", Code: "InvalidRequest",
	Message: "Found unsupported HTTP method in CORS config. Unsupported method is %s",
	Source:  "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html",
}

var loggingTarget = cloud.Refusal{
	Name: "logging-target", Operation: "S3: PutBucketLogging", Code: "InvalidTargetBucketForLogging",
	Message: "The target bucket for logging does not exist", Source: s3Errors,
}

var notificationTarget = cloud.Refusal{
	Name: "notification-target", Operation: "S3: PutBucketNotificationConfiguration", Code: "InvalidArgument",
	Message: "Unable to validate the following destination configurations",
	Source:  "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html",
}

var regionWithoutAccount = cloud.Refusal{
	Name: "region-without-load-balancer-account", Message: "unsupported AWS Region: %s",
	Source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
}

// at is a refusal as another operation words it.
func at(operation string, refusal cloud.Refusal) cloud.Refusal {
	refusal.Operation = operation
	return refusal
}
