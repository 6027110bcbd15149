package model

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
	"leadpact/model/formula"
)

// coveredScene is a scene whose activities and leads cover certain days.
type coveredScene struct {
	*scene
	activities, leads coverage.Known
	activityDays      []time.Time // days with activities, besides the touches
	touches           []Touch
}

// newCovered returns a scene of one lead that was handed off on 20 October and owed a call within 24 hours, with
// activities on every weekday of a span.
func newCovered(from, until time.Time) *coveredScene {
	c := &coveredScene{scene: newScene(), leads: coverage.Known{Complete: true}}
	x := lead("L1", "2026-10-20T09:00:00Z", "A", "guide")
	x.Quality, x.Owner = "moderate", "Ann"
	c.scene.leads = []Lead{x}
	for d := from; !d.After(until); d = d.AddDate(0, 0, 1) {
		if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			c.activityDays = append(c.activityDays, d.Add(9*time.Hour))
		}
	}
	return c
}

func (c *coveredScene) ledger(t *testing.T) *Ledger {
	t.Helper()
	l := newLedger(t, c.scene)
	record := func(table string, k coverage.Known, times []time.Time) {
		e := l.NewEvents()
		for _, at := range times {
			e.AddRow(calendar.At(at))
		}
		l.RecordCoverage(table, table+".csv", e, k)
	}
	var created []time.Time
	for _, x := range c.scene.leads {
		created = append(created, x.Stages[agreement.Created].Time(time.UTC))
	}
	record("leads", c.leads, created)
	l.Provide("activities", "at")
	ProvideAttributes(l)
	for _, touch := range c.touches {
		l.AddTouch(touch)
	}
	record("activities", c.activities, c.activityDays)
	return l
}

// verdictsOf returns the number of call times by verdict, in the order met, late, missed, pending, excused, n/a.
func verdictsOf(s *Scorecard) (counts [6]float64) {
	for i, v := range verdicts {
		counts[i], _ = s.Value(VerdictID(CallTimeRule, v)).Number()
	}
	return counts
}

func day(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.UTC) }

func TestObligationsAreJudgedByWhatTheActivitiesShow(t *testing.T) {
	t.Parallel()
	const met, late, missed, pending, excused, na = 0, 1, 2, 3, 4, 5
	for name, c := range map[string]struct {
		scene *coveredScene
		want  int
	}{
		"the activities go on":                {newCovered(day(8, 3), day(11, 3)), missed},
		"they end before it falls due":        {newCovered(day(8, 3), day(10, 20)), pending},
		"they begin after the handoff":        {newCovered(day(10, 21), day(11, 20)), na},
		"they begin on the day of handoff":    {newCovered(day(10, 20), day(11, 20)), missed},
		"it falls due in a hole":              {withHole(), na},
		"they end early, but SQL excuses it":  {withSQL(newCovered(day(8, 3), day(10, 20))), excused},
		"done, but due after the last events": {withCall(newCovered(day(8, 3), day(10, 20))), pending},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var want [6]float64
			want[c.want] = 1
			// As of the end of the period, as if the files covered it: the job moves as_of where they do not.
			if got := verdictsOf(c.scene.ledger(t).Scorecard()); got != want {
				t.Errorf("%v, want %v", got, want)
			}
		})
	}
}

