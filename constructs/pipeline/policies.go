package pipeline

import (
	"github.com/berth-iac/berth/constructs/identity"
)

// everything is the resource of actions that know no other.
var everything = []string{"*"}

// artifactStatements let a role read and write artifacts.
func artifactStatements(here identity.Location, bucket, keyARN string) []identity.Statement {
	return []identity.Statement{
		{
			Sid:       "ArtifactBucket",
			Actions:   []string{"s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"},
			Resources: []string{here.BucketARN(bucket)},
		},
		{
			Sid:       "Artifacts",
			Actions:   []string{"s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"},
			Resources: []string{here.BucketARN(bucket + "/*")},
		},
		{
			Sid:       "ArtifactKey",
			Actions:   []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"},
			Resources: []string{keyARN},
		},
	}
}

// buildPolicy is what a build may do.
func buildPolicy(here identity.Location, props BuildProjectProps, logGroupARN string) identity.Policy {
	var repositories []string
	for _, image := range props.Images {
		repositories = append(repositories, image.RepositoryARN)
	}
	statements := []identity.Statement{
		{
			Sid:       "Logs",
			Actions:   []string{"logs:CreateLogStream", "logs:PutLogEvents"},
			Resources: []string{logGroupARN + ":*"},
		},
		{
			Sid:       "Login",
			Actions:   []string{"ecr:GetAuthorizationToken"},
			Resources: everything,
		},
		{
			Sid: "Push",
			Actions: []string{
				"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:GetDownloadUrlForLayer",
				"ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart",
			},
			Resources: repositories,
		},
	}
	if props.Files.usesTaskDefinition() {
		statements = append(statements, identity.Statement{
			Sid:       "NewestTaskDefinition",
			Actions:   []string{"ecs:DescribeTaskDefinition"},
			Resources: everything,
		})
	}
	return identity.Policy{Statements: append(statements, artifactStatements(here, props.ArtifactBucketName, props.KMSKeyARN)...)}
}

// pipelinePolicy is what a pipeline may do.
func pipelinePolicy(here identity.Location, props PipelineProps) identity.Policy {
	projects := []string{here.ARN("codebuild", "project/"+props.Build.Name)}
	if props.Migration != nil {
		projects = append(projects, here.ARN("codebuild", "project/"+props.Migration.Name))
	}
	statements := []identity.Statement{
		{
			Sid: "Source",
			// Which of the two names is asked for depends on when the connection
			// was made.
			Actions:   []string{"codeconnections:UseConnection", "codestar-connections:UseConnection"},
			Resources: []string{props.ConnectionARN},
		},
		{
			Sid:       "Build",
			Actions:   []string{"codebuild:BatchGetBuilds", "codebuild:StartBuild"},
			Resources: projects,
		},
	}
	if props.ApprovalTopicARN != "" {
		statements = append(statements, identity.Statement{
			Sid:       "AskForApproval",
			Actions:   []string{"sns:Publish"},
			Resources: []string{props.ApprovalTopicARN},
		})
	}
	statements = append(statements, props.Release.statements(here)...)
	statements = append(statements, identity.Statement{
		Sid:        "PassTaskRoles",
		Actions:    []string{"iam:PassRole"},
		Resources:  props.PassRoleARNs,
		Conditions: []identity.Condition{identity.PassedTo("ecs-tasks.amazonaws.com")},
	})
	return identity.Policy{Statements: append(statements, artifactStatements(here, props.ArtifactBucketName, props.KMSKeyARN)...)}
}

func (r BlueGreenRelease) statements(here identity.Location) []identity.Statement {
	return []identity.Statement{
		{
			Sid:       "Application",
			Actions:   []string{"codedeploy:GetApplication", "codedeploy:GetApplicationRevision", "codedeploy:RegisterApplicationRevision"},
			Resources: []string{here.ARN("codedeploy", "application:"+r.ApplicationName)},
		},
		{
			Sid:       "Deployment",
			Actions:   []string{"codedeploy:CreateDeployment", "codedeploy:GetDeployment"},
			Resources: []string{here.ARN("codedeploy", "deploymentgroup:"+r.ApplicationName+"/"+r.DeploymentGroupName)},
		},
		{
			Sid:       "DeploymentConfig",
			Actions:   []string{"codedeploy:GetDeploymentConfig"},
			Resources: []string{here.ARN("codedeploy", "deploymentconfig:*")},
		},
		{
			Sid:       "TaskDefinition",
			Actions:   []string{"ecs:RegisterTaskDefinition"},
			Resources: everything,
		},
	}
}

func (r RollingRelease) statements(here identity.Location) []identity.Statement {
	return []identity.Statement{
		{
			Sid:       "TaskDefinition",
			Actions:   []string{"ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition"},
			Resources: everything,
		},
		{
			Sid:        "TagTaskDefinition",
			Actions:    []string{"ecs:TagResource"},
			Resources:  []string{here.ARN("ecs", "task-definition/*:*")},
			Conditions: []identity.Condition{{Operator: "StringEquals", Key: "ecs:CreateAction", Values: []string{"RegisterTaskDefinition"}}},
		},
		{
			Sid:       "Service",
			Actions:   []string{"ecs:DescribeServices", "ecs:UpdateService"},
			Resources: []string{here.ARN("ecs", "service/"+r.ClusterName+"/"+r.ServiceName)},
		},
		{
			Sid:       "Tasks",
			Actions:   []string{"ecs:DescribeTasks"},
			Resources: []string{here.ARN("ecs", "task/"+r.ClusterName+"/*")},
		},
		{
			Sid:        "ListTasks",
			Actions:    []string{"ecs:ListTasks"},
			Resources:  everything,
			Conditions: []identity.Condition{{Operator: "ArnEquals", Key: "ecs:cluster", Values: []string{here.ARN("ecs", "cluster/"+r.ClusterName)}}},
		},
	}
}
