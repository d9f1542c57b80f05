package datastore

import (
	"math"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/rdscluster"

	"github.com/berth-iac/berth/internal/check"
)

// checkCapacity notes what an Aurora Serverless v2 cluster cannot scale to.
func (p AuroraClusterProps) checkCapacity(problems *check.Problems) {
	if p.AutoPause != 0 {
		check.Seconds(problems, "AutoPause", p.AutoPause, shortestPause, longestPause)
		if p.MinCapacity != 0 {
			problems.Addf("MinCapacity", "%v with AutoPause: an instance pauses at a minimum of 0, set one of the two", p.MinCapacity)
		}
	} else {
		check.Between(problems, "MinCapacity", p.MinCapacity, defaultMinCapacity, maxCapacity)
	}
	check.Between(problems, "MaxCapacity", p.MaxCapacity, 1, maxCapacity)
	if p.MaxCapacity < p.MinCapacity {
		problems.Addf("MaxCapacity", "%v is less than MinCapacity, %v", p.MaxCapacity, p.MinCapacity)
	}
	checkStep(problems, "MinCapacity", p.MinCapacity)
	checkStep(problems, "MaxCapacity", p.MaxCapacity)
}

func checkStep(problems *check.Problems, field string, capacity float64) {
	if doubled := capacity * 2; doubled != math.Trunc(doubled) {
		problems.Addf(field, "%v: steps of 0.5 are allowed", capacity)
	}
}

func (p AuroraClusterProps) scaling() *rdscluster.RdsClusterServerlessv2ScalingConfiguration {
	scaling := &rdscluster.RdsClusterServerlessv2ScalingConfiguration{
		MinCapacity: jsii.Number(p.MinCapacity),
		MaxCapacity: jsii.Number(p.MaxCapacity),
	}
	if p.AutoPause > 0 {
		scaling.SecondsUntilAutoPause = jsii.Number(p.AutoPause.Seconds())
	}
	return scaling
}