// isMet reads facts before the verdicts are computed; the formulas of the verdicts must read them alike.
func TestIsMetReadsTheTouchesAsTheVerdictDoes(t *testing.T) {
	t.Parallel()
	c := newCovered(day(8, 3), day(11, 3))
	c.agreement.Promise.ContactWithin = calendar.Span{Minutes: 24 * 60}
	c.scene.leads = nil
	for i := range 60 {
		x := lead(fmt.Sprint("L", i), "2026-09-15T09:00:00Z", "A", "guide")
		if i%2 == 0 {
			x = lead(fmt.Sprint("L", i), "2026-10-05T09:00:00Z", "A", "guide")
		}
		x.Quality, x.Owner = []string{"high", "moderate", "low"}[i%3], "Ann"
		c.scene.leads = append(c.scene.leads, x)
		handoff := x.Stages[agreement.MQL].Time(time.UTC)
		for n := range i % 17 { // from handoff on, around the due moments, and at them
			at := handoff.Add(time.Duration((i+n*n)%50) * time.Hour)
			if n > 4 {
				at = handoff.AddDate(0, 0, n*(i%9))
			}
			kind := []TouchKind{Call, Email, Breakup}[(i+n)%3]
			c.touches = append(c.touches, Touch{Lead: x.ID, Kind: kind, At: calendar.At(at)})
		}
	}
	l := c.ledger(t)
	s := l.Scorecard()
	table := s.MustTable(LeadsTable)
	compared := map[string]int{}
	for row, lead := range l.rows {
		for i := range l.rules {
			o := &l.rules[i]
			verdict, _ := table.Column(o.id).Value(row).Text()
			if verdict != Met && verdict != Late && verdict != Missed {
				continue
			}
			compared[verdict]++
			compared[o.id]++
			if l.isMet(lead, o) != (verdict == Met) {
				t.Errorf("%s of %s is %s, and isMet reports %t", o.id, lead.ID, verdict, l.isMet(lead, o))
			}
		}
	}
	if len(compared) < 9 { // three verdicts, on at least six rules
		t.Errorf("compared: %v", compared)
	}
}

// Most activities are of other objects. If not one names a lead of the period, nothing is known of its touches.
func TestNobodyIsLateWhereNoActivityNamesALeadOfThePeriod(t *testing.T) {
	t.Parallel()
	const late, missed, na = 1, 2, 5
	for name, c := range map[string]struct {
		unknown, called int
		want            int
	}{
		"most name no lead, and none a lead of the period": {60, 0, na},
		"most name no lead, but the lead has a call":       {60, 1, late},
		"half of them name a lead":                         {50, 0, missed},
	} {
		scene := newCovered(day(8, 3), day(11, 3))
		for range c.called {
			scene.touches = append(scene.touches, Touch{Lead: "L1", Kind: Call, At: stamp("2026-10-25T09:00:00Z")})
		}
		l := scene.ledger(t)
		l.RecordJoins(100, c.unknown, `for example lead_id "7"; leads have ids like "1"`)
		s := l.Scorecard()
		got := verdictsOf(s)
		if c.want == na {
			q := s.Quantity(VerdictID(CallTimeRule, Missed))
			if !q.Value().IsMissing() || !strings.Contains(q.Reason, `60 of 100 activities name no known lead, for example lead_id "7"`) {
				t.Errorf("%s: %v: %s", name, q.Value(), q.Reason)
			}
		} else if got[c.want] != 1 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func withHole() *coveredScene {
	c := newCovered(day(8, 3), day(10, 16))
	c.activityDays = append(c.activityDays, newCovered(day(11, 9), day(11, 20)).activityDays...)
	return c
}

func withSQL(c *coveredScene) *coveredScene {
	c.scene.leads[0].Stages[agreement.SQL] = stamp("2026-10-20T15:00:00Z")
	return c
}

func withCall(c *coveredScene) *coveredScene {
	c.touches = []Touch{{Lead: "L1", Kind: Call, At: stamp("2026-10-20T09:00:00Z")}}
	return c
}

func TestAsOfIsTheEarliestEndOfWhatDoesNotCoverIt(t *testing.T) {
	t.Parallel()
	l := newCovered(day(8, 3), day(10, 14)).ledger(t)
	if want := day(10, 14).Add(9*time.Hour + time.Second); !l.LimitedAsOf().Equal(want) {
		t.Errorf("as of %v, want %v", l.LimitedAsOf(), want)
	}
	if by := l.LimitedBy(); len(by) != 1 || by[0].File != "activities.csv" {
		t.Errorf("limited by %v", by)
	}
	if l := newCovered(day(8, 3), day(10, 30)).ledger(t); !l.LimitedAsOf().Equal(l.Period().Asked) {
		t.Errorf("activities up to the last working day limit it to %v", l.LimitedAsOf())
	}
}

// Activities that end before the period tell nothing about it, so that nobody has missed anything.
func TestActivitiesThatEndBeforeThePeriodAreNotGiven(t *testing.T) {
	t.Parallel()
	l := newCovered(day(7, 1), day(9, 25)).ledger(t)
	s := l.Scorecard()
	q := s.Quantity(AdherenceID(CallTimeRule))
	if !q.Value().IsMissing() || !strings.Contains(q.Reason, "activities.csv ends on 2026-09-25") {
		t.Errorf("%v: %s", q.Value(), q.Reason)
	}
	if !l.LimitedAsOf().Equal(l.Period().Asked) {
		t.Errorf("they limit it to %v", l.LimitedAsOf())
	}
}

// A count below its goal is missed only where the rows that may be missing could not have reached it.
func TestCountsThatMissingLeadsCouldTurnHaveNoStatus(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		goal   float64
		status string
	}{
		"reached":                             {20, Met},
		"not reached, but by the missing day": {22, ""}, // and by the rest of the last one
		"out of reach":                        {23, Missed},
	} {
		s := newScene()
		s.period = "2026-09"
		l := newLedger(t, s)
		e := l.NewEvents()
		for d := day(6, 1); !d.After(day(9, 29)); d = d.AddDate(0, 0, 1) { // the last day of September is missing
			if d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
				e.AddRow(calendar.At(d.Add(9 * time.Hour)))
			}
		}
		l.RecordCoverage("leads", "leads.csv", e, coverage.Known{Complete: true})
		card := l.Scorecard()
		got, _ := card.Eval(l.metIfSure(formula.Number(20), formula.Number(c.goal), "")).Text()
		if card.Term(unseenLeadsID).Value.String() != "2" || got != c.status {
			t.Errorf("%s: %q, with %v unseen", name, got, card.Term(unseenLeadsID).Value)
		}
	}
}

