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

func TestClockHoursAreElapsedAndDaysKeepTheWallTime(t *testing.T) {
	loc := zone(t, "America/New_York")
	c := NewClock(nil, nil, loc)
	from := moment(t, loc, "2026-10-31 12:00:00")
	if got, want := c.After(from, 24), moment(t, loc, "2026-11-01 11:00:00"); got != want {
		t.Errorf("24 h: %v, want %v", got.Time(loc), want.Time(loc))
	}
	if got, want := c.Days(from, 1), moment(t, loc, "2026-11-01 12:00:00"); got != want {
		t.Errorf("1 day: %v, want %v", got.Time(loc), want.Time(loc))
	}
}

func TestPeriods(t *testing.T) {
	loc := zone(t, "America/New_York")
	now := time.Date(2027, 1, 15, 9, 30, 0, 0, loc)
	for _, c := range []struct{ id, start, end, asOf, previous, compared string }{
		{"2026-10", "2026-10-01", "2026-11-01", "2026-11-01", "2026-09-01", "2026-10-01"},
		{"2026-Q4", "2026-10-01", "2027-01-01", "2027-01-01", "2026-07-01", "2026-10-01"},
		{"2026-10-01..2026-10-15", "2026-10-01", "2026-10-16", "2026-10-16", "2026-09-16", "2026-10-01"},
		{"2027-01", "2027-01-01", "2027-02-01", "2027-01-15 09:30", "2026-12-01", "2026-12-15 09:30"},
	} {
		p, err := ParsePeriod(c.id, loc, now)
		if err != nil {
			t.Errorf("%s: %v", c.id, err)
			continue
		}
		for _, x := range []struct {
			what, want string
			got        time.Time
		}{{"start", c.start, p.Start}, {"end", c.end, p.End}, {"as of", c.asOf, p.AsOf}, {"previous start", c.previous, p.Previous().Start}, {"compared until", c.compared, p.Previous().AsOf}} {
			if got := x.got.Format("2006-01-02 15:04"[:len(x.want)]); got != x.want {
				t.Errorf("%s: %s %s, want %s", c.id, x.what, got, x.want)
			}
		}
	}
	for _, id := range []string{"2026-13", "2026-Q5", "october", "2026-10-15..2026-10-01", "2027-02"} {
		if _, err := ParsePeriod(id, loc, now); err == nil {
			t.Errorf("%s: no error", id)
		}
	}
}

func TestFullMonths(t *testing.T) {
	day := func(s string) time.Time { d, _ := time.Parse(time.DateOnly, s); return d }
	for _, c := range []struct {
		from, til string
		want      int
	}{
		{"2026-10-15", "2026-10-31", 0},
		{"2026-09-01", "2026-10-31", 1},
		{"2026-07-31", "2026-10-31", 3},
		{"2026-08-31", "2026-09-30", 1},
		{"2026-08-31", "2026-09-29", 0},
		{"2026-11-01", "2026-10-31", 0},
	} {
		if got := FullMonths(day(c.from), day(c.til)); got != c.want {
			t.Errorf("%s to %s: %d, want %d", c.from, c.til, got, c.want)
		}
	}
}

func TestWithinDaysIsNotAfterThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc, err := time.LoadLocation(rapid.SampledFrom([]string{"America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "UTC"}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		c := NewClock(nil, nil, loc)
		at := rapid.Int64Range(time.Date(2011, 12, 1, 0, 0, 0, 0, time.UTC).UnixMilli(), time.Date(2012, 12, 1, 0, 0, 0, 0, time.UTC).UnixMilli()).Draw(t, "from")
		from := AtMilli(at)
		if rapid.Bool().Draw(t, "bare") {
			y, m, d := time.UnixMilli(at).In(loc).Date()
			from = On(WallTime(y, m, d, 0, 0, 0, 0, loc))
		}
		n := rapid.IntRange(0, 60).Draw(t, "days")
		due := c.Days(from, n)
		for _, off := range []int64{0, 1, -1, rapid.Int64Range(-80*3600_000, 80*3600_000).Draw(t, "off")} {
			m := AtMilli(due.Milli() + off)
			if got, want := c.Within(from, n, m), !due.Before(m); got != want {
				t.Errorf("%v and %d days, at %v: %v, due %v", from.Time(loc), n, m.Time(loc), got, due.Time(loc))
			}
		}
	})
}
