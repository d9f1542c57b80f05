package pipeline

import (
	"maps"
	"slices"

	"github.com/berth-iac/berth/constructs/identity"
)

// migrationPolicy is what a migration may do.
func migrationPolicy(here identity.Location, props MigrationProjectProps, logGroupARN, securityGroupID string) identity.Policy {
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
			Sid:       "Pull",
			Actions:   []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
			Resources: []string{props.RepositoryARN},
		},
		{
			Sid:       "ArtifactBucket",
			Actions:   []string{"s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"},
			Resources: []string{here.BucketARN(props.ArtifactBucketName)},
		},
		{
			Sid:       "Artifacts",
			Actions:   []string{"s3:GetObject", "s3:GetObjectVersion"},
			Resources: []string{here.BucketARN(props.ArtifactBucketName + "/*")},
		},
		{
			Sid:       "Keys",
			Actions:   []string{"kms:Decrypt", "kms:DescribeKey"},
			Resources: once(append([]string{props.KMSKeyARN}, props.SecretKMSKeyARNs...)),
		},
	}
	statements = append(statements, networkStatements(here, props.SubnetIDs, securityGroupID)...)
	return identity.Policy{Statements: append(statements, secretStatements(here, props.Secrets)...)}
}

// networkStatements let a build have an interface in the subnets. Those that
// look at the VPC know no resource; the last is the one with which CodeBuild
// attaches the interface to its own machine.
func networkStatements(here identity.Location, subnetIDs []string, securityGroupID string) []identity.Statement {
	interfaces := here.ARN("ec2", "network-interface/*")
	var subnets []string
	for _, id := range subnetIDs {
		subnets = append(subnets, here.ARN("ec2", "subnet/"+id))
	}
	return []identity.Statement{
		{
			Sid: "Network",
			Actions: []string{
				"ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs",
			},
			Resources: everything,
		},
		{
			Sid:       "CreateInterface",
			Actions:   []string{"ec2:CreateNetworkInterface"},
			Resources: append([]string{interfaces, here.ARN("ec2", "security-group/"+securityGroupID)}, subnets...),
		},
		{
			Sid:       "DeleteInterface",
			Actions:   []string{"ec2:DeleteNetworkInterface"},
			Resources: []string{interfaces},
		},
		{
			Sid:       "AttachInterface",
			Actions:   []string{"ec2:CreateNetworkInterfacePermission"},
			Resources: []string{interfaces},
			Conditions: []identity.Condition{
				{Operator: "StringEquals", Key: "ec2:AuthorizedService", Values: []string{"codebuild.amazonaws.com"}},
				{Operator: "ArnEquals", Key: "ec2:Subnet", Values: subnets},
			},
		},
	}
}

// secretStatements let a build read its secrets, each named once.
func secretStatements(here identity.Location, secrets map[string]Secret) []identity.Statement {
	var arns, parameters []string
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		if secret := secrets[name]; secret.store == secretsManager {
			arns = append(arns, secret.name)
		} else {
			parameters = append(parameters, here.ARN("ssm", "parameter"+secret.name))
		}
	}
	var statements []identity.Statement
	if len(arns) > 0 {
		statements = append(statements, identity.Statement{
			Sid: "Secrets", Actions: []string{"secretsmanager:GetSecretValue"}, Resources: once(arns),
		})
	}
	if len(parameters) > 0 {
		statements = append(statements, identity.Statement{
			Sid: "Parameters", Actions: []string{"ssm:GetParameters"}, Resources: once(parameters),
		})
	}
	return statements
}

// once drops what was there before, and keeps the order: a sorted list would
// follow the numbers of CDKTF's tokens.
func once(values []string) []string {
	var out []string
	for _, value := range values {
		if !slices.Contains(out, value) {
			out = append(out, value)
		}
	}
	return out
}
