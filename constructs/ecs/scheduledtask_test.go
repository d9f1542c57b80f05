package ecs

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/check/checktest"
)

func validScheduledTask() ScheduledTaskProps {
	return ScheduledTaskProps{
		Name:             "acme-prod-nightly",
		Cluster:          &Cluster{Name: "acme-prod"},
		TaskDefinition:   &TaskDefinition{Family: "acme-prod-web", containers: []Container{{Name: "web"}, {Name: "agent"}}},
		Schedule:         Scheduler{Expression: "cron(0 3 * * ? *)", TimeZone: "Asia/Tokyo"},
		Command:          []string{"rake", "nightly"},
		SubnetIDs:        []string{"subnet-1"},
		SecurityGroupIDs: []string{"sg-1"},
	}
}

func TestScheduledTaskProps(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*ScheduledTaskProps)
		want   string // "" where the props are valid
	}{
		{"as it is", func(*ScheduledTaskProps) {}, ""},
		{"a rule", func(p *ScheduledTaskProps) { p.Schedule = EventRule{Expression: "rate(1 hour)"} }, ""},
		{"once", func(p *ScheduledTaskProps) { p.Schedule = Scheduler{Expression: "at(2026-04-01T03:00:00)"} }, ""},
		{"a window", func(p *ScheduledTaskProps) {
			p.Schedule = Scheduler{Expression: "rate(1 hour)", FlexibleWindow: 24 * time.Hour}
		}, ""},
		{"no retries", func(p *ScheduledTaskProps) { p.Retries = NoRetries }, ""},
		{"the most retries", func(p *ScheduledTaskProps) { p.Retries, p.MaxEventAge = 185, 24*time.Hour }, ""},
		{"another container", func(p *ScheduledTaskProps) { p.Container = "agent" }, ""},
		{"the command of the task", func(p *ScheduledTaskProps) { p.Command = nil }, ""},
		{"a task that was refused", func(p *ScheduledTaskProps) { p.TaskDefinition = &TaskDefinition{} }, ""},

		{"no name", func(p *ScheduledTaskProps) { p.Name = "" }, "Name: missing"},
		{"a long name", func(p *ScheduledTaskProps) { p.Name = strings.Repeat("a", 58) }, "58 characters: EventBridge allows 57"},
		{"a space", func(p *ScheduledTaskProps) { p.Name = "a b" }, "EventBridge allows letters, digits and ._-"},
		{"a token", func(p *ScheduledTaskProps) { p.Name = "${TfToken[TOKEN.1]}" }, "Name: is known only when Terraform runs"},
		{"no cluster", func(p *ScheduledTaskProps) { p.Cluster = nil }, "Cluster: missing"},
		{"no task", func(p *ScheduledTaskProps) { p.TaskDefinition = nil }, "TaskDefinition: missing"},
		{"a task for instances", func(p *ScheduledTaskProps) { p.TaskDefinition.runsOn = EC2{} }, "TaskDefinition: is made for EC2"},
		{"no schedule", func(p *ScheduledTaskProps) { p.Schedule = nil }, "Schedule: <nil>: give Scheduler or EventRule as a value"},
		{"a pointer", func(p *ScheduledTaskProps) { p.Schedule = &Scheduler{} }, "Schedule: *ecs.Scheduler: give"},
		{"crontab", func(p *ScheduledTaskProps) { p.Schedule = Scheduler{Expression: "0 3 * * *"} }, "Schedule.Expression: "},
		{"a zone of no map", func(p *ScheduledTaskProps) {
			p.Schedule = Scheduler{Expression: "rate(1 hour)", TimeZone: "Asia/Kyoto"}
		}, "Schedule.TimeZone: "},
		{"a long window", func(p *ScheduledTaskProps) {
			p.Schedule = Scheduler{Expression: "rate(1 hour)", FlexibleWindow: 25 * time.Hour}
		}, "Schedule.FlexibleWindow: 25h0m0s is out of range"},
		{"a rule that runs once", func(p *ScheduledTaskProps) { p.Schedule = EventRule{Expression: "at(2026-04-01T03:00:00)"} },
			"a rule repeats, with cron or rate; Scheduler runs once"},
		{"a rule of crontab", func(p *ScheduledTaskProps) { p.Schedule = EventRule{Expression: "0 3 * * *"} }, "Schedule.Expression: "},
		{"an unknown container", func(p *ScheduledTaskProps) { p.Container = "php" }, `Container: "php" is not a container of the task: there are web, agent`},
		{"a command of a book", func(p *ScheduledTaskProps) { p.Command = []string{strings.Repeat("a", 8192)} }, "ECS takes 8192"},
		{"no subnets", func(p *ScheduledTaskProps) { p.SubnetIDs = nil }, "SubnetIDs: none"},
		{"no groups", func(p *ScheduledTaskProps) { p.SecurityGroupIDs = nil }, "SecurityGroupIDs: none"},
		{"too many retries", func(p *ScheduledTaskProps) { p.Retries = 186 }, "Retries: 186 is out of range: 1 to 185"},
		{"too short", func(p *ScheduledTaskProps) { p.MaxEventAge = time.Second }, "MaxEventAge: 1s is out of range"},
	} {
		t.Run(c.name, func(t *testing.T) {
			props := validScheduledTask()
			c.change(&props)
			checktest.Verdict(t, props.Validate(), c.want)
		})
	}
}

// A sidecar that is stopped once the work is done ends with a signal's code. That
// is no failure, so that the code has to be of the container that works.
func TestFailedTasksAreToldByTheCodeOfTheirContainer(t *testing.T) {
	var pattern struct {
		Detail struct {
			Group []string
			Or    []struct {
				StopCode   []map[string][]string
				Containers *struct {
					Name     []string
					ExitCode []map[string][]int
				}
			} `json:"$or"`
		}
	}
	assert.NilError(t, json.Unmarshal([]byte(failedTasks("arn:cluster", "acme-prod-nightly", "web")), &pattern))
	assert.DeepEqual(t, pattern.Detail.Group, []string{"acme-prod-nightly"})
	assert.Equal(t, len(pattern.Detail.Or), 2)
	assert.DeepEqual(t, pattern.Detail.Or[0].StopCode, []map[string][]string{{"anything-but": {"EssentialContainerExited"}}})
	assert.DeepEqual(t, pattern.Detail.Or[1].Containers.Name, []string{"web"})
	assert.DeepEqual(t, pattern.Detail.Or[1].Containers.ExitCode, []map[string][]int{{"anything-but": {0}}})
}
