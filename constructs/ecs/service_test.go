package ecs

import (
	"testing"
	"time"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/check/checktest"
)

var target = LoadBalancerTarget{TargetGroupARN: "arn", ContainerName: "web", ContainerPort: 80}

// Who owns what after the first deployment, rules 1 to 6.
func TestPlanDeployment(t *testing.T) {
	codeDeploy := []string{"task_definition", "load_balancer", "network_configuration", "platform_version", "capacity_provider_strategy", "launch_type"}
	for _, c := range []struct {
		name       string
		strategy   DeploymentStrategy
		autoScaled bool
		controller string
		ignored    []string
		rolling    bool
	}{
		{"rolling", Rolling{}, false, "ECS", nil, true},
		{"rolling, scaled", Rolling{}, true, "ECS", []string{"desired_count"}, true},
		{"rolling, pipeline", Rolling{PipelineOwnsImage: true}, false, "ECS", []string{"task_definition"}, true},
		{"rolling, pipeline, scaled", Rolling{PipelineOwnsImage: true}, true, "ECS", []string{"task_definition", "desired_count"}, true},
		{"blue/green", BlueGreen{Target: target}, false, "CODE_DEPLOY", codeDeploy, false},
		{"blue/green, scaled", BlueGreen{Target: target}, true, "CODE_DEPLOY", append(codeDeploy[:len(codeDeploy):len(codeDeploy)], "desired_count"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := planDeployment(c.strategy, c.autoScaled)
			assert.Equal(t, got.controller, c.controller)
			assert.DeepEqual(t, got.ignored, c.ignored)
			assert.Equal(t, got.rolling != nil, c.rolling)
		})
	}
	assert.Equal(t, planDeployment(BlueGreen{Target: target}, false).target, target)
	assert.Equal(t, planDeployment(Rolling{Target: target}, false).target, target)
	plain := planDeployment(Rolling{}, false).rolling
	assert.Equal(t, plain.MinimumHealthyPercent, 100)
	assert.Equal(t, plain.MaximumPercent, 200)
}

func TestServiceRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*ServiceProps)
		want   string // empty: allowed
	}{
		"plain":              {func(*ServiceProps) {}, ""},
		"no name":            {func(p *ServiceProps) { p.Name = "" }, "Name: missing"},
		"no cluster":         {func(p *ServiceProps) { p.Cluster = nil }, "Cluster: missing"},
		"no task definition": {func(p *ServiceProps) { p.TaskDefinition = nil }, "TaskDefinition: missing"},
		"no subnets":         {func(p *ServiceProps) { p.SubnetIDs = nil }, "SubnetIDs: none"},
		"no security groups": {func(p *ServiceProps) { p.SecurityGroupIDs = nil }, "SecurityGroupIDs: none"},
		"no tasks":           {func(p *ServiceProps) { p.DesiredCount = 0 }, ""},
		"too many tasks":     {func(p *ServiceProps) { p.DesiredCount = 5001 }, "0 to 5000"},
		"spot":               {func(p *ServiceProps) { p.Capacity = Spot }, ""},
		"blue/green":         {func(p *ServiceProps) { p.Strategy = BlueGreen{Target: target} }, ""},
		"blue/green on spot": {func(p *ServiceProps) { p.Strategy, p.Capacity = BlueGreen{Target: target}, Spot }, "Spot does not go with BlueGreen"},
		"blue/green of none": {func(p *ServiceProps) { p.Strategy = BlueGreen{} }, "Strategy.Target.TargetGroupARN: missing"},
		"strategy pointer":   {func(p *ServiceProps) { p.Strategy = &BlueGreen{Target: target} }, "*ecs.BlueGreen: give Rolling or BlueGreen as a value"},
		"unknown container": {func(p *ServiceProps) {
			p.Strategy = BlueGreen{Target: LoadBalancerTarget{TargetGroupARN: "arn", ContainerName: "x", ContainerPort: 80}}
		}, `"x" is no container of the task definition: it has web, side`},
		"unknown port": {func(p *ServiceProps) {
			p.Strategy = Rolling{Target: LoadBalancerTarget{TargetGroupARN: "arn", ContainerName: "web", ContainerPort: 81}}
		}, "81 is no port of web: it has [80]"},
		"grace of nobody": {func(p *ServiceProps) { p.HealthCheckGracePeriod = time.Minute }, "only with a load balancer"},
		"grace":           {func(p *ServiceProps) { p.Strategy, p.HealthCheckGracePeriod = Rolling{Target: target}, time.Minute }, ""},
		"grace in fractions": {func(p *ServiceProps) {
			p.Strategy, p.HealthCheckGracePeriod = Rolling{Target: target}, 1500*time.Millisecond
		}, "whole seconds"},
		"negative grace":      {func(p *ServiceProps) { p.Strategy, p.HealthCheckGracePeriod = Rolling{Target: target}, -time.Second }, "out of range"},
		"minimum of 101":      {func(p *ServiceProps) { p.Strategy = Rolling{MinimumHealthyPercent: 101} }, "1 to 100"},
		"maximum of 99":       {func(p *ServiceProps) { p.Strategy = Rolling{MaximumPercent: 99} }, "100 to 200"},
		"no room":             {func(p *ServiceProps) { p.Strategy = Rolling{MaximumPercent: 100} }, "can neither stop nor start one"},
		"room below":          {func(p *ServiceProps) { p.Strategy = Rolling{MinimumHealthyPercent: 50, MaximumPercent: 100} }, ""},
		"no room when halved": {func(p *ServiceProps) { p.DesiredCount, p.Strategy = 1, Rolling{MaximumPercent: 150} }, "with 1 tasks, at least 1 and at most 1"},
	} {
		t.Run(name, func(t *testing.T) {
			props := ServiceProps{
				Name:    "web",
				Cluster: &Cluster{Name: "main"},
				TaskDefinition: &TaskDefinition{containers: []Container{
					{Name: "web", Ports: []int{80}}, {Name: "side"},
				}},
				SubnetIDs:        []string{"subnet"},
				SecurityGroupIDs: []string{"sg"},
				DesiredCount:     2,
			}
			c.change(&props)
			checktest.Verdict(t, props.Validate(), c.want)
		})
	}
}

func TestClusterRefusals(t *testing.T) {
	for _, c := range []struct {
		props ClusterProps
		want  string
	}{
		{ClusterProps{Name: "main_1-a"}, ""},
		{ClusterProps{}, "Name: missing"},
		{ClusterProps{Name: "a/b"}, "letters, digits, hyphens and underscores"},
		{ClusterProps{Name: "main", ContainerInsights: "on"}, "enabled, enhanced, disabled"},
	} {
		checktest.Verdict(t, c.props.Validate(), c.want)
	}
}
