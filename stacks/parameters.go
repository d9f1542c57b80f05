package stacks

import (
	"maps"
	"slices"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/kms"
	"github.com/berth-iac/berth/constructs/parameters"
	"github.com/berth-iac/berth/constructs/remotestate"
)

// ParametersOutputs are what the parameters stack publishes.
type ParametersOutputs struct {
	KeyARN     string                  `output:"key_arn" doc:"KMS key of the environment"`
	Parameters remotestate.Map[string] `output:"parameter_arn" doc:"ARN of the SSM parameter"`
	Secrets    remotestate.Map[string] `output:"secret_arn" doc:"ARN of the secret"`
}

// NewParameters adds the environment's KMS key, its SSM parameters, and its
// secrets without values.
func NewParameters(app constructs.Construct, env *config.Environment, bootstrap *Bootstrap) *Stack[ParametersOutputs] {
	s := newStack[ParametersOutputs](app, env, "parameters", backendOf(env))
	bootstrap.precedes(s.stack)

	key := kms.NewKey(s.stack, "key", kms.KeyProps{
		Alias:              prefix(env),
		Description:        "data, secrets and logs of " + prefix(env),
		Logs:               true,
		Alarms:             true,
		DeletionWindowDays: keyDeletionWindow(env),
	})
	outputs := ParametersOutputs{KeyARN: key.ARN}

	path := parameterPath(env)
	parameterARNs := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(env.Parameters)) {
		parameterARNs[name] = parameters.NewParameter(s.stack, "parameter-"+name, parameters.ParameterProps{
			Name:        path + name,
			Value:       env.Parameters[name].Value,
			Description: env.Parameters[name].Description,
		}).ARN
	}
	secretARNs := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(env.Secrets)) {
		secretARNs[name] = parameters.NewSecret(s.stack, "secret-"+name, parameters.SecretProps{
			Name:        path[1:] + name,
			Description: env.Secrets[name].Description,
			KMSKeyARN:   key.ARN,
			Disposable:  env.Disposable,
		}).ARN
	}
	outputs.Parameters = remotestate.MapOf(parameterARNs)
	outputs.Secrets = remotestate.MapOf(secretARNs)
	s.publish(outputs)
	return s
}

// parameterPath starts the name of every parameter of an environment.
func parameterPath(env *config.Environment) string { return "/" + env.Project + "/" + env.Name + "/" }
