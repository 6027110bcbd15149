package format

import (
	"testing"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/reporttest"
)

func TestTheBannerStandsOnlyOverTermsThatDifferFromTheSignedOnes(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	if Banner(a) != "" {
		t.Error("an agreement that nobody signed has a banner")
	}
	signed := calendar.Day{Time: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)}
	a.Signed = &agreement.Signed{Fingerprint: "4751c464aaaabbbbcccc", On: signed}
	want := "These terms differ from those signed on October 1, 2026 (fingerprint 4751c464aaaa…)."
	if got := Banner(a); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	a.Signed.Fingerprint = a.Fingerprint()
	if Banner(a) != "" {
		t.Error("the signed terms have a banner")
	}
}

func TestTheReviewIsRemindedOf(t *testing.T) {
	t.Parallel()
	const bring = " leadpact calibrate sets the evidence beside its terms."
	asOf := time.Date(2026, 11, 9, 0, 0, 0, 0, reporttest.Zone)
	for _, c := range []struct{ next, want string }{
		{"2027-01-05", "The agreement is due for review on 5 January 2027, in 65 days."},
		{"2026-12-01", "The agreement is due for review on 1 December 2026, in 30 days." + bring},
		{"2026-11-01", "The agreement is due for review on 1 November 2026, today." + bring},
		{"2026-10-31", "The agreement was due for review on 31 October 2026, 1 day ago." + bring},
	} {
		a := &agreement.Agreement{}
		a.Head.Locale = "en-GB"
		a.Head.Review.Next.Time, _ = time.Parse(time.DateOnly, c.next)
		p, err := calendar.ParsePeriod("2026-10", reporttest.Zone, asOf)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []calendar.Period{p, p.SeenAsOf(asOf.AddDate(0, 0, -26))} { // the second: exports end early
			if got := Review(model.NewScorecard(a, p)); got != c.want {
				t.Errorf("next %s, as of %v: %s", c.next, p.AsOf, got)
			}
		}
	}
	if got := Review(model.NewScorecard(&agreement.Agreement{}, calendar.Period{})); got != "" {
		t.Errorf("without a date: %s", got)
	}
}
