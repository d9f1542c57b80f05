// Package registry holds ECR repositories for the images that pipelines build
// and services run.
package registry

import (
	"regexp"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecrlifecyclepolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecrrepository"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// RepositoryProps describe an ECR repository. Its images are scanned when they
// are pushed, and their tags are immutable: a tag means one image forever, so
// that a push of latest would be refused the second time.
type RepositoryProps struct {
	// Name of the repository, such as acme-prod/web: 2 to 256 lower-case
	// letters, digits and ._-/ characters. Renaming replaces the repository and
	// deletes its images.
	Name string
	// KMSKeyARN is the key that encrypts the images. Changing it replaces the
	// repository and deletes its images. Default: aws/ecr, a key of AWS.
	KMSKeyARN string
	// KeepImages is how many tagged images are kept, the newest ones: 5 to
	// 1000. Default: 30. ECR does not know which images run: one that still
	// runs is deleted once so many newer ones were pushed without a release.
	KeepImages int
	// UntaggedDays is how long an image without a tag is kept, in days: 1 to
	// 365. Default: 7.
	UntaggedDays int
	// Disposable lets the repository be destroyed with its images
	// (force_delete). Default: false, Terraform refuses to destroy or replace
	// it (prevent_destroy).
	Disposable bool
}

// Repository is an ECR repository.
type Repository struct {
	// Name and ARN of the repository.
	Name, ARN string
	// URL of the repository, without a tag:
	// <account>.dkr.ecr.<region>.amazonaws.com/<name>.
	URL string
	// Resource is the aws_ecr_repository; nil where the props are invalid.
	Resource ecrrepository.EcrRepository
}

var repositoryName = check.TextRule{
	Service: "ECR",
	Min:     2,
	Max:     naming.MaxRepository,
	Form:    regexp.MustCompile(`^[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*$`),
	Allowed: "lower-case letters and digits, with single ._-/ between them",
}

// Validate tells what ECR would refuse.
func (p RepositoryProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, repositoryName)
	if p.KeepImages != 0 {
		check.Between(&problems, "KeepImages", p.KeepImages, 5, 1000)
	}
	if p.UntaggedDays != 0 {
		check.Between(&problems, "UntaggedDays", p.UntaggedDays, 1, 365)
	}
	return problems.Err()
}

// NewRepository adds an ECR repository and its lifecycle policy.
func NewRepository(scope constructs.Construct, id string, props RepositoryProps) *Repository {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Repository{}
	}
	encryption := &ecrrepository.EcrRepositoryEncryptionConfiguration{EncryptionType: jsii.String("KMS")}
	if props.KMSKeyARN != "" {
		encryption.KmsKey = jsii.String(props.KMSKeyARN)
	}
	resource := ecrrepository.NewEcrRepository(scope, jsii.String("Resource"), &ecrrepository.EcrRepositoryConfig{
		Name:                       jsii.String(props.Name),
		ImageTagMutability:         jsii.String("IMMUTABLE"),
		ImageScanningConfiguration: &ecrrepository.EcrRepositoryImageScanningConfiguration{ScanOnPush: jsii.Bool(true)},
		EncryptionConfiguration:    []*ecrrepository.EcrRepositoryEncryptionConfiguration{encryption},
		ForceDelete:                jsii.Bool(props.Disposable),
		Lifecycle:                  node.Protect(props.Disposable),
	})
	repository := &Repository{
		Name:     *resource.Name(),
		ARN:      *resource.Arn(),
		URL:      *resource.RepositoryUrl(),
		Resource: resource,
	}
	ecrlifecyclepolicy.NewEcrLifecyclePolicy(scope, jsii.String("lifecycle"), &ecrlifecyclepolicy.EcrLifecyclePolicyConfig{
		Repository: jsii.String(repository.Name),
		Policy:     jsii.String(planLifecycle(props).JSON()),
	})
	return repository
}
