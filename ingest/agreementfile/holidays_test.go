package agreementfile

import (
	"testing"
	"time"
)

func TestHolidaysAreThoseOfTheCountryAndTheExtraOnes(t *testing.T) {
	t.Parallel()
	a := mustParse(t, minimal+"clock: {holidays: {country: US, extra: [2026-11-27, 2026-12-25]}}\n")
	days := map[string]int{}
	for i, d := range a.Clock.Holidays.Days {
		days[d.Format(time.DateOnly)]++
		if i > 0 && !d.After(a.Clock.Holidays.Days[i-1].Time) {
			t.Errorf("%v is not sorted after %v", d, a.Clock.Holidays.Days[i-1])
		}
	}
	for day, want := range map[string]int{
		"2026-11-26": 1, // Thanksgiving
		"2026-11-27": 1, // extra
		"2026-12-25": 1, // both
		"2026-07-03": 1, // Independence Day of 2026 is a Saturday
		"2023-01-02": 1, // New Year's Day of 2023 is a Sunday
		"2026-11-25": 0,
	} {
		if days[day] != want {
			t.Errorf("%s is %d times a holiday, want %d", day, days[day], want)
		}
	}
}
