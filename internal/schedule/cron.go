package schedule

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// field is one of the six fields of a cron expression.
type field struct {
	name     string
	min, max int
	// words that stand for the numbers from min on.
	words []string
	// special forms of the field, and how messages write them.
	special *regexp.Regexp
	forms   string
}

// fields in their order. A week begins with Sunday, which is 1, not 0 as in
// crontab.
var fields = []field{
	{name: "minutes", min: 0, max: 59},
	{name: "hours", min: 0, max: 23},
	{
		name: "day of month", min: 1, max: 31,
		special: regexp.MustCompile(`^(L|LW|([1-9]|[12][0-9]|3[01])W)$`), forms: "L, LW, 15W",
	},
	{name: "month", min: 1, max: 12, words: strings.Fields("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC")},
	{
		name: "day of week", min: 1, max: 7, words: strings.Fields("SUN MON TUE WED THU FRI SAT"),
		special: regexp.MustCompile(`^(([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)?L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)#[1-5])$`), forms: "6L, MON#1",
	},
	{name: "year", min: 1970, max: 2199},
}

// Positions in fields.
const (
	dayOfMonth = 2
	month      = 3
	dayOfWeek  = 4
)

// notThisDay stands in the field of the day that does not count.
const notThisDay = "?"

func checkCron(inside string) error {
	texts := strings.Fields(inside)
	if len(texts) != len(fields) {
		return fmt.Errorf("%d fields: six are needed, minutes, hours, day of month, month, day of week and year, as in cron(0 3 * * ? *)", len(texts))
	}
	if (texts[dayOfMonth] == notThisDay) == (texts[dayOfWeek] == notThisDay) {
		return fmt.Errorf("day of month %s and day of week %s: exactly one of them is ?, the one that does not count",
			texts[dayOfMonth], texts[dayOfWeek])
	}
	values := make([][]int, len(fields))
	for i, f := range fields {
		if texts[i] == notThisDay && (i == dayOfMonth || i == dayOfWeek) {
			continue
		}
		var err error
		if values[i], err = f.parse(texts[i]); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return checkDays(values[dayOfMonth], values[month])
}

// longest are the days of each month.
var longest = []int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// checkDays refuses dates that no year has.
func checkDays(days, months []int) error {
	if len(days) == 0 {
		return nil // a day of the week, or a special form
	}
	for _, m := range months {
		if days[0] <= longest[m-1] {
			return nil
		}
	}
	return fmt.Errorf("no such date: day %d in month %s", days[0], strings.Trim(fmt.Sprint(months), "[]"))
}

// parse lists the values of a field in order, none where the field has a special
// form.
func (f field) parse(text string) ([]int, error) {
	if f.special != nil && f.special.MatchString(text) {
		return nil, nil
	}
	var values []int
	for _, item := range strings.Split(text, ",") {
		some, err := f.parseItem(item)
		if err != nil {
			return nil, err
		}
		values = append(values, some...)
	}
	slices.Sort(values)
	return slices.Compact(values), nil
}

// parseItem takes *, 5, 5-10, and each of them with a step, as in 0/15.
func (f field) parseItem(item string) ([]int, error) {
	span, stepText, stepped := strings.Cut(item, "/")
	step := 1
	if stepped {
		var err error
		if step, err = strconv.Atoi(stepText); err != nil || step < 1 || step > f.max-f.min {
			return nil, fmt.Errorf("%q: a step is 1 to %d, as in %d/2", item, f.max-f.min, f.min)
		}
	}
	low, high := f.min, f.max
	if span != "*" {
		first, last, ranged := strings.Cut(span, "-")
		var err error
		if low, err = f.value(first); err != nil {
			return nil, err
		}
		switch {
		case ranged:
			if high, err = f.value(last); err != nil {
				return nil, err
			}
		case !stepped:
			high = low
		}
	}
	if low > high {
		return nil, fmt.Errorf("%q goes backwards: write two ranges, %s-%d,%d-%s", item, span[:strings.IndexByte(span, '-')],
			f.max, f.min, span[strings.IndexByte(span, '-')+1:])
	}
	var values []int
	for v := low; v <= high; v += step {
		values = append(values, v)
	}
	return values, nil
}

func (f field) value(text string) (int, error) {
	if i := slices.Index(f.words, text); i >= 0 {
		return f.min + i, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < f.min || n > f.max || text[0] == '+' {
		return 0, fmt.Errorf("%q is not allowed: %s", text, f.allowed())
	}
	return n, nil
}

// allowed is what a message says of the field's values.
func (f field) allowed() string {
	text := fmt.Sprintf("%d to %d", f.min, f.max)
	if len(f.words) > 0 {
		text += fmt.Sprintf(" or %s to %s", f.words[0], f.words[len(f.words)-1])
	}
	if f.forms != "" {
		text += ", alone " + f.forms
	}
	return text + ", with , - * / between them"
}
