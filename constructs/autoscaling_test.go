package constructs_test

import (
	"testing"
	"time"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/autoscaling"
	"github.com/berth-iac/berth/internal/synthtest"
)

// Rules 94 to 97.
func TestAutoscalingTracksCPUAndMemoryOfAService(t *testing.T) {
	stack := synthtest.NewStack(t)
	autoscaling.NewServiceScaling(stack, "scaling", autoscaling.ServiceScalingProps{
		ClusterName: "main", ServiceName: "web", Min: 2, Max: 8, MemoryPercent: 80, ScaleInCooldown: 10 * time.Minute,
	})
	template := synthtest.Synth(t, stack)

	target := template.One("aws_appautoscaling_target")
	assert.DeepEqual(t, target.Attributes, map[string]any{
		"resource_id": "service/main/web", "scalable_dimension": "ecs:service:DesiredCount", "service_namespace": "ecs",
		"min_capacity": 2.0, "max_capacity": 8.0,
	})
	for id, want := range map[string]map[string]any{
		"scaling_cpu_":    {"metric": "ECSServiceAverageCPUUtilization", "percent": 60.0},
		"scaling_memory_": {"metric": "ECSServiceAverageMemoryUtilization", "percent": 80.0},
	} {
		policy := template.One("aws_appautoscaling_policy", id)
		assert.Equal(t, policy.String("policy_type"), "TargetTrackingScaling")
		assert.Equal(t, policy.String("resource_id"), "${"+target.Address()+".resource_id}")
		assert.DeepEqual(t, policy.Get("target_tracking_scaling_policy_configuration.0"), map[string]any{
			"target_value": want["percent"], "scale_out_cooldown": 60.0, "scale_in_cooldown": 600.0,
			"predefined_metric_specification": map[string]any{"predefined_metric_type": want["metric"]},
		})
	}
}

func TestAutoscalingOfOneMetric(t *testing.T) {
	stack := synthtest.NewStack(t)
	autoscaling.NewServiceScaling(stack, "scaling", autoscaling.ServiceScalingProps{
		ClusterName: "main", ServiceName: "web", Min: 1, Max: 2, CPUPercent: autoscaling.NotTracked,
	})
	policies := synthtest.Synth(t, stack).All("aws_appautoscaling_policy")
	assert.Equal(t, len(policies), 1)
	assert.Equal(t, policies[0].String("name"), "memory")
}
