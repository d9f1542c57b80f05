package monitoring

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/node"
)

// The defaults of TrafficAlarmsProps.
const (
	DefaultServerErrors   = 10
	DefaultLatencySeconds = 2.0
)

// TargetGroup is a target group to watch.
type TargetGroup struct {
	// Name tells it apart in the names of alarms, such as blue and green: a
	// lower-case letter, then letters and digits, at most 16.
	Name string
	// ARNSuffix of the target group, targetgroup/<name>/<id>.
	ARNSuffix string
}

// TrafficAlarmsProps describe the alarms on the requests that a load balancer
// sends to a service.
type TrafficAlarmsProps struct {
	// Name is the first part of the alarms' names: at most 214 characters.
	Name string
	// LoadBalancerARNSuffix is app/<name>/<id>.
	LoadBalancerARNSuffix string
	// TargetGroups of the service: one, or both of a blue/green service.
	TargetGroups []TargetGroup
	// ServerErrors is the number of HTTP 5xx responses of the tasks in a minute
	// that rings, in two minutes of three: at least 1. Default: 10.
	ServerErrors int
	// LatencySeconds is the 95th percentile of the response time that rings, in
	// two minutes of three: above 0. Default: 2.
	LatencySeconds float64
	// TopicARN of the SNS topic that hears when an alarm starts and when it
	// ends. Default: none.
	TopicARN string
}

// TrafficAlarms are the alarms on the requests to a service.
type TrafficAlarms struct {
	// ServerErrors counts the responses of all target groups together. It is fit
	// to roll back a deployment.
	ServerErrors *Alarm
	// Latency is that of the slowest target group. It is fit to roll back a
	// deployment.
	Latency *Alarm
	// UnhealthyHosts are by the name of the target group, and tell people only:
	// the group that a deployment fills has unhealthy hosts while tasks start.
	UnhealthyHosts map[string]*Alarm
}

var groupName = regexp.MustCompile(`^[a-z][a-z0-9]{0,15}$`)

// Validate tells what CloudWatch would refuse.
func (p TrafficAlarmsProps) Validate() error {
	p = p.withDefaults()
	var problems check.Problems
	checkPrefix(&problems, p.Name)
	problems.Required("LoadBalancerARNSuffix", p.LoadBalancerARNSuffix)
	if n := len(p.TargetGroups); n < 1 || n > 2 {
		problems.Addf("TargetGroups", "%d: a service has one, or two where it is blue/green", n)
	}
	seen := map[string]bool{}
	for i, group := range p.TargetGroups {
		field := fmt.Sprintf("TargetGroups[%d]", i)
		problems.Required(field+".ARNSuffix", group.ARNSuffix)
		if !groupName.MatchString(group.Name) {
			problems.Addf(field+".Name", "%q: a lower-case letter, then lower-case letters and digits, 16 at most", group.Name)
		}
		if seen[group.Name] {
			problems.Addf(field+".Name", "%q is taken by another target group", group.Name)
		}
		seen[group.Name] = true
	}
	if p.ServerErrors < 1 {
		problems.Addf("ServerErrors", "%d: at least 1", p.ServerErrors)
	}
	if p.LatencySeconds < 0 {
		problems.Addf("LatencySeconds", "%v: more than 0", p.LatencySeconds)
	}
	return problems.Err()
}

func (p TrafficAlarmsProps) withDefaults() TrafficAlarmsProps {
	p.ServerErrors = cmp.Or(p.ServerErrors, DefaultServerErrors)
	p.LatencySeconds = cmp.Or(p.LatencySeconds, DefaultLatencySeconds)
	return p
}

// NewTrafficAlarms adds alarms on server errors, latency and unhealthy hosts.
func NewTrafficAlarms(scope constructs.Construct, id string, props TrafficAlarmsProps) *TrafficAlarms {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &TrafficAlarms{ServerErrors: &Alarm{}, Latency: &Alarm{}}
	}
	props = props.withDefaults()
	alarms := &TrafficAlarms{
		ServerErrors:   props.serverErrors(scope),
		Latency:        props.latency(scope),
		UnhealthyHosts: map[string]*Alarm{},
	}
	for _, group := range props.TargetGroups {
		alarms.UnhealthyHosts[group.Name] = props.unhealthyHosts(scope, group)
	}
	return alarms
}

// RollbackNames are the names of the alarms fit to stop and roll back a
// deployment.
func (a *TrafficAlarms) RollbackNames() []string {
	return []string{a.ServerErrors.Name(), a.Latency.Name()}
}

// serverErrors sums the groups. A group without requests has no data at all,
// so each is filled with zeros, and SUM skips one that stays empty, where a
// plain + would have no result.
func (p TrafficAlarmsProps) serverErrors(scope constructs.Construct) *Alarm {
	ids, metrics := p.metrics("HTTPCode_Target_5XX_Count", "Sum")
	filled := make([]string, len(ids))
	for i, id := range ids {
		filled[i] = "FILL(" + id + ",0)"
	}
	c := config(p.Name, "server-errors",
		fmt.Sprintf("Tasks answered %d requests a minute or more with HTTP 5xx. Look at the logs of the tasks.", p.ServerErrors),
		p.TopicARN, condition{threshold: float64(p.ServerErrors), datapoints: 2, periods: 3})
	return newAlarm(scope, "server-errors", onExpression(c, "SUM(["+strings.Join(filled, ",")+"])", "HTTP 5xx of all target groups", ids, metrics))
}

func (p TrafficAlarmsProps) latency(scope constructs.Construct) *Alarm {
	ids, metrics := p.metrics("TargetResponseTime", "p95")
	c := config(p.Name, "latency",
		fmt.Sprintf("One response in twenty takes %v s or more. Look at the tasks, and at what they wait for.", p.LatencySeconds),
		p.TopicARN, condition{threshold: p.LatencySeconds, datapoints: 2, periods: 3})
	return newAlarm(scope, "latency", onExpression(c, "MAX(["+strings.Join(ids, ",")+"])", "p95 of the slowest target group", ids, metrics))
}

func (p TrafficAlarmsProps) unhealthyHosts(scope constructs.Construct, group TargetGroup) *Alarm {
	purpose := "unhealthy-" + group.Name
	c := config(p.Name, purpose,
		fmt.Sprintf("For five minutes a task in target group %s has failed the load balancer's health check.", group.Name),
		p.TopicARN, condition{threshold: 1, datapoints: 5, periods: 5})
	return newAlarm(scope, purpose, onMetric(c, p.metric("UnHealthyHostCount", "Maximum", group)))
}

// metrics are one metric of every target group, by an id for metric math.
func (p TrafficAlarmsProps) metrics(name, statistic string) (ids []string, byID map[string]metric) {
	byID = map[string]metric{}
	for _, group := range p.TargetGroups {
		id := "m_" + group.Name
		ids = append(ids, id)
		byID[id] = p.metric(name, statistic, group)
	}
	return ids, byID
}

func (p TrafficAlarmsProps) metric(name, statistic string, group TargetGroup) metric {
	return metric{
		namespace: "AWS/ApplicationELB",
		name:      name,
		statistic: statistic,
		dimensions: map[string]string{
			"LoadBalancer": p.LoadBalancerARNSuffix,
			"TargetGroup":  group.ARNSuffix,
		},
	}
}
