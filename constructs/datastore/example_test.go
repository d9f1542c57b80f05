package datastore_test

import (
	"time"

	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/constructs/datastore"
	"github.com/berth-iac/berth/constructs/network"
)

// A database that the tasks of one service may reach.
func ExampleNewDatabaseInstance() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("prod-datastore"))
	vpc := network.NewVpc(stack, "vpc", network.VpcProps{
		Name:              "acme-prod",
		CIDR:              "10.0.0.0/16",
		AvailabilityZones: []string{"ap-northeast-1a", "ap-northeast-1c"},
	})
	tasks := network.NewSecurityGroup(stack, "tasks", network.SecurityGroupProps{Name: "acme-prod-web", VPCID: vpc.ID})

	database := datastore.NewDatabaseInstance(stack, "main", datastore.DatabaseInstanceProps{
		Identifier:    "acme-prod-main",
		Engine:        datastore.Postgres,
		InstanceClass: "db.m7g.large",
		VPCID:         vpc.ID,
		SubnetIDs:     vpc.IsolatedSubnetIDs,
	})
	network.NewIngressRule(stack, "tasks-to-main", network.RuleProps{
		SecurityGroupID: database.SecurityGroupID,
		Peer:            network.Group(tasks.ID),
		Port:            database.Port,
		Description:     "Tasks of web",
	})
}

// A cluster that costs nothing but its storage while nobody is connected.
func ExampleNewAuroraCluster() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("dev-datastore"))

	datastore.NewAuroraCluster(stack, "main", datastore.AuroraClusterProps{
		Identifier: "acme-dev-main",
		Engine:     datastore.AuroraPostgreSQL,
		AutoPause:  10 * time.Minute,
		VPCID:      "vpc-0123456789abcdef0",
		SubnetIDs:  []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
		Disposable: true,
	})
}

// A Valkey cache with two replicas.
func ExampleNewReplicationGroup() {
	stack := cdktf.NewTerraformStack(cdktf.NewApp(nil), jsii.String("prod-datastore"))

	datastore.NewReplicationGroup(stack, "sessions", datastore.ReplicationGroupProps{
		ID:        "acme-prod-sessions",
		NodeType:  "cache.t4g.small",
		Replicas:  2,
		VPCID:     "vpc-0123456789abcdef0",
		SubnetIDs: []string{"subnet-0123456789abcdef0", "subnet-0123456789abcdef1"},
	})
}
