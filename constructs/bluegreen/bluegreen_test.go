package bluegreen

import (
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/loadbalancer"
	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestDeploymentGroupRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*DeploymentGroupProps)
		want   string // empty: allowed
	}{
		"plain":               {func(*DeploymentGroupProps) {}, ""},
		"no name":             {func(p *DeploymentGroupProps) { p.Name = "" }, "Name: missing"},
		"long name":           {func(p *DeploymentGroupProps) { p.Name = strings.Repeat("x", 101) }, "101 characters: CodeDeploy allows 100"},
		"name with a slash":   {func(p *DeploymentGroupProps) { p.Name = "a/b" }, "CodeDeploy allows letters, digits and +=,.@_-"},
		"name token":          {func(p *DeploymentGroupProps) { p.Name = "${TfToken[TOKEN.1]}" }, "give a plain name"},
		"no cluster":          {func(p *DeploymentGroupProps) { p.ClusterName = "" }, "ClusterName: missing"},
		"cluster ARN":         {func(p *DeploymentGroupProps) { p.ClusterName = "arn:aws:ecs:r:1:cluster/x" }, "is an ARN: CodeDeploy wants the name"},
		"no service":          {func(p *DeploymentGroupProps) { p.ServiceName = "" }, "ServiceName: missing"},
		"no green":            {func(p *DeploymentGroupProps) { p.TargetGroupNames[1] = "" }, "TargetGroupNames[1]: missing"},
		"target group ARN":    {func(p *DeploymentGroupProps) { p.TargetGroupNames[0] = "arn:x" }, "TargetGroupNames[0]"},
		"one target group":    {func(p *DeploymentGroupProps) { p.TargetGroupNames[1] = "blue" }, `"blue" twice`},
		"no listener":         {func(p *DeploymentGroupProps) { p.ProductionListenerARN = "" }, "ProductionListenerARN: missing"},
		"test in production":  {func(p *DeploymentGroupProps) { p.TestListenerARN = p.ProductionListenerARN }, "has a port of its own"},
		"traffic":             {func(p *DeploymentGroupProps) { p.Traffic = "Half" }, "CodeDeployDefault.ECSCanary10Percent5Minutes"},
		"linear":              {func(p *DeploymentGroupProps) { p.Traffic = Linear10PercentEvery3Minutes }, ""},
		"no bake time":        {func(p *DeploymentGroupProps) { p.BakeTime = NoBakeTime }, ""},
		"two days":            {func(p *DeploymentGroupProps) { p.BakeTime = 2880 * time.Minute }, ""},
		"longer":              {func(p *DeploymentGroupProps) { p.BakeTime = 2881 * time.Minute }, "BakeTime: 48h1m0s is out of range: 1m0s to 48h0m0s"},
		"half a minute":       {func(p *DeploymentGroupProps) { p.BakeTime = 90 * time.Second }, "whole minutes"},
		"approval":            {func(p *DeploymentGroupProps) { p.ApprovalWait = time.Hour }, ""},
		"negative approval":   {func(p *DeploymentGroupProps) { p.ApprovalWait = -time.Hour }, "ApprovalWait"},
		"ten alarms":          {func(p *DeploymentGroupProps) { p.AlarmNames = strings.Split("abcdefghij", "") }, ""},
		"eleven alarms":       {func(p *DeploymentGroupProps) { p.AlarmNames = strings.Split("abcdefghijk", "") }, "11 alarms: CodeDeploy allows 10"},
		"alarm twice":         {func(p *DeploymentGroupProps) { p.AlarmNames = []string{"a", "a"} }, "given once"},
		"alarm without name":  {func(p *DeploymentGroupProps) { p.AlarmNames = []string{""} }, "has a name"},
		"no roles":            {func(p *DeploymentGroupProps) { p.PassRoleARNs = nil }, "PassRoleARNs: none"},
		"key without objects": {func(p *DeploymentGroupProps) { p.RevisionKMSKeyARN = "key" }, "nothing to decrypt"},
	} {
		t.Run(name, func(t *testing.T) {
			props := DeploymentGroupProps{
				Name: "web", ClusterName: "main", ServiceName: "web", TargetGroupNames: [2]string{"blue", "green"},
				ProductionListenerARN: "arn:production", PassRoleARNs: []string{"arn:role"},
			}
			c.change(&props)
			checktest.Verdict(t, props.Validate(), c.want)
		})
	}
}

func TestTargetGroupPairRefusals(t *testing.T) {
	for _, c := range []struct {
		props TargetGroupPairProps
		want  string
	}{
		{TargetGroupPairProps{Name: "web", VPCID: "vpc"}, ""},
		{TargetGroupPairProps{VPCID: "vpc"}, "Name: missing"},
		{TargetGroupPairProps{Name: "web"}, "VPCID: missing"},
		{TargetGroupPairProps{Name: "${TfToken[TOKEN.1]}", VPCID: "vpc"}, "give a plain name"},
		{TargetGroupPairProps{Name: "a_b", VPCID: "vpc"}, "Name"},
		{TargetGroupPairProps{Name: "web", VPCID: "vpc", HealthCheck: loadbalancer.HealthCheck{Path: "health"}}, "HealthCheck.Path"},
	} {
		checktest.Verdict(t, c.props.Validate(), c.want)
	}
}

// Rules 47 and 50: the longest names stay apart and within the limit, and the
// groups differ in nothing else.
func TestTargetGroupPairDiffersInItsNamesAlone(t *testing.T) {
	props := TargetGroupPairProps{Name: "a-project-with-sixteen-and-a-service", VPCID: "vpc", DeregistrationDelay: time.Minute}
	blue, green := props.group("blue"), props.group("green")
	assert.Assert(t, len(blue.Name) <= 32 && strings.HasSuffix(blue.Name, "-blue"), blue.Name)
	assert.Assert(t, len(green.Name) <= 32 && strings.HasSuffix(green.Name, "-green"), green.Name)
	blue.Name = green.Name
	assert.Equal(t, blue, green)
}
