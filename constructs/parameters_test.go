package constructs_test

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/parameters"
	"github.com/berth-iac/berth/internal/synthtest"
)

func TestParameterIsPlainReadableAndLiteral(t *testing.T) {
	stack := synthtest.NewStack(t)
	parameters.NewParameter(stack, "p", parameters.ParameterProps{
		Name: "/acme/dev/format", Value: "${level} %{time}", Description: "costs ${money}",
	})
	parameter := synthtest.Synth(t, stack).One("aws_ssm_parameter")

	assert.Equal(t, parameter.String("type"), "String")
	assert.Equal(t, parameter.String("tier"), "Standard")
	// Exactly one of value and insecure_value, and no template of Terraform's.
	assert.Equal(t, parameter.String("insecure_value"), "$${level} %%{time}")
	assert.Assert(t, !parameter.Has("value"))
	assert.Equal(t, parameter.String("description"), "costs $${money}")
}

func TestSecretHasNoValueAndCanBeRestored(t *testing.T) {
	stack := synthtest.NewStack(t)
	parameters.NewSecret(stack, "kept", parameters.SecretProps{Name: "acme/prod/web", KMSKeyARN: "${key}", Description: "keys"})
	parameters.NewSecret(stack, "disposable", parameters.SecretProps{Name: "acme/dev/web", Disposable: true})
	template := synthtest.Synth(t, stack)

	kept := template.One("aws_secretsmanager_secret", "kept")
	assert.Equal(t, kept.Get("recovery_window_in_days"), 30.0)
	assert.Equal(t, kept.String("kms_key_id"), "${key}")
	// Without a recovery window, a secret of the same name can be made again.
	disposable := template.One("aws_secretsmanager_secret", "disposable")
	assert.Equal(t, disposable.Get("recovery_window_in_days"), 0.0)
	assert.Assert(t, !disposable.Has("kms_key_id"))
	template.None("aws_secretsmanager_secret_version")
}

func TestInvalidParametersBuildNothing(t *testing.T) {
	stack := synthtest.NewStack(t)
	parameters.NewParameter(stack, "p", parameters.ParameterProps{Name: "/aws/x", Value: "v"})
	parameters.NewSecret(stack, "s", parameters.SecretProps{})
	got := strings.Join(synthtest.Errors(stack), "\n")
	for _, want := range []string{`p: Name: "/aws/x" starts with /aws`, "s: Name: missing"} {
		assert.Assert(t, strings.Contains(got, want), got)
	}
}
