package constructs_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/remotestate"
	"github.com/berth-iac/berth/internal/synthtest"
)

type endpoint struct {
	Host string `output:"host"`
	Port string `output:"port"`
}

type outputs struct {
	VPCID     string                                   `output:"vpc_id" doc:"id of the VPC"`
	Spare     string                                   `output:"spare,optional"`
	SubnetIDs []string                                 `output:"subnet_ids"`
	ARNs      remotestate.Map[string]                  `output:"secret_arn"`
	Databases remotestate.Map[endpoint]                `output:"database"`
	Zones     remotestate.Map[remotestate.Map[string]] `output:"zone"`
}

func published() outputs {
	return outputs{
		VPCID:     "vpc-1",
		SubnetIDs: []string{"subnet-1", "subnet-2"},
		ARNs:      remotestate.MapOf(map[string]string{"web": "arn:1", "db": "arn:2"}),
		Databases: remotestate.MapOf(map[string]endpoint{"main": {Host: "h", Port: "5432"}}),
	}
}

func TestPublishMakesAnOutputOfEveryField(t *testing.T) {
	stack := synthtest.NewStack(t)
	remotestate.Publish(stack, published())
	got := synthtest.Synth(t, stack).Block("output")
	assert.DeepEqual(t, got, map[string]any{
		"vpc_id":             map[string]any{"value": "vpc-1", "description": "id of the VPC"},
		"subnet_ids":         map[string]any{"value": []any{"subnet-1", "subnet-2"}},
		"secret_arn_web":     map[string]any{"value": "arn:1"},
		"secret_arn_db":      map[string]any{"value": "arn:2"},
		"database_main_host": map[string]any{"value": "h"},
		"database_main_port": map[string]any{"value": "5432"},
	})
}

func TestReadRefersToTheProducersState(t *testing.T) {
	stack := synthtest.NewStack(t)
	read := remotestate.Read[outputs](stack, "dev-network", remotestate.S3{Bucket: "b", Region: "ap-northeast-1", Prefix: "acme/dev"})
	show := func(id string, value any) {
		cdktf.NewTerraformOutput(stack, jsii.String(id), &cdktf.TerraformOutputConfig{Value: value, StaticId: jsii.Bool(true)})
	}
	show("vpc", read.VPCID)
	show("subnets", jsii.Strings(read.SubnetIDs...))
	show("arn", "prefix "+read.ARNs.Get("web"))
	show("host", read.Databases.Get("main").Host)
	show("zone", read.Zones.Get("a").Get("b"))
	template := synthtest.Synth(t, stack)

	state := template.Data("terraform_remote_state")[0]
	assert.Equal(t, state.ID, "dev-network")
	assert.DeepEqual(t, state.Get("config"), map[string]any{"bucket": "b", "key": "acme/dev/dev-network.tfstate", "region": "ap-northeast-1"})
	assert.Assert(t, strings.Contains(state.String("lifecycle.postcondition.0.error_message"), "cdktf deploy dev-network"))
	assert.Equal(t, state.String("lifecycle.postcondition.0.condition"), `${length(setsubtract(["database_main_host", "database_main_port", "secret_arn_web", "subnet_ids", "vpc_id", "zone_a_b"], keys(self.outputs))) == 0}`)
	value := func(id string) any { return template.Block("output")[id].(map[string]any)["value"] }
	assert.Equal(t, value("vpc"), "${data.terraform_remote_state.dev-network.outputs.vpc_id}")
	assert.Equal(t, value("subnets"), "${data.terraform_remote_state.dev-network.outputs.subnet_ids}")
	assert.Equal(t, value("arn"), "prefix ${data.terraform_remote_state.dev-network.outputs.secret_arn_web}")
	assert.Equal(t, value("zone"), "${data.terraform_remote_state.dev-network.outputs.zone_a_b}")
	assert.Equal(t, value("host"), "${data.terraform_remote_state.dev-network.outputs.database_main_host}")
}

