package constructs_test

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/registry"
	"github.com/berth-iac/berth/internal/synthtest"
)

func TestRepositoryIsImmutableScannedEncryptedAndProtected(t *testing.T) {
	stack := synthtest.NewStack(t)
	registry.NewRepository(stack, "web", registry.RepositoryProps{Name: "acme-prod/web", KMSKeyARN: "${key}"})
	template := synthtest.Synth(t, stack)

	repository := template.One("aws_ecr_repository")
	assert.Equal(t, repository.String("image_tag_mutability"), "IMMUTABLE")
	assert.Equal(t, repository.Get("image_scanning_configuration.0.scan_on_push"), true)
	assert.Equal(t, repository.String("encryption_configuration.0.encryption_type"), "KMS")
	assert.Equal(t, repository.String("encryption_configuration.0.kms_key"), "${key}")
	assert.Equal(t, repository.Get("force_delete"), false)
	assert.Equal(t, repository.Get("lifecycle.prevent_destroy"), true)

	var policy struct{ Rules []any }
	lifecycle := template.One("aws_ecr_lifecycle_policy")
	lifecycle.Document("policy", &policy)
	assert.Equal(t, len(policy.Rules), 2)
	assert.Equal(t, lifecycle.String("repository"), "${"+repository.Address()+".name}")
}

func TestDisposableRepositoryIsDestroyedWithItsImages(t *testing.T) {
	stack := synthtest.NewStack(t)
	registry.NewRepository(stack, "web", registry.RepositoryProps{Name: "acme-dev/web", Disposable: true})
	repository := synthtest.Synth(t, stack).One("aws_ecr_repository")

	assert.Equal(t, repository.Get("force_delete"), true)
	assert.Assert(t, !repository.Has("lifecycle"))
	assert.Assert(t, !repository.Has("encryption_configuration.0.kms_key"))
}

func TestInvalidRepositoryBuildsNothing(t *testing.T) {
	stack := synthtest.NewStack(t)
	registry.NewRepository(stack, "web", registry.RepositoryProps{Name: "Acme/Web"})
	got := strings.Join(synthtest.Errors(stack), "\n")
	assert.Assert(t, strings.Contains(got, "web: Name: \"Acme/Web\""), got)
}
