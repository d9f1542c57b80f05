package monitoring

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestTopicRefusals(t *testing.T) {
	for _, c := range []struct {
		props TopicProps
		want  string
	}{
		{TopicProps{Name: "alarms"}, ""},
		{TopicProps{}, "Name: missing"},
		{TopicProps{Name: "a.b"}, "letters, digits, hyphens and underscores"},
		{TopicProps{Name: strings.Repeat("x", 257)}, "257 characters: SNS allows 256"},
		{TopicProps{Name: "a", KMSKeyID: "alias/aws/sns"}, "CloudWatch cannot publish"},
		{TopicProps{Name: "a", Emails: []string{"ops@example.com", "dev@example.com"}}, ""},
		{TopicProps{Name: "a", Emails: []string{"ops"}}, `"ops" is not an email address`},
		{TopicProps{Name: "a", Emails: []string{"Ops <ops@example.com>"}}, "is not an email address"},
		{TopicProps{Name: "a", Emails: []string{"a@b.c", "a@b.c"}}, "given twice"},
	} {
		checktest.Verdict(t, c.props.Validate(), c.want)
	}
}

func TestServiceAlarmsRefusals(t *testing.T) {
	for _, c := range []struct {
		change func(*ServiceAlarmsProps)
		want   string
	}{
		{func(*ServiceAlarmsProps) {}, ""},
		{func(p *ServiceAlarmsProps) { p.Name = "" }, "Name: missing"},
		{func(p *ServiceAlarmsProps) { p.Name = strings.Repeat("x", 215) }, "215 characters: 214 leave room"},
		{func(p *ServiceAlarmsProps) { p.ClusterName = "" }, "ClusterName: missing"},
		{func(p *ServiceAlarmsProps) { p.ServiceName = "" }, "ServiceName: missing"},
		{func(p *ServiceAlarmsProps) { p.CPUPercent = 101 }, "CPUPercent: 101"},
		{func(p *ServiceAlarmsProps) { p.MemoryPercent = -1 }, "MemoryPercent: -1"},
	} {
		props := ServiceAlarmsProps{Name: "acme-dev-web", ClusterName: "acme-dev", ServiceName: "web"}
		c.change(&props)
		checktest.Verdict(t, props.Validate(), c.want)
	}
}

func TestTrafficAlarmsRefusals(t *testing.T) {
	for _, c := range []struct {
		change func(*TrafficAlarmsProps)
		want   string
	}{
		{func(*TrafficAlarmsProps) {}, ""},
		{func(p *TrafficAlarmsProps) { p.Name = "" }, "Name: missing"},
		{func(p *TrafficAlarmsProps) { p.LoadBalancerARNSuffix = "" }, "LoadBalancerARNSuffix: missing"},
		{func(p *TrafficAlarmsProps) { p.TargetGroups = nil }, "TargetGroups: 0"},
		{func(p *TrafficAlarmsProps) {
			p.TargetGroups = append(p.TargetGroups, p.TargetGroups[0], p.TargetGroups[0])
		}, "TargetGroups: 3"},
		{func(p *TrafficAlarmsProps) { p.TargetGroups = append(p.TargetGroups, p.TargetGroups[0]) }, `"blue" is taken`},
		{func(p *TrafficAlarmsProps) { p.TargetGroups[0].Name = "Blue" }, "a lower-case letter"},
		{func(p *TrafficAlarmsProps) { p.TargetGroups[0].ARNSuffix = "" }, "TargetGroups[0].ARNSuffix: missing"},
		{func(p *TrafficAlarmsProps) { p.ServerErrors = -1 }, "ServerErrors: -1"},
		{func(p *TrafficAlarmsProps) { p.LatencySeconds = -0.5 }, "LatencySeconds: -0.5"},
	} {
		props := TrafficAlarmsProps{
			Name: "web", LoadBalancerARNSuffix: "app/lb/1",
			TargetGroups: []TargetGroup{{Name: "blue", ARNSuffix: "targetgroup/blue/1"}},
		}
		c.change(&props)
		checktest.Verdict(t, props.Validate(), c.want)
	}
}

// The longest purpose has to leave the name within CloudWatch's limit.
func TestLongestAlarmName(t *testing.T) {
	longest := "unhealthy-" + strings.Repeat("x", 16)
	assert.Assert(t, groupName.MatchString(strings.Repeat("x", 16)))
	assert.Assert(t, len(longest) <= maxPurpose)
	assert.Equal(t, maxName-maxPurpose-1, 214) // as the comments say
}
