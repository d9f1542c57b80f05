package datastore

import (
	"slices"
	"strings"
	"time"
)

// Windows as AWS writes them.
const (
	dailyForm  = `^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$`
	weeklyForm = `^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$`

	dailyRule  = `must satisfy the format of "hh24:mi-hh24:mi".`
	weeklyRule = `must satisfy the format of "ddd:hh24:mi-ddd:hh24:mi".`
)

// The windows that AWS chose for what is left to it.
const someBackupWindow, someMaintenanceWindow = "15:12-15:42", "sat:17:20-sat:17:50"

var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

const minutesOfDay = 24 * 60

// overlap tells whether a daily window meets a weekly one.
func overlap(daily, weekly string) bool {
	from, to, found := strings.Cut(weekly, "-")
	if !found || len(from) < 4 || len(to) < 4 {
		return false
	}
	start, end := clock(from[4:])+minutesOfDay*slices.Index(weekdays, from[:3]), clock(to[4:])+minutesOfDay*slices.Index(weekdays, to[:3])
	if end < start {
		end += 7 * minutesOfDay
	}
	opens, closes, _ := strings.Cut(daily, "-")
	length := (clock(closes) - clock(opens) + minutesOfDay) % minutesOfDay
	for day := range 15 {
		backup := clock(opens) + (day-1)*minutesOfDay
		if backup < end && start < backup+length {
			return true
		}
	}
	return false
}

// clock is a time such as 17:30 in minutes since midnight.
func clock(text string) int {
	parsed, _ := time.Parse("15:04", text)
	return parsed.Hour()*60 + parsed.Minute()
}
