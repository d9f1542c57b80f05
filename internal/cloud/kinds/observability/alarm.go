package observability

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var metricAlarm = cloud.Kind{
	Type: "aws_cloudwatch_metric_alarm",
	Noun: "CloudWatch Metric Alarm",
	Validate: argument.All(
		argument.Length("alarm_name", 0, 255),
		argument.Length("alarm_description", 0, 1024),
		argument.OneOf("comparison_operator", "GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold",
			"LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"),
		argument.OneOf("statistic", "SampleCount", "Average", "Sum", "Minimum", "Maximum"),
		argument.OneOf("treat_missing_data", "breaching", "notBreaching", "ignore", "missing"),
		argument.Between("evaluation_periods", 1, 1<<31-1),
		argument.Conflict("metric_name", "metric_query.id"),
		argument.Conflict("statistic", "extended_statistic"),
		actionARNs,
	),
	Create: func(c *cloud.Call) error {
		if err := checkAlarm(c); err != nil {
			return err
		}
		c.Object["id"] = c.Object["alarm_name"]
		c.Object["arn"] = c.ARN("cloudwatch", "alarm:"+c.ID())
		c.Object.Default("evaluate_low_sample_count_percentiles", "")
		return nil
	},
	Update: checkAlarm,
	Delete: refuseInComposite,
}

var actionARNs = argument.All(argument.ARN("alarm_actions"), argument.ARN("ok_actions"), argument.ARN("insufficient_data_actions"))

func checkAlarm(c *cloud.Call) error {
	in := c.Object
	if in.Text("metric_name") != "" && in.Text("statistic") == "" && in.Text("extended_statistic") == "" {
		return alarmStatistic.With()
	}
	returning := 0
	for _, query := range in.Blocks("metric_query") {
		if query.Bool("return_data") {
			returning++
		}
	}
	// A band of normal values comes with the metric that it is about.
	if in.Has("metric_query") && returning != 1 && in.Text("threshold_metric_id") == "" {
		return alarmReturnsData.With()
	}
	if in.Int("datapoints_to_alarm") > in.Int("evaluation_periods") {
		return alarmDatapoints.With()
	}
	period := in.Int("period")
	if period < 3600 && period*in.Int("evaluation_periods") > 86400 {
		return alarmTooLong.With()
	}
	return checkActions(c)
}

// checkActions refuses topics of other regions. Whether a topic exists,
// CloudWatch does not look.
func checkActions(c *cloud.Call) error {
	for _, path := range []string{"alarm_actions", "ok_actions", "insufficient_data_actions"} {
		for _, arn := range c.Object.Texts(path) {
			parts := strings.Split(arn, ":")
			if len(parts) > 3 && parts[2] == "sns" && parts[3] != c.Region {
				return alarmRegion.With(parts[3], c.Region)
			}
		}
	}
	return nil
}

var compositeAlarm = cloud.Kind{
	Type: "aws_cloudwatch_composite_alarm",
	Noun: "CloudWatch Composite Alarm",
	Validate: argument.All(
		argument.Length("alarm_name", 0, 255),
		argument.Length("alarm_rule", 1, 10240),
		actionARNs,
	),
	Create: func(c *cloud.Call) error {
		if err := checkComposite(c); err != nil {
			return err
		}
		c.Object["id"] = c.Object["alarm_name"]
		c.Object["arn"] = c.ARN("cloudwatch", "alarm:"+c.ID())
		return nil
	},
	Update: checkComposite,
	Delete: refuseInComposite,
}

func checkComposite(c *cloud.Call) error {
	var missing []string
	for _, name := range alarmsOf(c.Object) {
		if c.One("aws_cloudwatch_metric_alarm", "alarm_name", name) == nil && c.One("aws_cloudwatch_composite_alarm", "alarm_name", name) == nil {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return compositeMissing.With(strings.Join(missing, ", "))
	}
	return checkActions(c)
}

// refuseInComposite refuses to delete an alarm that a composite alarm asks.
func refuseInComposite(c *cloud.Call) error {
	for _, composite := range c.All("aws_cloudwatch_composite_alarm") {
		for _, name := range alarmsOf(composite) {
			if name == c.ID() && composite.Text("id") != c.ID() {
				return alarmInComposite.With(name)
			}
		}
	}
	return nil
}

// asked is an alarm in the rule of a composite alarm.
var asked = regexp.MustCompile(`(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*["']?([^"')]+?)["']?\s*\)`)

// alarmsOf are the names of the alarms that a composite alarm asks.
func alarmsOf(composite cloud.Attributes) []string {
	var names []string
	for _, match := range asked.FindAllStringSubmatch(composite.Text("alarm_rule"), -1) {
		name := match[1]
		if _, ofARN, isARN := strings.Cut(name, ":alarm:"); isARN {
			name = ofARN
		}
		names = append(names, name)
	}
	return names
}

var dashboard = cloud.Kind{
	Type:   "aws_cloudwatch_dashboard",
	Noun:   "CloudWatch Dashboard",
	Global: true,
	Validate: argument.All(
		argument.Length("dashboard_name", 0, 255),
		argument.Match("dashboard_name", `^[\-_A-Za-z0-9]+$`, "must contain only alphanumeric characters, dashes and underscores"),
		argument.JSON("dashboard_body"),
	),
	Create: func(c *cloud.Call) error {
		c.Object["id"] = c.Object["dashboard_name"]
		c.Object["dashboard_arn"] = c.GlobalARN("cloudwatch", "dashboard/"+c.ID())
		return checkDashboard(c)
	},
	Update: checkDashboard,
}

func checkDashboard(c *cloud.Call) error {
	var body struct {
		Widgets []struct {
			Type       string         `json:"type"`
			Properties map[string]any `json:"properties"`
		} `json:"widgets"`
	}
	if err := json.Unmarshal([]byte(c.Object.Text("dashboard_body")), &body); err != nil || body.Widgets == nil {
		return dashboardBody.With(1, `[{"dataPath":"","message":"Should have required property 'widgets'"}]`)
	}
	for _, widget := range body.Widgets {
		if widget.Type == "" || widget.Properties == nil {
			return dashboardBody.With(1, `[{"dataPath":"/widgets","message":"Should have required properties 'type' and 'properties'"}]`)
		}
	}
	return nil
}
