// Package stacks holds the deployable units of an environment. Each stack has a
// file with what it deploys and the outputs it publishes; stacks meet through
// those outputs alone.
package stacks

import (
	"maps"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/remotestate"
	"github.com/berth-iac/berth/internal/naming"
)

// terraformVersion is the first with S3's own lock file (use_lockfile).
const terraformVersion = ">= 1.10"

// Stack is a stack that publishes outputs of type T. Holding one is what lets
// another stack read them, so stacks cannot form a cycle.
type Stack[T any] struct {
	id      string
	stack   cdktf.TerraformStack
	backend remotestate.Backend
}

// Terraform is the CDKTF stack.
func (s *Stack[T]) Terraform() cdktf.TerraformStack { return s.stack }

// publish makes outputs for others to read.
func (s *Stack[T]) publish(outputs T) { remotestate.Publish(s.stack, outputs) }

// readBy is what the stack has published, as seen by a consumer, which from
// then on is deployed after it.
func (s *Stack[T]) readBy(consumer cdktf.TerraformStack) T {
	consumer.AddDependency(s.stack)
	return remotestate.Read[T](consumer, s.id, s.backend)
}

// newStack adds the stack <environment>-<name>, with its provider and backend.
func newStack[T any](app constructs.Construct, env *config.Environment, name string, backend remotestate.Backend) *Stack[T] {
	id := naming.Join(env.Name, name)
	stack := cdktf.NewTerraformStack(app, jsii.String(id))
	stack.AddOverride(jsii.String("terraform.required_version"), terraformVersion)
	newProvider(stack, env, name)
	backend.Use(stack)
	return &Stack[T]{id: id, stack: stack, backend: backend}
}

func newProvider(stack cdktf.TerraformStack, env *config.Environment, name string) {
	defaults := map[string]*string{}
	for key, value := range tags(env, name) {
		defaults[key] = jsii.String(value)
	}
	config := &provider.AwsProviderConfig{
		Region:      jsii.String(env.Region),
		DefaultTags: []*provider.AwsProviderDefaultTags{{Tags: &defaults}},
	}
	if env.Account != "" {
		config.AllowedAccountIds = jsii.Strings(env.Account)
	}
	if env.Emulator != nil {
		emulate(config, env.Emulator.Endpoint)
	}
	provider.NewAwsProvider(stack, jsii.String("aws"), config)
}

// tags are those of every resource of a stack.
func tags(env *config.Environment, stack string) map[string]string {
	all := map[string]string{
		"Project":     env.Project,
		"Environment": env.Name,
		"Stack":       stack,
		"ManagedBy":   "terraform",
	}
	maps.Copy(all, env.Tags)
	return all
}

// prefix starts the name of every resource of an environment.
func prefix(env *config.Environment) string { return naming.Join(env.Project, env.Name) }

// backendOf is where the state of an environment's stacks is kept.
func backendOf(env *config.Environment) remotestate.Backend {
	if env.State.Backend == config.BackendLocal {
		return remotestate.Local{}
	}
	backend := remotestate.S3{
		Bucket: env.State.Bucket,
		Region: env.Region,
		Prefix: env.Project + "/" + env.Name,
	}
	if env.Emulator != nil {
		backend.Emulator = env.Emulator.Endpoint
	}
	return backend
}
