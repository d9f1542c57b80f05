package stacks

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/remotestate"
	"github.com/berth-iac/berth/constructs/storage"
)

// BootstrapOutputs are what the bootstrap stack publishes.
type BootstrapOutputs struct {
	StateBucket string `output:"state_bucket" doc:"name of the bucket that holds the state of the other stacks"`
}

// Bootstrap is the stack that comes before all others.
type Bootstrap struct {
	*Stack[BootstrapOutputs]
}

// NewBootstrap adds the bucket for the state of the other stacks. Its own state
// is a local file, since the bucket cannot hold the state that creates it.
func NewBootstrap(app constructs.Construct, env *config.Environment) *Bootstrap {
	bootstrap := &Bootstrap{newStack[BootstrapOutputs](app, env, "bootstrap", remotestate.Local{})}
	bucket := storage.NewBucket(bootstrap.stack, "state", storage.BucketProps{
		Name:       env.State.Bucket,
		Disposable: env.Disposable,
	})
	bootstrap.publish(BootstrapOutputs{StateBucket: bucket.Name})
	return bootstrap
}

// precedes has a stack deployed after the bucket that holds its state.
func (b *Bootstrap) precedes(stack cdktf.TerraformStack) {
	stack.AddDependency(b.stack)
}
