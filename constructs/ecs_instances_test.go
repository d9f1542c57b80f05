package constructs_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/bluegreen"
	"github.com/berth-iac/berth/constructs/ecs"
	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/loadbalancer"
	"github.com/berth-iac/berth/internal/synthtest"
)

func ecsInstances(stack cdktf.TerraformStack, change func(*ecs.ContainerInstancesProps)) (*ecs.Cluster, *ecs.ContainerInstances) {
	cluster := ecs.NewCluster(stack, "cluster", ecs.ClusterProps{Name: "acme-dev"})
	props := ecs.ContainerInstancesProps{
		Name: "acme-dev", Cluster: cluster, VPCID: "vpc-1", SubnetIDs: []string{"subnet-1", "subnet-2"}, Max: 4,
	}
	if change != nil {
		change(&props)
	}
	return cluster, ecs.NewContainerInstances(stack, "instances", props)
}

func TestECSInstancesJoinTheClusterBesideFargate(t *testing.T) {
	stack := synthtest.NewStack(t)
	ecsInstances(stack, func(p *ecs.ContainerInstancesProps) {
		p.UserData = `echo "${HOME}"`
		p.Tags = map[string]string{"Team": "web"}
		p.RolePolicies = map[string]identity.Policy{"mount": {Statements: []identity.Statement{{Actions: []string{"ec2:AttachVolume"}, Resources: []string{"arn:volume"}}}}}
	})
	template := synthtest.Synth(t, stack)
	provider := template.One("aws_ecs_capacity_provider")
	assert.DeepEqual(t, template.One("aws_ecs_cluster_capacity_providers").Strings("capacity_providers"),
		[]string{"FARGATE", "FARGATE_SPOT", "${" + provider.Address() + ".name}"})
	assert.Equal(t, provider.String("name"), "ec2-acme-dev")

	launch := template.One("aws_launch_template")
	for path, want := range map[string]any{
		"image_id":           "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
		"instance_type":      "t3.small",
		"metadata_options.0": map[string]any{"http_endpoint": "enabled", "http_tokens": "required", "http_put_response_hop_limit": 1.0},
		"block_device_mappings.0": map[string]any{"device_name": "/dev/xvda", "ebs": map[string]any{
			"volume_type": "gp3", "volume_size": 30.0, "encrypted": "true", "delete_on_termination": "true",
		}},
		"tag_specifications.0": map[string]any{"resource_type": "volume", "tags": map[string]any{"Name": "acme-dev", "Team": "web"}},
	} {
		assert.DeepEqual(t, launch.Get(path), want)
	}
	data := launch.String("user_data")
	for _, want := range []string{
		"${base64encode(", template.One("aws_ecs_cluster").Address() + ".name", `echo \"$${HOME}\"`, "ECS_AWSVPC_BLOCK_IMDS=true",
		`ECS_AVAILABLE_LOGGING_DRIVERS=[\"awslogs\"`,
	} {
		assert.Assert(t, strings.Contains(data, want), "no %s in %s", want, data)
	}

	group := template.One("aws_autoscaling_group")
	assert.DeepEqual(t, group.Get("launch_template.0"), map[string]any{
		"id": "${" + launch.Address() + ".id}", "version": "${" + launch.Address() + ".latest_version}",
	})
	assert.Assert(t, !group.Has("desired_capacity") && !group.Has("mixed_instances_policy"))

	role := template.One("aws_iam_role")
	assert.DeepEqual(t, ecsStatements(role, "assume_role_policy")[0]["Principal"], map[string]any{"Service": "ec2.amazonaws.com"})
	cluster := template.One("aws_ecs_cluster").Address()
	agent := ecsStatements(template.One("aws_iam_role_policy", "agent"), "policy")
	assert.Equal(t, agent[1]["Resource"], "${"+cluster+".arn}")
	assert.Assert(t, strings.HasSuffix(agent[2]["Resource"].(string), ":container-instance/${"+cluster+".name}/*"))
	template.One("aws_iam_role_policy", "mount")
	template.None("aws_iam_role_policy_attachment")
	template.None("aws_vpc_security_group_ingress_rule")
}

