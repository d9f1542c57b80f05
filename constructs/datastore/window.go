package datastore

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/berth-iac/berth/internal/check"
)

// Windows of every datastore that sets none: at night in East Asia, apart from
// each other, and an hour long, the least that ElastiCache takes.
const (
	defaultBackupWindow      = "17:00-18:00"
	defaultMaintenanceWindow = "sun:18:30-sun:19:30"
)

var (
	dailyWindow  = regexp.MustCompile(`^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$`)
	weeklyWindow = regexp.MustCompile(`^(sun|mon|tue|wed|thu|fri|sat):([01]\d|2[0-3]):([0-5]\d)-(sun|mon|tue|wed|thu|fri|sat):([01]\d|2[0-3]):([0-5]\d)$`)
	weekdays     = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
)

const (
	minutesADay  = 24 * 60
	minutesAWeek = 7 * minutesADay
)

// window is a stretch of time that comes again every period, in minutes.
type window struct {
	start, length int
}

func parseDaily(text string) (window, bool) {
	m := dailyWindow.FindStringSubmatch(text)
	if m == nil {
		return window{}, false
	}
	return between(clock(m[1], m[2]), clock(m[3], m[4]), minutesADay), true
}

func parseWeekly(text string) (window, bool) {
	m := weeklyWindow.FindStringSubmatch(text)
	if m == nil {
		return window{}, false
	}
	start := slices.Index(weekdays, m[1])*minutesADay + clock(m[2], m[3])
	end := slices.Index(weekdays, m[4])*minutesADay + clock(m[5], m[6])
	return between(start, end, minutesAWeek), true
}

func clock(hours, minutes string) int {
	// Both are digits that the expressions have matched.
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(minutes)
	return h*60 + m
}

func between(start, end, period int) window {
	return window{start: start, length: (end - start + period) % period}
}

// overlaps tells whether a daily and a weekly window have a minute in common.
func overlaps(daily, weekly window) bool {
	for day := range len(weekdays) {
		start := day*minutesADay + daily.start
		if (weekly.start-start+minutesAWeek)%minutesAWeek < daily.length ||
			(start-weekly.start+minutesAWeek)%minutesAWeek < weekly.length {
			return true
		}
	}
	return false
}

// checkWindows notes windows that AWS refuses: of another form, too short, or
// one inside the other.
func checkWindows(problems *check.Problems, backupField, backup, maintenance string, shortest int) {
	daily, ok := parseDaily(backup)
	if !ok {
		problems.Addf(backupField, "%q: the form is hh:mm-hh:mm in UTC, such as %s", backup, defaultBackupWindow)
		return
	}
	weekly, ok := parseWeekly(maintenance)
	if !ok {
		problems.Addf("MaintenanceWindow", "%q: the form is ddd:hh:mm-ddd:hh:mm in UTC and lower case, such as %s", maintenance, defaultMaintenanceWindow)
		return
	}
	if daily.length < shortest {
		problems.Addf(backupField, "%s lasts %d minutes: %d are the least", backup, daily.length, shortest)
	}
	if weekly.length < shortest || weekly.length > minutesADay {
		problems.Addf("MaintenanceWindow", "%s lasts %d minutes: %d to %d are allowed", maintenance, weekly.length, shortest, minutesADay)
	}
	if overlaps(daily, weekly) {
		problems.Addf("MaintenanceWindow", "%s overlaps %s %s: they have to be apart", maintenance, backupField, backup)
	}
}
