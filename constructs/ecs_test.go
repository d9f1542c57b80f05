package constructs_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/ecs"
	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/logs"
	"github.com/berth-iac/berth/internal/synthtest"
)

// ecsHere is how the ARN of an SSM parameter begins.
const ecsHere = "arn:${data.aws_partition.partition.partition}:ssm:${data.aws_region.region.name}:${data.aws_caller_identity.caller.account_id}:"

// ecsFull is a service with everything a blue/green one has.
func ecsFull(stack cdktf.TerraformStack, strategy func() ecs.DeploymentStrategy, change func(*ecs.ServiceProps)) *ecs.Service {
	cluster := ecs.NewCluster(stack, "cluster", ecs.ClusterProps{Name: "acme-dev"})
	task := ecs.NewTaskDefinition(stack, "task", ecs.TaskDefinitionProps{
		Family: "acme-dev-web",
		Containers: []ecs.Container{{
			Name:  "web",
			Image: "public.ecr.aws/nginx/nginx:1.29",
			Ports: []int{8080},
		}},
	})
	props := ecs.ServiceProps{
		Name:             "web",
		Cluster:          cluster,
		TaskDefinition:   task,
		SubnetIDs:        []string{"subnet-1", "subnet-2"},
		SecurityGroupIDs: []string{"sg-1"},
		DesiredCount:     2,
		Strategy:         strategy(),
	}
	if change != nil {
		change(&props)
	}
	return ecs.NewService(stack, "service", props)
}

func ecsTarget() ecs.LoadBalancerTarget {
	return ecs.LoadBalancerTarget{TargetGroupARN: "arn:blue", ContainerName: "web", ContainerPort: 8080}
}

func TestECSClusterHasFargateAndRecordsExecSessions(t *testing.T) {
	stack := synthtest.NewStack(t)
	ecs.NewCluster(stack, "plain", ecs.ClusterProps{Name: "acme-dev"})
	ecs.NewCluster(stack, "audited", ecs.ClusterProps{
		Name:              "acme-prod",
		ContainerInsights: ecs.InsightsEnhanced,
		ExecLogGroupName:  "/ecs/exec",
		ExecKMSKeyARN:     "arn:key",
	})
	template := synthtest.Synth(t, stack)

	plain := template.One("aws_ecs_cluster", "plain")
	assert.DeepEqual(t, plain.Get("setting.0"), map[string]any{"name": "containerInsights", "value": "enabled"})
	assert.Assert(t, !plain.Has("configuration"))

	audited := template.One("aws_ecs_cluster", "audited")
	assert.Equal(t, audited.String("setting.0.value"), "enhanced")
	exec := "configuration.0.execute_command_configuration.0."
	assert.Equal(t, audited.String(exec+"logging"), "OVERRIDE")
	assert.Equal(t, audited.String(exec+"kms_key_id"), "arn:key")
	assert.DeepEqual(t, audited.Get(exec+"log_configuration.0"), map[string]any{
		"cloud_watch_log_group_name": "/ecs/exec", "cloud_watch_encryption_enabled": true,
	})

	providers := template.One("aws_ecs_cluster_capacity_providers", "plain")
	assert.DeepEqual(t, providers.Strings("capacity_providers"), []string{"FARGATE", "FARGATE_SPOT"})
	assert.Assert(t, !providers.Has("default_capacity_provider_strategy"))
}

