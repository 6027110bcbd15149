package calendar

import (
	"math/rand/v2"
	"testing"
	"time"
)

// The table of offsets says what package time and WallTime say, at every change of the clocks and between.
func TestOffsetsAreThoseOfPackageTime(t *testing.T) {
	for _, name := range []string{"UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Chatham"} {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		z := newOffsets(loc)
		check := func(ms int64) {
			t.Helper()
			at := time.UnixMilli(ms)
			if _, want := at.In(loc).Zone(); z.at(ms) != int64(want)*1000 {
				t.Fatalf("%s: the offset at %s is %d s, not %d", name, at.UTC(), z.at(ms)/1000, want)
			}
			w := at.UTC()
			if got, want := z.instant(ms), WallTime(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), w.Nanosecond(), loc).UnixMilli(); got != want {
				t.Fatalf("%s: the clocks show %s at %s, not at %s", name, w, time.UnixMilli(want).In(loc), time.UnixMilli(got).In(loc))
			}
		}
		for _, s := range z.spans {
			for _, d := range []int64{-DayMS, -3600_001, -3600_000, -1, 0, 1, 1800_000, 3599_999, 3600_000, DayMS} {
				check(s.from + d)
				check(s.from + s.ahead + d)
			}
		}
		r := rand.New(rand.NewPCG(1, 2))
		for range 20_000 {
			check(r.Int64N(4_200_000_000_000) - 1_000_000_000)
		}
	}
}
