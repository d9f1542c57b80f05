package secrets

import "github.com/berth-iac/berth/internal/cloud"

const (
	ssmAPI         = "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_"
	parameterNames = "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html"
	secretsAPI     = "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_"
)

// Refusals are those of this area.
func Refusals() []cloud.Refusal {
	return []cloud.Refusal{
		parameterTaken, parameterForm, parameterReserved, parameterPath, parameterLevels, parameterLong, parameterEmpty, parameterPattern,
		parameterKey, parameterInsecure, parameterUnknown,
		secretTaken, secretWaiting, secretWindow, secretMissing, secretMarked, secretEmpty, secretKey, secretUnknown, stageUnknown,
		secretPolicySyntax, secretPolicyPrincipal, secretPolicyPublic, rotationLambda,
	}
}

func badParameter(name, code, message, source string) cloud.Refusal {
	return cloud.Refusal{Name: name, Operation: "SSM: PutParameter", Code: code, Message: message, Source: source}
}

var (
	parameterTaken = badParameter("parameter-taken", "ParameterAlreadyExists",
		"The parameter already exists. To overwrite this value, set the overwrite option in the request to true.", ssmAPI+"PutParameter.html")
	parameterForm = badParameter("parameter-name", "ValidationException",
		`Parameter name: can't be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_`,
		parameterNames)
	parameterReserved = badParameter("parameter-reserved", "AccessDeniedException", "No access to reserved parameter name: %s", parameterNames)
	parameterPath     = badParameter("parameter-path", "ValidationException", "Parameter name must be a fully qualified name.", parameterNames)
	parameterLevels   = badParameter("parameter-levels", "HierarchyLevelLimitExceededException",
		"A hierarchy can have a maximum of 15 levels.", ssmAPI+"PutParameter.html")
	parameterLong = badParameter("parameter-too-long", "ValidationException",
		"Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html",
		"https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html")
	parameterEmpty = badParameter("parameter-empty", "ValidationException",
		"1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.", ssmAPI+"PutParameter.html")
	parameterPattern = badParameter("parameter-pattern", "ParameterPatternMismatchException",
		"Parameter value, cannot be validated against allowedPattern: %s", ssmAPI+"PutParameter.html")
	parameterKey = badParameter("parameter-key", "InvalidKeyId", "Invalid keyId %s", ssmAPI+"PutParameter.html")
)

var parameterInsecure = cloud.Refusal{
	Name:    "parameter-insecure-secure-string",
	Message: "invalid configuration, cannot set type = SecureString and insecure_value", Source: ssmAPI + "PutParameter.html",
}

var parameterUnknown = cloud.Refusal{
	Name: "parameter-unknown", Message: "reading SSM Parameter (%s): couldn't find resource", Source: ssmAPI + "GetParameter.html",
}

func badSecret(name, operation, code, message string) cloud.Refusal {
	return cloud.Refusal{
		Name: name, Operation: "Secrets Manager: " + operation, Code: code, Message: message, Source: secretsAPI + operation + ".html",
	}
}

var (
	secretTaken = badSecret("secret-taken", "CreateSecret", "ResourceExistsException",
		"The operation failed because the secret %s already exists.")
	secretWaiting = badSecret("secret-name-in-recovery-window", "CreateSecret", "InvalidRequestException",
		"You can't create this secret because a secret with this name is already scheduled for deletion.")
	secretMissing = badSecret("secret-missing", "PutSecretValue", "ResourceNotFoundException",
		"Secrets Manager can't find the specified secret.")
	secretMarked = badSecret("secret-marked-for-deletion", "PutSecretValue", "InvalidRequestException",
		"You can't perform this operation on the secret because it was marked for deletion.")
	secretEmpty = badSecret("secret-empty", "PutSecretValue", "InvalidParameterException",
		"You must provide either SecretString or SecretBinary.")
	secretKey = badSecret("secret-key", "PutSecretValue", "EncryptionFailure",
		"Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check that the KMS key is available, enabled, and not in an invalid state.")
	stageUnknown = badSecret("secret-stage-unknown", "GetSecretValue", "ResourceNotFoundException",
		"Secrets Manager can't find the specified secret value for staging label: %s")
	secretPolicySyntax = badSecret("secret-policy-syntax", "PutResourcePolicy", "MalformedPolicyDocumentException",
		"This resource policy contains a syntax error.")
	secretPolicyPrincipal = badSecret("secret-policy-principal", "PutResourcePolicy", "MalformedPolicyDocumentException",
		"This resource policy contains an unsupported principal.")
	secretPolicyPublic = badSecret("secret-policy-public", "PutResourcePolicy", "PublicPolicyException",
		"This resource policy grants broad access to your secret. To block public access, choose a more restrictive policy.")
	rotationLambda = badSecret("secret-rotation-without-function", "RotateSecret", "InvalidRequestException",
		"No Lambda rotation function ARN is associated with this secret.")
)

var secretWindow = cloud.Refusal{
	Name:    "secret-recovery-window",
	Message: "expected recovery_window_in_days to be 0 or in the range (7 - 30), got %s", Source: secretsAPI + "DeleteSecret.html",
}

var secretUnknown = cloud.Refusal{
	Name: "secret-unknown", Message: "reading Secrets Manager Secret (%s): couldn't find resource", Source: secretsAPI + "DescribeSecret.html",
}

// at is a refusal as another operation words it.
func at(operation string, refusal cloud.Refusal) cloud.Refusal {
	refusal.Operation = operation
	return refusal
}
