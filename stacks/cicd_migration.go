package stacks

import (
	"maps"
	"slices"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/network"
	"github.com/berth-iac/berth/constructs/pipeline"
)

// newMigration adds the project that migrates a service's database, and opens
// the way to it.
func (s *cicdStack) newMigration(scope constructs.Construct, name, repositoryARN string) *pipeline.MigrationProject {
	service := s.env.Services[name]
	wanted := service.Pipeline.Migration
	database := s.datastore.Databases.Get(wanted.Database)
	environment, secrets := s.migrationVariables(name)
	// An underscore is in no service's name, so that no other service has a build
	// of this name.
	projectName := fullName(s.env, name) + "_migration"
	project := pipeline.NewMigrationProject(scope, "migration", pipeline.MigrationProjectProps{
		Name:               projectName,
		Architecture:       pipeline.Architecture(service.Architecture),
		Container:          wanted.Container,
		RepositoryARN:      repositoryARN,
		Command:            wanted.Command,
		Environment:        environment,
		Secrets:            secrets,
		VPCID:              s.network.VPCID,
		SubnetIDs:          oneByOne(s.network.PrivateSubnetIDs, len(s.env.Network.Zones)),
		ArtifactBucketName: s.artifacts.Name,
		KMSKeyARN:          s.keyARN,
		LogRetentionDays:   s.env.Cluster.LogRetentionDays,
	})
	port, description := s.env.Databases[wanted.Database].Port(), projectName+": database "+wanted.Database
	network.NewEgressRule(scope, "migration-database-egress", network.RuleProps{
		SecurityGroupID: project.SecurityGroupID, Peer: network.Group(database.SecurityGroupID), Port: port, Description: description,
	})
	network.NewIngressRule(scope, "migration-database-ingress", network.RuleProps{
		SecurityGroupID: database.SecurityGroupID, Peer: network.Group(project.SecurityGroupID), Port: port, Description: description,
	})
	return project
}

// migrationVariables are those that the container has in a task, as the file
// gives them, and those of the database. The password is read when a migration
// starts, which ends long before RDS replaces it.
func (s *cicdStack) migrationVariables(name string) (map[string]string, map[string]pipeline.Secret) {
	service := s.env.Services[name]
	wanted := service.Pipeline.Migration
	given, refs := service.Environment, service.Secrets
	if wanted.Container != name {
		given, refs = service.Sidecars[wanted.Container].Environment, service.Sidecars[wanted.Container].Secrets
	}
	environment, secrets := map[string]string{}, map[string]pipeline.Secret{}
	maps.Copy(environment, given)
	for _, variable := range slices.Sorted(maps.Keys(refs)) {
		secrets[variable] = s.secret(refs[variable])
	}
	for _, variable := range config.RegionVariables {
		delete(environment, variable)
		delete(secrets, variable)
	}
	database, variable := s.datastore.Databases.Get(wanted.Database), func(what string) string {
		return config.DatabaseVariable(wanted.Database, what)
	}
	environment[variable("HOST")] = database.Host
	environment[variable("PORT")] = database.Port
	environment[variable("NAME")] = database.DatabaseName
	secrets[variable("USERNAME")] = pipeline.SecretKey(database.SecretARN, "username")
	secrets[variable("PASSWORD")] = pipeline.SecretKey(database.SecretARN, "password")
	return environment, secrets
}

// secret finds where a value is kept, for CodeBuild.
func (s *cicdStack) secret(ref config.SecretRef) pipeline.Secret {
	switch {
	case ref.Parameter != "":
		return pipeline.ParameterValue(parameterPath(s.env) + ref.Parameter)
	case ref.Key != "":
		return pipeline.SecretKey(s.parameters.Secrets.Get(ref.Secret), ref.Key)
	default:
		return pipeline.SecretValue(s.parameters.Secrets.Get(ref.Secret))
	}
}

// oneByOne takes a list that only Terraform knows apart, where its length is
// known.
func oneByOne(ids []string, length int) []string {
	out := make([]string, length)
	for i := range out {
		out[i] = *cdktf.Token_AsString(cdktf.Fn_Element(jsii.Strings(ids...), jsii.Number(i)), nil)
	}
	return out
}
