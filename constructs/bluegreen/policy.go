package bluegreen

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/identity"
)

// policy is what CodeDeploy needs to release this service and no other. It is
// narrower than AWS's AWSCodeDeployRoleForECS, which allows the same actions on
// everything.
func (p DeploymentGroupProps) policy(location identity.Location) identity.Policy {
	name := p.ClusterName + "/" + p.ServiceName
	taskSets := location.ARN("ecs", "task-set/"+name+"/*")
	statements := []identity.Statement{
		{
			Sid:       "MoveService",
			Actions:   []string{"ecs:DescribeServices", "ecs:UpdateServicePrimaryTaskSet"},
			Resources: []string{location.ARN("ecs", "service/"+name)},
		},
		{
			Sid:       "ReplaceTasks",
			Actions:   []string{"ecs:CreateTaskSet", "ecs:DeleteTaskSet"},
			Resources: []string{taskSets},
		},
		{
			// ECS asks for it where the tags of the service go to its tasks.
			Sid:        "TagTasks",
			Actions:    []string{"ecs:TagResource"},
			Resources:  []string{taskSets},
			Conditions: []identity.Condition{{Operator: "StringEquals", Key: "ecs:CreateAction", Values: []string{"CreateTaskSet"}}},
		},
		{
			Sid:       "ReadAlarms",
			Actions:   []string{"cloudwatch:DescribeAlarms"},
			Resources: []string{location.ARN("cloudwatch", "alarm:*")},
		},
		{
			// AWS knows no resource for these.
			Sid: "ReadLoadBalancer",
			Actions: []string{
				"elasticloadbalancing:DescribeListeners",
				"elasticloadbalancing:DescribeRules",
				"elasticloadbalancing:DescribeTargetGroups",
			},
			Resources: []string{"*"},
		},
		{
			Sid:       "MoveListeners",
			Actions:   []string{"elasticloadbalancing:ModifyListener"},
			Resources: p.listeners(),
		},
		{
			Sid:       "MoveRules",
			Actions:   []string{"elasticloadbalancing:ModifyRule"},
			Resources: p.rules(),
		},
		{
			Sid:        "PassTaskRoles",
			Actions:    []string{"iam:PassRole"},
			Resources:  p.PassRoleARNs,
			Conditions: []identity.Condition{identity.PassedTo("ecs-tasks.amazonaws.com")},
		},
	}
	if len(p.HookFunctionARNs) > 0 {
		statements = append(statements, identity.Statement{
			Sid:       "RunHooks",
			Actions:   []string{"lambda:InvokeFunction"},
			Resources: p.HookFunctionARNs,
		})
	}
	if len(p.RevisionObjectARNs) > 0 {
		statements = append(statements, identity.Statement{
			Sid:       "ReadRevisions",
			Actions:   []string{"s3:GetObject", "s3:GetObjectVersion"},
			Resources: p.RevisionObjectARNs,
		})
	}
	if p.RevisionKMSKeyARN != "" {
		statements = append(statements, identity.Statement{
			Sid:       "DecryptRevisions",
			Actions:   []string{"kms:Decrypt"},
			Resources: []string{p.RevisionKMSKeyARN},
		})
	}
	return identity.Policy{Statements: statements}
}

func (p DeploymentGroupProps) listeners() []string {
	if p.TestListenerARN == "" {
		return []string{p.ProductionListenerARN}
	}
	return []string{p.ProductionListenerARN, p.TestListenerARN}
}

// rules are those given, or all of the listeners: the ARN of a rule is that of
// its listener with another type and one more part.
func (p DeploymentGroupProps) rules() []string {
	if len(p.ListenerRuleARNs) > 0 {
		return p.ListenerRuleARNs
	}
	var rules []string
	for _, listener := range p.listeners() {
		rule := cdktf.Fn_Replace(jsii.String(listener), jsii.String(":listener/"), jsii.String(":listener-rule/"))
		rules = append(rules, *rule+"/*")
	}
	return rules
}
