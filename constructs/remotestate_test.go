package constructs_test

import (
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
	VPCID     string                    `output:"vpc_id" doc:"id of the VPC"`
	Spare     string                    `output:"spare,optional"`
	SubnetIDs []string                  `output:"subnet_ids"`
	ARNs      remotestate.Map[string]   `output:"secret_arn"`
	Databases remotestate.Map[endpoint] `output:"database"`
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
	template := synthtest.Synth(t, stack)

	state := template.Data("terraform_remote_state")[0]
	assert.Equal(t, state.ID, "dev-network")
	assert.DeepEqual(t, state.Get("config"), map[string]any{"bucket": "b", "key": "acme/dev/dev-network.tfstate", "region": "ap-northeast-1"})
	assert.Assert(t, strings.Contains(state.String("lifecycle.postcondition.0.error_message"), "cdktf deploy dev-network"))
	assert.Equal(t, state.String("lifecycle.postcondition.0.condition"), `${length(setsubtract(["vpc_id", "subnet_ids"], keys(self.outputs))) == 0}`)
	value := func(id string) any { return template.Block("output")[id].(map[string]any)["value"] }
	assert.Equal(t, value("vpc"), "${data.terraform_remote_state.dev-network.outputs.vpc_id}")
	assert.Equal(t, value("subnets"), "${data.terraform_remote_state.dev-network.outputs.subnet_ids}")
	assert.Equal(t, value("arn"), "prefix ${data.terraform_remote_state.dev-network.outputs.secret_arn_web}")
	assert.Equal(t, value("host"), "${data.terraform_remote_state.dev-network.outputs.database_main_host}")
}

func TestBackends(t *testing.T) {
	stack := synthtest.NewStack(t)
	remotestate.S3{Bucket: "b", Region: "eu-west-1", Prefix: "acme/dev"}.Use(stack)
	assert.DeepEqual(t, synthtest.Synth(t, stack).Block("terraform")["backend"], map[string]any{"s3": map[string]any{
		"bucket": "b", "key": "acme/dev/test.tfstate", "region": "eu-west-1", "encrypt": true, "use_lockfile": true,
	}})

	stack = synthtest.NewStack(t)
	remotestate.Local{}.Use(stack)
	remotestate.Read[outputs](stack, "dev-network", remotestate.Local{})
	template := synthtest.Synth(t, stack)
	assert.DeepEqual(t, template.Block("terraform")["backend"], map[string]any{"local": map[string]any{"path": "../../../terraform.test.tfstate"}})
	state := template.Data("terraform_remote_state")[0]
	assert.Equal(t, state.String("config.path"), "../../../terraform.dev-network.tfstate")
	assert.Equal(t, state.String("lifecycle.precondition.0.condition"), `${fileexists("../../../terraform.dev-network.tfstate")}`)
}
