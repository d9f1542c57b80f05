package remotestate

import (
	"fmt"
	"path"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/internal/emulator"
)

// Backend is where Terraform keeps the state of stacks: S3 or Local.
type Backend interface {
	// Use keeps the state of a stack in the backend, under the stack's id.
	Use(stack cdktf.TerraformStack)
	remoteState(scope constructs.Construct, producer string) source
}

// S3 keeps state in a bucket, encrypted, with S3's own lock file.
type S3 struct {
	// Bucket exists before the first stack that uses it is deployed.
	Bucket string
	// Region of the bucket.
	Region string
	// Prefix of the keys: the state of stack s lies at <prefix>/<s>.tfstate.
	Prefix string
	// Emulator is the endpoint of an AWS emulator that holds the bucket in place
	// of AWS, such as http://localhost:4566. Default: none, AWS.
	Emulator string
}

// Local keeps state in files, for a single person trying things out.
type Local struct {
	// Directory of the files, relative to the directory in which Terraform
	// runs: <outdir>/stacks/<stack>. Default: ../../.., the directory of
	// cdktf.json for the default outdir.
	Directory string
}

func (b S3) key(stack string) *string { return jsii.String(path.Join(b.Prefix, stack+".tfstate")) }

// Use keeps the state of a stack in the bucket.
func (b S3) Use(stack cdktf.TerraformStack) {
	config := &cdktf.S3BackendConfig{
		Bucket:  jsii.String(b.Bucket),
		Key:     b.key(*stack.Node().Id()),
		Region:  jsii.String(b.Region),
		Encrypt: jsii.Bool(true),
	}
	if b.Emulator != "" {
		config.Endpoints = &cdktf.S3BackendEndpointConfig{S3: jsii.String(b.Emulator)}
		config.UsePathStyle = jsii.Bool(true)
		config.AccessKey, config.SecretKey = jsii.String(emulator.AccessKey), jsii.String(emulator.SecretKey)
		config.SkipCredentialsValidation = jsii.Bool(true)
		config.SkipRequestingAccountId = jsii.Bool(true)
		config.SkipMetadataApiCheck = jsii.Bool(true)
		config.SkipS3Checksum = jsii.Bool(true)
	}
	cdktf.NewS3Backend(stack, config).AddOverride(jsii.String("use_lockfile"), true)
}

func (b S3) remoteState(scope constructs.Construct, producer string) source {
	config := &cdktf.DataTerraformRemoteStateS3Config{
		Bucket: jsii.String(b.Bucket),
		Key:    b.key(producer),
		Region: jsii.String(b.Region),
	}
	if b.Emulator != "" {
		config.Endpoints = &cdktf.S3BackendEndpointConfig{S3: jsii.String(b.Emulator)}
		config.UsePathStyle = jsii.Bool(true)
		config.AccessKey, config.SecretKey = jsii.String(emulator.AccessKey), jsii.String(emulator.SecretKey)
		config.SkipCredentialsValidation = jsii.Bool(true)
		config.SkipRequestingAccountId = jsii.Bool(true)
		config.SkipMetadataApiCheck = jsii.Bool(true)
	}
	return cdktf.NewDataTerraformRemoteStateS3(scope, jsii.String(producer), config)
}

func (b Local) path(stack string) *string {
	directory := b.Directory
	if directory == "" {
		directory = "../../.."
	}
	return jsii.String(path.Join(directory, fmt.Sprintf("terraform.%s.tfstate", stack)))
}

// Use keeps the state of a stack in a file.
func (b Local) Use(stack cdktf.TerraformStack) {
	cdktf.NewLocalBackend(stack, &cdktf.LocalBackendConfig{Path: b.path(*stack.Node().Id())})
}

func (b Local) remoteState(scope constructs.Construct, producer string) source {
	file := b.path(producer)
	state := cdktf.NewDataTerraformRemoteStateLocal(scope, jsii.String(producer), &cdktf.DataTerraformRemoteStateLocalConfig{Path: file})
	state.AddOverride(jsii.String("lifecycle.precondition"), []map[string]string{{
		// Terraform refuses a condition that refers to nothing: path.root does,
		// and is the directory that the path is relative to.
		"condition":     fmt.Sprintf(`${fileexists("${path.root}/%s")}`, *file),
		"error_message": fmt.Sprintf("Stack %[1]s has no state yet. Deploy it first:\n\n    cdktf deploy %[1]s", producer),
	}})
	return state
}
