package ecs

import (
	"maps"
	"slices"

	"github.com/berth-iac/berth/constructs/identity"
)

// anyResource is for actions that AWS knows no resource for.
var anyResource = []string{"*"}

// executionPolicies are what ECS needs to start the task, and no more.
func (p TaskDefinitionProps) executionPolicies(location identity.Location, logGroupARN string) map[string]identity.Policy {
	statements := []identity.Statement{{
		Sid:       "WriteLogs",
		Actions:   []string{"logs:CreateLogStream", "logs:PutLogEvents"},
		Resources: []string{logGroupARN + ":*"},
	}}
	if repositories := p.repositoryARNs(location); len(repositories) > 0 {
		statements = append(statements,
			identity.Statement{
				Sid:       "LogInToECR",
				Actions:   []string{"ecr:GetAuthorizationToken"},
				Resources: anyResource,
			},
			identity.Statement{
				Sid:       "PullImages",
				Actions:   []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
				Resources: repositories,
			})
	}
	if parameters := p.secretARNs(parameterStore); len(parameters) > 0 {
		statements = append(statements, identity.Statement{
			Sid:       "ReadParameters",
			Actions:   []string{"ssm:GetParameters"},
			Resources: parameters,
		})
	}
	if secrets := p.secretARNs(secretsManager, secretsManagerKey); len(secrets) > 0 {
		statements = append(statements, identity.Statement{
			Sid:       "ReadSecrets",
			Actions:   []string{"secretsmanager:GetSecretValue"},
			Resources: secrets,
		})
	}
	if len(p.SecretKMSKeyARNs) > 0 {
		statements = append(statements, decrypt("DecryptSecrets", p.SecretKMSKeyARNs...))
	}
	return map[string]identity.Policy{"execution": {Statements: statements}}
}

// secretARNs are the distinct ARNs that the containers read from the stores, in
// the order in which they appear. They are not sorted: the text of a token
// changes when something unrelated is added to the stack.
func (p TaskDefinitionProps) secretARNs(stores ...secretStore) []string {
	var arns []string
	for _, c := range p.Containers {
		for _, name := range slices.Sorted(maps.Keys(c.Secrets)) {
			s := c.Secrets[name]
			if slices.Contains(stores, s.store) && !slices.Contains(arns, s.arn) {
				arns = append(arns, s.arn)
			}
		}
	}
	return arns
}

// taskPolicies are the application's own, and what the log router and ECS Exec
// need, which act as the task.
func (p TaskDefinitionProps) taskPolicies(location identity.Location, logGroupARN string) map[string]identity.Policy {
	policies := map[string]identity.Policy{}
	maps.Copy(policies, p.TaskPolicies)
	if statements := p.routerStatements(logGroupARN); len(statements) > 0 {
		policies[routerPolicy] = identity.Policy{Statements: statements}
	}
	if p.Exec {
		policies[execPolicy] = identity.Policy{Statements: p.execStatements(location, logGroupARN)}
	}
	return policies
}

// execStatements are what ECS Exec needs.
func (p TaskDefinitionProps) execStatements(location identity.Location, logGroupARN string) []identity.Statement {
	if p.ExecLogGroupARN != "" {
		logGroupARN = p.ExecLogGroupARN
	}
	statements := []identity.Statement{
		{
			Sid: "OpenSession",
			Actions: []string{
				"ssmmessages:CreateControlChannel",
				"ssmmessages:CreateDataChannel",
				"ssmmessages:OpenControlChannel",
				"ssmmessages:OpenDataChannel",
			},
			Resources: anyResource,
		},
		{
			Sid:       "FindSessionLog",
			Actions:   []string{"logs:DescribeLogGroups"},
			Resources: []string{location.ARN("logs", "log-group:*")},
		},
		{
			Sid:       "WriteSessionLog",
			Actions:   []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
			Resources: []string{logGroupARN, logGroupARN + ":*"},
		},
	}
	if p.ExecKMSKeyARN != "" {
		statements = append(statements, decrypt("DecryptSession", p.ExecKMSKeyARN))
	}
	return statements
}

func decrypt(sid string, keyARNs ...string) identity.Statement {
	return identity.Statement{Sid: sid, Actions: []string{"kms:Decrypt"}, Resources: keyARNs}
}
