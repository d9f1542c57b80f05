// Package argument checks the arguments of a resource as the real provider does
// before it plans, in its words. Values that are not known yet are missing, and
// never complained about.
package argument

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

// Check lists what is wrong with an object's arguments.
type Check func(in cloud.Attributes) []cloud.Problem

// All are the problems that any of the checks finds.
func All(checks ...Check) func(in cloud.Attributes) []cloud.Problem {
	return func(in cloud.Attributes) []cloud.Problem {
		var problems []cloud.Problem
		for _, check := range checks {
			problems = append(problems, check(in)...)
		}
		return problems
	}
}

// each asks about every value at a path; "" is no complaint.
func each(path string, complaint func(name, value string) string) Check {
	name := path[strings.LastIndex(path, ".")+1:]
	return func(in cloud.Attributes) []cloud.Problem {
		var problems []cloud.Problem
		for _, value := range in.Texts(path) {
			if message := complaint(name, value); message != "" {
				problems = append(problems, cloud.Problem{Path: path, Message: message})
			}
		}
		return problems
	}
}

// Length is that of a text in bytes.
func Length(path string, least, most int) Check {
	return each(path, func(name, value string) string {
		if len(value) >= least && len(value) <= most {
			return ""
		}
		return fmt.Sprintf("expected length of %s to be in the range (%d - %d), got %s", name, least, most, value)
	})
}

// Match is a pattern that a text has to match. Rule says it in words, or is
// empty.
func Match(path, pattern, rule string) Check {
	compiled := regexp.MustCompile(pattern)
	return each(path, func(name, value string) string {
		switch {
		case compiled.MatchString(value):
			return ""
		case rule == "":
			return fmt.Sprintf("expected value of %s to match regular expression %q, got %s", name, pattern, value)
		default:
			return fmt.Sprintf("invalid value for %s (%s)", name, rule)
		}
	})
}

// Between is a range of whole numbers.
func Between(path string, least, most int) Check {
	return each(path, func(name, value string) string {
		number, err := strconv.ParseFloat(value, 64)
		if err != nil || number >= float64(least) && number <= float64(most) {
			return ""
		}
		return fmt.Sprintf("expected %s to be in the range (%d - %d), got %s", name, least, most, value)
	})
}

// OneOf is a list of allowed texts.
func OneOf(path string, allowed ...string) Check {
	return each(path, func(name, value string) string {
		if slices.Contains(allowed, value) {
			return ""
		}
		return fmt.Sprintf("expected %s to be one of %q, got %s", name, allowed, value)
	})
}

// OneNumberOf is a list of allowed numbers.
func OneNumberOf(path string, allowed ...int) Check {
	return each(path, func(name, value string) string {
		if number, err := strconv.Atoi(value); err != nil || slices.Contains(allowed, number) {
			return ""
		}
		return fmt.Sprintf("expected %s to be one of %v, got %s", name, allowed, value)
	})
}

// ARN is a text with the form of one.
func ARN(path string) Check {
	pattern := regexp.MustCompile(`^arn:[\w-]+:[a-zA-Z0-9-]+:[a-z0-9-]*:(\d{12}|aws|aws-managed|third-party|cloudfront)?:.`)
	return each(path, func(name, value string) string {
		if pattern.MatchString(value) {
			return ""
		}
		return fmt.Sprintf("%q (%s) is an invalid ARN", name, value)
	})
}

// JSON is a text that holds JSON.
func JSON(path string) Check {
	return each(path, func(name, value string) string {
		if err := valid(value); err != nil {
			return fmt.Sprintf("%q contains an invalid JSON: %s", name, err)
		}
		return ""
	})
}

// Policy is a text that holds a policy document: a JSON object.
func Policy(path string) Check {
	return each(path, func(name, value string) string {
		problem := ""
		var syntax *json.SyntaxError
		err := valid(value)
		switch first := value[0]; {
		case strings.ContainsRune(" \t\r\n", rune(first)):
			problem = "leading space characters are not allowed"
		case first == '"' && err == nil:
			problem = "contains a JSON-encoded string, not a JSON-encoded object"
		case first != '{':
			problem = "not a JSON object"
		case errors.As(err, &syntax):
			problem = fmt.Sprintf("%s, at byte offset %d", err, syntax.Offset)
		case err != nil:
			problem = err.Error()
		default:
			return ""
		}
		return fmt.Sprintf("%q contains an invalid JSON policy: %s", name, problem)
	})
}

func valid(text string) error {
	var any any
	return json.Unmarshal([]byte(text), &any)
}

// Conflict is two arguments of which only one may be set.
func Conflict(path, other string) Check {
	return func(in cloud.Attributes) []cloud.Problem {
		if in.Text(path) == "" || in.Text(other) == "" {
			return nil
		}
		return []cloud.Problem{{Path: path, Message: fmt.Sprintf("%q: conflicts with %s", path, other)}}
	}
}
