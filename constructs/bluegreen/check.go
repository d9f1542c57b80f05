package bluegreen

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
)

const (
	maxAlarms = 10
	maxWait   = 2880 * time.Minute
)

var groupName = regexp.MustCompile(`^[\w+=,.@-]+$`)

// Validate tells what CodeDeploy would refuse.
func (p DeploymentGroupProps) Validate() error {
	p = p.withDefaults()
	var problems check.Problems
	p.checkName(&problems)
	checkPlain(&problems, "ClusterName", p.ClusterName)
	checkPlain(&problems, "ServiceName", p.ServiceName)
	for i, name := range p.TargetGroupNames {
		checkPlain(&problems, fmt.Sprintf("TargetGroupNames[%d]", i), name)
	}
	if p.TargetGroupNames[0] != "" && p.TargetGroupNames[0] == p.TargetGroupNames[1] {
		problems.Addf("TargetGroupNames", "%q twice: blue and green are two target groups", p.TargetGroupNames[0])
	}
	problems.Required("ProductionListenerARN", p.ProductionListenerARN)
	if p.TestListenerARN != "" && p.TestListenerARN == p.ProductionListenerARN {
		problems.Addf("TestListenerARN", "is the production listener: a test listener has a port of its own")
	}
	check.OneOf(&problems, "Traffic", p.Traffic, AllAtOnce, Canary10Percent5Minutes, Canary10Percent15Minutes,
		Linear10PercentEvery1Minutes, Linear10PercentEvery3Minutes)
	if p.BakeTime != NoBakeTime {
		checkMinutes(&problems, "BakeTime", p.BakeTime)
	}
	if p.ApprovalWait != 0 {
		checkMinutes(&problems, "ApprovalWait", p.ApprovalWait)
	}
	p.checkAlarms(&problems)
	if len(p.PassRoleARNs) == 0 {
		problems.Addf("PassRoleARNs", "none: CodeDeploy passes the execution and task roles to ECS")
	}
	if p.RevisionKMSKeyARN != "" && len(p.RevisionObjectARNs) == 0 {
		problems.Addf("RevisionKMSKeyARN", "is given without RevisionObjectARNs: there is nothing to decrypt")
	}
	return problems.Err()
}

func (p DeploymentGroupProps) checkName(problems *check.Problems) {
	problems.Required("Name", p.Name)
	switch {
	case p.Name == "":
	case literal.IsToken(p.Name):
		problems.Addf("Name", "is known only when Terraform runs: the role's name is made of it, so give a plain name")
	case len(p.Name) > naming.MaxDeploymentGroup:
		problems.Addf("Name", "%q has %d characters: CodeDeploy allows %d", p.Name, len(p.Name), naming.MaxDeploymentGroup)
	case !groupName.MatchString(p.Name):
		problems.Addf("Name", "%q: letters, digits and +=,.@_- are allowed", p.Name)
	}
}

// checkPlain notes a missing name, and an ARN where CodeDeploy wants a name.
func checkPlain(problems *check.Problems, field, name string) {
	problems.Required(field, name)
	if strings.HasPrefix(name, "arn:") {
		problems.Addf(field, "%q is an ARN: CodeDeploy wants the name", name)
	}
}

func checkMinutes(problems *check.Problems, field string, d time.Duration) {
	check.Between(problems, field, d, time.Minute, maxWait)
	if d%time.Minute != 0 {
		problems.Addf(field, "%v: CodeDeploy counts in whole minutes", d)
	}
}

func (p DeploymentGroupProps) checkAlarms(problems *check.Problems) {
	if len(p.AlarmNames) > maxAlarms {
		problems.Addf("AlarmNames", "%d alarms: CodeDeploy allows %d", len(p.AlarmNames), maxAlarms)
	}
	seen := map[string]bool{}
	for _, name := range p.AlarmNames {
		if name == "" || seen[name] {
			problems.Addf("AlarmNames", "%q: every alarm has a name and is given once", name)
		}
		seen[name] = true
	}
}
