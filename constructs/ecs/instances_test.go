package ecs

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestContainerInstancesRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*ContainerInstancesProps)
		want   string // empty: allowed
	}{
		"plain":             {func(*ContainerInstancesProps) {}, ""},
		"none at first":     {func(p *ContainerInstancesProps) { p.Min = 0 }, ""},
		"no name":           {func(p *ContainerInstancesProps) { p.Name = "" }, "Name: missing"},
		"short name":        {func(p *ContainerInstancesProps) { p.Name = "ab" }, "EC2 allows 3 to 100"},
		"token as name":     {func(p *ContainerInstancesProps) { p.Name = "${TfToken[TOKEN.1]}" }, "give a plain name"},
		"reserved provider": {func(p *ContainerInstancesProps) { p.CapacityProviderName = "fargate-2" }, "ECS keeps names that start with aws, ecs or fargate"},
		"no cluster":        {func(p *ContainerInstancesProps) { p.Cluster = nil }, "Cluster: missing"},
		"no VPC":            {func(p *ContainerInstancesProps) { p.VPCID = "" }, "VPCID: missing"},
		"no subnets":        {func(p *ContainerInstancesProps) { p.SubnetIDs = nil }, "SubnetIDs: none"},
		"arm64":             {func(p *ContainerInstancesProps) { p.Architecture = ARM64 }, ""},
		"architecture":      {func(p *ContainerInstancesProps) { p.Architecture = "arm" }, "X86_64, ARM64"},
		"x86 on arm64": {func(p *ContainerInstancesProps) {
			p.Architecture, p.InstanceTypes = ARM64, []string{"t4g.small", "t3.small"}
		}, "InstanceTypes[1]: t3.small has x86_64 processors"},
		"no type":       {func(p *ContainerInstancesProps) { p.InstanceTypes = []string{"small"} }, `InstanceTypes[0]: "small" is not an instance type`},
		"none at all":   {func(p *ContainerInstancesProps) { p.Min, p.Max = 0, 0 }, "Max: 0 is out of range: 1 to 5000"},
		"min above max": {func(p *ContainerInstancesProps) { p.Min = 3 }, "Min: 3 is more than Max, 2"},
		"small disk":    {func(p *ContainerInstancesProps) { p.VolumeGiB = 20 }, "VolumeGiB: 20 is out of range: 30 to 16384"},
		"hops":          {func(p *ContainerInstancesProps) { p.MetadataHopLimit = 3 }, "MetadataHopLimit: 3 is out of range: 1 to 2"},
		"empty policy":  {func(p *ContainerInstancesProps) { p.RolePolicies = map[string]identity.Policy{"x": {}} }, "RolePolicies[x].Statements: none"},
		"policy of its own": {func(p *ContainerInstancesProps) {
			p.RolePolicies = map[string]identity.Policy{"agent": {Statements: []identity.Statement{{Actions: []string{"a:B"}, Resources: []string{"*"}}}}}
		}, "RolePolicies[agent]: is the name of a policy"},
	} {
		t.Run(name, func(t *testing.T) {
			props := ContainerInstancesProps{Name: "acme-dev", Cluster: &Cluster{Name: "acme-dev"}, VPCID: "vpc-1", SubnetIDs: []string{"subnet-1"}, Min: 1, Max: 2}
			c.change(&props)
			checktest.Verdict(t, props.Validate(), c.want)
		})
	}
}

func TestUserDataRunsBeforeTheAgentReadsItsSettings(t *testing.T) {
	before, after := ContainerInstancesProps{UserData: "echo ${HOME}\n"}.userData()
	assert.Equal(t, before, "#!/bin/bash\necho ${HOME}\ncat >> /etc/ecs/ecs.config <<'END'\nECS_CLUSTER=")
	assert.Assert(t, strings.HasPrefix(after, "\nECS_AWSVPC_BLOCK_IMDS=true\n") && strings.HasSuffix(after, "\nEND\n"), after)
}

func TestTypesOfInstancesFollowTheArchitecture(t *testing.T) {
	assert.DeepEqual(t, ContainerInstancesProps{}.withDefaults().InstanceTypes, []string{"t3.small"})
	assert.DeepEqual(t, ContainerInstancesProps{Architecture: ARM64}.withDefaults().InstanceTypes, []string{"t4g.small"})
}
