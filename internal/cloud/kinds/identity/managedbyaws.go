package identity

import (
	"slices"
	"strings"
)

// managedByAWS are the managed policies of AWS that stacks of containers use, by
// path: which of them have one is easily mistaken.
var managedByAWS = map[string][]string{
	"/": {
		"AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess", "SecurityAudit", "IAMFullAccess",
		"AWSCodeDeployRoleForECS", "AWSCodeDeployRoleForECSLimited", "AWSCodeDeployFullAccess", "AWSCodeBuildAdminAccess",
		"AWSCodePipeline_FullAccess", "AmazonECS_FullAccess", "AmazonEC2ContainerRegistryFullAccess",
		"AmazonEC2ContainerRegistryPowerUser", "AmazonEC2ContainerRegistryReadOnly", "AmazonEC2ContainerRegistryPullOnly",
		"AmazonSSMManagedInstanceCore", "AmazonSSMReadOnlyAccess", "AmazonSSMFullAccess", "AmazonS3FullAccess", "AmazonS3ReadOnlyAccess",
		"AmazonSQSFullAccess", "AmazonSNSFullAccess", "AmazonDynamoDBFullAccess", "AmazonRDSFullAccess", "AmazonElastiCacheFullAccess",
		"AWSXRayDaemonWriteAccess", "AWSXrayWriteOnlyAccess", "CloudWatchAgentServerPolicy", "CloudWatchLogsFullAccess",
		"CloudWatchFullAccess", "SecretsManagerReadWrite", "AWSAppMeshEnvoyAccess", "AmazonPrometheusRemoteWriteAccess",
		"AWSLambda_FullAccess", "AmazonEC2FullAccess", "AmazonEC2ReadOnlyAccess", "AmazonVPCFullAccess",
	},
	"/service-role/": {
		"AmazonECSTaskExecutionRolePolicy", "AmazonEC2ContainerServiceforEC2Role", "AmazonEC2ContainerServiceAutoscaleRole",
		"AmazonEC2ContainerServiceEventsRole", "AmazonEC2ContainerServiceRole", "AmazonECSInfrastructureRolePolicyForVolumes",
		"AmazonECSInfrastructureRolePolicyForVpcLattice", "AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity",
		"AmazonRDSEnhancedMonitoringRole", "AWSCodeDeployRole", "AWSCodeDeployRoleForLambda", "AWSCodeDeployRoleForLambdaLimited",
		"AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole", "AmazonEC2RoleforSSM", "AWSConfigRole",
		"AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores", "AmazonAPIGatewayPushToCloudWatchLogs",
	},
	"/job-function/": {"ViewOnlyAccess", "Billing", "DatabaseAdministrator", "NetworkAdministrator", "SystemAdministrator"},
}

// isManagedByAWS tells whether a path and name, such as
// "service-role/AWSConfigRole", may be a policy of AWS. Names that the table
// lacks are taken at the user's word.
func isManagedByAWS(pathAndName string) bool {
	cut := strings.LastIndex("/"+pathAndName, "/") + 1
	path, name := ("/" + pathAndName)[:cut], ("/" + pathAndName)[cut:]
	known, _ := findManagedByAWS(name)
	return known == "" || known == path
}

// findManagedByAWS looks a policy up by its name or ARN.
func findManagedByAWS(nameOrARN string) (path, name string) {
	name = nameOrARN[strings.LastIndex(nameOrARN, "/")+1:]
	for path, names := range managedByAWS {
		if slices.Contains(names, name) && (name == nameOrARN || strings.HasSuffix(nameOrARN, ":policy"+path+name)) {
			return path, name
		}
	}
	return "", ""
}
