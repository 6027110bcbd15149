package calendar

import (
	"testing"
	"time"
)

func TestParsePeriodAndPrevious(t *testing.T) {
	t.Parallel()
	loc := zone(t, "America/New_York")
	now := time.Date(2027, 1, 15, 9, 30, 0, 0, loc)
	for _, c := range []struct{ id, start, end, asOf, previousStart, previousAsOf string }{
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
		}{
			{"start", c.start, p.Start},
			{"end", c.end, p.End},
			{"as of", c.asOf, p.AsOf},
			{"previous start", c.previousStart, p.Previous().Start},
			{"previous as of", c.previousAsOf, p.Previous().AsOf},
		} {
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

func TestAMonthBeginsAtOneWhereTheClocksSkipMidnight(t *testing.T) {
	t.Parallel()
	loc := zone(t, "America/Asuncion")
	for _, id := range []string{"2017-10", "2017-10-01..2017-10-31"} {
		p, err := ParsePeriod(id, loc, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Start.Format("2006-01-02 15:04"); got != "2017-10-01 01:00" || p.Months != 1 {
			t.Errorf("%s begins at %s and has %d months", id, got, p.Months)
		}
	}
}
