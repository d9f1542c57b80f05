package ecs

import (
	"slices"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/autoscalinggroup"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/iaminstanceprofile"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/launchtemplate"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/identity"
)

// images are the public SSM parameters that name AWS's newest image for ECS on
// Amazon Linux 2023.
var images = map[Architecture]string{
	X8664: "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
	ARM64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id",
}

// rootDevice is where Amazon Linux 2023 has its disk.
const rootDevice = "/dev/xvda"

// newLaunchTemplate adds the template of the instances.
//
// The image is resolved by EC2 at each launch and not by Terraform at each plan
// (a data source): AWS releases one every week or two, and every plan of the
// stack would then replace all instances. A new instance has the newest image;
// an instance refresh, started by hand or by a schedule, brings it to the others.
func (p ContainerInstancesProps) newLaunchTemplate(scope constructs.Construct, securityGroupID string, role *identity.Role) launchtemplate.LaunchTemplate {
	profile := iaminstanceprofile.NewIamInstanceProfile(scope, jsii.String("profile"), &iaminstanceprofile.IamInstanceProfileConfig{
		Name: jsii.String(role.Name),
		Role: jsii.String(role.Name),
	})
	tags := map[string]*string{}
	for key, value := range p.tags() {
		tags[key] = jsii.String(value)
	}
	return launchtemplate.NewLaunchTemplate(scope, jsii.String("template"), &launchtemplate.LaunchTemplateConfig{
		Name:                 jsii.String(p.Name),
		Description:          jsii.String("container instances of " + p.Name),
		UpdateDefaultVersion: jsii.Bool(true),
		ImageId:              jsii.String("resolve:ssm:" + images[p.Architecture]),
		InstanceType:         jsii.String(p.InstanceTypes[0]),
		UserData:             p.encodedUserData(),
		IamInstanceProfile:   &launchtemplate.LaunchTemplateIamInstanceProfile{Arn: profile.Arn()},
		VpcSecurityGroupIds:  jsii.Strings(securityGroupID),
		MetadataOptions: &launchtemplate.LaunchTemplateMetadataOptions{
			HttpEndpoint:            jsii.String("enabled"),
			HttpTokens:              jsii.String("required"), // IMDSv2
			HttpPutResponseHopLimit: jsii.Number(p.MetadataHopLimit),
		},
		BlockDeviceMappings: []*launchtemplate.LaunchTemplateBlockDeviceMappings{{
			DeviceName: jsii.String(rootDevice),
			Ebs: &launchtemplate.LaunchTemplateBlockDeviceMappingsEbs{
				VolumeType:          jsii.String("gp3"),
				VolumeSize:          jsii.Number(p.VolumeGiB),
				Encrypted:           jsii.String("true"),
				DeleteOnTermination: jsii.String("true"),
			},
		}},
		TagSpecifications: []*launchtemplate.LaunchTemplateTagSpecifications{{
			ResourceType: jsii.String("volume"),
			Tags:         &tags,
		}},
	})
}

// agentSettings configure the ECS agent besides naming its cluster.
var agentSettings = []string{
	// Tasks with a network interface of their own do not reach the instance's
	// credentials; with Bridge it is the hop limit that keeps them off.
	"ECS_AWSVPC_BLOCK_IMDS=true",
	// awslogs writes with the task's execution role, not the instance's.
	"ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true",
	`ECS_AVAILABLE_LOGGING_DRIVERS=["awslogs","fluentd","awsfirelens","json-file","none"]`,
	// A Spot instance that is about to go takes no more tasks.
	"ECS_ENABLE_SPOT_INSTANCE_DRAINING=true",
}

// userData is the script that an instance runs at its first start, before the
// ECS agent reads its settings: what stands before and after the name of the
// cluster, which Terraform knows later.
func (p ContainerInstancesProps) userData() (before, after string) {
	lines := []string{"#!/bin/bash"}
	if p.UserData != "" {
		lines = append(lines, strings.TrimSpace(p.UserData))
	}
	lines = append(lines, "cat >> /etc/ecs/ecs.config <<'END'", "ECS_CLUSTER=")
	return strings.Join(lines, "\n"), strings.Join(slices.Concat([]string{""}, agentSettings, []string{"END", ""}), "\n")
}

// encodedUserData is the script as EC2 takes it. Raw strings reach the shell as
// they are: Terraform reads no templates in them.
func (p ContainerInstancesProps) encodedUserData() *string {
	before, after := p.userData()
	return cdktf.Fn_Base64encode(cdktf.Fn_Join(jsii.String(""), &[]*string{
		cdktf.Fn_RawString(jsii.String(before)), jsii.String(p.Cluster.Name), cdktf.Fn_RawString(jsii.String(after)),
	}))
}

// useTemplate launches the newest version of the template: by itself where there
// is one type on demand, and otherwise through a policy that chooses.
func (p ContainerInstancesProps) useTemplate(config *autoscalinggroup.AutoscalingGroupConfig, template launchtemplate.LaunchTemplate) {
	version := cdktf.Token_AsString(template.LatestVersion(), nil)
	if len(p.InstanceTypes) == 1 && !p.Spot {
		config.LaunchTemplate = &autoscalinggroup.AutoscalingGroupLaunchTemplate{Id: template.Id(), Version: version}
		return
	}
	var types []*autoscalinggroup.AutoscalingGroupMixedInstancesPolicyLaunchTemplateOverride
	for _, name := range p.InstanceTypes {
		types = append(types, &autoscalinggroup.AutoscalingGroupMixedInstancesPolicyLaunchTemplateOverride{InstanceType: jsii.String(name)})
	}
	distribution := &autoscalinggroup.AutoscalingGroupMixedInstancesPolicyInstancesDistribution{
		OnDemandAllocationStrategy:          jsii.String("prioritized"),
		OnDemandBaseCapacity:                jsii.Number(0),
		OnDemandPercentageAboveBaseCapacity: jsii.Number(100),
		SpotAllocationStrategy:              jsii.String("price-capacity-optimized"),
	}
	if p.Spot {
		distribution.OnDemandPercentageAboveBaseCapacity = jsii.Number(0)
	}
	config.MixedInstancesPolicy = &autoscalinggroup.AutoscalingGroupMixedInstancesPolicy{
		InstancesDistribution: distribution,
		LaunchTemplate: &autoscalinggroup.AutoscalingGroupMixedInstancesPolicyLaunchTemplate{
			LaunchTemplateSpecification: &autoscalinggroup.AutoscalingGroupMixedInstancesPolicyLaunchTemplateLaunchTemplateSpecification{
				LaunchTemplateId: template.Id(),
				Version:          version,
			},
			Override: types,
		},
	}
}
