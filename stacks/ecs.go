package stacks

import (
	"maps"
	"slices"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/ecs"
	"github.com/berth-iac/berth/constructs/logs"
	"github.com/berth-iac/berth/constructs/monitoring"
	"github.com/berth-iac/berth/constructs/remotestate"
)

// ECSOutputs are what the ecs stack publishes.
type ECSOutputs struct {
	ClusterName           string                           `output:"cluster_name" doc:"name of the ECS cluster"`
	AlarmTopicARN         string                           `output:"alarm_topic_arn" doc:"SNS topic of the alarms"`
	URL                   string                           `output:"url,optional" doc:"where the load balancer answers"`
	ProductionListenerARN string                           `output:"production_listener_arn,optional" doc:"listener that production traffic comes through"`
	TestListenerARN       string                           `output:"test_listener_arn,optional" doc:"listener that shows a new version before production does"`
	CapacityProviderName  string                           `output:"capacity_provider_name,optional" doc:"capacity provider of the EC2 instances"`
	Services              remotestate.Map[ServiceOutputs]  `output:"service"`
	Schedules             remotestate.Map[ScheduleOutputs] `output:"schedule"`
}

// ServiceOutputs are what a release needs to know of a service.
type ServiceOutputs struct {
	Name                 string   `output:"name" doc:"name of the ECS service"`
	TaskFamily           string   `output:"task_family" doc:"family of the task definition"`
	ExecutionRoleARN     string   `output:"execution_role_arn" doc:"role that starts the tasks"`
	TaskRoleARN          string   `output:"task_role_arn" doc:"role that the containers act as"`
	SecurityGroupID      string   `output:"security_group_id" doc:"security group of the tasks"`
	BlueTargetGroupName  string   `output:"blue_target_group_name,optional" doc:"first target group of the pair"`
	GreenTargetGroupName string   `output:"green_target_group_name,optional" doc:"second target group of the pair"`
	RuleARN              string   `output:"rule_arn,optional" doc:"rule of the production listener"`
	TestRuleARN          string   `output:"test_rule_arn,optional" doc:"rule of the test listener"`
	RollbackAlarmNames   []string `output:"rollback_alarm_names,optional" doc:"alarms that roll a release back"`
}

// ecsStack is the ecs stack while its services are added.
type ecsStack struct {
	*Stack[ECSOutputs]
	env        *config.Environment
	network    NetworkOutputs
	parameters ParametersOutputs
	datastore  DatastoreOutputs

	cluster   *ecs.Cluster
	instances *ecs.ContainerInstances // nil where all runs on Fargate
	sessions  *logs.Group             // of ECS Exec
	balancer  *balancer               // nil where no service has a route
	topic     *monitoring.Topic
	tasks     map[string]runnable // of the services, by name
}

// runnable is a task definition with the network that it was made for.
type runnable struct {
	definition      *ecs.TaskDefinition
	securityGroupID string
}

// NewECS adds the cluster, the load balancer, every service with its task
// definition, scaling and alarms, and every schedule.
func NewECS(app constructs.Construct, env *config.Environment, network *Stack[NetworkOutputs],
	parameters *Stack[ParametersOutputs], datastore *Stack[DatastoreOutputs]) *Stack[ECSOutputs] {
	stack := newStack[ECSOutputs](app, env, "ecs", backendOf(env))
	s := &ecsStack{
		Stack:      stack,
		env:        env,
		network:    network.readBy(stack.stack),
		parameters: parameters.readBy(stack.stack),
		datastore:  datastore.readBy(stack.stack),
		tasks:      map[string]runnable{},
	}
	s.topic = monitoring.NewTopic(s.stack, "alarms", monitoring.TopicProps{
		Name:     prefix(env) + "-alarms",
		KMSKeyID: s.parameters.KeyARN,
		Emails:   env.Alerts.Emails,
	})
	s.sessions = logs.NewGroup(s.stack, "exec-logs", logs.GroupProps{
		Name:          "/ecs/" + prefix(env) + "/exec",
		RetentionDays: env.Cluster.LogRetentionDays,
		KMSKeyARN:     s.parameters.KeyARN,
	})
	s.cluster = ecs.NewCluster(s.stack, "cluster", ecs.ClusterProps{
		Name:              prefix(env),
		ContainerInsights: insights[env.Cluster.ContainerInsights],
		ExecLogGroupName:  s.sessions.Name,
		ExecKMSKeyARN:     s.parameters.KeyARN,
	})
	outputs := ECSOutputs{ClusterName: s.cluster.Name, AlarmTopicARN: s.topic.ARN}
	if s.instances = newInstances(s); s.instances != nil {
		outputs.CapacityProviderName = s.instances.CapacityProviderName
	}
	if hasRoute(env) {
		s.balancer = newBalancer(s)
		outputs.URL = s.balancer.url
		outputs.ProductionListenerARN = s.balancer.production.ARN
		if s.balancer.test != nil {
			outputs.TestListenerARN = s.balancer.test.ARN
		}
	}
	services := map[string]ServiceOutputs{}
	for _, name := range slices.Sorted(maps.Keys(env.Services)) {
		services[name] = newService(s, name)
	}
	outputs.Services = remotestate.MapOf(services)
	schedules := map[string]ScheduleOutputs{}
	for _, name := range slices.Sorted(maps.Keys(env.Schedules)) {
		schedules[name] = newSchedule(s, name)
	}
	outputs.Schedules = remotestate.MapOf(schedules)
	s.publish(outputs)
	return stack
}

var insights = map[string]ecs.ContainerInsights{
	"enhanced": ecs.InsightsEnhanced,
	"enabled":  ecs.InsightsEnabled,
	"disabled": ecs.InsightsDisabled,
}

func hasRoute(env *config.Environment) bool {
	for _, service := range env.Services {
		if service.Route != nil {
			return true
		}
	}
	return false
}