func TestALeadIsOldOnlyAmongTheFirstDaysOfTheFiles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		begins time.Time
		sure   bool
	}{
		"the files begin a year before":       {day(1, 5), true},
		"the files begin in the month before": {day(9, 1), false},
	} {
		s := newScene()
		for i, at := range []string{c.begins.Format(time.RFC3339), "2026-10-06T10:00:00Z"} {
			x := lead(string(rune('a'+i)), "2026-10-06T10:00:00Z", "A", "guide")
			x.Stages[agreement.Created] = stamp(at)
			s.leads = append(s.leads, x)
		}
		if name == "the files begin a year before" {
			s.leads[0].Stages[agreement.MQL] = calendar.Moment{} // its MQL date is not in the period
		}
		l := newLedger(t, s)
		e := l.NewEvents()
		e.AddRow(calendar.At(c.begins))
		e.AddRow(calendar.At(day(10, 6)))
		l.RecordCoverage("leads", "leads.csv", e, coverage.Known{Begins: calendar.Day{Time: c.begins}})
		if why := l.whyOlderFlow(agreement.MQL); (why == "") != c.sure {
			t.Errorf("%s: %q", name, why)
		}
	}
}

func TestDeliveredNeedsAValueForHalfOfTheLeads(t *testing.T) {
	t.Parallel()
	s := newScene()
	s.leads = []Lead{lead("L1", "2026-10-06T10:00:00Z", "A", "guide"), lead("L2", "2026-10-06T10:00:00Z", "", "guide")}
	s.check(t, map[string]float64{DeliveredLeadsID: 2, DeliveredGrossID: 250_000})
	s.leads = append(s.leads, lead("L3", "2026-10-06T10:00:00Z", "", "guide"))
	s.check(t, map[string]float64{DeliveredLeadsID: 3, UnvaluedLeadsID: 2, DeliveredGrossID: na, DeliveredLeadValueID: na})
}
