package schedule_test

import (
	"fmt"
	"strings"
	"testing"

	"gotest.tools/v3/assert"
	"pgregory.net/rapid"

	"github.com/berth-iac/berth/internal/check/checktest"
	"github.com/berth-iac/berth/internal/schedule"
)

func TestExpressionsThatEventBridgeTakes(t *testing.T) {
	for expression, want := range map[string]schedule.Kind{
		"cron(0 3 * * ? *)":               schedule.Cron,
		"cron(0/15 8-17 ? * MON-FRI *)":   schedule.Cron,
		"cron(*/5 0,12 1,15 JAN-MAR ? *)": schedule.Cron,
		"cron(0 10 L * ? *)":              schedule.Cron,
		"cron(0 10 LW * ? *)":             schedule.Cron,
		"cron(0 10 15W * ? *)":            schedule.Cron,
		"cron(0 10 ? * 6L *)":             schedule.Cron,
		"cron(0 10 ? * MON#1 2026-2030)":  schedule.Cron,
		"cron(0 10 ? * 3#2 *)":            schedule.Cron,
		"cron(0 0 29 2 ? *)":              schedule.Cron,
		"cron(0 0 31 2,3 ? *)":            schedule.Cron,
		"cron(0 0 1 1 ? 2030)":            schedule.Cron,
		"rate(1 minute)":                  schedule.Rate,
		"rate(5 minutes)":                 schedule.Rate,
		"rate(1 hour)":                    schedule.Rate,
		"rate(36 hours)":                  schedule.Rate,
		"rate(1 day)":                     schedule.Rate,
		"rate(10 days)":                   schedule.Rate,
		"at(2026-04-01T03:00:00)":         schedule.At,
	} {
		kind, err := schedule.Check(expression)
		assert.NilError(t, err)
		assert.Equal(t, kind, want, expression)
	}
}

// Each message says what is wrong with the expression and what is allowed.
func TestExpressionsThatEventBridgeRefuses(t *testing.T) {
	for expression, want := range map[string]string{
		"":                                  `"" is not an expression such as cron(0 3 * * ? *)`,
		"0 3 * * *":                         "a line of crontab needs cron( ) around it",
		"cron 0 3 * * ? *":                  "is not an expression such as",
		"cron(0 3 * * ? *":                  "is not an expression such as",
		"Cron(0 3 * * ? *)":                 "is not an expression such as",
		"every(1 hour)":                     "is not an expression such as",
		"cron()":                            "0 fields: six are needed",
		"cron(0 3 * * *)":                   "5 fields: six are needed",
		"cron(0 0 3 * * ? *)":               "7 fields: six are needed",
		"cron(0 3 * * * *)":                 "day of month * and day of week *: exactly one of them is ?",
		"cron(0 3 ? * ? *)":                 "day of month ? and day of week ?: exactly one of them is ?",
		"cron(0 3 1 * MON *)":               "day of month 1 and day of week MON: exactly one of them is ?",
		"cron(? 3 * * ? *)":                 `minutes: "?" is not allowed: 0 to 59`,
		"cron(60 3 * * ? *)":                `minutes: "60" is not allowed: 0 to 59`,
		"cron(0 24 * * ? *)":                `hours: "24" is not allowed: 0 to 23`,
		"cron(0 -1 * * ? *)":                `hours: "" is not allowed`,
		"cron(+1 3 * * ? *)":                `minutes: "+1" is not allowed`,
		"cron(0 3 0 * ? *)":                 `day of month: "0" is not allowed: 1 to 31, alone L, LW, 15W`,
		"cron(0 3 32W * ? *)":               `day of month: "32W" is not allowed`,
		"cron(0 3 L,15 * ? *)":              `day of month: "L" is not allowed`,
		"cron(0 3 * 13 ? *)":                `month: "13" is not allowed: 1 to 12 or JAN to DEC`,
		"cron(0 3 * jan ? *)":               `month: "jan" is not allowed`,
		"cron(0 3 ? * 0 *)":                 `day of week: "0" is not allowed: 1 to 7 or SUN to SAT`,
		"cron(0 3 ? * 1-8 *)":               `day of week: "8" is not allowed`,
		"cron(0 3 ? * 3#1,6#3 *)":           `day of week: "3#1" is not allowed`,
		"cron(0 3 ? * MON#6 *)":             `day of week: "MON#6" is not allowed`,
		"cron(0 3 * * ? 1969)":              `year: "1969" is not allowed: 1970 to 2199`,
		"cron(0 22-2 * * ? *)":              `hours: "22-2" goes backwards: write two ranges, 22-23,0-2`,
		"cron(0 3 ? * FRI-MON *)":           `"FRI-MON" goes backwards: write two ranges, FRI-7,1-MON`,
		"cron(*/0 3 * * ? *)":               `"*/0": a step is 1 to 59`,
		"cron(*/60 3 * * ? *)":              `"*/60": a step is 1 to 59`,
		"cron(0/x 3 * * ? *)":               `"0/x": a step is 1 to 59`,
		"cron(0,, 3 * * ? *)":               `minutes: "" is not allowed`,
		"cron(0 3 31 2 ? *)":                "no such date: day 31 in month 2",
		"cron(0 3 31 4,6,9,11 ? *)":         "no such date: day 31 in month 4 6 9 11",
		"rate(0 minutes)":                   "a whole number from 1",
		"rate(1.5 hours)":                   "a whole number from 1",
		"rate(5)":                           "minutes, hours or days",
		"rate(5 seconds)":                   "minutes, hours or days",
		"rate(5  minutes)":                  "as in rate(5 minutes)",
		"rate(1 minutes)":                   "1 goes with the singular: rate(1 minute)",
		"rate(5 minute)":                    "5 goes with the plural: rate(5 minutes)",
		"at(2026-02-30T03:00:00)":           "not a date and time",
		"at(2026-04-01)":                    "not a date and time",
		"at(2026-04-01T03:00:00Z)":          "without a zone",
		"at(2026-04-01T03:00:00.5)":         "without a zone or fractions",
		"at(2026-04-01 03:00:00)":           "such as 2026-04-01T03:00:00",
		"cron(" + strings.Repeat("1,", 200): "at most 256 are allowed",
	} {
		_, err := schedule.Check(expression)
		checktest.Verdict(t, err, want)
	}
}

