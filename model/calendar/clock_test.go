package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func moment(t *testing.T, loc *time.Location, s string) Moment {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", s, loc)
	if err != nil {
		t.Fatal(err)
	}
	return At(at)
}

// officeHours returns a clock that runs from 09:00 to 17:30 on weekdays, but not on 2026-10-12.
func officeHours(t *testing.T) (*Clock, *time.Location) {
	loc := zone(t, "America/New_York")
	var hours []OpenHours
	for d := time.Monday; d <= time.Friday; d++ {
		hours = append(hours, OpenHours{d, 9 * 60, 17*60 + 30})
	}
	holidays := []Day{{time.Date(2026, 10, 12, 0, 0, 0, 0, time.UTC)}}
	return NewClock(hours, holidays, loc), loc
}

func TestClockBusinessHours(t *testing.T) {
	t.Parallel()
	c, loc := officeHours(t)
	for _, x := range []struct{ name, from, due string }{
		{"over a weekend and a holiday", "2026-10-09 16:00:00", "2026-10-13 11:30:00"},
		{"from a closed day", "2026-10-10 12:00:00", "2026-10-13 13:00:00"},
		{"used up at closing, due when the next hours open", "2026-10-13 13:30:00", "2026-10-14 09:00:00"},
		{"from closing time", "2026-10-14 17:30:00", "2026-10-15 13:00:00"},
	} {
		t.Run(x.name, func(t *testing.T) {
			from, due := moment(t, loc, x.from), moment(t, loc, x.due)
			if got := c.After(from, 4); got != due {
				t.Errorf("due %v, want %v", got.Time(loc), due.Time(loc))
			}
			if got := c.Between(from, due); got != 4 {
				t.Errorf("the clock ran %v hours to due, want 4", got)
			}
		})
	}
}

func TestHoursAreElapsedTimeAndDaysKeepTheWallTime(t *testing.T) {
	t.Parallel()
	loc := zone(t, "America/New_York")
	c := NewClock(nil, nil, loc)
	from := moment(t, loc, "2026-10-31 12:00:00")
	if got, want := c.After(from, 24), moment(t, loc, "2026-11-01 11:00:00"); got != want {
		t.Errorf("24 h: %v, want %v", got.Time(loc), want.Time(loc))
	}
	if got, want := c.AddDays(from, 1), moment(t, loc, "2026-11-01 12:00:00"); got != want {
		t.Errorf("1 day: %v, want %v", got.Time(loc), want.Time(loc))
	}
}

// Within must agree with AddDays, on bare dates and across changes of the clocks (Samoa left out a whole
// day in 2011).
func TestWithinAgreesWithDays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		zones := []string{"America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "UTC"}
		loc, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		c := NewClock(nil, nil, loc)
		first, last := time.Date(2011, 12, 1, 0, 0, 0, 0, time.UTC), time.Date(2012, 12, 1, 0, 0, 0, 0, time.UTC)
		at := rapid.Int64Range(first.UnixMilli(), last.UnixMilli()).Draw(t, "from")
		from := AtMilli(at)
		if rapid.Bool().Draw(t, "bare") {
			y, m, d := time.UnixMilli(at).In(loc).Date()
			from = On(WallTime(y, m, d, 0, 0, 0, 0, loc))
		}
		n := rapid.IntRange(0, 60).Draw(t, "days")
		due := c.AddDays(from, n)
		for _, off := range []int64{0, 1, -1, rapid.Int64Range(-80*3600_000, 80*3600_000).Draw(t, "off")} {
			m := AtMilli(due.Milli() + off)
			if got, want := c.Within(from, n, m), !due.Before(m); got != want {
				t.Errorf("%v and %d days, at %v: %v, due %v", from.Time(loc), n, m.Time(loc), got, due.Time(loc))
			}
		}
	})
}