func TestECSSpotInstancesAreOfSeveralTypes(t *testing.T) {
	stack := synthtest.NewStack(t)
	ecsInstances(stack, func(p *ecs.ContainerInstancesProps) {
		p.Spot, p.Architecture, p.InstanceTypes, p.MetadataHopLimit = true, ecs.ARM64, []string{"m7g.large", "m6g.large"}, 2
	})
	template := synthtest.Synth(t, stack)
	launch := template.One("aws_launch_template")
	assert.Equal(t, launch.String("image_id"), "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id")
	assert.Equal(t, launch.Get("metadata_options.0.http_put_response_hop_limit"), 2.0)
	group := template.One("aws_autoscaling_group")
	assert.Assert(t, !group.Has("launch_template"))
	policy := "mixed_instances_policy.0."
	assert.Equal(t, group.Get(policy+"instances_distribution.0.on_demand_percentage_above_base_capacity"), 0.0)
	assert.DeepEqual(t, group.Get(policy+"launch_template.0.override"), []any{
		map[string]any{"instance_type": "m7g.large"}, map[string]any{"instance_type": "m6g.large"},
	})
}

// ecsOnInstances is a task that nginx and php make together, and its service.
func ecsOnInstances(stack cdktf.TerraformStack, mode ecs.NetworkMode, change func(*ecs.ServiceProps, *ecs.OnInstances)) {
	cluster, instances := ecsInstances(stack, nil)
	nginx := ecs.Container{Name: "nginx", Image: "nginx", Ports: []int{80}}
	props := ecs.ServiceProps{Name: "web", Cluster: cluster, DesiredCount: 2}
	if mode == ecs.Bridge {
		nginx.Links = []string{"php"}
	} else {
		props.SubnetIDs, props.SecurityGroupIDs = []string{"subnet-1"}, []string{"sg-1"}
	}
	props.TaskDefinition = ecs.NewTaskDefinition(stack, "task", ecs.TaskDefinitionProps{
		Family: "acme-dev-web",
		RunsOn: ecs.EC2{NetworkMode: mode, MemberOf: []string{"attribute:ecs.os-type == linux"}},
		Containers: []ecs.Container{nginx, {
			Name: "php", Image: "php", Ports: []int{9000}, Privileged: true,
			Mounts:  []ecs.Mount{{Volume: "run", Path: "/run/app", ReadOnly: true}},
			Logging: ecs.Fluentd{Address: "unix:///var/run/fluent/fluent.sock"},
		}},
		Volumes: []ecs.Volume{{Name: "run", HostPath: "/var/run/app"}},
		LogMode: ecs.Blocking,
	})
	capacity := ecs.OnInstances{Instances: instances}
	if change != nil {
		change(&props, &capacity)
	}
	props.Capacity = capacity
	ecs.NewService(stack, "service", props)
}

// Rules 17, 20, 30, 40, 48: a task in a bridge is reached through its instance.
func TestECSServiceInABridge(t *testing.T) {
	stack := synthtest.NewStack(t)
	ecsOnInstances(stack, ecs.Bridge, func(_ *ecs.ServiceProps, o *ecs.OnInstances) {
		o.Placement, o.DistinctInstance, o.MemberOf = []ecs.PlacementStrategy{ecs.SpreadZones, ecs.Random}, true, []string{"task:group == db"}
	})
	template := synthtest.Synth(t, stack)
	service := template.One("aws_ecs_service")
	for path, want := range map[string]any{
		"ordered_placement_strategy": []any{map[string]any{"type": "spread", "field": "attribute:ecs.availability-zone"}, map[string]any{"type": "random"}},
		"placement_constraints":      []any{map[string]any{"type": "distinctInstance"}, map[string]any{"type": "memberOf", "expression": "task:group == db"}},
		"capacity_provider_strategy": []any{map[string]any{"capacity_provider": "${" + template.One("aws_ecs_capacity_provider").Address() + ".name}", "weight": 1.0}},
		"scheduling_strategy":        "REPLICA",
		"desired_count":              2.0,
	} {
		assert.DeepEqual(t, service.Get(path), want)
	}
	for _, absent := range []string{"launch_type", "network_configuration", "platform_version", "iam_role"} {
		assert.Assert(t, !service.Has(absent), absent)
	}
	task := template.One("aws_ecs_task_definition")
	for path, want := range map[string]any{
		"network_mode":             "bridge",
		"requires_compatibilities": []any{"EC2"},
		"placement_constraints":    []any{map[string]any{"type": "memberOf", "expression": "attribute:ecs.os-type == linux"}},
		"volume":                   []any{map[string]any{"name": "run", "host_path": "/var/run/app"}},
		"cpu":                      "256",
		"memory":                   "512",
	} {
		assert.DeepEqual(t, task.Get(path), want)
	}
	var containers []map[string]any
	task.Document("container_definitions", &containers)
	assert.DeepEqual(t, containers[0]["portMappings"], []any{map[string]any{"containerPort": 80.0, "hostPort": 0.0, "protocol": "tcp"}})
	assert.DeepEqual(t, containers[0]["links"], []any{"php"})
	assert.Equal(t, containers[1]["privileged"], true)
	assert.DeepEqual(t, containers[1]["mountPoints"], []any{map[string]any{"sourceVolume": "run", "containerPath": "/run/app", "readOnly": true}})
	assert.DeepEqual(t, containers[1]["logConfiguration"], map[string]any{"logDriver": "fluentd", "options": map[string]any{
		"fluentd-address": "unix:///var/run/fluent/fluent.sock", "fluentd-async": "false", "tag": "acme-dev-web.php", "mode": "blocking",
	}})
}

