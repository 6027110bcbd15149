package calendar

import (
	"testing"
	"time"
	_ "time/tzdata"
)

func TestAWallTimeThatIsShownTwiceIsTheFirstAndOneThatIsSkippedIsReadOnTheOldClock(t *testing.T) {
	for _, x := range []struct{ zone, shown, want string }{
		{"America/New_York", "2026-11-01 01:30", "2026-11-01T01:30:00-04:00"},
		{"America/New_York", "2026-11-01 02:00", "2026-11-01T02:00:00-05:00"},
		{"America/New_York", "2026-03-08 02:30", "2026-03-08T03:30:00-04:00"},
		{"Europe/Berlin", "2026-10-25 02:30", "2026-10-25T02:30:00+02:00"},
		{"Europe/Berlin", "2026-03-29 02:30", "2026-03-29T03:30:00+02:00"},
		{"America/Sao_Paulo", "2017-10-15 00:00", "2017-10-15T01:00:00-02:00"}, // a day that begins at one
		{"America/Asuncion", "2017-10-01 00:00", "2017-10-01T01:00:00-03:00"},  // a month that does
	} {
		loc, err := time.LoadLocation(x.zone)
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse("2006-01-02 15:04", x.shown)
		if err != nil {
			t.Fatal(err)
		}
		got := WallTime(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, loc).Format(time.RFC3339)
		if got != x.want {
			t.Errorf("%s %s is %s, want %s", x.zone, x.shown, got, x.want)
		}
	}
}

func TestAMonthBeginsOnItsFirstDayWhereTheClocksSkipMidnight(t *testing.T) {
	loc, err := time.LoadLocation("America/Asuncion")
	if err != nil {
		t.Fatal(err)
	}
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
