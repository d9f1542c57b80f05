package ecs

import (
	"maps"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/naming"
)

// The policies that every container instance has.
const (
	agentPolicy   = "agent"
	sessionPolicy = "session"
)

// newRole adds the role of the instances. It has what the ECS agent and Session
// Manager do, named: AWS's AmazonEC2ContainerServiceforEC2Role lets instances of
// one cluster take part in all others and write every log group, and
// AmazonSSMManagedInstanceCore lets them read every parameter. Images and logs
// are the business of the tasks' execution roles.
func (p ContainerInstancesProps) newRole(scope constructs.Construct) *identity.Role {
	policies := map[string]identity.Policy{
		agentPolicy:   p.agentPolicy(identity.LocationOf(scope)),
		sessionPolicy: openSessions(identity.LocationOf(scope)),
	}
	maps.Copy(policies, p.RolePolicies)
	return identity.NewRole(scope, "role", identity.RoleProps{
		Name:        naming.Fit(naming.MaxRole, p.Name, "instances"),
		Description: "Container instances of " + p.Name,
		Service:     "ec2.amazonaws.com",
		Policies:    policies,
	})
}

// agentPolicy lets the ECS agent join the one cluster and work there.
func (p ContainerInstancesProps) agentPolicy(location identity.Location) identity.Policy {
	return identity.Policy{Statements: []identity.Statement{
		{
			Sid:       "FindECS",
			Actions:   []string{"ecs:DiscoverPollEndpoint"},
			Resources: anyResource,
		},
		{
			Sid: "JoinCluster",
			Actions: []string{
				"ecs:RegisterContainerInstance",
				"ecs:DeregisterContainerInstance",
				"ecs:SubmitAttachmentStateChanges",
				"ecs:SubmitContainerStateChange",
				"ecs:SubmitTaskStateChange",
			},
			Resources: []string{p.Cluster.ARN},
		},
		{
			Sid:       "ServeCluster",
			Actions:   []string{"ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"},
			Resources: []string{location.ARN("ecs", "container-instance/"+p.Cluster.Name+"/*")},
		},
	}}
}

// openSessions lets people with ssm:StartSession open a shell.
func openSessions(location identity.Location) identity.Policy {
	return identity.Policy{Statements: []identity.Statement{
		{
			Sid:       "RegisterWithSSM",
			Actions:   []string{"ssm:UpdateInstanceInformation"},
			Resources: []string{location.ARN("ec2", "instance/*")},
		},
		{
			Sid: "OpenSession",
			Actions: []string{
				"ssmmessages:CreateControlChannel",
				"ssmmessages:CreateDataChannel",
				"ssmmessages:OpenControlChannel",
				"ssmmessages:OpenDataChannel",
			},
			Resources: anyResource,
		},
	}}
}
