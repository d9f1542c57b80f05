package identity

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawscalleridentity"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawspartition"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/dataawsregion"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
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
	stack := cdktf.TerraformStack_Of(scope)
	location, known := locations[stack]
	if !known {
		location = newLocation(stack)
		locations[stack] = location
	}
	return location
}

func newLocation(stack cdktf.TerraformStack) Location {
	partition := once(stack, "partition", func(id *string) dataawspartition.DataAwsPartition {
		return dataawspartition.NewDataAwsPartition(stack, id, &dataawspartition.DataAwsPartitionConfig{})
	})
	region := once(stack, "region", func(id *string) dataawsregion.DataAwsRegion {
		return dataawsregion.NewDataAwsRegion(stack, id, &dataawsregion.DataAwsRegionConfig{})
	})
	caller := once(stack, "caller", func(id *string) dataawscalleridentity.DataAwsCallerIdentity {
		return dataawscalleridentity.NewDataAwsCallerIdentity(stack, id, &dataawscalleridentity.DataAwsCallerIdentityConfig{})
	})
	return Location{
		Partition: *partition.Partition(),
		DNSSuffix: *partition.DnsSuffix(),
		Region:    *region.Name(),
		AccountID: *caller.AccountId(),
	}
}

// once finds the child of the stack with that id, or makes it.
func once[T any](stack cdktf.TerraformStack, id string, make func(id *string) T) T {
	if existing, ok := stack.Node().TryFindChild(jsii.String(id)).(T); ok {
		return existing
	}
	return make(jsii.String(id))
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
