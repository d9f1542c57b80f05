package bluegreen

import (
	"cmp"
	"time"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/codedeployapp"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/codedeploydeploymentgroup"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// TrafficRouting is how a deployment moves the production traffic: one of
// CodeDeploy's predefined configurations for ECS.
type TrafficRouting string

// The ways to move traffic. The zero value is AllAtOnce.
const (
	AllAtOnce                    TrafficRouting = "CodeDeployDefault.ECSAllAtOnce"
	Canary10Percent5Minutes      TrafficRouting = "CodeDeployDefault.ECSCanary10Percent5Minutes"
	Canary10Percent15Minutes     TrafficRouting = "CodeDeployDefault.ECSCanary10Percent15Minutes"
	Linear10PercentEvery1Minutes TrafficRouting = "CodeDeployDefault.ECSLinear10PercentEvery1Minutes"
	Linear10PercentEvery3Minutes TrafficRouting = "CodeDeployDefault.ECSLinear10PercentEvery3Minutes"
)

// DefaultBakeTime is how long the old tasks are kept where nothing else is
// said.
const DefaultBakeTime = time.Hour

// NoBakeTime ends the old tasks as soon as all traffic has moved.
const NoBakeTime time.Duration = -1

// DeploymentGroupProps describe a CodeDeploy application with one deployment
// group, which releases one service.
type DeploymentGroupProps struct {
	// Name of the application and of the deployment group, unique in the
	// region: 1 to 100 letters, digits and +=,.@_- characters, known at
	// synthesis.
	Name string
	// ClusterName and ServiceName of the service, names and no ARNs.
	ClusterName, ServiceName string
	// TargetGroupNames are the names of the blue and the green target group.
	TargetGroupNames [2]string
	// ProductionListenerARN is the listener whose rule or default action
	// forwards to the blue target group.
	ProductionListenerARN string
	// TestListenerARN is a listener on another port, on which CodeDeploy shows
	// the new tasks before production traffic moves. Default: none.
	TestListenerARN string
	// ListenerRuleARNs are the rules of these listeners that CodeDeploy moves.
	// Default: it may move every rule of the listeners.
	ListenerRuleARNs []string
	// Traffic is how the production traffic moves. Default: AllAtOnce.
	Traffic TrafficRouting
	// BakeTime is how long the old tasks are kept once all traffic has moved, so
	// that going back takes seconds: whole minutes, 1 min to 48 h, or
	// NoBakeTime. A deployment is not over before, and the next one waits.
	// Default: DefaultBakeTime, 1 h.
	BakeTime time.Duration
	// ApprovalWait is how long a deployment whose new tasks are ready waits for
	// somebody to continue it, and is stopped otherwise: whole minutes, 1 min to
	// 48 h. Default: 0, the traffic moves at once.
	ApprovalWait time.Duration
	// AlarmNames are CloudWatch alarms that stop a deployment and roll it back:
	// at most 10. They have to hold whichever target group has the traffic, and
	// missing data must not raise them. While one rings no deployment gets
	// through, not even that of the repair. Default: none.
	AlarmNames []string
	// PassRoleARNs are the execution and task roles of the service's task
	// definitions, which CodeDeploy passes to ECS.
	PassRoleARNs []string
	// HookFunctionARNs are Lambda functions that the AppSpec runs as lifecycle
	// hooks. Default: none.
	HookFunctionARNs []string
	// RevisionObjectARNs are the S3 objects that revisions are read from, such
	// as those of a pipeline's artifact bucket:
	// identity.Location.BucketARN("name/prefix/*"). Default: none, the AppSpec
	// comes with the request.
	RevisionObjectARNs []string
	// RevisionKMSKeyARN is the key that encrypts these objects. Default: none.
	RevisionKMSKeyARN string
}

// DeploymentGroup is a CodeDeploy application with one deployment group.
type DeploymentGroup struct {
	// ApplicationName of the application.
	ApplicationName string
	// Name of the deployment group.
	Name string
	// RoleARN is the role with which CodeDeploy works.
	RoleARN string
	// Resource is the aws_codedeploy_deployment_group; nil where the props are
	// invalid.
	Resource codedeploydeploymentgroup.CodedeployDeploymentGroup

	application codedeployapp.CodedeployApp
}

// ApplicationARN of the application.
func (g *DeploymentGroup) ApplicationARN() string {
	if g.application == nil {
		return ""
	}
	return *g.application.Arn()
}

// ARN of the deployment group.
func (g *DeploymentGroup) ARN() string {
	if g.Resource == nil {
		return ""
	}
	return *g.Resource.Arn()
}

func (p DeploymentGroupProps) withDefaults() DeploymentGroupProps {
	p.Traffic = cmp.Or(p.Traffic, AllAtOnce)
	p.BakeTime = cmp.Or(p.BakeTime, DefaultBakeTime)
	return p
}

// NewDeploymentGroup adds an application, a deployment group and its role.
func NewDeploymentGroup(scope constructs.Construct, id string, props DeploymentGroupProps) *DeploymentGroup {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &DeploymentGroup{}
	}
	props = props.withDefaults()
	location := identity.LocationOf(scope)
	role := identity.NewRole(scope, "role", identity.RoleProps{
		Name:        naming.Fit(naming.MaxRole, props.Name, "codedeploy"),
		Description: "Releases " + props.Name + " blue/green",
		Service:     "codedeploy.amazonaws.com",
		TrustConditions: []identity.Condition{
			identity.SourceAccount(location.AccountID),
			{Operator: "ArnLike", Key: "aws:SourceArn", Values: []string{location.ARN("codedeploy", "deploymentgroup:"+props.Name+"/*")}},
		},
		Policies: map[string]identity.Policy{"deploy": props.policy(location)},
	})
	application := codedeployapp.NewCodedeployApp(scope, jsii.String("application"), &codedeployapp.CodedeployAppConfig{
		Name:            jsii.String(props.Name),
		ComputePlatform: jsii.String("ECS"),
	})
	applicationName := *application.Name()
	resource := codedeploydeploymentgroup.NewCodedeployDeploymentGroup(scope, jsii.String("Resource"), &codedeploydeploymentgroup.CodedeployDeploymentGroupConfig{
		AppName:              jsii.String(applicationName),
		DeploymentGroupName:  jsii.String(props.Name),
		ServiceRoleArn:       jsii.String(role.ARN),
		DeploymentConfigName: jsii.String(string(props.Traffic)),
		DeploymentStyle: &codedeploydeploymentgroup.CodedeployDeploymentGroupDeploymentStyle{
			DeploymentType:   jsii.String("BLUE_GREEN"),
			DeploymentOption: jsii.String("WITH_TRAFFIC_CONTROL"),
		},
		EcsService: &codedeploydeploymentgroup.CodedeployDeploymentGroupEcsService{
			ClusterName: jsii.String(props.ClusterName),
			ServiceName: jsii.String(props.ServiceName),
		},
		LoadBalancerInfo:          props.loadBalancerInfo(),
		BlueGreenDeploymentConfig: props.blueGreenConfig(),
		AlarmConfiguration:        props.alarmConfiguration(),
		AutoRollbackConfiguration: props.rollbackConfiguration(),
		DependsOn:                 node.DependsOn(role.PolicyDependencies()),
	})
	return &DeploymentGroup{
		ApplicationName: applicationName,
		Name:            *resource.DeploymentGroupName(),
		RoleARN:         role.ARN,
		Resource:        resource,
		application:     application,
	}
}
