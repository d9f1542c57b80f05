// Package logs holds CloudWatch Logs groups that forget: every group has a
// retention period.
package logs

import (
	"regexp"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/cloudwatchloggroup"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/node"
	"github.com/berth-iac/berth/internal/retention"
)

// DefaultRetentionDays is how long a group keeps its events where nothing else
// is said.
const DefaultRetentionDays = 365

// GroupProps describe a log group.
type GroupProps struct {
	// Name of the group, unique in the region: 1 to 512 letters, digits and
	// _-/.# characters, such as /berth/prod/web. Slashes group it with others
	// in the console.
	Name string
	// RetentionDays is how long events are kept, in days: one of the periods of
	// PutRetentionPolicy (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400,
	// 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653). Default: 365.
	RetentionDays int
	// KMSKeyARN is the key that encrypts the group. Its policy has to let the
	// logs service of the region use it, see kms.KeyProps.Logs. Default: a key
	// of CloudWatch Logs.
	KMSKeyARN string
}

// Group is a log group.
type Group struct {
	// Name and ARN of the group. The ARN has no :* at its end; the streams of
	// the group are ARN + ":*".
	Name, ARN string
	// Resource is the aws_cloudwatch_log_group; nil where the props are
	// invalid.
	Resource cloudwatchloggroup.CloudwatchLogGroup
}

var groupName = check.TextRule{
	Service: "CloudWatch Logs",
	Max:     512,
	Form:    regexp.MustCompile(`^[\w/.#-]+$`),
	Allowed: "letters, digits and _-/.#",
}

// Validate tells what CloudWatch Logs would refuse.
func (p GroupProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, groupName)
	retention.Check(&problems, "RetentionDays", p.RetentionDays)
	return problems.Err()
}

// NewGroup adds a log group.
func NewGroup(scope constructs.Construct, id string, props GroupProps) *Group {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Group{}
	}
	days := props.RetentionDays
	if days == 0 {
		days = DefaultRetentionDays
	}
	config := &cloudwatchloggroup.CloudwatchLogGroupConfig{
		Name:            jsii.String(props.Name),
		RetentionInDays: jsii.Number(days),
	}
	if props.KMSKeyARN != "" {
		config.KmsKeyId = jsii.String(props.KMSKeyARN)
	}
	resource := cloudwatchloggroup.NewCloudwatchLogGroup(scope, jsii.String("Resource"), config)
	return &Group{Name: *resource.Name(), ARN: *resource.Arn(), Resource: resource}
}
