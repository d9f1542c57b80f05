package storage_test

import (
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/storage"
)

// A bucket that CloudTrail of the same account may write to.
func ExampleNewBucket() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("prod-datastore"))
	here := identity.LocationOf(stack)
	name := "acme-prod-trail-" + here.AccountID
	storage.NewBucket(stack, "trail", storage.BucketProps{
		Name:       name,
		ExpireDays: 365,
		Statements: []identity.Statement{{
			Sid:        "CloudTrail",
			Principals: []identity.Principal{{Type: identity.Service, IDs: []string{"cloudtrail.amazonaws.com"}}},
			Actions:    []string{"s3:PutObject"},
			Resources:  []string{here.BucketARN(name + "/AWSLogs/" + here.AccountID + "/*")},
			Conditions: []identity.Condition{identity.SourceAccount(here.AccountID)},
		}},
	})
}
