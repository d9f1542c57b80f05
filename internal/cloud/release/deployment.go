package release

import (
	"fmt"
	"slices"

	"github.com/berth-iac/berth/internal/cloud"
)

// deploy moves a service and its users to the other target group, as CodeDeploy
// does.
func (r *release) deploy(registered cloud.Attributes) error {
	group := r.deploymentGroup()
	if group == nil {
		return fmt.Errorf("no deployment group of CodeDeploy deploys service %s/%s", r.cluster, r.result.Service)
	}
	blue, green, err := r.pair(group)
	if err != nil {
		return err
	}
	const route = "load_balancer_info.target_group_pair_info."
	var production, all []*hop
	for _, listener := range group.Texts(route + "prod_traffic_route.listener_arns") {
		production = r.hops(listener, blue)
		if len(production) == 0 {
			return fmt.Errorf("the ELB could not be updated due to the following error: Primary taskset target group must be behind listener %s", listener)
		}
	}
	all = append(all, production...)
	for _, listener := range group.Texts(route + "test_traffic_route.listener_arns") {
		all = append(all, r.hops(listener, blue, green)...)
	}
	if err := r.permitted(group, all, registered); err != nil {
		return err
	}
	r.result.FromGroup, r.result.ToGroup = blue.Text("name"), green.Text("name")
	live, idle := green, blue
	if r.alarm != "" {
		if err := watches(group, r.alarm); err != nil {
			return err
		}
		live, idle = blue, green
		r.result.StoppedBy = r.alarm
	} else {
		r.runs(registered)
		for _, balancer := range r.service.Blocks("load_balancer") {
			balancer["target_group_arn"] = green["arn"]
		}
		r.result.Moved = len(all)
	}
	for _, hop := range all {
		hop.forward(live, idle)
		r.Put(hop.kind, hop.object)
	}
	return nil
}

// deploymentGroup is that of the service, or nil.
func (r *release) deploymentGroup() cloud.Attributes {
	for _, group := range r.Find("aws_codedeploy_deployment_group", "ecs_service.service_name", r.result.Service) {
		if group.Text("ecs_service.cluster_name") == r.cluster {
			return group
		}
	}
	return nil
}

// pair are the target groups that the service is behind, and that it goes
// behind.
func (r *release) pair(group cloud.Attributes) (blue, green cloud.Attributes, err error) {
	current := r.service.Text("load_balancer.target_group_arn")
	for _, name := range group.Texts("load_balancer_info.target_group_pair_info.target_group.name") {
		target := r.One("aws_lb_target_group", "name", name)
		switch {
		case target == nil:
			return nil, nil, fmt.Errorf("target group %s of the deployment group %s does not exist", name, group.Text("deployment_group_name"))
		case target.Text("arn") == current:
			blue = target
		default:
			green = target
		}
	}
	if blue == nil || green == nil {
		return nil, nil, fmt.Errorf("the target group of service %s is not one of the two of the deployment group %s", r.result.Service, group.Text("deployment_group_name"))
	}
	return blue, green, nil
}

// watches tells whether an alarm stops the deployments of a group.
func watches(group cloud.Attributes, alarm string) error {
	if !group.Bool("alarm_configuration.enabled") || !slices.Contains(group.Texts("alarm_configuration.alarms"), alarm) {
		return fmt.Errorf("the deployment group %s does not watch the alarm %s", group.Text("deployment_group_name"), alarm)
	}
	if !group.Bool("auto_rollback_configuration.enabled") || !slices.Contains(group.Texts("auto_rollback_configuration.events"), "DEPLOYMENT_STOP_ON_ALARM") {
		return fmt.Errorf("the deployment group %s does not roll back when an alarm stops a deployment", group.Text("deployment_group_name"))
	}
	return nil
}

// hop is a listener or rule that forwards to one of the target groups.
type hop struct {
	kind    string
	object  cloud.Attributes
	actions []cloud.Attributes
}

// hops are what of a listener forwards to one of the groups: its default, and
// its rules.
func (r *release) hops(listener string, groups ...cloud.Attributes) []*hop {
	var found []*hop
	look := func(kind, path string, objects []cloud.Attributes) {
		for _, object := range objects {
			object = object.Clone()
			var actions []cloud.Attributes
			for _, action := range object.Blocks(path) {
				if slices.ContainsFunc(groups, func(group cloud.Attributes) bool { return forwards(action, group.Text("arn")) }) {
					actions = append(actions, action)
				}
			}
			if len(actions) > 0 {
				found = append(found, &hop{kind, object, actions})
			}
		}
	}
	look("aws_lb_listener", "default_action", r.Find("aws_lb_listener", "arn", listener))
	look("aws_lb_listener_rule", "action", r.Find("aws_lb_listener_rule", "listener_arn", listener))
	return found
}

// forwards tells whether an action sends traffic to a target group.
func forwards(action cloud.Attributes, group string) bool {
	if action.Text("target_group_arn") == group {
		return true
	}
	for _, target := range action.Blocks("forward.target_group") {
		if target.Text("arn") == group && (!target.Has("weight") || target.Int("weight") > 0) {
			return true
		}
	}
	return false
}

// forward has a hop send all traffic to one of the groups. CodeDeploy leaves
// the other in the action, with a weight of zero, so that the health checks of
// both go on; the action names no single group any more.
func (h *hop) forward(live, idle cloud.Attributes) {
	for _, action := range h.actions {
		stickiness := []any{}
		for _, forward := range action.Blocks("forward") {
			if kept, isList := forward["stickiness"].([]any); isList {
				stickiness = kept
			}
		}
		delete(action, "target_group_arn")
		action["forward"] = []any{map[string]any{
			"stickiness": stickiness,
			"target_group": []any{
				map[string]any{"arn": live["arn"], "weight": 100},
				map[string]any{"arn": idle["arn"], "weight": 0},
			},
		}}
	}
}
