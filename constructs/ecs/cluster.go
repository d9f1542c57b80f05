package ecs

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecscluster"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/ecsclustercapacityproviders"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// ContainerInsights says which metrics CloudWatch collects about a cluster.
type ContainerInsights string

// The settings of ContainerInsights. The zero value is InsightsEnabled.
const (
	// InsightsEnabled collects metrics by cluster, service and task family.
	InsightsEnabled ContainerInsights = "enabled"
	// InsightsEnhanced adds metrics by task and container.
	InsightsEnhanced ContainerInsights = "enhanced"
	// InsightsDisabled collects the free metrics of services alone.
	InsightsDisabled ContainerInsights = "disabled"
)

// ClusterProps describe an ECS cluster.
type ClusterProps struct {
	// Name of the cluster, unique in the region: 1 to 255 letters, digits,
	// hyphens and underscores.
	Name string
	// ContainerInsights is InsightsEnabled, InsightsEnhanced or
	// InsightsDisabled. Default: InsightsEnabled.
	ContainerInsights ContainerInsights
	// ExecLogGroupName is the CloudWatch Logs group that records ECS Exec
	// sessions (executeCommandConfiguration, logging OVERRIDE). Default: the
	// log group of the task somebody enters.
	ExecLogGroupName string
	// ExecKMSKeyARN is the key that encrypts ECS Exec sessions on their way.
	// Tasks need kms:Decrypt on it, see TaskDefinitionProps.ExecKMSKeyARN, and
	// ExecLogGroupName, where given, has to be an encrypted group: ECS refuses
	// sessions otherwise. Default: TLS alone.
	ExecKMSKeyARN string
}

// Cluster is an ECS cluster with the capacity providers of Fargate, and of the
// instances that join it, see NewContainerInstances.
type Cluster struct {
	// Name and ARN of the cluster.
	Name, ARN string
	// Resource is the aws_ecs_cluster; nil where the props are invalid.
	Resource ecscluster.EcsCluster

	providers    ecsclustercapacityproviders.EcsClusterCapacityProviders
	attached     []string
	dependencies []cdktf.ITerraformDependable
}

// Validate tells what ECS would refuse.
func (p ClusterProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, naming.ECS)
	if p.ContainerInsights != "" {
		check.OneOf(&problems, "ContainerInsights", p.ContainerInsights, InsightsEnabled, InsightsEnhanced, InsightsDisabled)
	}
	return problems.Err()
}

// NewCluster adds a cluster. It has no default capacity provider strategy:
// every service names its own, and CodeDeploy would otherwise put a strategy on
// services that have a launch type.
func NewCluster(scope constructs.Construct, id string, props ClusterProps) *Cluster {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Cluster{}
	}
	insights := props.ContainerInsights
	if insights == "" {
		insights = InsightsEnabled
	}
	resource := ecscluster.NewEcsCluster(scope, jsii.String("Resource"), &ecscluster.EcsClusterConfig{
		Name:          jsii.String(props.Name),
		Setting:       []*ecscluster.EcsClusterSetting{{Name: jsii.String("containerInsights"), Value: jsii.String(string(insights))}},
		Configuration: props.execConfiguration(),
	})
	fargate := []string{string(OnDemand), string(Spot)}
	providers := ecsclustercapacityproviders.NewEcsClusterCapacityProviders(scope, jsii.String("capacity-providers"), &ecsclustercapacityproviders.EcsClusterCapacityProvidersConfig{
		ClusterName:       resource.Name(),
		CapacityProviders: jsii.Strings(fargate...),
	})
	return &Cluster{
		Name:         *resource.Name(),
		ARN:          *resource.Arn(),
		Resource:     resource,
		providers:    providers,
		attached:     fargate,
		dependencies: []cdktf.ITerraformDependable{providers},
	}
}

func (p ClusterProps) execConfiguration() *ecscluster.EcsClusterConfiguration {
	if p.ExecLogGroupName == "" && p.ExecKMSKeyARN == "" {
		return nil
	}
	exec := &ecscluster.EcsClusterConfigurationExecuteCommandConfiguration{Logging: jsii.String("DEFAULT")}
	if p.ExecKMSKeyARN != "" {
		exec.KmsKeyId = jsii.String(p.ExecKMSKeyARN)
	}
	if p.ExecLogGroupName != "" {
		exec.Logging = jsii.String("OVERRIDE")
		exec.LogConfiguration = &ecscluster.EcsClusterConfigurationExecuteCommandConfigurationLogConfiguration{
			CloudWatchLogGroupName:      jsii.String(p.ExecLogGroupName),
			CloudWatchEncryptionEnabled: jsii.Bool(p.ExecKMSKeyARN != ""),
		}
	}
	return &ecscluster.EcsClusterConfiguration{ExecuteCommandConfiguration: exec}
}

// attach lets services use one more capacity provider: a cluster has one list of
// them.
func (c *Cluster) attach(providerName string) {
	c.attached = append(c.attached, providerName)
	c.providers.SetCapacityProviders(jsii.Strings(c.attached...))
}

// Dependencies are what the services of the cluster depend on: without it the
// capacity providers would be destroyed while services still use them, which
// ECS refuses.
func (c *Cluster) Dependencies() []cdktf.ITerraformDependable {
	return c.dependencies
}