// Rules 23 to 45: what Fargate takes, and what no plan shows as a difference.
func TestECSTaskDefinition(t *testing.T) {
	stack := synthtest.NewStack(t)
	key := logs.NewGroup(stack, "other", logs.GroupProps{Name: "/other"}) // any resource with an ARN
	level := identity.LocationOf(stack).ARN("ssm", "parameter/level")
	ecs.NewTaskDefinition(stack, "task", ecs.TaskDefinitionProps{
		Family:              "acme-dev-web",
		CPU:                 512,
		Architecture:        ecs.ARM64,
		EphemeralStorageGiB: 30,
		Exec:                true,
		RepositoryARNs:      []string{"arn:repository"},
		SecretKMSKeyARNs:    []string{"arn:secret-key"},
		TaskPolicies: map[string]identity.Policy{"queue": {Statements: []identity.Statement{{
			Actions: []string{"sqs:SendMessage"}, Resources: []string{"arn:queue"},
		}}}},
		Containers: []ecs.Container{
			{
				Name:        "web",
				Image:       "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/web:1",
				Ports:       []int{8080},
				Command:     []string{"sh", "-c", `echo "${HOME}" & wait`},
				Environment: map[string]string{"B": "2", "A": "1"},
				Secrets: map[string]ecs.Secret{
					"TOKEN": ecs.SecretKey(key.ARN, "token"),
					"ALSO":  ecs.SecretValue(key.ARN),
					"LEVEL": ecs.ParameterValue(level),
				},
				HealthCheck: ecs.HealthCheck{Command: []string{"CMD", "/check"}, StartPeriod: 10 * time.Second},
				DependsOn:   []ecs.Dependency{{Container: "init", Condition: ecs.Succeeded}},
				StopTimeout: 90 * time.Second,
			},
			{Name: "init", Image: "busybox", NonEssential: true},
		},
	})
	template := synthtest.Synth(t, stack)

	task := template.One("aws_ecs_task_definition")
	for path, want := range map[string]any{
		"family": "acme-dev-web", "cpu": "512", "memory": "1024", "network_mode": "awsvpc",
		"skip_destroy": true, "track_latest": false,
		"requires_compatibilities": []any{"FARGATE"},
		"runtime_platform.0":       map[string]any{"operating_system_family": "LINUX", "cpu_architecture": "ARM64"},
		"ephemeral_storage.0":      map[string]any{"size_in_gib": 30.0},
		"execution_role_arn":       "${" + template.One("aws_iam_role", "execution").Address() + ".arn}",
		"task_role_arn":            "${" + template.One("aws_iam_role", "task-role").Address() + ".arn}",
	} {
		assert.DeepEqual(t, task.Get(path), want)
	}
	var containers []map[string]any
	task.Document("container_definitions", &containers)
	group := "${" + template.One("aws_cloudwatch_log_group", "task").Address() + ".name}"
	secret := "${" + template.One("aws_cloudwatch_log_group", "other").Address() + ".arn}"
	logging := map[string]any{"logDriver": "awslogs", "options": map[string]any{
		"awslogs-group": group, "awslogs-region": "${data.aws_region.region.name}", "awslogs-stream-prefix": "ecs",
		"mode": "non-blocking", "max-buffer-size": "25m",
	}}
	assert.DeepEqual(t, containers[0], map[string]any{
		"name": "web", "image": "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/web:1", "essential": true,
		"portMappings": []any{map[string]any{"containerPort": 8080.0, "hostPort": 8080.0, "protocol": "tcp"}},
		"command":      []any{"sh", "-c", `echo "$${HOME}" & wait`},
		"environment":  []any{map[string]any{"name": "A", "value": "1"}, map[string]any{"name": "B", "value": "2"}},
		"secrets": []any{
			map[string]any{"name": "ALSO", "valueFrom": secret},
			map[string]any{"name": "LEVEL", "valueFrom": ecsHere + "parameter/level"},
			map[string]any{"name": "TOKEN", "valueFrom": secret + ":token::"},
		},
		"healthCheck":      map[string]any{"command": []any{"CMD", "/check"}, "interval": 30.0, "timeout": 5.0, "retries": 3.0, "startPeriod": 10.0},
		"dependsOn":        []any{map[string]any{"containerName": "init", "condition": "SUCCESS"}},
		"linuxParameters":  map[string]any{"initProcessEnabled": true},
		"stopTimeout":      90.0,
		"logConfiguration": logging,
	})
	assert.DeepEqual(t, containers[1], map[string]any{
		"name": "init", "image": "busybox", "essential": false,
		"linuxParameters":  map[string]any{"initProcessEnabled": true},
		"logConfiguration": logging,
	})
}

