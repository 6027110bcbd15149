package format

import (
	"testing"
	"time"

	"golang.org/x/text/language"

	"leadpact/model/calendar"
)

func TestLimits(t *testing.T) {
	t.Parallel()
	calendarStyle := New(language.AmericanEnglish, "USD")
	business := calendarStyle
	business.business = true
	for _, c := range []struct {
		span               calendar.Span
		calendar, business string
	}{
		{calendar.Span{Minutes: 5}, "5 minutes", "5 business minutes"},
		{calendar.Span{Minutes: 1}, "1 minute", "1 business minute"},
		{calendar.Span{Minutes: 60}, "1 hour", "1 business hour"},
		{calendar.Span{Minutes: 90}, "90 minutes", "90 business minutes"},
		{calendar.Span{Minutes: 1440}, "24 hours", "24 business hours"},
		{calendar.Span{Days: 90}, "90 days", "90 days"},
		{calendar.Span{Days: 1}, "1 day", "1 day"},
		{calendar.Span{}, "n/a", "n/a"},
	} {
		if got := calendarStyle.Span(c.span); got != c.calendar {
			t.Errorf("%+v is %q, want %q", c.span, got, c.calendar)
		}
		if got := business.Span(c.span); got != c.business {
			t.Errorf("%+v in business hours is %q, want %q", c.span, got, c.business)
		}
	}
}

func TestDatesAndPeriods(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 10, 2, 0, 0, 0, 0, time.UTC)
	for locale, want := range map[string]string{
		"en-US": "October 2, 2026", "en-GB": "2 October 2026", "de-DE": "2 October 2026", "fr-FR": "2 October 2026",
	} {
		if got := New(language.MustParse(locale), "USD").Date(day); got != want {
			t.Errorf("%s: %q", locale, got)
		}
	}
	if ISO(day) != "2026-10-02" || ISO(time.Time{}) != "n/a" {
		t.Error("ISO days")
	}
	s := New(language.BritishEnglish, "GBP")
	for id, want := range map[string]string{
		"2026-10": "October 2026", "2026-Q4": "Q4 2026",
		"2026-10-01..2026-10-15": "1 October 2026 to 15 October 2026", "2026-10-01..2026-10-31": "October 2026",
	} {
		p, err := calendar.ParsePeriod(id, time.UTC, day.AddDate(1, 0, 0))
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Period(p); got != want {
			t.Errorf("%s: %q", id, got)
		}
	}
}
