package loadbalancer

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/lbtargetgroup"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/node"
)

// TargetType is how targets are registered, which follows from the network
// mode of the tasks.
type TargetType string

// The types of a target. The zero value is IP.
const (
	// IP is for tasks with a network interface of their own (awsvpc).
	IP TargetType = "ip"
	// Instance is for tasks that share that of their instance (bridge, host).
	Instance TargetType = "instance"
)

// TargetGroupProps describe a target group of tasks.
type TargetGroupProps struct {
	// Name of the group, unique in the region: at most 32 letters, digits and
	// hyphens, no hyphen at an end, not internal- at the start. A change
	// replaces the group.
	Name string
	// VPCID is the VPC of the targets. A change replaces the group.
	VPCID string
	// TargetType is IP or Instance. A change replaces the group. Default: IP.
	TargetType TargetType
	// HealthCheck is how a target is found to be healthy.
	HealthCheck HealthCheck
	// DeregistrationDelay is how long a leaving target may finish its requests:
	// whole seconds, 1 s to 3600 s, or NoDelay. It covers the time the
	// application takes to drain. Default: 30 s.
	DeregistrationDelay time.Duration
}

// NoDelay drops the requests of a leaving target at once.
const NoDelay time.Duration = -1

// HealthCheck is how a load balancer checks its targets, over HTTP on the port
// that each of them was registered with.
type HealthCheck struct {
	// Path that is asked: a slash at its start, at most 1024 characters.
	// Default: /.
	Path string
	// Matcher of the HTTP codes that mean healthy, from 200 to 499, such as
	// 200-299 or 200,302. Default: 200.
	Matcher string
	// Interval between two checks: whole seconds, 5 s to 300 s. Default: 15 s.
	Interval time.Duration
	// Timeout of one check, shorter than the interval: whole seconds, 2 s to
	// 120 s. Default: 5 s, or one second less than an interval of 5 s.
	Timeout time.Duration
	// HealthyThreshold is how many checks in a row have to succeed: 2 to 10.
	// Default: 2.
	HealthyThreshold int
	// UnhealthyThreshold is how many checks in a row have to fail: 2 to 10.
	// Default: 3.
	UnhealthyThreshold int
}

// TargetGroup is a target group.
type TargetGroup struct {
	// ARN and Name of the group.
	ARN, Name string
	// ARNSuffix is the TargetGroup dimension of its CloudWatch metrics, such as
	// targetgroup/name/50dc6c495c0c9188.
	ARNSuffix string
	// Resource is the aws_lb_target_group; nil where the props are invalid.
	Resource lbtargetgroup.LbTargetGroup
}

// targetPort is required of a target group and used by none of its targets:
// ECS registers each task with its own port. A constant, so that a new port of
// a container does not replace the group.
const targetPort = 80

const (
	defaultDelay = 30 * time.Second
	maxDelay     = 3600 * time.Second
)

// withDefaults fills in what is not said.
func (h HealthCheck) withDefaults() HealthCheck {
	defaulted(&h.Path, "/")
	defaulted(&h.Matcher, "200")
	defaulted(&h.Interval, 15*time.Second)
	defaulted(&h.Timeout, min(5*time.Second, h.Interval-time.Second))
	defaulted(&h.HealthyThreshold, 2)
	defaulted(&h.UnhealthyThreshold, 3)
	return h
}

func defaulted[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

var (
	healthPath = check.TextRule{
		Service: service,
		Max:     1024,
		Form:    regexp.MustCompile(`^/[!-~]*$`),
		Allowed: "a slash first, then printable ASCII without spaces",
	}
	matcherForm = regexp.MustCompile(`^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$`)
)

// Validate tells what Elastic Load Balancing would refuse.
func (h HealthCheck) Validate() error {
	var problems check.Problems
	h = h.withDefaults()
	check.Text(&problems, "Path", h.Path, healthPath)
	if !literal.IsToken(h.Matcher) {
		checkMatcher(&problems, h.Matcher)
	}
	check.Seconds(&problems, "Interval", h.Interval, 5*time.Second, 300*time.Second)
	check.Seconds(&problems, "Timeout", h.Timeout, 2*time.Second, 120*time.Second)
	if h.Timeout >= h.Interval {
		problems.Addf("Timeout", "%v is not shorter than the interval of %v", h.Timeout, h.Interval)
	}
	check.Between(&problems, "HealthyThreshold", h.HealthyThreshold, 2, 10)
	check.Between(&problems, "UnhealthyThreshold", h.UnhealthyThreshold, 2, 10)
	return problems.Err()
}

func checkMatcher(problems *check.Problems, matcher string) {
	if !matcherForm.MatchString(matcher) {
		problems.Addf("Matcher", "%q is not a list of HTTP codes, such as 200, 200-299 or 200,302", matcher)
		return
	}
	for part := range strings.SplitSeq(matcher, ",") {
		low, high, isRange := strings.Cut(part, "-")
		if !isRange {
			high = low
		}
		if low < "200" || high > "499" || low > high {
			problems.Addf("Matcher", "%q holds %s: codes from 200 to 499 are allowed, in rising order", matcher, part)
		}
	}
}

// Validate tells what Elastic Load Balancing would refuse.
func (p TargetGroupProps) Validate() error {
	var problems check.Problems
	checkName(&problems, "Name", p.Name)
	problems.Required("VPCID", p.VPCID)
	check.OneOf(&problems, "TargetType", cmp.Or(p.TargetType, IP), IP, Instance)
	problems.Join("HealthCheck", p.HealthCheck.Validate())
	if p.DeregistrationDelay != NoDelay {
		check.Seconds(&problems, "DeregistrationDelay", p.DeregistrationDelay, 0, maxDelay)
	}
	return problems.Err()
}

// NewTargetGroup adds a target group.
func NewTargetGroup(scope constructs.Construct, id string, props TargetGroupProps) *TargetGroup {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &TargetGroup{}
	}
	delay := props.DeregistrationDelay
	switch delay {
	case 0:
		delay = defaultDelay
	case NoDelay:
		delay = 0
	}
	checked := props.HealthCheck.withDefaults()
	resource := lbtargetgroup.NewLbTargetGroup(scope, jsii.String("Resource"), &lbtargetgroup.LbTargetGroupConfig{
		Name:                jsii.String(props.Name),
		VpcId:               jsii.String(props.VPCID),
		TargetType:          jsii.String(string(cmp.Or(props.TargetType, IP))),
		Protocol:            jsii.String("HTTP"),
		Port:                jsii.Number(targetPort),
		DeregistrationDelay: jsii.String(strconv.Itoa(int(delay.Seconds()))),
		HealthCheck: &lbtargetgroup.LbTargetGroupHealthCheck{
			Enabled:            jsii.Bool(true),
			Protocol:           jsii.String("HTTP"),
			Port:               jsii.String("traffic-port"),
			Path:               jsii.String(literal.Escape(checked.Path)),
			Matcher:            jsii.String(checked.Matcher),
			Interval:           jsii.Number(checked.Interval.Seconds()),
			Timeout:            jsii.Number(checked.Timeout.Seconds()),
			HealthyThreshold:   jsii.Number(checked.HealthyThreshold),
			UnhealthyThreshold: jsii.Number(checked.UnhealthyThreshold),
		},
	})
	return &TargetGroup{ARN: *resource.Arn(), Name: *resource.Name(), ARNSuffix: *resource.ArnSuffix(), Resource: resource}
}
