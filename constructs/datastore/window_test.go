package datastore

import (
	"testing"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestWindowsAreApartAndLongEnough(t *testing.T) {
	for _, test := range []struct {
		name, backup, maintenance string
		want                      string // "" where the windows are valid
	}{
		{"the defaults", defaultBackupWindow, defaultMaintenanceWindow, ""},
		{"one right after the other", "17:00-18:00", "sun:18:00-sun:19:00", ""},
		{"one right before the other", "17:00-18:00", "sun:16:00-sun:17:00", ""},
		{"over midnight", "23:30-00:30", "tue:01:00-tue:02:00", ""},
		{"over the end of the week", "12:00-13:00", "sat:23:30-sun:00:30", ""},
		{"the same hour", "17:00-18:00", "sun:17:00-sun:18:00", "overlaps BackupWindow 17:00-18:00"},
		{"an edge in common", "17:00-18:00", "wed:17:59-wed:19:00", "overlaps"},
		{"one inside the other", "17:00-23:00", "fri:18:00-fri:19:00", "overlaps"},
		{"over midnight of another day", "23:30-00:30", "tue:00:00-tue:01:00", "overlaps"},
		{"over the end of the week into a backup", "00:00-01:00", "sat:23:30-sun:00:30", "overlaps"},
		{"on a Saturday", "17:00-18:00", "sat:17:30-sat:19:00", "overlaps"},
		{"a day long", "17:00-18:00", "mon:12:00-tue:12:00", "overlaps"},
		{"too short a backup", "17:00-17:59", "sun:19:00-sun:20:00", "lasts 59 minutes: 60 are the least"},
		{"too short a maintenance", "17:00-18:00", "sun:19:00-sun:19:30", "lasts 30 minutes: 60 to 1440"},
		{"no length at all", "17:00-17:00", "sun:19:00-sun:20:00", "lasts 0 minutes"},
		{"too long", "17:00-18:00", "sun:19:00-tue:19:00", "lasts 2880 minutes"},
		{"no backup's form", "5pm", "sun:19:00-sun:20:00", "the form is hh:mm-hh:mm"},
		{"an hour that is none", "24:00-25:00", "sun:19:00-sun:20:00", "the form is hh:mm-hh:mm"},
		{"upper case is a difference in every plan", "17:00-18:00", "Sun:19:00-Sun:20:00", "lower case"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var problems check.Problems
			checkWindows(&problems, "BackupWindow", test.backup, test.maintenance, 60)
			checktest.Verdict(t, problems.Err(), test.want)
		})
	}
}
