package stacks

import (
	"maps"
	"slices"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/bluegreen"
	"github.com/berth-iac/berth/constructs/ecs"
	"github.com/berth-iac/berth/constructs/pipeline"
	"github.com/berth-iac/berth/constructs/registry"
	"github.com/berth-iac/berth/constructs/remotestate"
)

// repositoryName is that of a container's images. A slash is in no service's
// name, so that no other service has the name of a sidecar's repository.
func repositoryName(env *config.Environment, service, container string) string {
	if container == service {
		return fullName(env, service)
	}
	return fullName(env, service) + "/" + container
}

// builtContainers are the containers whose images a service's pipeline builds,
// the service's own first.
func builtContainers(name string, service config.Service) []string {
	return append([]string{name}, slices.Sorted(maps.Keys(service.Pipeline.Images))...)
}

// newRelease adds the repositories, the build and the pipeline of a service.
func (s *cicdStack) newRelease(scope constructs.Construct, name string, group *bluegreen.DeploymentGroup) ReleaseOutput {
	service, deployed := s.env.Services[name], s.ecs.Services.Get(name)
	repositories := map[string]*registry.Repository{}
	var images []pipeline.Image
	for _, container := range builtContainers(name, service) {
		repositories[container] = s.newRepository(scope, name, container)
		images = append(images, imageOf(name, container, service.Pipeline, repositories[container]))
	}
	files, release := s.releasedBy(name, group)
	build := pipeline.NewBuildProject(scope, "build", pipeline.BuildProjectProps{
		Name:               fullName(s.env, name),
		Architecture:       pipeline.Architecture(service.Architecture),
		Images:             images,
		Files:              files,
		ArtifactBucketName: s.artifacts.Name,
		KMSKeyARN:          s.keyARN,
		LogRetentionDays:   s.env.Cluster.LogRetentionDays,
	})
	props := pipeline.PipelineProps{
		Name:               fullName(s.env, name),
		ConnectionARN:      s.connection.ARN,
		Repository:         service.Pipeline.Repository,
		Branch:             service.Pipeline.Branch,
		Build:              build,
		Approval:           service.Pipeline.Approval,
		Release:            release,
		PassRoleARNs:       []string{deployed.ExecutionRoleARN, deployed.TaskRoleARN},
		ArtifactBucketName: s.artifacts.Name,
		KMSKeyARN:          s.keyARN,
	}
	if service.Pipeline.Approval {
		props.ApprovalTopicARN = s.ecs.AlarmTopicARN
	}
	if migration := service.Pipeline.Migration; migration != nil {
		props.Migration = s.newMigration(scope, name, repositories[migration.Container].ARN)
	}
	sidecars := map[string]string{}
	for sidecar := range service.Pipeline.Images {
		sidecars[sidecar] = repositories[sidecar].URL
	}
	return ReleaseOutput{
		RepositoryURL:        repositories[name].URL,
		SidecarRepositoryURL: remotestate.MapOf(sidecars),
		PipelineName:         pipeline.NewPipeline(scope, "pipeline", props).Name,
	}
}

func (s *cicdStack) newRepository(scope constructs.Construct, service, container string) *registry.Repository {
	id := "repository"
	if container != service {
		id += "-" + container
	}
	return registry.NewRepository(scope, id, registry.RepositoryProps{
		Name:       repositoryName(s.env, service, container),
		KMSKeyARN:  s.keyARN,
		KeepImages: s.env.Services[service].Pipeline.KeepImages,
		Disposable: s.env.Disposable,
	})
}

// imageOf says how the image of a container is built.
func imageOf(service, container string, from *config.Pipeline, repository *registry.Repository) pipeline.Image {
	built := config.PipelineImage{Dockerfile: from.Dockerfile, Context: from.Context, BuildArgs: from.BuildArgs}
	if container != service {
		built = from.Images[container]
	}
	return pipeline.Image{
		Container:     container,
		RepositoryARN: repository.ARN,
		RepositoryURL: repository.URL,
		Dockerfile:    built.Dockerfile,
		Context:       built.Context,
		BuildArgs:     built.BuildArgs,
	}
}

// releasedBy is what the build writes and the last stage does: for CodeDeploy
// where the service has a deployment group, for ECS itself where it has none.
func (s *cicdStack) releasedBy(name string, group *bluegreen.DeploymentGroup) (pipeline.ReleaseFiles, pipeline.Release) {
	deployed := s.ecs.Services.Get(name)
	if group == nil {
		return pipeline.RollingFiles{},
			pipeline.RollingRelease{ClusterName: s.ecs.ClusterName, ServiceName: deployed.Name}
	}
	service := s.env.Services[name]
	files := pipeline.BlueGreenFiles{
		TaskFamily:    deployed.TaskFamily,
		ContainerName: name,
		ContainerPort: service.Port,
	}
	if service.OnEC2() {
		files.CapacityProviderName = s.ecs.CapacityProviderName
	} else {
		files.PlatformVersion = ecs.DefaultPlatformVersion
	}
	if !service.Bridge() {
		files.SubnetIDs, files.SecurityGroupIDs = s.network.PrivateSubnetIDs, []string{deployed.SecurityGroupID}
	}
	return files, pipeline.BlueGreenRelease{
		ApplicationName:     group.ApplicationName,
		DeploymentGroupName: group.Name,
	}
}
