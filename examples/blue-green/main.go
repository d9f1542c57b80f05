// Blue-green is a CDKTF app of its own that imports Berth's constructs: a VPC, a
// service on Fargate behind a load balancer, and the deployment group with
// which CodeDeploy releases it. Everything is in one stack, with local state.
package main

import (
	"time"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/bluegreen"
	"github.com/berth-iac/berth/constructs/ecs"
	"github.com/berth-iac/berth/constructs/loadbalancer"
	"github.com/berth-iac/berth/constructs/network"
	"github.com/berth-iac/berth/fastsynth"
)

const (
	name   = "hello"
	region = "ap-northeast-1"
	port   = 80
)

func main() {
	fastsynth.Load()
	defer jsii.Close()
	app := cdktf.NewApp(nil)
	newStack(app)
	app.Synth()
}

func newStack(app cdktf.App) cdktf.TerraformStack {
	stack := cdktf.NewTerraformStack(app, jsii.String(name))
	cdktf.NewLocalBackend(stack, &cdktf.LocalBackendConfig{Path: jsii.String("../../../terraform." + name + ".tfstate")})
	provider.NewAwsProvider(stack, jsii.String("aws"), &provider.AwsProviderConfig{Region: jsii.String(region)})

	vpc := network.NewVpc(stack, "vpc", network.VpcProps{
		Name:              name,
		CIDR:              "10.0.0.0/16",
		AvailabilityZones: []string{region + "a", region + "c"},
		NAT:               network.NATSingle,
	})
	tasks := network.NewSecurityGroup(stack, "tasks", network.SecurityGroupProps{Name: name, VPCID: vpc.ID})
	network.NewEgressRule(stack, "tasks-to-internet", network.RuleProps{
		SecurityGroupID: tasks.ID, Peer: network.AnyIPv4(), Port: 443, Description: "pull images",
	})

	alb := loadbalancer.NewLoadBalancer(stack, "load-balancer", loadbalancer.LoadBalancerProps{
		Name:       name,
		VPCID:      vpc.ID,
		SubnetIDs:  vpc.PublicSubnetIDs,
		Disposable: true,
	})
	network.NewIngressRule(stack, "clients", network.RuleProps{
		SecurityGroupID: alb.SecurityGroupID, Peer: network.AnyIPv4(), Port: 80, Description: "clients",
	})
	network.NewEgressRule(stack, "to-tasks", network.RuleProps{
		SecurityGroupID: alb.SecurityGroupID, Peer: network.Group(tasks.ID), Port: port, Description: "tasks",
	})
	network.NewIngressRule(stack, "from-load-balancer", network.RuleProps{
		SecurityGroupID: tasks.ID, Peer: network.Group(alb.SecurityGroupID), Port: port, Description: "load balancer",
	})
	listener := loadbalancer.NewListener(stack, "http", loadbalancer.ListenerProps{LoadBalancerARN: alb.ARN, Port: 80})
	pair := bluegreen.NewTargetGroupPair(stack, "target-groups", bluegreen.TargetGroupPairProps{Name: name, VPCID: vpc.ID})
	rule := loadbalancer.NewRule(stack, "rule", loadbalancer.RuleProps{
		ListenerARN:       listener.ARN,
		Priority:          100,
		Paths:             []string{"/*"},
		TargetGroupARN:    pair.Blue.ARN,
		MovedByCodeDeploy: true,
	})

	task := ecs.NewTaskDefinition(stack, "task", ecs.TaskDefinitionProps{
		Family: name,
		Containers: []ecs.Container{{
			Name:  name,
			Image: "public.ecr.aws/nginx/nginx:1.29",
			Ports: []int{port},
		}},
	})
	service := ecs.NewService(stack, "service", ecs.ServiceProps{
		Name:                   name,
		Cluster:                ecs.NewCluster(stack, "cluster", ecs.ClusterProps{Name: name}),
		TaskDefinition:         task,
		SubnetIDs:              vpc.PrivateSubnetIDs,
		SecurityGroupIDs:       []string{tasks.ID},
		DesiredCount:           2,
		Strategy:               ecs.BlueGreen{Target: ecs.LoadBalancerTarget{TargetGroupARN: pair.Blue.ARN, ContainerName: name, ContainerPort: port}},
		HealthCheckGracePeriod: time.Minute,
		DependsOn:              []cdktf.ITerraformDependable{rule.Resource},
	})
	bluegreen.NewDeploymentGroup(stack, "deployment-group", bluegreen.DeploymentGroupProps{
		Name:                  name,
		ClusterName:           service.ClusterName,
		ServiceName:           service.Name,
		TargetGroupNames:      [2]string{pair.Blue.Name, pair.Green.Name},
		ProductionListenerARN: listener.ARN,
		ListenerRuleARNs:      []string{rule.ARN},
		Traffic:               bluegreen.Canary10Percent5Minutes,
		BakeTime:              5 * time.Minute,
		PassRoleARNs:          []string{task.ExecutionRoleARN, task.TaskRoleARN},
	})
	cdktf.NewTerraformOutput(stack, jsii.String("url"), &cdktf.TerraformOutputConfig{
		Value: jsii.String("http://" + alb.DNSName), StaticId: jsii.Bool(true),
	})
	return stack
}
