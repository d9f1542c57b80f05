package stacks

import (
	"maps"
	"slices"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/ecs"
	"github.com/berth-iac/berth/constructs/identity"
)

// newTask adds the task definition of a service: its own container and the
// sidecars, with what they may read.
func newTask(s *service) *ecs.TaskDefinition {
	return ecs.NewTaskDefinition(s.scope, "task", ecs.TaskDefinitionProps{
		Family:              s.fullName,
		RunsOn:              s.runsOn(),
		CPU:                 s.CPU,
		MemoryMiB:           s.Memory,
		Architecture:        architectures[s.Architecture],
		EphemeralStorageGiB: s.EphemeralStorageGiB,
		Containers:          s.containers(),
		Volumes:             s.volumes(),
		LogRouter:           s.logRouter(),
		LogRetentionDays:    s.env.Cluster.LogRetentionDays,
		LogKMSKeyARN:        s.parameters.KeyARN,
		SecretKMSKeyARNs:    []string{s.parameters.KeyARN},
		RepositoryARNs:      s.repositories(),
		TaskPolicies:        s.taskPolicies(),
		Exec:                s.Exec,
		ExecLogGroupARN:     s.sessions.ARN,
		ExecKMSKeyARN:       s.parameters.KeyARN,
	})
}

var architectures = map[string]ecs.Architecture{
	config.ArchitectureX8664: ecs.X8664,
	config.ArchitectureARM64: ecs.ARM64,
}

func (s *service) containers() []ecs.Container {
	environment := s.connections()
	maps.Copy(environment, s.linkVariables())
	maps.Copy(environment, s.Environment)
	app := ecs.Container{
		Name:                   s.name,
		Image:                  s.Image,
		Command:                s.Command,
		Environment:            environment,
		Secrets:                s.secrets(s.Secrets),
		HealthCheck:            containerHealthCheck(s.HealthCheck),
		ReadOnlyRootFilesystem: s.ReadOnlyRootFilesystem,
		StopTimeout:            seconds(s.StopTimeoutSeconds),
		Links:                  s.links(),
		Mounts:                 mounts(s.Mounts),
		Logging:                s.logging(s.Logging),
	}
	app.Ports, app.HostPorts = ports(s.Port, s.HostPort)
	containers := []ecs.Container{app}
	for _, name := range slices.Sorted(maps.Keys(s.Sidecars)) {
		sidecar := s.Sidecars[name]
		variables := map[string]string{}
		if sidecar.Connections {
			variables = s.connections()
		}
		maps.Copy(variables, sidecar.Environment)
		container := ecs.Container{
			Name:         name,
			Image:        sidecar.Image,
			Command:      sidecar.Command,
			CPU:          sidecar.CPU,
			MemoryMiB:    sidecar.Memory,
			Environment:  variables,
			Secrets:      s.secrets(sidecar.Secrets),
			HealthCheck:  containerHealthCheck(sidecar.HealthCheck),
			NonEssential: sidecar.Optional,
			Mounts:       mounts(sidecar.Mounts),
			Logging:      s.logging(sidecar.Logging),
		}
		container.Ports, container.HostPorts = ports(sidecar.Port, sidecar.HostPort)
		containers = append(containers, container)
		if sidecar.StartsFirst {
			condition := ecs.Started
			if sidecar.HealthCheck != nil {
				condition = ecs.Healthy
			}
			containers[0].DependsOn = append(containers[0].DependsOn, ecs.Dependency{Container: name, Condition: condition})
		}
	}
	return containers
}

func containerHealthCheck(check *config.ContainerHealthCheck) ecs.HealthCheck {
	if check == nil {
		return ecs.HealthCheck{}
	}
	return ecs.HealthCheck{
		Command:     check.Command,
		Interval:    seconds(check.IntervalSeconds),
		Timeout:     seconds(check.TimeoutSeconds),
		Retries:     check.Retries,
		StartPeriod: seconds(check.StartPeriodSeconds),
	}
}

// secrets finds where the value of each variable is kept.
func (s *service) secrets(refs map[string]config.SecretRef) map[string]ecs.Secret {
	secrets := map[string]ecs.Secret{}
	for _, variable := range slices.Sorted(maps.Keys(refs)) {
		ref := refs[variable]
		switch {
		case ref.Parameter != "":
			secrets[variable] = ecs.ParameterValue(s.parameters.Parameters.Get(ref.Parameter))
		case ref.Key != "":
			secrets[variable] = ecs.SecretKey(s.parameters.Secrets.Get(ref.Secret), ref.Key)
		default:
			secrets[variable] = ecs.SecretValue(s.parameters.Secrets.Get(ref.Secret))
		}
	}
	return secrets
}

// connections are the variables that tell the service where its databases,
// caches and buckets are. Of a database's password they tell where it is kept
// and not what it is: RDS replaces it every seven days, and a variable would
// stay as it was when the task started.
func (s *service) connections() map[string]string {
	environment := map[string]string{}
	for _, name := range s.Databases {
		db := s.datastore.Databases.Get(name)
		environment[config.DatabaseVariable(name, "HOST")] = db.Host
		environment[config.DatabaseVariable(name, "PORT")] = db.Port
		environment[config.DatabaseVariable(name, "NAME")] = db.DatabaseName
		environment[config.DatabaseVariable(name, "SECRET_ARN")] = db.SecretARN
	}
	for _, name := range s.Caches {
		cache := s.datastore.Caches.Get(name)
		environment[config.CacheVariable(name, "HOST")] = cache.Host
		environment[config.CacheVariable(name, "PORT")] = cache.Port
	}
	for _, name := range s.Buckets {
		environment[config.BucketVariable(name, "NAME")] = s.datastore.Buckets.Get(name).Name
	}
	return environment
}

// repositories are those the tasks pull from: the ones that the cicd stack makes
// for the pipeline. Their ARNs follow from their names, so that this stack needs
// not read that one.
func (s *service) repositories() []string {
	if s.Pipeline == nil {
		return nil
	}
	here := identity.LocationOf(s.stack)
	var arns []string
	for _, container := range builtContainers(s.name, s.Service) {
		arns = append(arns, here.ARN("ecr", "repository/"+repositoryName(s.env, s.name, container)))
	}
	return arns
}

// taskPolicies let the containers use the service's buckets and read the
// passwords of its databases.
func (s *service) taskPolicies() map[string]identity.Policy {
	policies := map[string]identity.Policy{}
	useKey := identity.Statement{Actions: []string{"kms:Decrypt", "kms:GenerateDataKey"}, Resources: []string{s.parameters.KeyARN}}
	if len(s.Buckets) > 0 {
		var buckets, objects []string
		for _, name := range s.Buckets {
			arn := s.datastore.Buckets.Get(name).ARN
			buckets = append(buckets, arn)
			objects = append(objects, arn+"/*")
		}
		policies["buckets"] = identity.Policy{Statements: []identity.Statement{
			{Actions: []string{"s3:ListBucket"}, Resources: buckets},
			{Actions: []string{"s3:GetObject", "s3:PutObject", "s3:DeleteObject"}, Resources: objects},
			useKey,
		}}
	}
	if len(s.Databases) > 0 {
		var secrets []string
		for _, name := range s.Databases {
			secrets = append(secrets, s.datastore.Databases.Get(name).SecretARN)
		}
		policies["databases"] = identity.Policy{Statements: []identity.Statement{
			{Actions: []string{"secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"}, Resources: secrets},
			{Actions: []string{"kms:Decrypt"}, Resources: []string{s.parameters.KeyARN}},
		}}
	}
	return policies
}
