package constructs_test

import (
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/bluegreen"
	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/loadbalancer"
	"github.com/berth-iac/berth/internal/synthtest"
)

const bluegreenHere = ":${data.aws_region.region.name}:${data.aws_caller_identity.caller.account_id}:"

func bluegreenProps() bluegreen.DeploymentGroupProps {
	return bluegreen.DeploymentGroupProps{
		Name: "acme-web", ClusterName: "acme", ServiceName: "web",
		TargetGroupNames:      [2]string{"acme-web-blue", "acme-web-green"},
		ProductionListenerARN: "arn:x:elasticloadbalancing:r:1:listener/app/lb/1/2",
		PassRoleARNs:          []string{"arn:execution", "arn:task"},
	}
}

func TestBluegreenTargetGroupsAreAlike(t *testing.T) {
	stack := synthtest.NewStack(t)
	bluegreen.NewTargetGroupPair(stack, "web", bluegreen.TargetGroupPairProps{
		Name: "acme-web", VPCID: "vpc-1", HealthCheck: loadbalancer.HealthCheck{Path: "/health"}, DeregistrationDelay: time.Minute,
	})
	template := synthtest.Synth(t, stack)
	blue, green := template.One("aws_lb_target_group", "blue"), template.One("aws_lb_target_group", "green")
	assert.Equal(t, blue.String("name"), "acme-web-blue")
	assert.Equal(t, green.String("name"), "acme-web-green")
	assert.Equal(t, blue.String("health_check.0.path"), "/health")
	assert.Equal(t, blue.String("deregistration_delay"), "60")
	delete(blue.Attributes, "name")
	delete(green.Attributes, "name")
	assert.DeepEqual(t, blue.Attributes, green.Attributes)
}

// Rules 65 to 74.
func TestBluegreenDeploymentGroup(t *testing.T) {
	stack := synthtest.NewStack(t)
	props := bluegreenProps()
	props.TestListenerARN = "arn:x:elasticloadbalancing:r:1:listener/app/lb/1/3"
	props.Traffic = bluegreen.Canary10Percent5Minutes
	props.ApprovalWait = 30 * time.Minute
	props.AlarmNames = []string{"errors", "latency"}
	bluegreen.NewDeploymentGroup(stack, "web", props)
	template := synthtest.Synth(t, stack)

	application := template.One("aws_codedeploy_app")
	assert.DeepEqual(t, application.Attributes, map[string]any{"name": "acme-web", "compute_platform": "ECS"})
	group := template.One("aws_codedeploy_deployment_group")
	role := template.One("aws_iam_role")
	assert.DeepEqual(t, group.Attributes, map[string]any{
		"app_name":               "${" + application.Address() + ".name}",
		"deployment_group_name":  "acme-web",
		"service_role_arn":       "${" + role.Address() + ".arn}",
		"deployment_config_name": "CodeDeployDefault.ECSCanary10Percent5Minutes",
		"deployment_style":       map[string]any{"deployment_type": "BLUE_GREEN", "deployment_option": "WITH_TRAFFIC_CONTROL"},
		"ecs_service":            map[string]any{"cluster_name": "acme", "service_name": "web"},
		"load_balancer_info": map[string]any{"target_group_pair_info": map[string]any{
			"prod_traffic_route": map[string]any{"listener_arns": []any{props.ProductionListenerARN}},
			"test_traffic_route": map[string]any{"listener_arns": []any{props.TestListenerARN}},
			"target_group":       []any{map[string]any{"name": "acme-web-blue"}, map[string]any{"name": "acme-web-green"}},
		}},
		"blue_green_deployment_config": map[string]any{
			"deployment_ready_option":                        map[string]any{"action_on_timeout": "STOP_DEPLOYMENT", "wait_time_in_minutes": 30.0},
			"terminate_blue_instances_on_deployment_success": map[string]any{"action": "TERMINATE", "termination_wait_time_in_minutes": 60.0},
		},
		"alarm_configuration": map[string]any{"enabled": true, "ignore_poll_alarm_failure": false, "alarms": []any{"errors", "latency"}},
		"auto_rollback_configuration": map[string]any{
			"enabled": true,
			"events":  []any{"DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST", "DEPLOYMENT_STOP_ON_ALARM"},
		},
		"depends_on": []any{template.One("aws_iam_role_policy").Address()},
	})
}

