package terminal

import (
	"testing"
	"time"

	"leadpact/report/reporttest"
)

func TestInstantsOfAPageAreWrittenAlike(t *testing.T) {
	t.Parallel()
	at := func(month time.Month, sec, ns int) time.Time {
		return time.Date(2026, month, 5, 9, 0, sec, ns, reporttest.Zone)
	}
	for _, x := range []struct {
		name     string
		instants []time.Time
		want     string
	}{
		{"whole minutes", []time.Time{at(10, 0, 0), at(9, 0, 0)}, "2006-01-02 15:04"},
		{"a second", []time.Time{at(10, 0, 0), at(9, 1, 0)}, "2006-01-02 15:04:05"},
		{"a millisecond", []time.Time{at(10, 0, 1e6), at(9, 1, 0)}, "2006-01-02 15:04:05.000"},
		{"the end of a day", []time.Time{time.Date(2026, 10, 5, 23, 59, 59, 999e6, reporttest.Zone)}, "2006-01-02 15:04"},
		{"the clocks were changed", []time.Time{at(10, 0, 0), at(12, 0, 0)}, "2006-01-02 15:04 MST"},
	} {
		if got := layoutOf(x.instants); got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
	}
}

func TestTheLastInstantOfADayIsItsEnd(t *testing.T) {
	t.Parallel()
	end := time.Date(2026, 10, 5, 23, 59, 59, 999e6, reporttest.Zone)
	if got := instant(end, "2006-01-02 15:04"); got != "2026-10-05 end of day" {
		t.Error(got)
	}
	if got := instant(end.Add(-time.Millisecond), "2006-01-02 15:04:05.000"); got != "2026-10-05 23:59:59.998" {
		t.Error(got)
	}
}

func TestDurationsAreExact(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "0 s", time.Second: "1 s", 1500 * time.Millisecond: "1.5 s", 90 * time.Minute: "1 h 30 min",
		195*time.Hour + 34*time.Minute: "195 h 34 min", -time.Minute: "-1 min",
	} {
		if got := duration(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestAnAgeIsRoundedAsAPersonSaysIt(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "0 min", 20 * time.Minute: "20 min", 5*time.Hour + time.Minute: "5 h", 76 * time.Hour: "3 d 4 h",
		72 * time.Hour: "3 d", 300 * time.Hour: "12 d",
	} {
		if got := age(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
