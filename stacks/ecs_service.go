package stacks

import (
	"time"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/autoscaling"
	"github.com/berth-iac/berth/constructs/bluegreen"
	"github.com/berth-iac/berth/constructs/ecs"
	"github.com/berth-iac/berth/constructs/loadbalancer"
	"github.com/berth-iac/berth/constructs/monitoring"
	"github.com/berth-iac/berth/constructs/network"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// service is a service while its parts are added.
type service struct {
	*ecsStack
	config.Service
	scope           constructs.Construct
	name            string // in the environment file
	fullName        string
	securityGroupID string
	outputs         ServiceOutputs
}

// newService adds a service, from its security group to its alarms.
func newService(s *ecsStack, name string) ServiceOutputs {
	svc := &service{
		ecsStack: s,
		Service:  s.env.Services[name],
		scope:    node.Group(s.stack, "service-"+name),
		name:     name,
		fullName: fullName(s.env, name),
	}
	props := ecs.ServiceProps{
		Name:                   svc.fullName,
		Cluster:                s.cluster,
		DesiredCount:           *svc.Scaling.Min,
		AutoScaled:             !svc.Daemon,
		Capacity:               svc.capacity(),
		HealthCheckGracePeriod: svc.gracePeriod(),
	}
	if svc.Bridge() {
		svc.securityGroupID = s.instances.SecurityGroupID
	} else {
		svc.securityGroupID = network.NewSecurityGroup(svc.scope, "security-group", network.SecurityGroupProps{
			Name:        svc.fullName,
			Description: "tasks of " + svc.fullName,
			VPCID:       s.network.VPCID,
		}).ID
		props.SubnetIDs, props.SecurityGroupIDs = s.network.PrivateSubnetIDs, []string{svc.securityGroupID}
	}
	svc.openPorts()
	task := newTask(svc)
	s.tasks[name] = runnable{definition: task, securityGroupID: svc.securityGroupID}
	props.TaskDefinition = task
	props.Strategy, props.DependsOn = svc.deploymentStrategy()
	deployed := ecs.NewService(svc.scope, "service", props)
	if !svc.Daemon {
		autoscaling.NewServiceScaling(svc.scope, "scaling", autoscaling.ServiceScalingProps{
			ClusterName:   s.cluster.Name,
			ServiceName:   deployed.Name,
			Min:           *svc.Scaling.Min,
			Max:           svc.Scaling.Max,
			CPUPercent:    svc.Scaling.CPUPercent,
			MemoryPercent: svc.Scaling.MemoryPercent,
		})
	}
	svc.watch(deployed.Name)

	svc.outputs.Name = deployed.Name
	svc.outputs.TaskFamily = task.Family
	svc.outputs.ExecutionRoleARN = task.ExecutionRoleARN
	svc.outputs.TaskRoleARN = task.TaskRoleARN
	svc.outputs.SecurityGroupID = svc.securityGroupID
	return svc.outputs
}

// fullName is the name of a service, and of what belongs to it alone.
func fullName(env *config.Environment, service string) string {
	return naming.Join(prefix(env), service)
}

func (s *service) gracePeriod() time.Duration {
	if s.Route == nil {
		return 0
	}
	return seconds(*s.Route.GracePeriodSeconds)
}

func (s *service) deregistrationDelay() time.Duration {
	if delay := *s.Route.DeregistrationDelaySeconds; delay > 0 {
		return seconds(delay)
	}
	return loadbalancer.NoDelay
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// deploymentStrategy adds what a routed service is deployed through: target
// groups and the rules that forward to them. The service depends on the rules,
// since ECS refuses a target group that no listener knows.
func (s *service) deploymentStrategy() (ecs.DeploymentStrategy, []cdktf.ITerraformDependable) {
	switch {
	case s.Route == nil:
		return ecs.Rolling{PipelineOwnsImage: s.Pipeline != nil}, nil
	case s.Deployment.Strategy == config.StrategyRolling:
		return s.rolling()
	default:
		return s.blueGreen()
	}
}

func (s *service) rolling() (ecs.DeploymentStrategy, []cdktf.ITerraformDependable) {
	group := loadbalancer.NewTargetGroup(s.scope, "target-group", loadbalancer.TargetGroupProps{
		Name:                naming.Fit(naming.MaxLoadBalancer, prefix(s.env), s.name),
		VPCID:               s.network.VPCID,
		TargetType:          s.targetType(),
		HealthCheck:         s.targetHealthCheck(),
		DeregistrationDelay: s.deregistrationDelay(),
	})
	rule := s.route("rule", s.balancer.production, group.ARN, false)
	s.watchTraffic(monitoring.TargetGroup{Name: "tasks", ARNSuffix: group.ARNSuffix})
	strategy := ecs.Rolling{Target: s.target(group), PipelineOwnsImage: s.Pipeline != nil}
	return strategy, []cdktf.ITerraformDependable{rule.Resource}
}

func (s *service) blueGreen() (ecs.DeploymentStrategy, []cdktf.ITerraformDependable) {
	pair := bluegreen.NewTargetGroupPair(s.scope, "target-groups", bluegreen.TargetGroupPairProps{
		Name:                s.fullName,
		VPCID:               s.network.VPCID,
		TargetType:          s.targetType(),
		HealthCheck:         s.targetHealthCheck(),
		DeregistrationDelay: s.deregistrationDelay(),
	})
	rule := s.route("rule", s.balancer.production, pair.Blue.ARN, true)
	dependencies := []cdktf.ITerraformDependable{rule.Resource}
	s.outputs.RuleARN = rule.ARN
	if s.balancer.test != nil {
		testRule := s.route("test-rule", s.balancer.test, pair.Blue.ARN, true)
		dependencies = append(dependencies, testRule.Resource)
		s.outputs.TestRuleARN = testRule.ARN
	}
	s.outputs.BlueTargetGroupName, s.outputs.GreenTargetGroupName = pair.Blue.Name, pair.Green.Name
	rollback := s.watchTraffic(
		monitoring.TargetGroup{Name: "blue", ARNSuffix: pair.Blue.ARNSuffix},
		monitoring.TargetGroup{Name: "green", ARNSuffix: pair.Green.ARNSuffix},
	)
	if !s.Deployment.IgnoreAlarms {
		s.outputs.RollbackAlarmNames = rollback
	}
	return ecs.BlueGreen{Target: s.target(pair.Blue)}, dependencies
}

func (s *service) target(group *loadbalancer.TargetGroup) ecs.LoadBalancerTarget {
	return ecs.LoadBalancerTarget{TargetGroupARN: group.ARN, ContainerName: s.name, ContainerPort: s.Port}
}

func (s *service) targetHealthCheck() loadbalancer.HealthCheck {
	check := s.Route.HealthCheck
	return loadbalancer.HealthCheck{
		Path:               check.Path,
		Matcher:            check.Matcher,
		Interval:           seconds(check.IntervalSeconds),
		Timeout:            seconds(check.TimeoutSeconds),
		HealthyThreshold:   check.HealthyThreshold,
		UnhealthyThreshold: check.UnhealthyThreshold,
	}
}

// route sends the requests that match the service's route to a target group.
func (s *service) route(id string, listener *loadbalancer.Listener, targetGroupARN string, movedByCodeDeploy bool) *loadbalancer.Rule {
	return loadbalancer.NewRule(s.scope, id, loadbalancer.RuleProps{
		ListenerARN:       listener.ARN,
		Priority:          s.Route.Priority,
		Paths:             s.Route.Paths,
		Hosts:             s.Route.Hosts,
		TargetGroupARN:    targetGroupARN,
		MovedByCodeDeploy: movedByCodeDeploy,
	})
}

// watch raises alarms on the load of the tasks.
func (s *service) watch(serviceName string) {
	monitoring.NewServiceAlarms(s.scope, "load-alarms", monitoring.ServiceAlarmsProps{
		Name:          s.fullName,
		ClusterName:   s.cluster.Name,
		ServiceName:   serviceName,
		CPUPercent:    s.Alarms.CPUPercent,
		MemoryPercent: s.Alarms.MemoryPercent,
		TopicARN:      s.topic.ARN,
	})
}

// watchTraffic raises alarms on the answers of the tasks, over all their target
// groups, and returns those that tell a bad release.
func (s *service) watchTraffic(targetGroups ...monitoring.TargetGroup) []string {
	return monitoring.NewTrafficAlarms(s.scope, "traffic-alarms", monitoring.TrafficAlarmsProps{
		Name:                  s.fullName,
		LoadBalancerARNSuffix: s.balancer.ARNSuffix,
		TargetGroups:          targetGroups,
		ServerErrors:          s.Alarms.ServerErrors,
		LatencySeconds:        s.Alarms.LatencySeconds,
		TopicARN:              s.topic.ARN,
	}).RollbackNames()
}
