// Package schedule knows the expressions with which EventBridge says when
// something runs: cron(0 3 * * ? *), rate(1 hour), at(2026-04-01T03:00:00).
package schedule

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // the same time zones on every machine
)

// Kind is the form of an expression.
type Kind string

// The forms of an expression.
const (
	Cron Kind = "cron" // at times of the calendar
	Rate Kind = "rate" // at an interval
	At   Kind = "at"   // once
)

// maxExpression is the longest expression that EventBridge takes, in
// characters.
const maxExpression = 256

// Check tells what EventBridge would refuse, or take and never run, and the form
// of an expression that it takes.
func Check(expression string) (Kind, error) {
	if len(expression) > maxExpression {
		return "", fmt.Errorf("an expression of %d characters: at most %d are allowed", len(expression), maxExpression)
	}
	kind, rest, _ := strings.Cut(expression, "(")
	inside, closed := strings.CutSuffix(rest, ")")
	if !closed {
		return "", unknown(expression)
	}
	var err error
	switch Kind(kind) {
	case Cron:
		err = checkCron(inside)
	case Rate:
		err = checkRate(inside)
	case At:
		err = checkAt(inside)
	default:
		return "", unknown(expression)
	}
	if err != nil {
		return "", fmt.Errorf("%q: %w", expression, err)
	}
	return Kind(kind), nil
}

func unknown(expression string) error {
	hint := ""
	if n := len(strings.Fields(expression)); n == 5 || n == 6 {
		hint = "; a line of crontab needs cron( ) around it, a year, and a ? for the day that does not count"
	}
	return fmt.Errorf("%q is not an expression such as cron(0 3 * * ? *), rate(1 hour) or at(2026-04-01T03:00:00)%s", expression, hint)
}

var rate = regexp.MustCompile(`^([1-9][0-9]*) (minute|hour|day)(s?)$`)

func checkRate(inside string) error {
	parts := rate.FindStringSubmatch(inside)
	if parts == nil {
		return fmt.Errorf("a rate is a whole number from 1 and minutes, hours or days, as in rate(5 minutes)")
	}
	number, unit, plural := parts[1], parts[2], parts[3] != ""
	if one := number == "1"; one == plural {
		if one {
			return fmt.Errorf("1 goes with the singular: rate(1 %s)", unit)
		}
		return fmt.Errorf("%s goes with the plural: rate(%s %ss)", number, number, unit)
	}
	return nil
}

// atForm has no zone: that is a setting beside the expression.
const atForm = "2006-01-02T15:04:05"

func checkAt(inside string) error {
	if _, err := time.Parse(atForm, inside); err != nil || len(inside) != len(atForm) {
		return fmt.Errorf("not a date and time such as 2026-04-01T03:00:00, without a zone or fractions")
	}
	return nil
}

var zoneName = regexp.MustCompile(`^[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)*$`)

// CheckTimeZone tells whether a name is that of a time zone in the IANA
// database.
func CheckTimeZone(name string) error {
	// Local is Go's own word for the zone of the machine.
	if _, err := time.LoadLocation(name); err != nil || !zoneName.MatchString(name) || name == "Local" {
		return fmt.Errorf("%q is not a time zone such as Asia/Tokyo, Europe/Berlin or UTC", name)
	}
	return nil
}
