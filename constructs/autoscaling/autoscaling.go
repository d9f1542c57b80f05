// Package autoscaling keeps the number of an ECS service's tasks between two
// bounds, by target tracking (Application Auto Scaling).
//
// CPU and memory of the service are tracked, which hold for both colours of a
// blue/green deployment. The request count of a target group
// (ALBRequestCountPerTarget) is not: its label names one target group, and
// traffic moves to the other.
package autoscaling

import (
	"cmp"
	"time"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/appautoscalingpolicy"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/appautoscalingtarget"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/node"
)

// The defaults of ServiceScalingProps.
const (
	DefaultCPUPercent       = 60
	DefaultMemoryPercent    = 75
	DefaultScaleOutCooldown = 60 * time.Second
	DefaultScaleInCooldown  = 300 * time.Second
)

// NotTracked leaves one of the two utilizations out.
const NotTracked = -1

// ServiceScalingProps describe the scaling of an ECS service. The service has
// to be AutoScaled, so that Terraform leaves the number of tasks alone.
type ServiceScalingProps struct {
	// ClusterName and ServiceName of the service.
	ClusterName, ServiceName string
	// Min tasks: 0 to 5000. At 0 nothing starts the first task again, since a
	// service without tasks has no utilization.
	Min int
	// Max tasks: 1 to 5000, not below Min.
	Max int
	// CPUPercent is the average CPU utilization to hold
	// (ECSServiceAverageCPUUtilization): 1 to 100, or NotTracked. Default: 60.
	CPUPercent int
	// MemoryPercent is the average memory utilization to hold
	// (ECSServiceAverageMemoryUtilization): 1 to 100, or NotTracked. Where both
	// are tracked, the one that asks for more tasks decides. Default: 75.
	MemoryPercent int
	// ScaleOutCooldown is the pause after tasks were added, in whole seconds: up
	// to an hour. Default: 60 s.
	ScaleOutCooldown time.Duration
	// ScaleInCooldown is the pause after tasks were removed, in whole seconds:
	// up to an hour. Default: 300 s.
	ScaleInCooldown time.Duration
}

// ServiceScaling is the scaling of an ECS service.
type ServiceScaling struct {
	// ResourceID of the service, service/<cluster>/<service>.
	ResourceID string
	// Resource is the aws_appautoscaling_target; nil where the props are
	// invalid.
	Resource appautoscalingtarget.AppautoscalingTarget
}

const (
	namespace = "ecs"
	dimension = "ecs:service:DesiredCount"
	maxTasks  = 5000
)

// Validate tells what Application Auto Scaling would refuse.
func (p ServiceScalingProps) Validate() error {
	p = p.withDefaults()
	var problems check.Problems
	problems.Required("ClusterName", p.ClusterName)
	problems.Required("ServiceName", p.ServiceName)
	check.Between(&problems, "Min", p.Min, 0, maxTasks)
	check.Between(&problems, "Max", p.Max, 1, maxTasks)
	if p.Min > p.Max {
		problems.Addf("Min", "%d is above Max, %d", p.Min, p.Max)
	}
	checkPercent(&problems, "CPUPercent", p.CPUPercent)
	checkPercent(&problems, "MemoryPercent", p.MemoryPercent)
	if p.CPUPercent == NotTracked && p.MemoryPercent == NotTracked {
		problems.Addf("MemoryPercent", "NotTracked, and CPUPercent too: nothing is left to track")
	}
	check.Seconds(&problems, "ScaleOutCooldown", p.ScaleOutCooldown, time.Second, time.Hour)
	check.Seconds(&problems, "ScaleInCooldown", p.ScaleInCooldown, time.Second, time.Hour)
	return problems.Err()
}

func checkPercent(problems *check.Problems, field string, percent int) {
	if percent != NotTracked {
		check.Between(problems, field, percent, 1, 100)
	}
}

func (p ServiceScalingProps) withDefaults() ServiceScalingProps {
	p.CPUPercent = cmp.Or(p.CPUPercent, DefaultCPUPercent)
	p.MemoryPercent = cmp.Or(p.MemoryPercent, DefaultMemoryPercent)
	p.ScaleOutCooldown = cmp.Or(p.ScaleOutCooldown, DefaultScaleOutCooldown)
	p.ScaleInCooldown = cmp.Or(p.ScaleInCooldown, DefaultScaleInCooldown)
	return p
}

// NewServiceScaling adds a scalable target and its target tracking policies.
// The target has no role of its own: Application Auto Scaling uses its
// service-linked role, and another one would show as a difference in every
// plan.
func NewServiceScaling(scope constructs.Construct, id string, props ServiceScalingProps) *ServiceScaling {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &ServiceScaling{}
	}
	props = props.withDefaults()
	target := appautoscalingtarget.NewAppautoscalingTarget(scope, jsii.String("Resource"), &appautoscalingtarget.AppautoscalingTargetConfig{
		ResourceId:        jsii.String("service/" + props.ClusterName + "/" + props.ServiceName),
		ScalableDimension: jsii.String(dimension),
		ServiceNamespace:  jsii.String(namespace),
		MinCapacity:       jsii.Number(props.Min),
		MaxCapacity:       jsii.Number(props.Max),
	})
	scaled := scalable{target.ResourceId(), target.ScalableDimension(), target.ServiceNamespace()}
	if props.CPUPercent != NotTracked {
		props.track(scope, scaled, "cpu", "ECSServiceAverageCPUUtilization", props.CPUPercent)
	}
	if props.MemoryPercent != NotTracked {
		props.track(scope, scaled, "memory", "ECSServiceAverageMemoryUtilization", props.MemoryPercent)
	}
	return &ServiceScaling{ResourceID: *scaled.resourceID, Resource: target}
}

// scalable is how policies name the target: by references, so that they come
// after it.
type scalable struct{ resourceID, dimension, namespace *string }

// track adds a policy. Its name is unique among those of the service.
func (p ServiceScalingProps) track(scope constructs.Construct, scaled scalable, name, metric string, percent int) {
	appautoscalingpolicy.NewAppautoscalingPolicy(scope, jsii.String(name), &appautoscalingpolicy.AppautoscalingPolicyConfig{
		Name:              jsii.String(name),
		PolicyType:        jsii.String("TargetTrackingScaling"),
		ResourceId:        scaled.resourceID,
		ScalableDimension: scaled.dimension,
		ServiceNamespace:  scaled.namespace,
		TargetTrackingScalingPolicyConfiguration: &appautoscalingpolicy.AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration{
			TargetValue:      jsii.Number(percent),
			ScaleOutCooldown: jsii.Number(p.ScaleOutCooldown.Seconds()),
			ScaleInCooldown:  jsii.Number(p.ScaleInCooldown.Seconds()),
			PredefinedMetricSpecification: &appautoscalingpolicy.AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification{
				PredefinedMetricType: jsii.String(metric),
			},
		},
	})
}
