package format

import (
	"testing"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

func TestReviewRemindsOfItsDate(t *testing.T) {
	for _, c := range []struct{ next, want string }{
		{"2027-01-05", "The agreement is due for review on 5 January 2027, in 65 days."},
		{"2026-12-01", "The agreement is due for review on 1 December 2026, in 30 days. leadpact calibrate sets the evidence beside its terms."},
		{"2026-11-01", "The agreement is due for review on 1 November 2026, today. leadpact calibrate sets the evidence beside its terms."},
		{"2026-10-31", "The agreement was due for review on 31 October 2026, 1 day ago. leadpact calibrate sets the evidence beside its terms."},
	} {
		zone, err := time.LoadLocation("America/New_York")
		if err != nil {
			t.Fatal(err)
		}
		a := &agreement.Agreement{}
		a.Head.Locale = "en-GB"
		a.Head.Review.Next.Time, _ = time.Parse(time.DateOnly, c.next)
		p, err := calendar.ParsePeriod("2026-10", zone, time.Date(2026, 11, 9, 0, 0, 0, 0, zone))
		if err != nil {
			t.Fatal(err)
		}
		if got := Review(model.NewScorecard(a, p)); got != c.want {
			t.Errorf("next %s: %s", c.next, got)
		}
	}
	if got := Review(model.NewScorecard(&agreement.Agreement{}, calendar.Period{})); got != "" {
		t.Errorf("without a date: %s", got)
	}
}
