package containers

import (
	"fmt"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

// TaskDefinition is the type of task definitions. A revision that is no longer
// Terraform's waits: AWS keeps those that were deregistered, and the ones that
// skip_destroy or a pipeline leaves go on working.
const TaskDefinition = "aws_ecs_task_definition"

// The states of a revision.
const (
	active   = "ACTIVE"
	inactive = "INACTIVE"
)

var taskDefinition = cloud.Kind{
	Type: TaskDefinition,
	Noun: "ECS Task Definition",
	// Revisions share the family as their id.
	Key: func(object cloud.Attributes) string { return object.Text("arn") },
	Validate: argument.All(
		argument.Length("family", 1, 255),
		argument.Match("family", nameForm, "see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html"),
		argument.OneOf("network_mode", "bridge", "host", "awsvpc", "none"),
		argument.Between("ephemeral_storage.size_in_gib", 21, 200),
		checkDefinitions,
	),
	Refs: []cloud.Ref{
		{Path: "execution_role_arn", To: "aws_iam_role", By: "arn", Missing: roleInvalid},
		{Path: "task_role_arn", To: "aws_iam_role", By: "arn", Missing: roleInvalid},
	},
	Create: func(c *cloud.Call) error {
		c.Object.Default("network_mode", "bridge")
		c.Object.Default("enable_fault_injection", false)
		if err := acceptTask(c.Object); err != nil {
			return err
		}
		number(c, c.Object)
		return nil
	},
	Delete: func(c *cloud.Call) error {
		keep(c, c.Object, map[bool]string{true: active, false: inactive}[c.Object.Bool("skip_destroy")])
		return nil
	},
	ImportID: func(object cloud.Attributes) string { return object.Text("arn") },
}

// number makes a definition the next revision of its family.
func number(c *cloud.Call, definition cloud.Attributes) {
	family := definition.Text("family")
	revision := 1
	for _, other := range revisions(c, family) {
		revision = max(revision, other.Int("revision")+1)
	}
	bare := c.ARN("ecs", "task-definition/"+family)
	definition["id"] = family
	definition["revision"] = revision
	definition["arn_without_revision"] = bare
	definition["arn"] = fmt.Sprintf("%s:%d", bare, revision)
}

// keep has AWS keep a revision that Terraform does not know, or no longer.
func keep(c *cloud.Call, definition cloud.Attributes, status string) {
	kept := definition.Clone()
	kept["status"] = status
	c.Keep(TaskDefinition, kept)
}

// Register adds a revision to a family, as a pipeline does: a definition that
// the cloud keeps, whatever Terraform does. It returns the revision.
func Register(c *cloud.Call, definition cloud.Attributes) cloud.Attributes {
	registered := definition.Clone()
	delete(registered, "skip_destroy")
	number(c, registered)
	keep(c, registered, active)
	return registered
}

// revisions are all of a family, whoever registered them, oldest first.
func revisions(c *cloud.Call, family string) []cloud.Attributes {
	managed := c.Find(TaskDefinition, "family", family)
	return append(c.Waiting(TaskDefinition, "family", family), managed...)
}

// statusOf tells whether tasks can be started from a revision.
func statusOf(definition cloud.Attributes) string {
	if status := definition.Text("status"); status != "" {
		return status
	}
	return active
}

// Latest is the newest revision of a family that tasks can be started from, or
// nil.
func Latest(c *cloud.Call, family string) cloud.Attributes {
	var latest cloud.Attributes
	for _, revision := range revisions(c, family) {
		if statusOf(revision) == active && revision.Int("revision") > latest.Int("revision") {
			latest = revision
		}
	}
	return latest
}

// Revision is the task definition that a request names, by ARN, family and
// revision, or family alone; nil where there is none.
func Revision(c *cloud.Call, name string) cloud.Attributes {
	if _, resource, isARN := strings.Cut(name, ":task-definition/"); isARN {
		if !strings.HasPrefix(name, c.ARN("ecs", "")) {
			return nil
		}
		name = resource
	}
	family, number, numbered := strings.Cut(name, ":")
	if !numbered {
		return Latest(c, family)
	}
	for _, revision := range revisions(c, family) {
		if revision.Text("revision") == number {
			return revision
		}
	}
	return nil
}

var taskDefinitionData = cloud.Data{Type: TaskDefinition, Read: func(c *cloud.Call) error {
	definition := Revision(c, c.Object.Text("task_definition"))
	if definition == nil {
		return taskDefinitionUnread.With()
	}
	c.Copy(definition, "arn", "arn_without_revision", "family", "revision", "network_mode", "cpu", "memory",
		"execution_role_arn", "task_role_arn", "requires_compatibilities", "container_definitions", "enable_fault_injection")
	c.Object["id"] = definition["arn"]
	c.Object["status"] = statusOf(definition)
	return nil
}}
