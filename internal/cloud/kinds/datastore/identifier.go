package datastore

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

var (
	lowerCase = regexp.MustCompile(`^[0-9a-z-]+$`)
	anyCase   = regexp.MustCompile(`^[0-9a-zA-Z-]+$`)
	letter    = regexp.MustCompile(`^[a-zA-Z]`)
)

// identifier is the form that RDS wants of the names of databases and groups.
func identifier(path string) argument.Check {
	return func(in cloud.Attributes) []cloud.Problem {
		value := in.Text(path)
		problems := []cloud.Problem{}
		refuse := func(rule string) {
			problems = append(problems, cloud.Problem{Path: path, Message: fmt.Sprintf(rule, fmt.Sprintf("%q", path))})
		}
		switch {
		case value == "":
			return nil
		case !lowerCase.MatchString(value):
			refuse("only lowercase alphanumeric characters and hyphens allowed in %s")
		case !letter.MatchString(value):
			refuse("first character of %s must be a letter")
		}
		if strings.Contains(value, "--") {
			refuse("%s cannot contain two consecutive hyphens")
		}
		if strings.HasSuffix(value, "-") {
			refuse("%s cannot end with a hyphen")
		}
		return problems
	}
}

// cacheIdentifier is the form that ElastiCache wants of the name of a group.
func cacheIdentifier(in cloud.Attributes) []cloud.Problem {
	const path = "replication_group_id"
	value := in.Text(path)
	rule := ""
	switch {
	case value == "":
		return nil
	case !anyCase.MatchString(value):
		rule = "must contain only alphanumeric characters and hyphens"
	case !letter.MatchString(value):
		rule = "must begin with a letter"
	case strings.Contains(value, "--"):
		rule = "cannot contain two consecutive hyphens"
	case strings.HasSuffix(value, "-"):
		rule = "cannot end with a hyphen"
	default:
		return nil
	}
	return []cloud.Problem{{Path: path, Message: fmt.Sprintf("invalid value for %s (%s)", path, rule)}}
}
