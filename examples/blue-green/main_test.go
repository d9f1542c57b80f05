package main

import (
	"encoding/json"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/fastsynth"
)

// The example synthesizes, and its service is one that CodeDeploy releases.
func TestStack(t *testing.T) {
	fastsynth.Load()
	defer jsii.Close()
	text := cdktf.Testing_Synth(newStack(cdktf.Testing_App(nil)), jsii.Bool(true))
	var stack struct {
		Resource struct {
			Service map[string]struct {
				Controller struct{ Type string }            `json:"deployment_controller"`
				Lifecycle  struct{ IgnoreChanges []string } `json:"lifecycle"`
			} `json:"aws_ecs_service"`
			Group map[string]any `json:"aws_codedeploy_deployment_group"`
			Vpc   map[string]any `json:"aws_vpc"`
		}
	}
	if err := json.Unmarshal([]byte(*text), &stack); err != nil {
		t.Fatal(err)
	}
	if len(stack.Resource.Vpc) != 1 || len(stack.Resource.Service) != 1 || len(stack.Resource.Group) != 1 {
		t.Fatalf("want one VPC, one service and one deployment group, got %+v", stack.Resource)
	}
	for _, service := range stack.Resource.Service {
		if service.Controller.Type != "CODE_DEPLOY" {
			t.Errorf("the deployment controller is %q", service.Controller.Type)
		}
	}
}
