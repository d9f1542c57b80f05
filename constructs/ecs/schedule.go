package ecs

import (
	"time"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/schedule"
)

// Schedule says what starts a scheduled task, and when: Scheduler or EventRule,
// given as a value.
type Schedule interface {
	check(problems *check.Problems)
	// service assumes the role that starts the task.
	service() string
}

// Scheduler is EventBridge Scheduler, which AWS recommends for what runs by the
// clock: it knows time zones with their summer time, single dates, and windows
// that spread what would all start at the full hour.
type Scheduler struct {
	// Expression such as cron(0 3 * * ? *), rate(1 hour) or
	// at(2026-04-01T03:00:00). Cron has six fields, the last one is the year, and
	// one of the two days is ?.
	Expression string
	// TimeZone of the expression, by its name in the IANA database, such as
	// Asia/Tokyo. Default: UTC.
	TimeZone string
	// FlexibleWindow lets the task start at any time within it, in whole minutes:
	// 1 minute to 24 hours. Default: 0, none.
	FlexibleWindow time.Duration
}

// EventRule is a rule on the default event bus with a schedule, as everyone did
// it before Scheduler. It counts in UTC.
type EventRule struct {
	// Expression is cron or rate, as that of Scheduler.
	Expression string
}

const utc = "UTC"

func (s Scheduler) service() string { return "scheduler.amazonaws.com" }

func (s Scheduler) check(problems *check.Problems) {
	if _, err := schedule.Check(s.Expression); err != nil {
		problems.Addf("Schedule.Expression", "%w", err)
	}
	if s.TimeZone != "" {
		if err := schedule.CheckTimeZone(s.TimeZone); err != nil {
			problems.Addf("Schedule.TimeZone", "%w", err)
		}
	}
	if s.FlexibleWindow != 0 {
		check.Minutes(problems, "Schedule.FlexibleWindow", s.FlexibleWindow, time.Minute, 24*time.Hour)
	}
}

func (r EventRule) service() string { return "events.amazonaws.com" }

func (r EventRule) check(problems *check.Problems) {
	kind, err := schedule.Check(r.Expression)
	if err != nil {
		problems.Addf("Schedule.Expression", "%w", err)
	}
	if kind == schedule.At {
		problems.Addf("Schedule.Expression", "%q: a rule repeats, with cron or rate; Scheduler runs once", r.Expression)
	}
}
