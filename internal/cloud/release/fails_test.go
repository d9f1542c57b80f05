//go:build rehearsal

package release

import (
	"fmt"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/kinds"
)

type block = map[string]any

// deployed are the objects that a release needs, by type.
func deployed(s cloud.Session) map[string]cloud.Attributes {
	return map[string]cloud.Attributes{
		"aws_ecs_task_definition": {
			"id": "web", "family": "web", "revision": 1, "arn": s.ARN("ecs", "task-definition/web:1"),
			"execution_role_arn": "arn:execution", "container_definitions": `[{"name":"web","image":"web"}]`,
		},
		"aws_ecs_service": {
			"id": s.ARN("ecs", "service/main/web"), "name": "web", "task_definition": "web:1",
			"deployment_controller": []any{block{"type": "CODE_DEPLOY"}},
			"load_balancer":         []any{block{"target_group_arn": "arn:blue", "container_name": "web"}},
		},
		"aws_lb_target_group": {"id": "arn:blue", "arn": "arn:blue", "name": "blue"},
		"green":               {"id": "arn:green", "arn": "arn:green", "name": "green"},
		"aws_lb_listener": {
			"id": "arn:listener", "arn": "arn:listener",
			"default_action": []any{block{"type": "forward", "target_group_arn": "arn:blue"}},
		},
		"aws_codedeploy_deployment_group": {
			"id": "group", "deployment_group_name": "web", "service_role_arn": "arn:deploy",
			"ecs_service": []any{block{"cluster_name": "main", "service_name": "web"}},
			"load_balancer_info": []any{block{"target_group_pair_info": []any{block{
				"prod_traffic_route": []any{block{"listener_arns": []any{"arn:listener"}}},
				"target_group":       []any{block{"name": "blue"}, block{"name": "green"}},
			}}}},
			"alarm_configuration": []any{block{"enabled": true, "alarms": []any{"errors"}}},
		},
		"aws_iam_role": {"id": "deploy", "name": "deploy", "arn": "arn:deploy"},
		"aws_iam_role_policy": {"id": "deploy:all", "role": "deploy", "policy": `{"Statement":{"Effect":"Allow","Resource":"*",
			"Action":["ecs:*","elasticloadbalancing:*","cloudwatch:*","iam:PassRole"]}}`},
	}
}

// A release that CodeDeploy could not carry out fails with what it would say,
// and changes nothing.
func TestReleaseFails(t *testing.T) {
	s := cloud.Session{Partition: "aws", Region: "ap-northeast-1", Account: "000000000000"}
	for _, test := range []struct {
		kind, path string
		value      any
		options    []Option
		want       string
	}{
		{kind: "aws_ecs_service", want: "no service web in cluster main"},
		{kind: "aws_ecs_service", path: "task_definition", value: "web:9", want: "service web has no task definition web:9"},
		{kind: "aws_ecs_service", path: "deployment_controller", value: []any{block{"type": "EXTERNAL"}}, want: "service web is deployed by somebody else"},
		{kind: "aws_ecs_service", path: "deployment_controller", options: []Option{StoppedBy("errors")}, want: "service web rolls"},
		{kind: "aws_ecs_service", path: "load_balancer", value: []any{block{"target_group_arn": "arn:other", "container_name": "web"}}, want: "is not one of the two of the deployment group web"},
		{kind: "aws_ecs_service", path: "load_balancer", value: []any{block{"container_name": "app"}}, want: `web:1: no container "app"`},
		{kind: "aws_ecs_task_definition", path: "status", value: "INACTIVE", want: "no revision of web is active"},
		{kind: "aws_codedeploy_deployment_group", want: "no deployment group of CodeDeploy deploys service main/web"},
		{kind: "green", want: "target group green of the deployment group web does not exist"},
		{kind: "aws_lb_listener", path: "default_action", want: "Primary taskset target group must be behind listener arn:listener"},
		{kind: "aws_iam_role_policy", path: "policy", value: `{"Statement":{"Effect":"Allow","Resource":"*","Action":["ecs:*","elasticloadbalancing:*","cloudwatch:*"]}}`, want: "AmazonECS (iam:PassRole on arn:execution)"},
		{kind: "aws_iam_role_policy", path: "policy", value: `{"Statement":{"Effect":"Allow","Resource":"*","Action":["ecs:*","elasticloadbalancing:Describe*"]}}`, want: "AmazonElasticLoadBalancing (elasticloadbalancing:ModifyListener on arn:listener)"},
		{options: []Option{StoppedBy("other")}, want: "does not watch the alarm other"},
		{options: []Option{StoppedBy("errors")}, want: "does not roll back when an alarm stops a deployment"},
	} {
		t.Run(test.want, func(t *testing.T) {
			c, err := cloud.Open(cloud.Options{Kinds: kinds.All()})
			assert.NilError(t, err)
			objects := deployed(s)
			switch {
			case test.path != "":
				objects[test.kind][test.path] = test.value
			case test.kind != "":
				delete(objects, test.kind)
			}
			assert.NilError(t, c.Change(s, func(call *cloud.Call) error {
				for kind, object := range objects {
					if kind == "green" {
						kind = "aws_lb_target_group"
					}
					call.Put(kind, object)
				}
				return nil
			}))
			before := c.Objects()
			_, err = Release(c, s, "main", "web", test.options...)
			assert.ErrorContains(t, err, test.want)
			assert.Equal(t, fmt.Sprint(c.Objects()), fmt.Sprint(before))
		})
	}
}

// The colours of a release are what the names of its target groups differ in.
func TestColours(t *testing.T) {
	for _, test := range []struct{ from, to, colourFrom, colourTo string }{
		{"berth-prod-web-blue", "berth-prod-web-green", "blue", "green"},
		{"green", "grey", "green", "grey"},
		{"web", "web-2", "web", "web-2"},
		{"", "", "", ""},
	} {
		from, to := Result{FromGroup: test.from, ToGroup: test.to}.Colours()
		assert.DeepEqual(t, []string{from, to}, []string{test.colourFrom, test.colourTo})
	}
}
