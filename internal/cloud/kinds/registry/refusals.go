package registry

import "github.com/berth-iac/berth/internal/cloud"

const (
	createRepository = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html"
	deleteRepository = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html"
	putLifecycle     = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html"
	setPolicy        = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html"
	putImage         = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html"
	describeImages   = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html"
)

// Refusals are those of this area.
func Refusals() []cloud.Refusal {
	return []cloud.Refusal{
		repositoryTaken, repositoryNameInvalid, repositoryNotEmpty, repositoryMissing, keyInaccessible,
		lifecycleRepositoryMissing, lifecycleInvalid, policyRepositoryMissing, policyInvalid,
		pushRepositoryMissing, tagTaken, imageMissing,
	}
}

func ecr(name, operation, code, message, source string) cloud.Refusal {
	return cloud.Refusal{Name: name, Operation: "ECR: " + operation, Code: code, Message: message, Source: source}
}

const notFound = "The repository with name '%s' does not exist in the registry with id '%s'"

var (
	repositoryTaken       = ecr("repository-taken", "CreateRepository", "RepositoryAlreadyExistsException", "The repository with name '%s' already exists in the registry", createRepository)
	repositoryNameInvalid = ecr("repository-name", "CreateRepository", "InvalidParameterException", "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '"+namePattern+"''", createRepository)
	keyInaccessible       = ecr("repository-key", "CreateRepository", "KmsException", "The KMS key '%s' does not exist, is not enabled or you do not have permissions to access it", createRepository)
	repositoryNotEmpty    = ecr("repository-not-empty", "DeleteRepository", "RepositoryNotEmptyException", "The repository with name '%s' in registry with id '%s' cannot be deleted because it still contains images", deleteRepository)
	repositoryMissing     = ecr("repository-not-found", "DescribeRepositories", "RepositoryNotFoundException", notFound, createRepository)

	lifecycleRepositoryMissing = ecr("lifecycle-repository-not-found", "PutLifecyclePolicy", "RepositoryNotFoundException", "The repository with name '%s' does not exist in the registry", putLifecycle)
	lifecycleInvalid           = ecr("lifecycle-policy", "PutLifecyclePolicy", "InvalidParameterException", "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: %s'", putLifecycle)
	policyRepositoryMissing    = ecr("repository-policy-not-found", "SetRepositoryPolicy", "RepositoryNotFoundException", "The repository with name '%s' does not exist in the registry", setPolicy)
	policyInvalid              = ecr("repository-policy", "SetRepositoryPolicy", "InvalidParameterException", "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'", setPolicy)

	pushRepositoryMissing = ecr("push-repository-not-found", "PutImage", "RepositoryNotFoundException", notFound, putImage)
	tagTaken              = ecr("image-tag-taken", "PutImage", "ImageTagAlreadyExistsException", "The image tag '%s' already exists in the '%s' repository and cannot be overwritten because the repository is immutable.", putImage)
	imageMissing          = ecr("image-not-found", "DescribeImages", "ImageNotFoundException", "The image with imageId {imageDigest:'%s', imageTag:'%s'} does not exist within the repository with name '%s' in the registry with id '%s'", describeImages)
)