// Rule 17: a daemon has as many tasks as there are instances.
func TestECSDaemon(t *testing.T) {
	stack := synthtest.NewStack(t)
	ecsOnInstances(stack, ecs.AWSVPC, func(_ *ecs.ServiceProps, o *ecs.OnInstances) { o.Daemon = true })
	service := synthtest.Synth(t, stack).One("aws_ecs_service")
	assert.Equal(t, service.String("scheduling_strategy"), "DAEMON")
	assert.Equal(t, service.String("launch_type"), "EC2")
	assert.Equal(t, service.Get("network_configuration.0.assign_public_ip"), false)
	for _, absent := range []string{"capacity_provider_strategy", "desired_count", "deployment_minimum_healthy_percent", "deployment_maximum_percent"} {
		assert.Assert(t, !service.Has(absent), absent)
	}
}

func TestECSSpotMix(t *testing.T) {
	stack := synthtest.NewStack(t)
	ecsFull(stack, func() ecs.DeploymentStrategy { return ecs.Rolling{} }, func(p *ecs.ServiceProps) {
		p.Capacity = ecs.SpotMix{Base: 2, OnDemandWeight: 1, SpotWeight: 3}
	})
	service := synthtest.Synth(t, stack).One("aws_ecs_service")
	assert.DeepEqual(t, service.Get("capacity_provider_strategy"), []any{
		map[string]any{"capacity_provider": "FARGATE", "base": 2.0, "weight": 1.0},
		map[string]any{"capacity_provider": "FARGATE_SPOT", "weight": 3.0},
	})
	assert.Assert(t, !service.Has("launch_type"))
}

