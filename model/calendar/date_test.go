package calendar

import (
	"testing"
	"time"
)

func TestFullMonths(t *testing.T) {
	t.Parallel()
	day := func(s string) time.Time { d, _ := time.Parse(time.DateOnly, s); return d }
	for _, c := range []struct {
		from, until string
		want        int
	}{
		{"2026-10-15", "2026-10-31", 0},
		{"2026-09-01", "2026-10-31", 1},
		{"2026-07-31", "2026-10-31", 3},
		{"2026-08-31", "2026-09-30", 1},
		{"2026-08-31", "2026-09-29", 0},
		{"2026-11-01", "2026-10-31", 0},
	} {
		if got := FullMonths(day(c.from), day(c.until)); got != c.want {
			t.Errorf("%s to %s: %d, want %d", c.from, c.until, got, c.want)
		}
	}
}