func TestBackends(t *testing.T) {
	stack := synthtest.NewStack(t)
	remotestate.S3{Bucket: "b", Region: "eu-west-1", Prefix: "acme/dev"}.Use(stack)
	assert.DeepEqual(t, synthtest.Synth(t, stack).Block("terraform")["backend"], map[string]any{"s3": map[string]any{
		"bucket": "b", "key": "acme/dev/test.tfstate", "region": "eu-west-1", "encrypt": true, "use_lockfile": true,
	}})

	stack = synthtest.NewStack(t)
	emulated := remotestate.S3{Bucket: "b", Region: "eu-west-1", Prefix: "acme/dev", Emulator: "http://localhost:4566"}
	emulated.Use(stack)
	remotestate.Read[outputs](stack, "dev-network", emulated)
	emulator := map[string]any{
		"endpoints": map[string]any{"s3": "http://localhost:4566"}, "use_path_style": true,
		"access_key": "test", "secret_key": "test",
		"skip_credentials_validation": true, "skip_requesting_account_id": true, "skip_metadata_api_check": true,
	}
	want := map[string]any{"bucket": "b", "key": "acme/dev/dev-network.tfstate", "region": "eu-west-1"}
	maps.Copy(want, emulator)
	assert.DeepEqual(t, synthtest.Synth(t, stack).Data("terraform_remote_state")[0].Get("config"), want)
	maps.Copy(want, map[string]any{"key": "acme/dev/test.tfstate", "encrypt": true, "use_lockfile": true, "skip_s3_checksum": true})
	assert.DeepEqual(t, synthtest.Synth(t, stack).Block("terraform")["backend"], map[string]any{"s3": want})

	stack = synthtest.NewStack(t)
	remotestate.Local{}.Use(stack)
	remotestate.Read[outputs](stack, "dev-network", remotestate.Local{})
	template := synthtest.Synth(t, stack)
	assert.DeepEqual(t, template.Block("terraform")["backend"], map[string]any{"local": map[string]any{"path": "../../../terraform.test.tfstate"}})
	state := template.Data("terraform_remote_state")[0]
	assert.Equal(t, state.String("config.path"), "../../../terraform.dev-network.tfstate")
	assert.Equal(t, state.String("lifecycle.precondition.0.condition"), `${fileexists("${path.root}/../../../terraform.dev-network.tfstate")}`)
}

// TestTerraformNamesTheStackToDeployFirst asks Terraform itself: the conditions
// have to be ones that it accepts, and their message the one it shows.
func TestTerraformNamesTheStackToDeployFirst(t *testing.T) {
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("terraform is not installed")
	}
	directory := t.TempDir()
	backend := remotestate.Local{Directory: "."}
	stack := cdktf.NewTerraformStack(cdktf.Testing_App(nil), jsii.String("dev-ecs"))
	backend.Use(stack)
	read := remotestate.Read[endpoint](stack, "dev-network", backend)
	remotestate.Publish(stack, read)
	config := *cdktf.Testing_Synth(stack, jsii.Bool(true))
	assert.NilError(t, os.WriteFile(filepath.Join(directory, "cdk.tf.json"), []byte(config), 0o600))
	run := func(arguments ...string) string {
		command := exec.Command(terraform, append(arguments, "-no-color")...)
		command.Dir = directory
		command.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_CLI_CONFIG_FILE="+os.DevNull)
		output, _ := command.CombinedOutput()
		return strings.Join(strings.Fields(string(output)), " ")
	}
	publish := func(outputs string) {
		state := `{"version":4,"terraform_version":"1.10.0","serial":1,"lineage":"x","outputs":` + outputs + `,"resources":[]}`
		assert.NilError(t, os.WriteFile(filepath.Join(directory, "terraform.dev-network.tfstate"), []byte(state), 0o600))
	}

	run("init")
	assert.Assert(t, strings.Contains(run("plan"), "Stack dev-network has no state yet. Deploy it first: cdktf deploy dev-network"))
	publish(`{"host":{"value":"h","type":"string"}}`)
	assert.Assert(t, strings.Contains(run("plan"), "Stack dev-network has not published all of its outputs yet. Deploy it first: cdktf deploy dev-network"))
	publish(`{"host":{"value":"h","type":"string"},"port":{"value":"5432","type":"string"}}`)
	applied := run("apply", "-auto-approve")
	assert.Assert(t, strings.Contains(applied, `host = "h" port = "5432"`), applied)
}
