package network

import (
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/flowlog"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/constructs/logs"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// aggregationSeconds is AWS's own default. Interfaces of Nitro instances, and
// so those of tasks, are recorded every minute whatever is asked for; a shorter
// interval would only multiply the records of the others.
const aggregationSeconds = 600

// addFlowLogs records all traffic of the VPC, accepted and rejected, in
// CloudWatch Logs.
func addFlowLogs(scope constructs.Construct, props VpcProps, vpcID string) {
	group := logs.NewGroup(scope, "flow-logs", logs.GroupProps{
		Name:          "/vpc/" + props.Name + "/flow-logs",
		RetentionDays: props.FlowLogRetentionDays,
		KMSKeyARN:     props.FlowLogKMSKeyARN,
	})
	here := identity.LocationOf(scope)
	role := identity.NewRole(scope, "flow-log-role", identity.RoleProps{
		Name:            naming.Fit(naming.MaxRole, props.Name, "flow-logs"),
		Description:     "Writes the flow logs of VPC " + props.Name,
		Service:         "vpc-flow-logs.amazonaws.com",
		TrustConditions: []identity.Condition{identity.SourceAccount(here.AccountID)},
		Policies:        map[string]identity.Policy{"write": flowLogPolicy(group.ARN)},
	})
	flowlog.NewFlowLog(scope, jsii.String("flow-log"), &flowlog.FlowLogConfig{
		VpcId:                  jsii.String(vpcID),
		TrafficType:            jsii.String("ALL"),
		LogDestinationType:     jsii.String("cloud-watch-logs"),
		LogDestination:         jsii.String(group.ARN),
		IamRoleArn:             jsii.String(role.ARN),
		MaxAggregationInterval: jsii.Number(aggregationSeconds),
		Tags:                   nameTag(props.Name),
		DependsOn:              node.DependsOn(role.PolicyDependencies()),
	})
}

// flowLogPolicy lets flow logs be written to one log group, which exists.
func flowLogPolicy(groupARN string) identity.Policy {
	return identity.Policy{Statements: []identity.Statement{{
		Actions:   []string{"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"},
		Resources: []string{groupARN + ":*"},
	}}}
}
