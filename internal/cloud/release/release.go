// Package release plays what happens to a service between two runs of
// Terraform: its pipeline registers a new revision of the task definition, and
// CodeDeploy, or ECS where the service rolls, brings it to the users.
package release

import (
	"fmt"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/kinds/containers"
)

// Result tells what a release changed.
type Result struct {
	Service string
	// From and To are the revisions, such as "web:1".
	From, To string
	// FromGroup and ToGroup are the names of the target groups. Empty where the
	// service is rolled.
	FromGroup, ToGroup string
	// Moved is how many listeners and rules forward to another target group.
	Moved int
	// StoppedBy is the alarm that ended the deployment. The users are then
	// where they were, though To is registered.
	StoppedBy string
}

// Colours are what the names of the two target groups differ in, such as "blue"
// and "green".
func (r Result) Colours() (from, to string) {
	same := 0
	for same < min(len(r.FromGroup), len(r.ToGroup)) && r.FromGroup[same] == r.ToGroup[same] {
		same++
	}
	// Whole words, that is.
	same = strings.LastIndex(r.FromGroup[:same], "-") + 1
	return r.FromGroup[same:], r.ToGroup[same:]
}

// String is a line for people.
func (r Result) String() string {
	text := fmt.Sprintf("%s: %s to %s", r.Service, r.From, r.To)
	if r.FromGroup != "" {
		from, to := r.Colours()
		text += fmt.Sprintf(", %s to %s", from, to)
	}
	if r.StoppedBy != "" {
		return text + ", rolled back by the alarm " + r.StoppedBy
	}
	return text
}

// Option is how a release differs from the plain one.
type Option func(*release)

// Tag is that of the new image. Default: "release-" and the number of the new
// revision.
func Tag(tag string) Option { return func(r *release) { r.tag = tag } }

// DesiredCount is how many tasks autoscaling wants by now. Default: as many as
// before.
func DesiredCount(count int) Option { return func(r *release) { r.desired = &count } }

// StoppedBy has an alarm go off while CodeDeploy moves the traffic, so that it
// moves all of it back.
func StoppedBy(alarm string) Option { return func(r *release) { r.alarm = alarm } }

// release is one that is under way.
type release struct {
	*cloud.Call
	tag     string
	desired *int
	alarm   string

	cluster string
	service cloud.Attributes
	result  Result
}

// Release releases a new version of a service, as its pipeline would.
func Release(c *cloud.Cloud, s cloud.Session, cluster, service string, options ...Option) (Result, error) {
	var result Result
	err := c.Change(s, func(call *cloud.Call) error {
		r := &release{Call: call, cluster: cluster, result: Result{Service: service}}
		for _, option := range options {
			option(r)
		}
		found := call.One("aws_ecs_service", "id", call.ARN("ecs", "service/"+cluster+"/"+service))
		if found == nil {
			return fmt.Errorf("no service %s in cluster %s", service, cluster)
		}
		r.service = found.Clone()
		err := r.play()
		result = r.result
		return err
	})
	if err != nil {
		return Result{}, err
	}
	return result, nil
}

func (r *release) play() error {
	before := containers.Revision(r.Call, r.service.Text("task_definition"))
	if before == nil {
		return fmt.Errorf("service %s has no task definition %s", r.result.Service, r.service.Text("task_definition"))
	}
	newest := containers.Latest(r.Call, before.Text("family"))
	if newest == nil {
		return fmt.Errorf("no revision of %s is active", before.Text("family"))
	}
	registered, err := r.register(newest)
	if err != nil {
		return err
	}
	r.result.From, r.result.To = shortName(before), shortName(registered)
	if r.desired != nil {
		r.service["desired_count"] = *r.desired
	}
	switch r.service.Text("deployment_controller.type") {
	case "CODE_DEPLOY":
		if err := r.deploy(registered); err != nil {
			return err
		}
	case "EXTERNAL":
		return fmt.Errorf("service %s is deployed by somebody else", r.result.Service)
	default:
		if r.alarm != "" {
			return fmt.Errorf("service %s rolls: no alarm of CodeDeploy watches it", r.result.Service)
		}
		r.runs(registered)
	}
	r.Put("aws_ecs_service", r.service)
	return nil
}

// runs makes a revision the one of the service, which names it as it did before.
func (r *release) runs(definition cloud.Attributes) {
	name := shortName(definition)
	if strings.HasPrefix(r.service.Text("task_definition"), "arn:") {
		name = definition.Text("arn")
	}
	r.service["task_definition"] = name
}

// shortName is the family and revision of a task definition.
func shortName(definition cloud.Attributes) string {
	return definition.Text("family") + ":" + definition.Text("revision")
}
