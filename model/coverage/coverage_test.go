package coverage

import (
	"testing"
	"time"

	"leadpact/model/calendar"
)

// october is October 2026 as a closed month, asked for on 30 November.
func october(t *testing.T) calendar.Period {
	t.Helper()
	p, err := calendar.ParsePeriod("2026-10", time.UTC, time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func day(month time.Month, d int) time.Time { return time.Date(2026, month, d, 0, 0, 0, 0, time.UTC) }

// counted returns the events of a table with rows at the given times.
func counted(times ...time.Time) *Events {
	e := NewEvents(calendar.NewClock(nil, nil, time.UTC), day(11, 30))
	for _, m := range times {
		e.AddRow(calendar.At(m))
	}
	return e
}

// weekdays returns 09:00 on each weekday from one day to another, both included.
func weekdays(from, until time.Time) (out []time.Time) {
	for d := from; !d.After(until); d = d.AddDate(0, 0, 1) {
		if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			out = append(out, d.Add(9*time.Hour))
		}
	}
	return out
}

func TestATableCoversItsEndAndItsUsualSilence(t *testing.T) {
	t.Parallel()
	daily := weekdays(day(9, 14), day(10, 14))
	twiceAWeek := func() (out []time.Time) {
		for d := day(7, 6); !d.After(day(10, 27)); d = d.AddDate(0, 0, 7) {
			out = append(out, d.Add(9*time.Hour), d.AddDate(0, 0, 1).Add(9*time.Hour)) // Monday, Tuesday
		}
		return out
	}
	for name, c := range map[string]struct {
		events  []time.Time
		known   Known
		begins  time.Time
		ends    time.Time
		silence int
		covers  time.Time
		holes   int
	}{
		"daily":           {daily, Known{}, day(9, 14), day(10, 14).Add(9*time.Hour + time.Second), 0, day(10, 16), 0},
		"a proved export": {daily, Known{Exported: day(11, 2)}, day(9, 14), day(11, 2), 0, day(11, 4), 0},
		"events after a proved export prove nothing": {
			append(weekdays(day(9, 14), day(10, 19)), day(11, 2).Add(10*time.Hour)), Known{Exported: day(10, 19).Add(18 * time.Hour)},
			day(9, 14), day(10, 19).Add(18 * time.Hour), 0, day(10, 21), 0},
		"few events prove no silence":    {daily[:9], Known{}, day(9, 14), day(9, 24).Add(9*time.Hour + time.Second), NoSilence, day(11, 1), 0},
		"few events and a proved export": {daily[:9], Known{Exported: day(10, 20)}, day(9, 14), day(10, 20), NoSilence, day(10, 20), 0},
		"what is usually silent":         {twiceAWeek(), Known{}, day(7, 6), day(10, 27).Add(9*time.Hour + time.Second), 3, day(11, 3), 0},
		"a hole is not the usual silence": {
			append(weekdays(day(8, 3), day(8, 31)), weekdays(day(9, 28), day(10, 14))...), Known{},
			day(9, 28), day(10, 14).Add(9*time.Hour + time.Second), 0, day(10, 16), 1},
		"a single event after a hole of the period": {
			append(weekdays(day(9, 1), day(10, 2)), day(10, 29).Add(9*time.Hour)), Known{},
			day(9, 1), day(10, 2).Add(9*time.Hour + time.Second), 0, day(10, 6), 1},
		"few rows prove no hole": {
			append(weekdays(day(9, 14), day(10, 2)), day(10, 29).Add(9*time.Hour)), Known{},
			day(9, 14), day(10, 29).Add(9*time.Hour + time.Second), NoSilence, day(11, 1), 0},
		"a week of events after a hole of the period": {
			append(weekdays(day(8, 3), day(10, 16)), weekdays(day(11, 9), day(11, 13))...), Known{},
			day(8, 3), day(11, 13).Add(9*time.Hour + time.Second), 0, day(11, 17), 1},
		"a complete table has no hole": {
			append(weekdays(day(8, 3), day(8, 31)), weekdays(day(9, 28), day(10, 14))...), Known{Complete: true},
			time.Time{}, day(10, 14).Add(9*time.Hour + time.Second), 19, day(11, 12), 0},
		"its beginning as the agreement says": {
			daily, Known{Begins: calendar.Day{Time: day(9, 1)}}, day(9, 1), day(10, 14).Add(9*time.Hour + time.Second), 0, day(10, 16), 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := Of(counted(c.events...), c.known, october(t))
			if !ok || !got.Begins.Equal(c.begins) || !got.Ends.Equal(c.ends) || got.Silence != c.silence ||
				!got.Covers.Equal(c.covers) || len(got.Holes) != c.holes {
				t.Errorf("begins %v, ends %v, silence %d, covers %v, holes %v", got.Begins, got.Ends, got.Silence, got.Covers, got.Holes)
			}
		})
	}
}