// Rules 37, 41, 42 and 119, and least privilege: each role does one thing.
func TestECSTaskRoles(t *testing.T) {
	stack := synthtest.NewStack(t)
	here := identity.LocationOf(stack)
	secret, parameter := here.ARN("secretsmanager", "secret:s-abc"), here.ARN("ssm", "parameter/p")
	task := ecs.NewTaskDefinition(stack, "task", ecs.TaskDefinitionProps{
		Family:           strings.Repeat("long", 20),
		LogGroupName:     "/acme/dev/web",
		Exec:             true,
		ExecKMSKeyARN:    "arn:exec-key",
		RepositoryARNs:   []string{"arn:repository"},
		SecretKMSKeyARNs: []string{"arn:secret-key"},
		TaskPolicies: map[string]identity.Policy{"queue": {Statements: []identity.Statement{{
			Actions: []string{"sqs:SendMessage"}, Resources: []string{"arn:queue"},
		}}}},
		Containers: []ecs.Container{
			{Name: "a", Image: "a", Secrets: map[string]ecs.Secret{"X": ecs.SecretKey(secret, "x"), "Y": ecs.SecretKey(secret, "y")}},
			{Name: "b", Image: "b", Secrets: map[string]ecs.Secret{"X": ecs.SecretValue(secret), "P": ecs.ParameterValue(parameter)}},
		},
	})
	assert.Equal(t, len(task.PolicyDependencies()), 3)
	template := synthtest.Synth(t, stack)
	const account = "${data.aws_caller_identity.caller.account_id}"
	const region = "arn:${data.aws_partition.partition.partition}:%s:${data.aws_region.region.name}:" + account + ":"

	for _, purpose := range []string{"execution-role", "task-role"} {
		role := template.One("aws_iam_role", purpose)
		assert.Assert(t, len(role.String("name")) <= 64, role.String("name"))
		trust := ecsStatements(role, "assume_role_policy")[0]
		assert.DeepEqual(t, trust["Principal"], map[string]any{"Service": "ecs-tasks.amazonaws.com"})
		assert.DeepEqual(t, trust["Condition"], map[string]any{
			"StringEquals": map[string]any{"aws:SourceAccount": account},
			"ArnLike":      map[string]any{"aws:SourceArn": fmt.Sprintf(region, "ecs") + "*"},
		})
	}
	group := "${" + template.One("aws_cloudwatch_log_group").Address() + ".arn}"
	assert.Equal(t, template.One("aws_cloudwatch_log_group").String("name"), "/acme/dev/web")
	assert.DeepEqual(t, ecsStatements(template.One("aws_iam_role_policy", "execution"), "policy"), []map[string]any{
		{"Sid": "WriteLogs", "Effect": "Allow", "Action": []any{"logs:CreateLogStream", "logs:PutLogEvents"}, "Resource": group + ":*"},
		{"Sid": "LogInToECR", "Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
		{"Sid": "PullImages", "Effect": "Allow", "Action": []any{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}, "Resource": "arn:repository"},
		{"Sid": "ReadParameters", "Effect": "Allow", "Action": "ssm:GetParameters", "Resource": fmt.Sprintf(region, "ssm") + "parameter/p"},
		{"Sid": "ReadSecrets", "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": fmt.Sprintf(region, "secretsmanager") + "secret:s-abc"},
		{"Sid": "DecryptSecrets", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:secret-key"},
	})
	assert.DeepEqual(t, ecsStatements(template.One("aws_iam_role_policy", "policy-exec_"), "policy"), []map[string]any{
		{"Sid": "OpenSession", "Effect": "Allow", "Resource": "*", "Action": []any{
			"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel",
		}},
		{"Sid": "FindSessionLog", "Effect": "Allow", "Action": "logs:DescribeLogGroups", "Resource": fmt.Sprintf(region, "logs") + "log-group:*"},
		{"Sid": "WriteSessionLog", "Effect": "Allow", "Action": []any{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"}, "Resource": []any{group, group + ":*"}},
		{"Sid": "DecryptSession", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:exec-key"},
	})
	template.One("aws_iam_role_policy", "policy-queue")
}

// A task of public images without secrets may write its logs and nothing else.
func TestECSPlainTaskHasNoPermissionsItDoesNotNeed(t *testing.T) {
	stack := synthtest.NewStack(t)
	ecs.NewTaskDefinition(stack, "task", ecs.TaskDefinitionProps{
		Family: "web", Containers: []ecs.Container{{Name: "web", Image: "nginx"}},
	})
	template := synthtest.Synth(t, stack)
	assert.Equal(t, len(template.All("aws_iam_role_policy")), 1)
	assert.Equal(t, len(ecsStatements(template.One("aws_iam_role_policy", "execution"), "policy")), 1)
	assert.Equal(t, template.One("aws_cloudwatch_log_group").String("name"), "/ecs/web")
	assert.Assert(t, !strings.Contains(template.One("aws_ecs_task_definition").String("container_definitions"), "null"))
}

func ecsStatements(resource *synthtest.Resource, path string) []map[string]any {
	var document struct{ Statement []map[string]any }
	resource.Document(path, &document)
	return document.Statement
}

func TestECSBlueGreenServiceLeavesToCodeDeployWhatItMoves(t *testing.T) {
	stack := synthtest.NewStack(t)
	rule := logs.NewGroup(stack, "rule", logs.GroupProps{Name: "/stands-for-a-rule"})
	ecsFull(stack, func() ecs.DeploymentStrategy { return ecs.BlueGreen{Target: ecsTarget()} }, func(p *ecs.ServiceProps) {
		p.AutoScaled = true
		p.HealthCheckGracePeriod = time.Minute
		p.DependsOn = []cdktf.ITerraformDependable{rule.Resource}
	})
	template := synthtest.Synth(t, stack)
	service := template.One("aws_ecs_service")

	assert.DeepEqual(t, service.Strings("lifecycle.ignore_changes"), []string{
		"task_definition", "load_balancer", "network_configuration", "platform_version",
		"capacity_provider_strategy", "launch_type", "desired_count",
	})
	for path, want := range map[string]any{
		"deployment_controller.0.type":      "CODE_DEPLOY",
		"desired_count":                     2.0,
		"launch_type":                       "FARGATE",
		"platform_version":                  "1.4.0",
		"scheduling_strategy":               "REPLICA",
		"propagate_tags":                    "SERVICE",
		"enable_ecs_managed_tags":           true,
		"enable_execute_command":            false,
		"wait_for_steady_state":             false,
		"health_check_grace_period_seconds": 60.0,
		"cluster":                           "${" + template.One("aws_ecs_cluster").Address() + ".arn}",
		"task_definition":                   "${" + template.One("aws_ecs_task_definition").Address() + ".arn}",
		"network_configuration.0":           map[string]any{"subnets": []any{"subnet-1", "subnet-2"}, "security_groups": []any{"sg-1"}, "assign_public_ip": false},
		"load_balancer":                     []any{map[string]any{"target_group_arn": "arn:blue", "container_name": "web", "container_port": 8080.0}},
	} {
		assert.DeepEqual(t, service.Get(path), want)
	}
	for _, refused := range []string{"deployment_circuit_breaker", "alarms", "force_new_deployment", "capacity_provider_strategy", "iam_role", "placement_constraints"} {
		assert.Assert(t, !service.Has(refused), refused)
	}
	// Rules 12, 13 and 121.
	assert.DeepEqual(t, service.Strings("depends_on"), []string{
		template.One("aws_ecs_cluster_capacity_providers").Address(),
		template.One("aws_iam_role_policy", "execution").Address(),
		template.One("aws_cloudwatch_log_group", "rule").Address(),
	})
}

func TestECSRollingServiceRollsBackByItself(t *testing.T) {
	stack := synthtest.NewStack(t)
	ecsFull(stack, func() ecs.DeploymentStrategy {
		return ecs.Rolling{Target: ecsTarget(), AlarmNames: []string{"errors"}, MaximumPercent: 150, PipelineOwnsImage: true}
	}, func(p *ecs.ServiceProps) { p.Capacity = ecs.Spot })
	service := synthtest.Synth(t, stack).One("aws_ecs_service")

	for path, want := range map[string]any{
		"deployment_controller.0.type":       "ECS",
		"deployment_circuit_breaker.0":       map[string]any{"enable": true, "rollback": true},
		"alarms.0":                           map[string]any{"enable": true, "rollback": true, "alarm_names": []any{"errors"}},
		"deployment_minimum_healthy_percent": 100.0,
		"deployment_maximum_percent":         150.0,
		"lifecycle.ignore_changes":           []any{"task_definition"},
		"capacity_provider_strategy":         []any{map[string]any{"capacity_provider": "FARGATE_SPOT", "weight": 1.0}},
	} {
		assert.DeepEqual(t, service.Get(path), want)
	}
	assert.Assert(t, !service.Has("launch_type"), "launch_type and capacity_provider_strategy exclude each other")
}

func TestECSDefaultServiceBelongsToTerraform(t *testing.T) {
	stack := synthtest.NewStack(t)
	ecsFull(stack, func() ecs.DeploymentStrategy { return nil }, nil)
	service := synthtest.Synth(t, stack).One("aws_ecs_service")
	assert.Equal(t, service.String("deployment_controller.0.type"), "ECS")
	for _, absent := range []string{"load_balancer", "lifecycle", "alarms", "health_check_grace_period_seconds"} {
		assert.Assert(t, !service.Has(absent), absent)
	}
}

func TestECSInvalidConstructsBuildNothing(t *testing.T) {
	stack := synthtest.NewStack(t)
	cluster := ecs.NewCluster(stack, "cluster", ecs.ClusterProps{Name: "a b"})
	task := ecs.NewTaskDefinition(stack, "task", ecs.TaskDefinitionProps{Family: "web", CPU: 300})
	ecs.NewService(stack, "service", ecs.ServiceProps{
		Name: "web", Cluster: cluster, TaskDefinition: task, SubnetIDs: []string{"s"}, SecurityGroupIDs: []string{"g"},
		Strategy: ecs.BlueGreen{Target: ecsTarget()},
	})
	got := strings.Join(synthtest.Errors(stack), "\n")
	for _, want := range []string{`cluster: Name: "a b"`, "task: CPU: cpu 300: Fargate offers 256", "task: Containers: none"} {
		assert.Assert(t, strings.Contains(got, want), got)
	}
	assert.Assert(t, !strings.Contains(got, "service:"), "a service reports its own problems alone: %s", got)
}
