package scalar

import (
	"math"
	"strconv"
	"testing"
	"time"

	"leadpact/model/calendar"
)

// FuzzDate reads any text as a date: what is read means the same again once it is written.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-10-31", "31/10/2026 9:05 PM", "10.31.2026", "Oct 31, 2026 09:05:07.123 +0530", "46326.5", "2026-10-31T09:30:00Z", "2026-10-25 01:30", "15 Apr, 2021 00:03:00", "1e9"} {
		f.Add(s, uint8(0), false)
		f.Add(s, uint8(1), true)
	}
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		f.Fatal(err)
	}
	october := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	c := NewDateReader(london, calendar.Period{Start: october.In(london), End: october.AddDate(0, 1, 0).In(london)})
	f.Fuzz(func(t *testing.T, s string, o uint8, numbers bool) {
		(&DateInference{}).Observe(s, 1)
		m, _, fault := c.Read(s, DateOrder(o%4), numbers)
		if (fault == "") != m.Known() {
			t.Fatalf("%q: known is %v, fault %q", s, m.Known(), fault)
		}
		if fault != "" {
			return
		}
		again, _, fault := c.Read(m.RFC3339(london), UnknownOrder, false)
		if fault != "" || again != m {
			t.Errorf("%q is written %s, which is read as %v, %s", s, m.RFC3339(london), again, fault)
		}
	})
}

// FuzzNumber reads any text as a number: it is finite, and the same once it is written.
func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1,234.50", "1.234,50 €", "(12)", "-5", "$1,000", "1'000", "12 34 567", ".5", "1e5", "USD 7", "−3", "٣"} {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, s string, comma bool) {
		(&DecimalInference{}).Observe(s, 1)
		decimal := byte('.')
		if comma {
			decimal = ','
		}
		x, _, ok := ParseNumber(s, decimal)
		if !ok {
			return
		}
		again, _, ok := ParseNumber(strconv.FormatFloat(x, 'f', -1, 64), '.')
		if math.IsNaN(x) || math.IsInf(x, 0) || !ok || again != x {
			t.Errorf("%q is %v, then %v, %v", s, x, again, ok)
		}
	})
}
