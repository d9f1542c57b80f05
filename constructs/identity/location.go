package identity

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawscalleridentity"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawspartition"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawsregion"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/internal/node"
)

// Location is where a stack is deployed, known when Terraform plans. ARNs are
// built from it, so that the same code works in every partition, region and
// account.
type Location struct {
	Partition string // aws, aws-cn, aws-us-gov
	DNSSuffix string // amazonaws.com, amazonaws.com.cn
	Region    string
	AccountID string
}

// locations are those of the stacks that were asked for: each takes seven
// messages to Node.js and back, and most constructs ask.
var locations = map[cdktf.TerraformStack]Location{}

// LocationOf is the location of the stack that holds scope. The data sources
// behind it are made once a stack.
func LocationOf(scope constructs.Construct) Location {
	stack := node.Stack(scope)
	location, known := locations[stack]
	if !known {
		location = newLocation(stack)
		locations[stack] = location
	}
	return location
}

func newLocation(stack cdktf.TerraformStack) Location {
	partition := dataawspartition.NewDataAwsPartition(stack, jsii.String("partition"), &dataawspartition.DataAwsPartitionConfig{})
	region := dataawsregion.NewDataAwsRegion(stack, jsii.String("region"), &dataawsregion.DataAwsRegionConfig{})
	caller := dataawscalleridentity.NewDataAwsCallerIdentity(stack, jsii.String("caller"), &dataawscalleridentity.DataAwsCallerIdentityConfig{})
	return Location{
		Partition: *partition.Partition(),
		DNSSuffix: *partition.DnsSuffix(),
		Region:    *region.Name(),
		AccountID: *caller.AccountId(),
	}
}

// ARN of a resource in the location's region and account, such as
// ARN("ecs", "cluster/main").
func (l Location) ARN(service, resource string) string {
	return "arn:" + l.Partition + ":" + service + ":" + l.Region + ":" + l.AccountID + ":" + resource
}

// GlobalARN of a resource of a service without regions, such as
// GlobalARN("iam", "role/name").
func (l Location) GlobalARN(service, resource string) string {
	return "arn:" + l.Partition + ":" + service + "::" + l.AccountID + ":" + resource
}

// BucketARN of an S3 bucket, or of objects in it: BucketARN("name/*").
func (l Location) BucketARN(resource string) string {
	return "arn:" + l.Partition + ":s3:::" + resource
}

// ManagedPolicyARN of a policy that AWS maintains, with its path, such as
// service-role/AmazonECSTaskExecutionRolePolicy.
func (l Location) ManagedPolicyARN(name string) string {
	return "arn:" + l.Partition + ":iam::aws:policy/" + name
}

// RootARN is the principal that stands for the whole account.
func (l Location) RootARN() string {
	return l.GlobalARN("iam", "root")
}
