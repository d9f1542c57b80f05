package release

import (
	"fmt"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/kinds/identity"
)

// need is an action that CodeDeploy takes with the role of the deployment group.
type need struct {
	service  string // as CodeDeploy names it
	action   string
	resource string // empty where the action knows none
	context  map[string]string
}

// permitted fails where the role of the deployment group lacks what the
// deployment does.
func (r *release) permitted(group cloud.Attributes, hops []*hop, definition cloud.Attributes) error {
	arn := group.Text("service_role_arn")
	role := r.One("aws_iam_role", "arn", arn)
	for _, need := range r.needs(group, hops, definition) {
		if !identity.Permits(r.Call, role, need.action, need.resource, need.context) {
			return fmt.Errorf("the IAM role %s does not give you permission to perform operations in the following AWS service: %s (%s on %s)",
				arn, need.service, need.action, need.resource)
		}
	}
	return nil
}

func (r *release) needs(group cloud.Attributes, hops []*hop, definition cloud.Attributes) []need {
	const (
		ecs      = "AmazonECS"
		balancer = "AmazonElasticLoadBalancing"
	)
	name := r.cluster + "/" + r.result.Service
	service, taskSet := r.ARN("ecs", "service/"+name), r.ARN("ecs", "task-set/"+name+"/ecs-svc/1")
	needs := []need{
		{service: ecs, action: "ecs:DescribeServices", resource: service},
		{service: ecs, action: "ecs:CreateTaskSet", resource: taskSet},
		{service: ecs, action: "ecs:UpdateServicePrimaryTaskSet", resource: service},
		{service: ecs, action: "ecs:DeleteTaskSet", resource: taskSet},
		{service: balancer, action: "elasticloadbalancing:DescribeTargetGroups"},
		{service: balancer, action: "elasticloadbalancing:DescribeListeners"},
		{service: balancer, action: "elasticloadbalancing:DescribeRules"},
	}
	for _, hop := range hops {
		action := "elasticloadbalancing:ModifyListener"
		if hop.kind == "aws_lb_listener_rule" {
			action = "elasticloadbalancing:ModifyRule"
		}
		needs = append(needs, need{service: balancer, action: action, resource: hop.object.Text("arn")})
	}
	if group.Bool("alarm_configuration.enabled") {
		needs = append(needs, need{service: "AmazonCloudWatch", action: "cloudwatch:DescribeAlarms", resource: r.ARN("cloudwatch", "alarm:*")})
	}
	passed := map[string]string{"iam:PassedToService": "ecs-tasks.amazonaws.com"}
	for _, path := range []string{"execution_role_arn", "task_role_arn"} {
		if role := definition.Text(path); role != "" {
			needs = append(needs, need{service: ecs, action: "iam:PassRole", resource: role, context: passed})
		}
	}
	return needs
}
