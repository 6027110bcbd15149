package calendar

import (
	"math/rand/v2"
	"testing"
	"time"
	_ "time/tzdata"
)

// A wall time that is shown twice is the first of the two; one that is skipped is read on the clock before
// the change.
func TestWallTimeAtChangesOfTheClocks(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ zone, shown, want string }{
		{"America/New_York", "2026-11-01 01:30", "2026-11-01T01:30:00-04:00"},
		{"America/New_York", "2026-11-01 02:00", "2026-11-01T02:00:00-05:00"},
		{"America/New_York", "2026-03-08 02:30", "2026-03-08T03:30:00-04:00"},
		{"Europe/Berlin", "2026-10-25 02:30", "2026-10-25T02:30:00+02:00"},
		{"Europe/Berlin", "2026-03-29 02:30", "2026-03-29T03:30:00+02:00"},
		{"America/Sao_Paulo", "2017-10-15 00:00", "2017-10-15T01:00:00-02:00"}, // a day that begins at one
		{"America/Asuncion", "2017-10-01 00:00", "2017-10-01T01:00:00-03:00"},  // so does a month
	} {
		loc := zone(t, x.zone)
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

// The table of offsets must agree with package time and with WallTime, at every change of the clocks and
// between.
func TestOffsetsAgreeWithPackageTime(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia",
		"Asia/Kathmandu", "Africa/Casablanca", "Pacific/Chatham",
	} {
		loc := zone(t, name)
		z := newOffsets(loc)
		check := func(ms int64) {
			t.Helper()
			at := time.UnixMilli(ms)
			if _, want := at.In(loc).Zone(); z.at(ms) != int64(want)*1000 {
				t.Fatalf("%s: the offset at %s is %d s, not %d", name, at.UTC(), z.at(ms)/1000, want)
			}
			w := at.UTC() // the same milliseconds, read as a wall time
			y, m, d := w.Date()
			want := WallTime(y, m, d, w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), loc)
			if got := z.instant(ms); got != want.UnixMilli() {
				t.Fatalf("%s: the clocks show %s at %s, not at %s", name, w, want, time.UnixMilli(got).In(loc))
			}
		}
		for _, s := range z.spans {
			for _, d := range []int64{-DayMS, -3600_001, -3600_000, -1, 0, 1, 1800_000, 3599_999, 3600_000, DayMS} {
				check(s.from + d)
				check(s.from + s.offset + d)
			}
		}
		r := rand.New(rand.NewPCG(1, 2))
		for range 20_000 {
			check(r.Int64N(4_200_000_000_000) - 1_000_000_000)
		}
	}
}
