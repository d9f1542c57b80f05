package ecs_test

import (
	"time"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/ecs"
)

// A web server on two tasks, which ECS replaces one by one.
func ExampleNewService() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("shop-ecs"))
	cluster := ecs.NewCluster(stack, "cluster", ecs.ClusterProps{Name: "shop"})
	task := ecs.NewTaskDefinition(stack, "web-task", ecs.TaskDefinitionProps{
		Family: "shop-web",
		CPU:    512,
		Containers: []ecs.Container{{
			Name:        "web",
			Image:       "public.ecr.aws/nginx/nginx:1.29",
			Ports:       []int{80},
			Environment: map[string]string{"LOG_LEVEL": "info"},
			HealthCheck: ecs.HealthCheck{
				Command:  []string{"CMD-SHELL", "curl -f http://localhost/ || exit 1"},
				Interval: 10 * time.Second,
			},
		}},
	})
	ecs.NewService(stack, "web", ecs.ServiceProps{
		Name:             "web",
		Cluster:          cluster,
		TaskDefinition:   task,
		SubnetIDs:        []string{"subnet-0a1b2c3d4e5f60718"},
		SecurityGroupIDs: []string{"sg-0a1b2c3d4e5f60718"},
		DesiredCount:     2,
	})
}

// nginx and php in a bridge on EC2 instances, where nginx finds php by its name.
func ExampleNewContainerInstances() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("shop-ecs"))
	cluster := ecs.NewCluster(stack, "cluster", ecs.ClusterProps{Name: "shop"})
	instances := ecs.NewContainerInstances(stack, "instances", ecs.ContainerInstancesProps{
		Name:      "shop",
		Cluster:   cluster,
		VPCID:     "vpc-0a1b2c3d4e5f60718",
		SubnetIDs: []string{"subnet-0a1b2c3d4e5f60718"},
		Min:       1,
		Max:       4,
	})
	task := ecs.NewTaskDefinition(stack, "web-task", ecs.TaskDefinitionProps{
		Family: "shop-web",
		RunsOn: ecs.EC2{NetworkMode: ecs.Bridge},
		Containers: []ecs.Container{
			{Name: "nginx", Image: "public.ecr.aws/nginx/nginx:1.29", Ports: []int{80}, Links: []string{"php"}},
			{Name: "php", Image: "public.ecr.aws/docker/library/php:8.4-fpm", Ports: []int{9000}},
		},
	})
	ecs.NewService(stack, "web", ecs.ServiceProps{
		Name:           "web",
		Cluster:        cluster,
		TaskDefinition: task,
		DesiredCount:   2,
		Capacity:       ecs.OnInstances{Instances: instances, Placement: []ecs.PlacementStrategy{ecs.SpreadZones, ecs.BinpackMemory}},
	})
}

// CodeDeploy releases the service: see the package bluegreen.
func ExampleBlueGreen() {
	strategy := ecs.BlueGreen{Target: ecs.LoadBalancerTarget{
		TargetGroupARN: "arn of the blue target group",
		ContainerName:  "web",
		ContainerPort:  80,
	}}
	_ = ecs.ServiceProps{Name: "web", Strategy: strategy, AutoScaled: true, HealthCheckGracePeriod: time.Minute}
}

// The image of the web service, with another command, at three in the morning.
func ExampleNewScheduledTask() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("shop-ecs"))
	cluster := ecs.NewCluster(stack, "cluster", ecs.ClusterProps{Name: "shop"})
	task := ecs.NewTaskDefinition(stack, "web-task", ecs.TaskDefinitionProps{
		Family:     "shop-web",
		Containers: []ecs.Container{{Name: "web", Image: "public.ecr.aws/nginx/nginx:1.29"}},
	})
	ecs.NewScheduledTask(stack, "nightly", ecs.ScheduledTaskProps{
		Name:             "shop-nightly",
		Cluster:          cluster,
		TaskDefinition:   task,
		Schedule:         ecs.Scheduler{Expression: "cron(0 3 * * ? *)", TimeZone: "Asia/Tokyo"},
		Command:          []string{"bin/nightly"},
		SubnetIDs:        []string{"subnet-0a1b2c3d4e5f60718"},
		SecurityGroupIDs: []string{"sg-0a1b2c3d4e5f60718"},
		AlarmTopicARN:    "arn of the topic of alarms",
	})
}
