package monitoring

import (
	"cmp"
	"fmt"

	"github.com/aws/constructs-go/constructs/v10"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/node"
)

// The defaults of ServiceAlarmsProps.
const (
	DefaultCPUPercent    = 90
	DefaultMemoryPercent = 90
)

// ServiceAlarmsProps describe the alarms on the utilization of an ECS service.
type ServiceAlarmsProps struct {
	// Name is the first part of the alarms' names: at most 214 characters.
	Name string
	// ClusterName and ServiceName of the service.
	ClusterName, ServiceName string
	// CPUPercent is the average CPU utilization that rings after five minutes: 1
	// to 100. Default: 90.
	CPUPercent int
	// MemoryPercent is the average memory utilization that rings after five
	// minutes: 1 to 100. Default: 90.
	MemoryPercent int
	// TopicARN of the SNS topic that hears when an alarm starts and when it
	// ends. Default: none.
	TopicARN string
}

// ServiceAlarms tell people that a service is short of CPU or memory. They are
// not for rolling back deployments: utilization rises with traffic as well as
// with a bad version, and for a while with every start.
type ServiceAlarms struct {
	CPU, Memory *Alarm
}

// Validate tells what CloudWatch would refuse.
func (p ServiceAlarmsProps) Validate() error {
	p = p.withDefaults()
	var problems check.Problems
	checkPrefix(&problems, p.Name)
	problems.Required("ClusterName", p.ClusterName)
	problems.Required("ServiceName", p.ServiceName)
	check.Between(&problems, "CPUPercent", p.CPUPercent, 1, 100)
	check.Between(&problems, "MemoryPercent", p.MemoryPercent, 1, 100)
	return problems.Err()
}

func (p ServiceAlarmsProps) withDefaults() ServiceAlarmsProps {
	p.CPUPercent = cmp.Or(p.CPUPercent, DefaultCPUPercent)
	p.MemoryPercent = cmp.Or(p.MemoryPercent, DefaultMemoryPercent)
	return p
}

// NewServiceAlarms adds alarms on the CPU and memory utilization of a service.
func NewServiceAlarms(scope constructs.Construct, id string, props ServiceAlarmsProps) *ServiceAlarms {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &ServiceAlarms{CPU: &Alarm{}, Memory: &Alarm{}}
	}
	props = props.withDefaults()
	return &ServiceAlarms{
		CPU:    props.utilization(scope, "cpu", "CPU", "CPUUtilization", props.CPUPercent),
		Memory: props.utilization(scope, "memory", "memory", "MemoryUtilization", props.MemoryPercent),
	}
}

func (p ServiceAlarmsProps) utilization(scope constructs.Construct, purpose, what, metricName string, percent int) *Alarm {
	description := fmt.Sprintf("The tasks of %s use %d %% of their %s or more. Look at how many tasks there may be, and at their size.", p.ServiceName, percent, what)
	c := config(p.Name, purpose, description, p.TopicARN, condition{threshold: float64(percent), datapoints: 5, periods: 5})
	return newAlarm(scope, purpose, onMetric(c, metric{
		namespace: "AWS/ECS",
		name:      metricName,
		statistic: "Average",
		dimensions: map[string]string{
			"ClusterName": p.ClusterName,
			"ServiceName": p.ServiceName,
		},
	}))
}
