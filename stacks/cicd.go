package stacks

import (
	"maps"
	"slices"
	"time"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/bluegreen"
	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/pipeline"
	"github.com/berth-iac/berth/constructs/remotestate"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// CICDOutputs are what the cicd stack publishes.
type CICDOutputs struct {
	ConnectionARN   string                         `output:"connection_arn,optional" doc:"connection to GitHub: authorize it once in the console, it is PENDING until then"`
	DeploymentGroup remotestate.Map[string]        `output:"deployment_group" doc:"CodeDeploy application and deployment group"`
	Release         remotestate.Map[ReleaseOutput] `output:"release"`
}

// ReleaseOutput is how a service is released.
type ReleaseOutput struct {
	RepositoryURL        string                  `output:"repository_url" doc:"ECR repository of the service's images"`
	SidecarRepositoryURL remotestate.Map[string] `output:"sidecar_repository_url" doc:"ECR repository of a sidecar's images"`
	PipelineName         string                  `output:"pipeline_name" doc:"pipeline that builds and releases the service"`
}

// cicdStack is the cicd stack while its pipelines are added.
type cicdStack struct {
	*Stack[CICDOutputs]
	env        *config.Environment
	network    NetworkOutputs
	parameters ParametersOutputs
	datastore  DatastoreOutputs // read where a pipeline migrates a database
	ecs        ECSOutputs
	keyARN     string
	artifacts  *pipeline.ArtifactStore
	connection *pipeline.Connection
}

// NewCICD adds, for every service released by CodeDeploy, its deployment group,
// and for every service with a pipeline, its repository, build and pipeline.
func NewCICD(app constructs.Construct, env *config.Environment, network *Stack[NetworkOutputs], parameters *Stack[ParametersOutputs],
	datastore *Stack[DatastoreOutputs], services *Stack[ECSOutputs]) *Stack[CICDOutputs] {
	stack := newStack[CICDOutputs](app, env, "cicd", backendOf(env))
	s := &cicdStack{
		Stack:      stack,
		env:        env,
		network:    network.readBy(stack.stack),
		ecs:        services.readBy(stack.stack),
		parameters: parameters.readBy(stack.stack),
	}
	s.keyARN = s.parameters.KeyARN
	if hasMigration(env) {
		s.datastore = datastore.readBy(stack.stack)
	}
	outputs := CICDOutputs{}
	if hasPipeline(env) {
		s.artifacts = pipeline.NewArtifactStore(s.stack, "artifacts", pipeline.ArtifactStoreProps{
			Name:       naming.Join(prefix(env), "artifacts", identity.LocationOf(s.stack).AccountID),
			KMSKeyARN:  s.keyARN,
			Disposable: env.Disposable,
		})
		s.connection = pipeline.NewConnection(s.stack, "github", pipeline.ConnectionProps{
			Name: naming.Fit(naming.MaxConnection, prefix(env), "github"),
		})
		outputs.ConnectionARN = s.connection.ARN
	}
	groups, releases := map[string]string{}, map[string]ReleaseOutput{}
	for _, name := range slices.Sorted(maps.Keys(env.Services)) {
		service := env.Services[name]
		scope := node.Group(s.stack, "service-"+name)
		var group *bluegreen.DeploymentGroup
		if service.Deployment.Strategy == config.StrategyBlueGreen {
			group = s.newDeploymentGroup(scope, name)
			groups[name] = group.Name
		}
		if service.Pipeline != nil {
			releases[name] = s.newRelease(scope, name, group)
		}
	}
	outputs.DeploymentGroup = remotestate.MapOf(groups)
	outputs.Release = remotestate.MapOf(releases)
	s.publish(outputs)
	return stack
}

func hasPipeline(env *config.Environment) bool {
	for _, service := range env.Services {
		if service.Pipeline != nil {
			return true
		}
	}
	return false
}

func hasMigration(env *config.Environment) bool {
	for _, service := range env.Services {
		if service.Pipeline != nil && service.Pipeline.Migration != nil {
			return true
		}
	}
	return false
}

var traffic = map[string]bluegreen.TrafficRouting{
	"allAtOnce":                    bluegreen.AllAtOnce,
	"canary10Percent5Minutes":      bluegreen.Canary10Percent5Minutes,
	"canary10Percent15Minutes":     bluegreen.Canary10Percent15Minutes,
	"linear10PercentEvery1Minutes": bluegreen.Linear10PercentEvery1Minutes,
	"linear10PercentEvery3Minutes": bluegreen.Linear10PercentEvery3Minutes,
}

// newDeploymentGroup adds what CodeDeploy needs to release a service.
func (s *cicdStack) newDeploymentGroup(scope constructs.Construct, name string) *bluegreen.DeploymentGroup {
	service, deployed := s.env.Services[name], s.ecs.Services.Get(name)
	props := bluegreen.DeploymentGroupProps{
		Name:                  fullName(s.env, name),
		ClusterName:           s.ecs.ClusterName,
		ServiceName:           deployed.Name,
		TargetGroupNames:      [2]string{deployed.BlueTargetGroupName, deployed.GreenTargetGroupName},
		ProductionListenerARN: s.ecs.ProductionListenerARN,
		ListenerRuleARNs:      []string{deployed.RuleARN},
		Traffic:               traffic[service.Deployment.Traffic],
		BakeTime:              bakeTime(service.Deployment),
		ApprovalWait:          time.Duration(service.Deployment.ApprovalMinutes) * time.Minute,
		PassRoleARNs:          []string{deployed.ExecutionRoleARN, deployed.TaskRoleARN},
	}
	if s.env.LoadBalancer.TestListener != nil {
		props.TestListenerARN = s.ecs.TestListenerARN
		props.ListenerRuleARNs = append(props.ListenerRuleARNs, deployed.TestRuleARN)
	}
	if !service.Deployment.IgnoreAlarms {
		props.AlarmNames = deployed.RollbackAlarmNames
	}
	return bluegreen.NewDeploymentGroup(scope, "deployment-group", props)
}

func bakeTime(deployment config.Deployment) time.Duration {
	if *deployment.BakeMinutes == 0 {
		return bluegreen.NoBakeTime
	}
	return time.Duration(*deployment.BakeMinutes) * time.Minute
}
