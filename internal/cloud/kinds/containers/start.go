package containers

import (
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

// starts refuses a service whose tasks would stop before their containers run.
// ECS takes such a service and says why in its events; the rehearsal says it at
// once, for a service that never comes up is not what anybody deploys.
func starts(c *cloud.Call, definition cloud.Attributes) error {
	service := c.Object.Text("name")
	stop := func(refusal cloud.Refusal, args ...any) error {
		return refusal.With(append([]any{service}, args...)...)
	}
	for _, path := range []string{"execution_role_arn", "task_role_arn"} {
		arn := definition.Text(path)
		if arn != "" && !identity.Assumable(c.One("aws_iam_role", "arn", arn), "ecs-tasks.amazonaws.com") {
			return stop(roleNotAssumable, arn)
		}
	}
	containers, _ := containersOf(definition)
	for _, container := range containers {
		secrets := container.Secrets
		if logs := container.LogConfiguration; logs != nil {
			if err := logsStart(c, definition, logs, stop); err != nil {
				return err
			}
			secrets = append(secrets[:len(secrets):len(secrets)], logs.SecretOptions...)
		}
		if err := secretsStart(c, definition, secrets, stop); err != nil {
			return err
		}
		if strings.Contains(container.Image, ".dkr.ecr.") && !permits(c, definition, "ecr:GetAuthorizationToken", "") {
			return stop(pullDenied, definition.Text("execution_role_arn"))
		}
	}
	return nil
}

// logsStart refuses logs that cannot be written.
func logsStart(c *cloud.Call, definition cloud.Attributes, logs *logConfiguration, stop func(cloud.Refusal, ...any) error) error {
	if logs.LogDriver != "awslogs" || logs.Options["awslogs-region"] != c.Region {
		return nil
	}
	name := logs.Options["awslogs-group"]
	if logs.Options["awslogs-create-group"] != "true" && c.One("aws_cloudwatch_log_group", "name", name) == nil {
		return stop(logGroupUnknown)
	}
	arn := c.ARN("logs", "log-group:"+name+":log-stream:ecs/task")
	if definition.Has("execution_role_arn") && !permits(c, definition, "logs:CreateLogStream", arn) {
		return stop(logsNotPermitted, definition.Text("execution_role_arn"), arn)
	}
	return nil
}

// secretsStart refuses secrets that are not there, or not to be read.
func secretsStart(c *cloud.Call, definition cloud.Attributes, secrets []secret, stop func(cloud.Refusal, ...any) error) error {
	for _, secret := range secrets {
		from := secret.ValueFrom
		parts := strings.Split(from, ":")
		isARN := strings.HasPrefix(from, "arn:") && len(parts) > 6
		switch {
		case isARN && parts[2] == "secretsmanager":
			arn := strings.Join(parts[:min(len(parts), 7)], ":")
			switch {
			case !secretExists(c, arn):
				return stop(secretUnknown)
			case !permits(c, definition, "secretsmanager:GetSecretValue", arn):
				return stop(secretDenied, definition.Text("execution_role_arn"), arn)
			}
		default:
			name := from
			if _, path, found := strings.Cut(from, ":parameter/"); found {
				name = path
			}
			name = strings.TrimPrefix(name, "/")
			switch {
			case c.One("aws_ssm_parameter", "name", name) == nil && c.One("aws_ssm_parameter", "name", "/"+name) == nil:
				return stop(parameterUnknown, name)
			case !permits(c, definition, "ssm:GetParameters", c.ARN("ssm", "parameter/"+name)):
				return stop(parameterDenied, definition.Text("execution_role_arn"), c.ARN("ssm", "parameter/"+name))
			}
		}
	}
	return nil
}

// secretExists looks for a secret, or the password that RDS keeps as one.
func secretExists(c *cloud.Call, arn string) bool {
	for _, kept := range []struct{ kind, path string }{
		{"aws_secretsmanager_secret", "arn"},
		{"aws_db_instance", "master_user_secret.secret_arn"},
		{"aws_rds_cluster", "master_user_secret.secret_arn"},
	} {
		if c.One(kept.kind, kept.path, arn) != nil {
			return true
		}
	}
	return false
}

// permits tells whether the execution role may do something.
func permits(c *cloud.Call, definition cloud.Attributes, action, resource string) bool {
	role := c.One("aws_iam_role", "arn", definition.Text("execution_role_arn"))
	return identity.Permits(c, role, action, resource, nil)
}
