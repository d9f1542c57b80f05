package ecs

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestTaskDefinitionRefusals(t *testing.T) {
	healthy := HealthCheck{Command: []string{"CMD", "x"}}
	with := func(containers ...Container) func(*TaskDefinitionProps) {
		return func(p *TaskDefinitionProps) { p.Containers = containers }
	}
	for name, c := range map[string]struct {
		change func(*TaskDefinitionProps)
		want   string // empty: allowed
	}{
		"plain":              {func(*TaskDefinitionProps) {}, ""},
		"no family":          {func(p *TaskDefinitionProps) { p.Family = "" }, "Family: missing"},
		"family with a dot":  {func(p *TaskDefinitionProps) { p.Family = "a.b" }, "letters, digits"},
		"long family":        {func(p *TaskDefinitionProps) { p.Family = strings.Repeat("x", 256) }, "256 characters: ECS allows 255"},
		"token as family":    {func(p *TaskDefinitionProps) { p.Family = "${TfToken[TOKEN.1]}" }, "give a plain name"},
		"smallest memory":    {func(p *TaskDefinitionProps) { p.CPU = 4096 }, ""},
		"unknown cpu":        {func(p *TaskDefinitionProps) { p.CPU = 300 }, "CPU: cpu 300: Fargate offers"},
		"memory of no size":  {func(p *TaskDefinitionProps) { p.CPU, p.MemoryMiB = 256, 1536 }, "memory 1536 MiB with cpu 256"},
		"architecture":       {func(p *TaskDefinitionProps) { p.Architecture = "arm" }, "X86_64, ARM64"},
		"disk of 20 GiB":     {func(p *TaskDefinitionProps) { p.EphemeralStorageGiB = 20 }, "21 to 200"},
		"disk of 201 GiB":    {func(p *TaskDefinitionProps) { p.EphemeralStorageGiB = 201 }, "21 to 200"},
		"log mode":           {func(p *TaskDefinitionProps) { p.LogMode = "async" }, "non-blocking, blocking"},
		"retention":          {func(p *TaskDefinitionProps) { p.LogRetentionDays = 8 }, "LogGroup.RetentionDays: 8 days"},
		"empty policy":       {func(p *TaskDefinitionProps) { p.TaskPolicies = map[string]identity.Policy{"q": {}} }, "TaskPolicies[q].Statements: none"},
		"no containers":      {with(), "Containers: none: a task has at least one"},
		"none essential":     {with(Container{Name: "a", Image: "a", NonEssential: true}), "none is essential"},
		"same name":          {with(Container{Name: "a", Image: "a"}, Container{Name: "a", Image: "b"}), `two are called "a"`},
		"too much cpu":       {with(Container{Name: "a", Image: "a", CPU: 200}, Container{Name: "b", Image: "b", CPU: 57}), "reserve 257 CPU units together: the task has 256"},
		"all of the cpu":     {with(Container{Name: "a", Image: "a", CPU: 200}, Container{Name: "b", Image: "b", CPU: 56}), ""},
		"too much memory":    {with(Container{Name: "a", Image: "a", MemoryMiB: 513}), "Containers[a].MemoryMiB: 513 MiB is more than the task has, 512"},
		"reservations":       {with(Container{Name: "a", Image: "a", MemoryMiB: 500}, Container{Name: "b", Image: "b", MemoryReservationMiB: 13}), "reserve 513 MiB together"},
		"limits above":       {with(Container{Name: "a", Image: "a", MemoryMiB: 500, MemoryReservationMiB: 100}, Container{Name: "b", Image: "b", MemoryMiB: 400}), ""},
		"shared port":        {with(Container{Name: "a", Image: "a", Ports: []int{80}}, Container{Name: "b", Image: "b", Ports: []int{80}}), "Containers[b].Ports: 80 is taken by a"},
		"port twice":         {with(Container{Name: "a", Image: "a", Ports: []int{80, 80}}), "80 is taken by a"},
		"its own problem":    {with(Container{Name: "a", Image: "a", User: "0"}), `Containers[a].User: "0"`},
		"waits for nobody":   {with(Container{Name: "a", Image: "a", DependsOn: []Dependency{{Container: "x"}}}), "Containers[a].DependsOn[x]: is no container of the task: it has a"},
		"waits for itself":   {with(Container{Name: "a", Image: "a", DependsOn: []Dependency{{Container: "a"}}}), "a -> a wait for each other"},
		"unknown condition":  {with(Container{Name: "a", Image: "a", DependsOn: []Dependency{{Container: "b", Condition: "READY"}}}, Container{Name: "b", Image: "b"}), "START, COMPLETE, SUCCESS, HEALTHY"},
		"waits for health":   {with(Container{Name: "a", Image: "a", DependsOn: []Dependency{{Container: "b", Condition: Healthy}}}, Container{Name: "b", Image: "b"}), "which has no health check"},
		"waits until health": {with(Container{Name: "a", Image: "a", DependsOn: []Dependency{{Container: "b", Condition: Healthy}}}, Container{Name: "b", Image: "b", HealthCheck: healthy}), ""},
		"waits for the end":  {with(Container{Name: "a", Image: "a", DependsOn: []Dependency{{Container: "b", Condition: Succeeded}}}, Container{Name: "b", Image: "b"}), "make it non-essential"},
		"waits until ended":  {with(Container{Name: "a", Image: "a", DependsOn: []Dependency{{Container: "b", Condition: Completed}}}, Container{Name: "b", Image: "b", NonEssential: true}), ""},
		"cycle": {with(
			Container{Name: "a", Image: "a", DependsOn: []Dependency{{Container: "b"}}},
			Container{Name: "b", Image: "b", DependsOn: []Dependency{{Container: "c"}}},
			Container{Name: "c", Image: "c", DependsOn: []Dependency{{Container: "b"}}},
		), "b -> c -> b wait for each other"},
		"diamond": {with(
			Container{Name: "a", Image: "a", DependsOn: []Dependency{{Container: "b"}, {Container: "c"}}},
			Container{Name: "b", Image: "b", DependsOn: []Dependency{{Container: "d"}}},
			Container{Name: "c", Image: "c", DependsOn: []Dependency{{Container: "d"}}},
			Container{Name: "d", Image: "d"},
		), ""},
		"exec into read-only": {func(p *TaskDefinitionProps) {
			p.Exec = true
			p.Containers = []Container{{Name: "a", Image: "a", ReadOnlyRootFilesystem: true}}
		}, "Exec: cannot enter any container"},
		"policy called exec": {func(p *TaskDefinitionProps) {
			p.Exec = true
			p.TaskPolicies = map[string]identity.Policy{"exec": {}}
		}, "TaskPolicies[exec]: is the name"},
	} {
		t.Run(name, func(t *testing.T) {
			props := TaskDefinitionProps{Family: "web", Containers: []Container{{Name: "web", Image: "nginx"}}}
			c.change(&props)
			checktest.Verdict(t, props.Validate(), c.want)
		})
	}
}

// The order may not depend on the text of tokens, which changes with anything
// else in the stack.
func TestSecretARNsAreDistinctAndInTheOrderOfTheContainers(t *testing.T) {
	p := TaskDefinitionProps{Containers: []Container{
		{Secrets: map[string]Secret{"B": SecretKey("z", "k"), "A": SecretValue("y"), "P": ParameterValue("p")}},
		{Secrets: map[string]Secret{"A": SecretValue("x"), "B": SecretValue("z")}},
	}}
	for range 20 {
		assert.DeepEqual(t, p.secretARNs(secretsManager, secretsManagerKey), []string{"y", "z", "x"})
	}
	assert.DeepEqual(t, p.secretARNs(parameterStore), []string{"p"})
}

func TestTaskPoliciesOfTheUserAreNotChanged(t *testing.T) {
	mine := map[string]identity.Policy{"queue": {}}
	p := TaskDefinitionProps{Exec: true, TaskPolicies: mine}
	assert.Equal(t, len(p.taskPolicies(identity.Location{}, "group")), 2)
	assert.Equal(t, len(mine), 1)
}
