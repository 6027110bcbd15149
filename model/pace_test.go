package model

import (
	"testing"
	"time"

	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// paceOf returns the points of the pace by day, as 2026-10-05.
func paceOf(s *Scorecard) map[string]PacePoint {
	out := map[string]PacePoint{}
	for _, p := range s.Pace {
		out[p.Day.Format(time.DateOnly)] = p
	}
	return out
}

func TestTheValueOfTheLastWeekendGoesToTheLastWorkingDay(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.leads = []Lead{lead("L1", "2026-10-31T23:00:00Z", "A", "guide")}
	s := c.check(t, map[string]float64{"pace.working_days": 22, "pace.working_days_elapsed": 22,
		"delivered.lead_value": 250_000, "pace.line_to_date": 1_000_000, "pace.gap": -750_000})
	p := paceOf(s)
	if got := p["2026-10-29"]; got.N != 21 || !Equal(got.Delivered, Num(0)) {
		t.Errorf("the 29th is %+v", got)
	}
	if got := p["2026-10-30"]; got.N != 22 || !Equal(got.Delivered, Num(250_000)) || !Equal(got.Line,
		Num(1_000_000)) || !Equal(got.Low, Num(900_000)) || !Equal(got.High, Num(1_100_000)) {
		t.Errorf("the 30th is %+v", got)
	}
}

func TestTheValueOfOtherDaysGoesToTheNextWorkingDay(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.Clock.Holidays.Extra = []calendar.Day{date(2026, 10, 12)}
	c.leads = []Lead{lead("L1", "2026-10-03T10:00:00Z", "A", "demo"), lead("L2", "2026-10-12T10:00:00Z", "A", "guide"),
		lead("L3", "2026-10-14T10:00:00Z", "A", "news")}
	s := c.check(t, map[string]float64{"pace.working_days": 21, "delivered.lead_value": 762_500})
	p := paceOf(s)
	for day, want := range map[string]float64{"2026-10-02": 0, "2026-10-05": 500_000, "2026-10-09": 500_000,
		"2026-10-13": 750_000, "2026-10-14": 762_500, "2026-10-30": 762_500} {
		if got := p[day].Delivered; !Equal(got, Num(want)) {
			t.Errorf("by %s %v is delivered, want %v", day, got, want)
		}
	}
	if got := p["2026-10-05"]; got.N != 3 || !Equal(got.Line, Num(1_000_000.0*3/21)) {
		t.Errorf("the 5th is %+v", got)
	}
	if _, works := p["2026-10-12"]; works {
		t.Error("a holiday is no working day")
	}
}

func TestADayThatHasNotBegunDeliveredNothingYet(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.asOf = "2026-10-15T12:00:00Z"
	c.leads = []Lead{lead("L1", "2026-10-15T10:00:00Z", "A", "demo")}
	p := paceOf(c.card(t))
	if got := p["2026-10-15"].Delivered; !Equal(got, Num(500_000)) {
		t.Errorf("today's point is %v", got)
	}
	if got := p["2026-10-16"].Delivered; !got.IsMissing() {
		t.Errorf("tomorrow's point is %v, want n/a", got)
	}
	c.asOf = "2026-10-16T00:00:00Z"
	c.check(t, map[string]float64{"pace.working_days_elapsed": 11})
}

func TestWeeksCompareLeadsWithTheTeamsCapacity(t *testing.T) {
	t.Parallel()
	c := newScene()
	perWeek := 12.0
	c.agreement.Capacity.NewLeadsPerWeek = &perWeek
	c.reps = []Rep{{Name: "Ann"}, {Name: "Bob"}}
	c.asOf = "2026-10-15T00:00:00Z"
	c.leads = []Lead{lead("L1", "2026-09-28T10:00:00Z", "A", "demo"), lead("L2", "2026-10-04T23:59:59Z", "A", "demo"),
		lead("L3", "2026-10-05T00:00:00Z", "A", "demo")}
	weeks := c.card(t).Table("weeks")
	want := []Value{Num(2), Num(1), Num(0), Missing, Missing}
	if weeks.Rows != len(want) {
		t.Fatalf("October 2026 touches %d weeks, want %d", weeks.Rows, len(want))
	}
	for i, w := range want {
		if got := weeks.Column("leads").Value(i); !Equal(got, w) {
			t.Errorf("week %d: %v leads, want %v", i+1, got, w)
		}
		if got := weeks.Column("capacity").Value(i); !Equal(got, Num(24)) {
			t.Errorf("week %d: capacity %v, want 24", i+1, got)
		}
	}
}
