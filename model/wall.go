package model

import "time"

// WallTime is the instant at which the clocks of a zone show a date and a time, which may run over as in time.Date. What they
// show twice, when they are put back, is the first of the two; what they skip, when they are put forward, is read on the clock
// before the change: 02:30 is then 03:30. Package time leaves both open, and would have a due moment come an hour early.
func WallTime(year int, month time.Month, day, hour, minute, second, nanosecond int, loc *time.Location) time.Time {
	shown := time.Date(year, month, day, hour, minute, second, nanosecond, time.UTC)
	_, before := shown.AddDate(0, 0, -1).In(loc).Zone()
	_, after := shown.AddDate(0, 0, 1).In(loc).Zone()
	earlier := shown.Add(-time.Duration(before) * time.Second).In(loc)
	if _, offset := earlier.Zone(); offset == before {
		return earlier
	}
	later := shown.Add(-time.Duration(after) * time.Second).In(loc)
	if _, offset := later.Zone(); offset == after {
		return later
	}
	return earlier
}

// shift moves an instant by years, months and days to the same wall time.
func shift(t time.Time, years, months, days int) time.Time {
	return WallTime(t.Year()+years, t.Month()+time.Month(months), t.Day()+days, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
}