// Whatever is inside a field's range is taken, in any of the forms.
func TestCronTakesItsRanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		item := func(name string, low, high int) string {
			a := rapid.IntRange(low, high).Draw(t, name)
			b := rapid.IntRange(a, high).Draw(t, name+" to")
			step := rapid.IntRange(1, high-low).Draw(t, name+" step")
			return rapid.SampledFrom([]string{
				"*", fmt.Sprint(a), fmt.Sprintf("%d-%d", a, b), fmt.Sprintf("%d,%d", a, b),
				fmt.Sprintf("%d/%d", a, step), fmt.Sprintf("*/%d", step), fmt.Sprintf("%d-%d/%d", a, b, step),
			}).Draw(t, name+" form")
		}
		minutes, hours := item("minutes", 0, 59), item("hours", 0, 23)
		month, year := item("month", 1, 12), item("year", 1970, 2199)
		days := item("day of month", 1, 28) + " " + month + " ?"
		if rapid.Bool().Draw(t, "weekly") {
			days = "? " + month + " " + item("day of week", 1, 7)
		}
		if _, err := schedule.Check(fmt.Sprintf("cron(%s %s %s %s)", minutes, hours, days, year)); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"cron(0 3 * * ? *)", "rate(5 minutes)", "at(2026-04-01T03:00:00)", "cron(-/,L#W? ? ? ? ? ?)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expression string) {
		kind, err := schedule.Check(expression)
		if (kind == "") == (err == nil) {
			t.Errorf("%q is %q with the error %v", expression, kind, err)
		}
	})
}

func TestTimeZones(t *testing.T) {
	for name, want := range map[string]string{
		"UTC": "", "Asia/Tokyo": "", "America/Argentina/Buenos_Aires": "", "Etc/GMT+9": "",
		"": "is not a time zone such as", "Local": "is not a time zone", "Asia/Kyoto": "is not a time zone",
		"asia/tokyo": "is not a time zone", "../etc/passwd": "is not a time zone", "JST": "is not a time zone", "+09:00": "is not a time zone",
	} {
		checktest.Verdict(t, schedule.CheckTimeZone(name), want)
	}
}