// What CodeDeploy refuses: a wait where nobody is waited for, and the alarm
// event without alarms.
func TestBluegreenDeploymentGroupWithoutExtras(t *testing.T) {
	stack := synthtest.NewStack(t)
	props := bluegreenProps()
	props.BakeTime = bluegreen.NoBakeTime
	bluegreen.NewDeploymentGroup(stack, "web", props)
	group := synthtest.Synth(t, stack).One("aws_codedeploy_deployment_group")
	assert.Equal(t, group.String("deployment_config_name"), "CodeDeployDefault.ECSAllAtOnce")
	config := "blue_green_deployment_config.0."
	assert.DeepEqual(t, group.Get(config+"deployment_ready_option.0"), map[string]any{"action_on_timeout": "CONTINUE_DEPLOYMENT"})
	assert.DeepEqual(t, group.Get(config+"terminate_blue_instances_on_deployment_success.0.termination_wait_time_in_minutes"), 0.0)
	assert.DeepEqual(t, group.Strings("auto_rollback_configuration.0.events"), []string{"DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST"})
	assert.Assert(t, !group.Has("alarm_configuration"))
	assert.Assert(t, !group.Has("load_balancer_info.0.target_group_pair_info.0.test_traffic_route"))
}

// Rules 76 and 77: the role releases this service and no other.
func TestBluegreenRole(t *testing.T) {
	stack := synthtest.NewStack(t)
	here := identity.LocationOf(stack)
	props := bluegreenProps()
	props.ListenerRuleARNs = []string{"arn:rule"}
	props.HookFunctionARNs = []string{"arn:hook"}
	props.RevisionObjectARNs = []string{here.BucketARN("artifacts/*")}
	props.RevisionKMSKeyARN = "arn:key"
	bluegreen.NewDeploymentGroup(stack, "web", props)
	template := synthtest.Synth(t, stack)
	const account = "${data.aws_caller_identity.caller.account_id}"
	const arn = "arn:${data.aws_partition.partition.partition}:"

	role := template.One("aws_iam_role")
	assert.Equal(t, role.String("name"), "acme-web-codedeploy")
	var trust, policy struct{ Statement []map[string]any }
	role.Document("assume_role_policy", &trust)
	assert.DeepEqual(t, trust.Statement, []map[string]any{{
		"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": map[string]any{"Service": "codedeploy.amazonaws.com"},
		"Condition": map[string]any{
			"StringEquals": map[string]any{"aws:SourceAccount": account},
			"ArnLike":      map[string]any{"aws:SourceArn": arn + "codedeploy" + bluegreenHere + "deploymentgroup:acme-web/*"},
		},
	}})
	template.One("aws_iam_role_policy").Document("policy", &policy)
	taskSets := arn + "ecs" + bluegreenHere + "task-set/acme/web/*"
	assert.DeepEqual(t, policy.Statement, []map[string]any{
		{"Sid": "MoveService", "Effect": "Allow", "Action": []any{"ecs:DescribeServices", "ecs:UpdateServicePrimaryTaskSet"}, "Resource": arn + "ecs" + bluegreenHere + "service/acme/web"},
		{"Sid": "ReplaceTasks", "Effect": "Allow", "Action": []any{"ecs:CreateTaskSet", "ecs:DeleteTaskSet"}, "Resource": taskSets},
		{"Sid": "TagTasks", "Effect": "Allow", "Action": "ecs:TagResource", "Resource": taskSets, "Condition": map[string]any{"StringEquals": map[string]any{"ecs:CreateAction": "CreateTaskSet"}}},
		{"Sid": "ReadAlarms", "Effect": "Allow", "Action": "cloudwatch:DescribeAlarms", "Resource": arn + "cloudwatch" + bluegreenHere + "alarm:*"},
		{"Sid": "ReadLoadBalancer", "Effect": "Allow", "Resource": "*", "Action": []any{
			"elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTargetGroups",
		}},
		{"Sid": "MoveListeners", "Effect": "Allow", "Action": "elasticloadbalancing:ModifyListener", "Resource": props.ProductionListenerARN},
		{"Sid": "MoveRules", "Effect": "Allow", "Action": "elasticloadbalancing:ModifyRule", "Resource": "arn:rule"},
		{"Sid": "PassTaskRoles", "Effect": "Allow", "Action": "iam:PassRole", "Resource": []any{"arn:execution", "arn:task"}, "Condition": map[string]any{"StringEquals": map[string]any{"iam:PassedToService": "ecs-tasks.amazonaws.com"}}},
		{"Sid": "RunHooks", "Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "arn:hook"},
		{"Sid": "ReadRevisions", "Effect": "Allow", "Action": []any{"s3:GetObject", "s3:GetObjectVersion"}, "Resource": arn + "s3:::artifacts/*"},
		{"Sid": "DecryptRevisions", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:key"},
	})
}

func TestBluegreenRoleMovesTheRulesOfItsListenersAlone(t *testing.T) {
	stack := synthtest.NewStack(t)
	props := bluegreenProps()
	props.TestListenerARN = "arn:x:elasticloadbalancing:r:1:listener/app/lb/1/3"
	bluegreen.NewDeploymentGroup(stack, "web", props)
	policy := synthtest.Synth(t, stack).One("aws_iam_role_policy").String("policy")
	for _, listener := range []string{props.ProductionListenerARN, props.TestListenerARN} {
		want := `"${replace("` + listener + `", ":listener/", ":listener-rule/")}/*"`
		assert.Assert(t, strings.Contains(policy, want), policy)
	}
}
