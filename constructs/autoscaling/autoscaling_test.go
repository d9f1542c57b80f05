package autoscaling

import (
	"testing"
	"time"

	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestServiceScalingRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*ServiceScalingProps)
		want   string // empty: allowed
	}{
		"plain":               {func(*ServiceScalingProps) {}, ""},
		"no cluster":          {func(p *ServiceScalingProps) { p.ClusterName = "" }, "ClusterName: missing"},
		"no service":          {func(p *ServiceScalingProps) { p.ServiceName = "" }, "ServiceName: missing"},
		"from none":           {func(p *ServiceScalingProps) { p.Min = 0 }, ""},
		"negative":            {func(p *ServiceScalingProps) { p.Min = -1 }, "Min: -1 is out of range: 0 to 5000"},
		"to none":             {func(p *ServiceScalingProps) { p.Min, p.Max = 0, 0 }, "Max: 0 is out of range: 1 to 5000"},
		"min above max":       {func(p *ServiceScalingProps) { p.Min = 5 }, "Min: 5 is above Max, 4"},
		"one number":          {func(p *ServiceScalingProps) { p.Min = 4 }, ""},
		"101 percent":         {func(p *ServiceScalingProps) { p.CPUPercent = 101 }, "CPUPercent: 101 is out of range: 1 to 100"},
		"-2 percent":          {func(p *ServiceScalingProps) { p.MemoryPercent = -2 }, "MemoryPercent: -2 is out of range"},
		"CPU alone":           {func(p *ServiceScalingProps) { p.MemoryPercent = NotTracked }, ""},
		"nothing":             {func(p *ServiceScalingProps) { p.CPUPercent, p.MemoryPercent = NotTracked, NotTracked }, "nothing is left to track"},
		"long cooldown":       {func(p *ServiceScalingProps) { p.ScaleInCooldown = 2 * time.Hour }, "ScaleInCooldown: 2h0m0s is out of range"},
		"fractional cooldown": {func(p *ServiceScalingProps) { p.ScaleOutCooldown = 1500 * time.Millisecond }, "whole seconds"},
	} {
		t.Run(name, func(t *testing.T) {
			props := ServiceScalingProps{ClusterName: "main", ServiceName: "web", Min: 2, Max: 4}
			c.change(&props)
			checktest.Verdict(t, props.Validate(), c.want)
		})
	}
}