func TestABareDateEndsTheDayBefore(t *testing.T) {
	t.Parallel()
	e := counted()
	for _, d := range weekdays(day(9, 14), day(10, 14)) {
		e.AddRow(calendar.On(d.Truncate(24 * time.Hour)))
	}
	if got, _ := Of(e, Known{}, october(t)); !got.Ends.Equal(day(10, 14)) {
		t.Errorf("ends %v", got.Ends)
	}
}

// A day with less than a tenth of the usual number of events is not the last day, and expected events prove
// nothing.
func TestStrayEventsDoNotMoveTheEnd(t *testing.T) {
	t.Parallel()
	e := counted()
	for _, d := range weekdays(day(8, 3), day(10, 14)) {
		for i := range 30 {
			e.AddRow(calendar.At(d.Add(time.Duration(i) * time.Minute)))
		}
	}
	for _, d := range weekdays(day(10, 15), day(10, 20)) {
		e.AddRow(calendar.At(d))
	}
	e.AddRow(calendar.At(day(12, 7)))
	if got, _ := Of(e, Known{}, october(t)); !got.Ends.Equal(day(10, 14).Add(9*time.Hour + 29*time.Minute + time.Second)) {
		t.Errorf("ends %v", got.Ends)
	}
}

// Later dates of the rows of a file that was cut do not make it reach further.
func TestAFileThatWasCutEndsWithItsRows(t *testing.T) {
	t.Parallel()
	e := counted(weekdays(day(7, 1), day(10, 14))...)
	for _, d := range weekdays(day(7, 1), day(11, 2)) {
		e.Add(calendar.At(d.Add(time.Hour)))
	}
	got, _ := Of(e, Known{}, october(t))
	if got.Reaches(october(t).Asked) || !got.Ends.Equal(day(10, 14).Add(9*time.Hour+time.Second)) {
		t.Errorf("ends %v, covers %v", got.Ends, got.Covers)
	}
}

// A table that covers the period may still lack the rows of its last working days.
func TestUnseenDaysAreThoseAfterTheUsualSilence(t *testing.T) {
	t.Parallel()
	september, err := calendar.ParsePeriod("2026-09", time.UTC, day(11, 30)) // it ends on a Wednesday
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		events []time.Time
		days   int
		rows   int
	}{
		"all of them":             {weekdays(day(6, 1), day(10, 2)), 0, 0},
		"the last day is whole":   {weekdays(day(6, 1), day(9, 30)), 0, 0},
		"the last day is missing": {weekdays(day(6, 1), day(9, 29)), 1, 2},
		"the last day breaks off": {append(weekdays(day(6, 1), day(9, 29)), day(9, 30).Add(8*time.Hour)), 1, 1},
	} {
		got, _ := Of(counted(c.events...), Known{}, september)
		if !got.Reaches(september.Asked) || got.UnseenDays != c.days || got.Unseen != c.rows {
			t.Errorf("%s: %d days, %d rows; covers %v", name, got.UnseenDays, got.Unseen, got.Covers)
		}
	}
}

func TestForksAddUp(t *testing.T) {
	t.Parallel()
	e := counted(day(10, 1))
	f := e.Fork()
	f.AddRow(calendar.At(day(10, 2)))
	f.AddRow(calendar.Moment{})
	e.Merge(f)
	if got := e.Last(); got != calendar.At(day(10, 2)) {
		t.Errorf("last %v", got)
	}
}
