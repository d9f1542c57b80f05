package bluegreen

import (
	"time"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/codedeploydeploymentgroup"
)

func (p DeploymentGroupProps) loadBalancerInfo() *codedeploydeploymentgroup.CodedeployDeploymentGroupLoadBalancerInfo {
	pair := &codedeploydeploymentgroup.CodedeployDeploymentGroupLoadBalancerInfoTargetGroupPairInfo{
		ProdTrafficRoute: &codedeploydeploymentgroup.CodedeployDeploymentGroupLoadBalancerInfoTargetGroupPairInfoProdTrafficRoute{
			ListenerArns: jsii.Strings(p.ProductionListenerARN),
		},
		TargetGroup: []*codedeploydeploymentgroup.CodedeployDeploymentGroupLoadBalancerInfoTargetGroupPairInfoTargetGroup{
			{Name: jsii.String(p.TargetGroupNames[0])},
			{Name: jsii.String(p.TargetGroupNames[1])},
		},
	}
	if p.TestListenerARN != "" {
		pair.TestTrafficRoute = &codedeploydeploymentgroup.CodedeployDeploymentGroupLoadBalancerInfoTargetGroupPairInfoTestTrafficRoute{
			ListenerArns: jsii.Strings(p.TestListenerARN),
		}
	}
	return &codedeploydeploymentgroup.CodedeployDeploymentGroupLoadBalancerInfo{TargetGroupPairInfo: pair}
}

// blueGreenConfig has no option for provisioning the green tasks: that one is
// for EC2 instances.
func (p DeploymentGroupProps) blueGreenConfig() *codedeploydeploymentgroup.CodedeployDeploymentGroupBlueGreenDeploymentConfig {
	ready := &codedeploydeploymentgroup.CodedeployDeploymentGroupBlueGreenDeploymentConfigDeploymentReadyOption{
		ActionOnTimeout: jsii.String("CONTINUE_DEPLOYMENT"),
	}
	if p.ApprovalWait != 0 {
		ready.ActionOnTimeout = jsii.String("STOP_DEPLOYMENT")
		ready.WaitTimeInMinutes = minutes(p.ApprovalWait)
	}
	bake := p.BakeTime
	if bake == NoBakeTime {
		bake = 0
	}
	return &codedeploydeploymentgroup.CodedeployDeploymentGroupBlueGreenDeploymentConfig{
		DeploymentReadyOption: ready,
		TerminateBlueInstancesOnDeploymentSuccess: &codedeploydeploymentgroup.CodedeployDeploymentGroupBlueGreenDeploymentConfigTerminateBlueInstancesOnDeploymentSuccess{
			Action:                       jsii.String("TERMINATE"),
			TerminationWaitTimeInMinutes: minutes(bake),
		},
	}
}

func minutes(d time.Duration) *float64 { return jsii.Number(d / time.Minute) }

func (p DeploymentGroupProps) alarmConfiguration() *codedeploydeploymentgroup.CodedeployDeploymentGroupAlarmConfiguration {
	if len(p.AlarmNames) == 0 {
		return nil
	}
	return &codedeploydeploymentgroup.CodedeployDeploymentGroupAlarmConfiguration{
		Enabled: jsii.Bool(true),
		Alarms:  jsii.Strings(p.AlarmNames...),
		// An alarm that cannot be read stops the deployment too.
		IgnorePollAlarmFailure: jsii.Bool(false),
	}
}

// rollbackConfiguration names the alarm event only where there are alarms:
// CodeDeploy refuses it otherwise.
func (p DeploymentGroupProps) rollbackConfiguration() *codedeploydeploymentgroup.CodedeployDeploymentGroupAutoRollbackConfiguration {
	events := []string{"DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST"}
	if len(p.AlarmNames) > 0 {
		events = append(events, "DEPLOYMENT_STOP_ON_ALARM")
	}
	return &codedeploydeploymentgroup.CodedeployDeploymentGroupAutoRollbackConfiguration{
		Enabled: jsii.Bool(true),
		Events:  jsii.Strings(events...),
	}
}
