package observability

import (
	"regexp"
	"strings"
)

var (
	rateForm = regexp.MustCompile(`^rate\((\d+) (minute|hour|day)(s?)\)$`)
	cronForm = regexp.MustCompile(`^cron\(([^()]+)\)$`)
	atForm   = regexp.MustCompile(`^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$`)
)

// isSchedule tells whether a text is a rate or a cron expression of
// EventBridge.
func isSchedule(expression string) bool {
	if rate := rateForm.FindStringSubmatch(expression); rate != nil {
		// One minute, two minutes.
		return rate[1] != "0" && (rate[1] == "1") == (rate[3] == "")
	}
	cron := cronForm.FindStringSubmatch(expression)
	if cron == nil {
		return false
	}
	fields := strings.Fields(cron[1])
	if len(fields) != 6 {
		return false
	}
	for i, field := range fields {
		if !cronFields[i].MatchString(field) {
			return false
		}
	}
	// Of the day of the month and the day of the week, one is "?".
	return (fields[2] == "?") != (fields[4] == "?")
}

// cronFields are the forms of minutes, hours, day of the month, month, day of
// the week and year.
var cronFields = []*regexp.Regexp{
	regexp.MustCompile(`^[\d,*/-]+$`),
	regexp.MustCompile(`^[\d,*/-]+$`),
	regexp.MustCompile(`^[\d,*/?LW-]+$`),
	regexp.MustCompile(`^[\dA-Za-z,*/-]+$`),
	regexp.MustCompile(`^[\dA-Za-z,*/?#-]+$`),
	regexp.MustCompile(`^[\d,*/-]+$`),
}
