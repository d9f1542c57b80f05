package bluegreen

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/naming"
)

const (
	maxAlarms = 10
	maxWait   = 2880 * time.Minute
)

var groupName = check.TextRule{
	Service: "CodeDeploy",
	Max:     naming.MaxDeploymentGroup,
	Form:    regexp.MustCompile(`^[\w+=,.@-]+$`),
	Allowed: "letters, digits and +=,.@_-",
}

// Validate tells what CodeDeploy would refuse.
func (p DeploymentGroupProps) Validate() error {
	p = p.withDefaults()
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, groupName)
	check.Known(&problems, "Name", p.Name, "the role's name is made of it")
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
		check.Minutes(&problems, "BakeTime", p.BakeTime, time.Minute, maxWait)
	}
	if p.ApprovalWait != 0 {
		check.Minutes(&problems, "ApprovalWait", p.ApprovalWait, time.Minute, maxWait)
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

// checkPlain notes a missing name, and an ARN where CodeDeploy wants a name.
func checkPlain(problems *check.Problems, field, name string) {
	problems.Required(field, name)
	if strings.HasPrefix(name, "arn:") {
		problems.Addf(field, "%q is an ARN: CodeDeploy wants the name", name)
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