// Rule 39: a task whose output is routed has one router, and its role may write
// where that writes, and nowhere else.
func TestECSFireLens(t *testing.T) {
	stack := synthtest.NewStack(t)
	ecs.NewTaskDefinition(stack, "task", ecs.TaskDefinitionProps{
		Family: "acme-dev-web",
		Containers: []ecs.Container{
			{Name: "web", Image: "web", Logging: ecs.FireLens{Destination: ecs.ToCloudWatchLogs{}}},
			{Name: "app", Image: "app", Logging: ecs.FireLens{Destination: ecs.ToS3{BucketName: "logs", BucketARN: "arn:bucket", KMSKeyARN: "arn:key"}}},
			{Name: "job", Image: "job", Logging: ecs.FireLens{Destination: ecs.ToS3{BucketName: "logs", BucketARN: "arn:bucket", KMSKeyARN: "arn:key"}}},
			{Name: "api", Image: "api", Logging: ecs.FireLens{Destination: ecs.ToOpenSearch{Endpoint: "logs.example.com", DomainARN: "arn:domain", Index: "api"}}},
		},
		LogRouter: ecs.LogRouter{Image: "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/fluent-bit:3"},
	})
	template := synthtest.Synth(t, stack)
	var containers []map[string]any
	template.One("aws_ecs_task_definition").Document("container_definitions", &containers)
	group := "${" + template.One("aws_cloudwatch_log_group").Address() + ".name}"
	options := func(i int) map[string]any {
		logging := containers[i]["logConfiguration"].(map[string]any)
		assert.Equal(t, logging["logDriver"], "awsfirelens")
		return logging["options"].(map[string]any)
	}
	assert.DeepEqual(t, options(0), map[string]any{
		"Name": "cloudwatch_logs", "region": "${data.aws_region.region.name}", "log_group_name": group,
		"log_stream_prefix": "firelens/", "auto_create_group": "false", "retry_limit": "2",
	})
	assert.Equal(t, options(1)["s3_key_format"], "/logs/%Y/%m/%d/%H/$TAG-$UUID.gz")
	assert.Equal(t, options(3)["Index"], "api")

	router := containers[4]
	assert.Equal(t, router["name"], "log-router")
	assert.Equal(t, router["essential"], true)
	assert.Equal(t, router["memoryReservation"], 50.0)
	assert.DeepEqual(t, router["firelensConfiguration"], map[string]any{"type": "fluentbit", "options": map[string]any{"enable-ecs-log-metadata": "true"}})
	assert.Equal(t, router["logConfiguration"].(map[string]any)["logDriver"], "awslogs")

	var actions []string
	for _, s := range ecsStatements(template.One("aws_iam_role_policy", "log-router"), "policy") {
		actions = append(actions, s["Sid"].(string))
	}
	assert.DeepEqual(t, actions, []string{"RouteToCloudWatchLogs", "RouteToS3", "EncryptObjects", "RouteToOpenSearch"})
	pull := ecsStatements(template.One("aws_iam_role_policy", "execution"), "policy")
	assert.Assert(t, slices.ContainsFunc(pull, func(s map[string]any) bool {
		return s["Sid"] == "PullImages" && strings.HasSuffix(s["Resource"].(string), ":repository/fluent-bit")
	}), "the router's image may not be pulled: %v", pull)
}

// Rule 48: tasks in a bridge are registered by their instance.
func TestTargetGroupsOfInstances(t *testing.T) {
	stack := synthtest.NewStack(t)
	bluegreen.NewTargetGroupPair(stack, "pair", bluegreen.TargetGroupPairProps{Name: "acme-dev-web", VPCID: "vpc-1", TargetType: loadbalancer.Instance})
	loadbalancer.NewTargetGroup(stack, "single", loadbalancer.TargetGroupProps{Name: "acme-dev-app", VPCID: "vpc-1"})
	template := synthtest.Synth(t, stack)
	assert.Equal(t, template.One("aws_lb_target_group", "blue").String("target_type"), "instance")
	assert.Equal(t, template.One("aws_lb_target_group", "green").String("target_type"), "instance")
	assert.Equal(t, template.One("aws_lb_target_group", "single").String("target_type"), "ip")
}

func TestECSServiceOfAnInvalidTaskInABridgeHasNoProblemsOfItsOwn(t *testing.T) {
	stack := synthtest.NewStack(t)
	cluster, instances := ecsInstances(stack, nil)
	task := ecs.NewTaskDefinition(stack, "task", ecs.TaskDefinitionProps{Family: "web", RunsOn: ecs.EC2{NetworkMode: ecs.Bridge}})
	ecs.NewService(stack, "service", ecs.ServiceProps{
		Name: "web", Cluster: cluster, TaskDefinition: task, Capacity: ecs.OnInstances{Instances: instances},
	})
	got := synthtest.Errors(stack)
	assert.DeepEqual(t, got, []string{"task: Containers: none: a task has at least one"})
}

func TestECSInstancesOfAnInvalidClusterBuildNothing(t *testing.T) {
	stack := synthtest.NewStack(t)
	cluster := ecs.NewCluster(stack, "cluster", ecs.ClusterProps{Name: "a b"})
	ecs.NewContainerInstances(stack, "instances", ecs.ContainerInstancesProps{
		Name: "acme-dev", Cluster: cluster, VPCID: "vpc-1", SubnetIDs: []string{"subnet-1"}, Max: 1,
	})
	got := strings.Join(synthtest.Errors(stack), "\n")
	assert.Assert(t, strings.HasPrefix(got, `cluster: Name: "a b"`) && !strings.Contains(got, "instances:"), got)
}
