package calendar

import (
	"testing"
	"time"
)

func TestSerialIsTheDateNumberOfTheWallTime(t *testing.T) {
	t.Parallel()
	loc := zone(t, "America/New_York")
	for shown, want := range map[string]float64{
		"1970-01-01 00:00:00": 25569,
		"2026-10-01 00:00:00": 46296,
		"2026-10-01 12:00:00": 46296.5,
	} {
		at, err := time.ParseInLocation(time.DateTime, shown, loc)
		if err != nil {
			t.Fatal(err)
		}
		got := Serial(at)
		if got != want {
			t.Errorf("%s: %v, want %v", shown, got, want)
		}
		if back := FromSerial(got).Format(time.DateTime); back != shown {
			t.Errorf("%s reads back as %s", shown, back)
		}
	}
}
