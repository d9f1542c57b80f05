package constructs_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/remotestate"
	"github.com/berth-iac/berth/internal/s3server"
)

// TestTerraformKeepsStateInTheRehearsalsS3 runs the synthesized backend as it
// is, led to a server on this machine by variables alone: the rehearsal changes
// nothing in what is rehearsed.
func TestTerraformKeepsStateInTheRehearsalsS3(t *testing.T) {
	keepStateInS3(t, func(s3 *s3server.Server) (string, []string) { return "", s3.Environment() })
}

// TestTerraformKeepsStateInAnEmulator needs no variable: the configuration says
// it all.
func TestTerraformKeepsStateInAnEmulator(t *testing.T) {
	keepStateInS3(t, func(s3 *s3server.Server) (string, []string) { return s3.URL(), nil })
}

// keepStateInS3 applies a producer and a consumer with the real Terraform. The
// server is reached by the endpoint of an emulator or by variables.
func keepStateInS3(t *testing.T, reach func(*s3server.Server) (emulator string, variables []string)) {
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("terraform is not installed")
	}
	s3, err := s3server.Start(t.TempDir())
	assert.NilError(t, err)
	t.Cleanup(func() { s3.Close() })
	const bucket = "acme-dev-tfstate"
	assert.NilError(t, s3.CreateBucket(bucket))

	app := cdktf.Testing_App(nil)
	emulator, variables := reach(s3)
	backend := remotestate.S3{Bucket: bucket, Region: "ap-northeast-1", Prefix: "acme/dev", Emulator: emulator}
	newStack := func(id string) cdktf.TerraformStack {
		stack := cdktf.NewTerraformStack(app, jsii.String(id))
		backend.Use(stack)
		return stack
	}
	producer, consumer := newStack("dev-network"), newStack("dev-ecs")
	remotestate.Publish(producer, endpoint{Host: "h", Port: "5432"})
	remotestate.Publish(consumer, remotestate.Read[endpoint](consumer, "dev-network", backend))

	command := func(directory string, arguments ...string) *exec.Cmd {
		command := exec.Command(terraform, append(arguments, "-no-color")...)
		command.Dir = directory
		command.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_CLI_CONFIG_FILE="+os.DevNull)
		command.Env = append(command.Env, variables...)
		return command
	}
	run := func(directory string, arguments ...string) (string, error) {
		output, err := command(directory, arguments...).CombinedOutput()
		return strings.Join(strings.Fields(string(output)), " "), err
	}
	initialize := func(stack cdktf.TerraformStack) string {
		directory := t.TempDir()
		config := *cdktf.Testing_Synth(stack, jsii.Bool(true))
		assert.NilError(t, os.WriteFile(filepath.Join(directory, "cdk.tf.json"), []byte(config), 0o600))
		output, err := run(directory, "init")
		assert.NilError(t, err, output)
		return directory
	}
	network, ecs := initialize(producer), initialize(consumer)

	output, err := run(ecs, "apply", "-auto-approve")
	assert.Assert(t, err != nil, "dev-network is not deployed yet")
	assert.Assert(t, strings.Contains(output, "Unable to find remote state"), output)

	// The first apply holds the lock while it waits for an answer.
	first := command(network, "apply")
	answer, err := first.StdinPipe()
	assert.NilError(t, err)
	questions, err := first.StdoutPipe()
	assert.NilError(t, err)
	assert.NilError(t, first.Start())
	t.Cleanup(func() { first.Process.Kill() })
	reader := bufio.NewReader(questions)
	for asked := ""; !strings.HasSuffix(asked, "Enter a value:"); {
		char, err := reader.ReadByte()
		assert.NilError(t, err, asked)
		asked += string(char)
	}
	output, err = run(network, "apply", "-auto-approve")
	assert.Assert(t, err != nil, output)
	assert.Assert(t, strings.Contains(output, "Error acquiring the state lock"), output)
	assert.Assert(t, strings.Contains(output, "PreconditionFailed"), output)
	_, err = answer.Write([]byte("yes\n"))
	assert.NilError(t, err)
	assert.NilError(t, first.Wait())

	output, err = run(ecs, "apply", "-auto-approve")
	assert.NilError(t, err, output)
	assert.Assert(t, strings.Contains(output, `host = "h" port = "5432"`), output)
	objects, err := s3.Objects(bucket)
	assert.NilError(t, err)
	assert.DeepEqual(t, objects, []string{"acme/dev/dev-ecs.tfstate", "acme/dev/dev-network.tfstate"})
}
